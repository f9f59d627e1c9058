"""The command `extract`."""

from datetime import date
from pathlib import Path

import pytest

import helpers.__main__ as command_line
from helpers.commands.extract import extract
from helpers.errors import DataQualityError, ParameterError
from helpers.publish.data_service.receipts import extract_of
from helpers.reports.folders import Folders
from helpers.tables.requests import read_requests
from unit.audit.small_office import citizen_number
from unit.publish.small_data import asked_office


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return asked_office(tmp_path / "office")


def ask(folders: Folders, *words: str) -> None:
    extract(command_line.parser().parse_args(["extract", *words]), folders)


FOR = ("--for", "เทศบาลตำบลตัวอย่าง", "--purpose", "วางแผนอาหารกลางวัน")
BY_GRADE = ("dmc.enrolment", "--by", "grade", "--sum", "pupils")


def test_without_a_table_it_lists_what_can_be_asked(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    ask(folders)
    printed = capsys.readouterr().out
    assert "dmc  ข้อมูลนักเรียนรายบุคคล (DMC)  งวด 2568-1" in printed
    assert "  dmc.enrolment  " in printed
    ask(folders, "dmc")
    printed = capsys.readouterr().out
    assert "    pupils  นักเรียน  จำนวนเต็ม หน่วย คน  เผยแพร่ได้" in printed
    assert "    religion  ศาสนา  ข้อความ  ใช้ในราชการ" in printed
    assert "person" not in printed
    with pytest.raises(ParameterError, match="ไม่มีชุดข้อมูล “emis”"):
        ask(folders, "emis")


def test_an_answer_is_written_and_the_request_entered(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    ask(folders, *BY_GRADE, *FOR)
    printed = capsys.readouterr().out
    (folder,) = (folders.outputs / "extracts").iterdir()
    assert printed.index("เผยแพร่ได้: ") < printed.index(f"เขียนแล้ว {folder}") < printed.index("ลงทะเบียนคำขอแล้ว")
    assert {path.name for path in folder.iterdir()} == {
        "dmc-enrolment-public.csv",
        "dictionary.csv",
        "receipt.json",
        "receipt.html",
    }
    (request,) = read_requests(folders.data_folder) or ()
    assert request.answered == date.today().isoformat()
    assert (request.organisation, request.purpose, request.audience) == (FOR[1], FOR[3], "public")
    assert (request.rows, request.periods) == (2, "2568-1")
    assert request.sha256 in (folder / "receipt.json").read_text(encoding="utf-8")
    ask(folders, *BY_GRADE, *FOR)
    assert "มีอยู่แล้ว ไบต์เดียวกัน" in capsys.readouterr().out
    assert read_requests(folders.data_folder) == (request,)


def test_the_offices_own_use_is_not_entered(folders: Folders, tmp_path: Path) -> None:
    ask(folders, *BY_GRADE, "--output", str(tmp_path / "answer"))
    assert (tmp_path / "answer" / "receipt.json").exists()
    assert read_requests(folders.data_folder) is None


def test_what_is_not_public_is_refused_as_public_and_nothing_is_left(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DataQualityError, match="nationality"):
        ask(folders, "dmc.pupils", "--by", "nationality", "--public", *FOR)
    assert "ใช้ในราชการ: " in capsys.readouterr().out
    assert not folders.outputs.exists()
    assert read_requests(folders.data_folder) is None


def test_a_preview_writes_nothing(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    ask(folders, *BY_GRADE, "--preview", *FOR)
    assert "เผยแพร่ได้: ข้อมูลนักเรียนรายบุคคล (DMC) enrolment 2 แถว" in capsys.readouterr().out
    assert not folders.outputs.exists()
    assert read_requests(folders.data_folder) is None


@pytest.mark.parametrize("words", [FOR[:2], FOR[2:], ("--for", "", "--purpose", "")])
def test_a_request_names_both_who_and_what_for(folders: Folders, words: tuple[str, ...]) -> None:
    with pytest.raises(ParameterError, match="ว่าง"):
        ask(folders, *BY_GRADE, *words)


def test_a_learners_number_in_an_answer_stops_it(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    number = f"1,{citizen_number(5)}\n".encode()

    def with_number(*arguments: object) -> object:
        extracted = extract_of(*arguments)  # type: ignore[arg-type]
        return type(extracted)(extracted.given, extracted.command, extracted.files | {"x.csv": number})

    monkeypatch.setattr("helpers.commands.extract.extract_of", with_number)
    with pytest.raises(DataQualityError, match="ระบุตัวนักเรียนได้"):
        ask(folders, *BY_GRADE)
    assert not folders.outputs.exists()
