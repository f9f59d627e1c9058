"""The files of an answer: data, dictionary and receipt."""

import csv
import io
import json
import shlex
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import helpers.__main__ as command_line
from helpers.errors import ParameterError
from helpers.publish.data_service.queries import QueryWords
from helpers.publish.data_service.receipts import Extract, Requester, extract_of, put_extract
from helpers.tables.graph import Graph
from unit.publish.small_data import answer_to, asked_office, graph_of

REQUESTER = Requester("เทศบาล <ตัวอย่าง>", "วิจัย 'อาหาร'")


def extracted(graph: Graph, words: QueryWords, requester: Requester = REQUESTER) -> Extract:
    return extract_of(answer_to(graph, words), requester, graph.params.office)


def receipt(extract: Extract) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(extract.files["receipt.json"])
    return content


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_same_query_of_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    here, elsewhere = (graph_of(asked_office(tmp_path / name, sample=True)) for name in ("here", "elsewhere"))
    for name in ("csv", "xlsx", "json"):
        words = QueryWords("dmc.enrolment", by=("smis", "grade"), measure="pupils", format=name)
        assert extracted(here, words).files == extracted(elsewhere, words).files


def test_every_format_holds_the_same_values(graph: Graph) -> None:
    wanted = [("ป.1", 3), ("ป.2", 1)]
    files = {}
    for name in ("csv", "xlsx", "json"):
        extract = extracted(graph, QueryWords("dmc.enrolment", by=("grade",), measure="pupils", format=name))
        assert extract.given.name == f"dmc-enrolment-public.{name}"
        files[name] = extract.files[extract.given.name]
    assert [(row["grade"], int(row["pupils"])) for row in rows_of(files["csv"])] == wanted
    assert [(row["grade"], row["pupils"]) for row in json.loads(files["json"])["rows"]] == wanted
    sheet, dictionary = load_workbook(io.BytesIO(files["xlsx"])).worksheets
    assert [(row[1].value, row[2].value) for row in sheet.iter_rows(min_row=5)] == wanted
    assert [row[0].value for row in dictionary.iter_rows(min_row=5)] == ["period", "grade", "pupils"]


def test_the_dictionary_explains_every_column(graph: Graph) -> None:
    extract = extracted(graph, QueryWords("dmc.pupils", columns=("smis", "age", "religion")))
    lines = rows_of(extract.files["dictionary.csv"])
    assert [line["คอลัมน์"] for line in lines] == list(rows_of(extract.files[extract.given.name])[0])
    age = next(line for line in lines if line["คอลัมน์"] == "age")
    assert (age["ชนิด"], age["หน่วย"], age["ใครใช้ได้"]) == ("จำนวนเต็ม", "ปี", "ใช้ในราชการ")
    assert age["ช่องว่าง"].startswith("ช่องว่างคือ")
    assert all(line["ความหมาย"] and line["ชนิด"] and line["ช่องว่าง"] for line in lines)


def test_the_receipt_says_what_was_asked_given_and_how_to_repeat_it(graph: Graph) -> None:
    words = QueryWords("dmc.enrolment", filters=("sex=ช",), by=("grade",), measure="pupils")
    extract = extracted(graph, words)
    content = receipt(extract)
    assert content["request"] == {**vars(REQUESTER), "use": "request"}
    assert content["given"]["sha256"] == sha256(extract.files[extract.given.name]).hexdigest()
    assert content["dictionary"]["sha256"] == sha256(extract.files["dictionary.csv"]).hexdigest()
    assert content["given"]["rows"] == 2
    options = command_line.parser().parse_args(shlex.split(content["command"])[1:])
    assert (options.subject, options.periods, options.filter) == ("dmc.enrolment", "2568-1", ["sex=ช"])
    assert (options.by, options.sum, options.public) == ("grade", "pupils", True)
    assert (options.organisation, options.purpose) == (REQUESTER.organisation, REQUESTER.purpose)


def test_the_page_shows_the_receipt_and_nothing_is_taken_for_html(graph: Graph) -> None:
    extract = extracted(graph, QueryWords("dmc.pupils", by=("nationality",)))
    page = extract.files["receipt.html"].decode()
    assert "เทศบาล &lt;ตัวอย่าง&gt;" in page
    assert extract.given.sha256 in page
    assert "ห้ามเผยแพร่ต่อ เพราะคอลัมน์ nationality" in page
    assert "ข้อมูลตัวอย่าง" not in page
    office_use = extracted(graph, QueryWords("dmc.enrolment"), Requester())
    assert "สำนักงานใช้เอง" in office_use.files["receipt.html"].decode()
    assert receipt(office_use)["request"]["use"] == "office"


def test_sample_data_are_marked_in_every_file(tmp_path: Path) -> None:
    graph = graph_of(asked_office(tmp_path, sample=True))
    for name in ("csv", "json"):
        extract = extracted(graph, QueryWords("dmc.enrolment", by=("grade",), format=name))
        assert extract.given.name == f"dmc-enrolment-public-sample.{name}"
        marked = (extract.given.name, "dictionary.csv", "receipt.html")
        assert all("ข้อมูลตัวอย่าง" in extract.files[file].decode() for file in marked)
        assert receipt(extract)["data"] == "sample"
    sheet = extracted(graph, QueryWords("dmc.enrolment", by=("grade",), format="xlsx"))
    assert "ข้อมูลตัวอย่าง" in str(load_workbook(io.BytesIO(sheet.files[sheet.given.name])).worksheets[0]["A2"].value)


def test_an_answer_is_put_in_place_whole_and_never_over_anything(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract, other = (extracted(graph, QueryWords("dmc.enrolment", by=(name,))) for name in ("grade", "sex"))
    folder = tmp_path / "given" / "answer"
    assert put_extract(extract, folder)
    assert not put_extract(extract, folder)
    with pytest.raises(ParameterError, match="มีโฟลเดอร์หรือไฟล์ชื่อนี้อยู่แล้ว"):
        put_extract(other, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == extract.files

    def full(*_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr("helpers.publish.data_service.receipts.write_whole", full)
    with pytest.raises(BlockingIOError):
        put_extract(other, tmp_path / "given" / "other")
    assert [path.name for path in (tmp_path / "given").iterdir()] == ["answer"]
