"""Names of keys against the parameters, and the words of sentences that the code writes."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.audit.manifest import Manifest
from helpers.audit.pages_names import Names, is_same_code, known_names, name_problems
from helpers.audit.pages_sentences import sentence_problems
from helpers.audit.pages_templates import known_words
from helpers.digests import SOURCE, file_digest
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Number, Span, TableBlock, TableColumn, TableRow, Text, to_bundle
from unit.audit.small_office import SCHOOLS, office, received, snapshot

SCHOOL = "34010001"
NAMES = Names(
    MappingProxyType({SCHOOL: {"name": frozenset({"บ้านหมากมี่"}), "district": frozenset({"ไม่ระบุ"})}}),
    MappingProxyType({"per-head": "11 การจัดสรรเงินอุดหนุนรายหัวทุกรายการ"}),
)


def manifest(params: Mapping[str, str], code: Mapping[str, str] = MappingProxyType({})) -> Manifest:
    return Manifest({"inputs": {"params": dict(params), "helpers": dict(code)}})


def row(*words: str, key: str = f"smis={SCHOOL}") -> TableRow:
    number = Number(fact="f", key=key, value="5", text="5")
    return TableRow(cells=(*((Span(text=text),) for text in words), (number,)))


def schools(*rows: TableRow) -> TableBlock:
    heads = tuple(TableColumn(label=label) for label in ("รหัส", "โรงเรียน", "อำเภอ", "คน"))
    return TableBlock(name="t", title="ตาราง", columns=heads, rows=rows, headers=3)


def test_the_names_are_those_of_the_tables_and_of_parameters_that_are_as_they_were(tmp_path: Path) -> None:
    folders = office(tmp_path / "office")
    listed = {"2568-1/dmc": snapshot(folders, received(folders))}
    register, programme = tmp_path / "schools" / "3401.csv", tmp_path / "programmes" / "per-head.yml"
    for path in (register, programme):
        path.parent.mkdir()
    register.write_text("smis,name,district\n34010009,บ้านหมากมี่,\n", encoding="utf-8")
    programme.write_text('number: "11"\ntitle: เงินอุดหนุน\n', encoding="utf-8")
    digests = {path.relative_to(tmp_path).as_posix(): file_digest(path) for path in (register, programme)}
    known = known_names(tmp_path, manifest(digests), listed)
    assert known.schools["34010009"] == {"name": {"บ้านหมากมี่"}, "district": {"ไม่ระบุ"}}
    assert known.schools[SCHOOLS[2]]["name"] == {"โรงเรียนตัวอย่าง 3"}
    assert known.programmes == {"per-head": "11 เงินอุดหนุน"}
    programme.write_text('number: "11"\ntitle: ชื่อใหม่\n', encoding="utf-8")
    assert known_names(tmp_path, manifest(digests), {}) == Names()


@pytest.mark.parametrize(("page", "wrong"), [(f"school/2568/{SCHOOL}", 0), ("school/2568/34010002", 1)])
def test_a_name_leads_to_the_page_of_the_school_that_is_called_so(page: str, wrong: int) -> None:
    name = Span(text="บ้านหมากมี่", page=page)
    heads = TableRow(cells=((Span(text=SCHOOL),), (name,), (Span(text="ไม่ระบุ"),), ()))
    for block in (schools(heads), Text(paragraphs=((name,),))):
        problems = list(name_problems(block, NAMES))
        assert len(problems) == wrong
        assert all(page in problem for problem in problems)


def test_a_row_headed_by_the_registers_name_is_right() -> None:
    assert list(name_problems(schools(row(SCHOOL, "บ้านหมากมี่", "ไม่ระบุ")), NAMES)) == []


@pytest.mark.parametrize(
    ("shown", "named"),
    [
        (row(SCHOOL, "บ้านกระโสบ", "ไม่ระบุ"), "แถว “34010001” ใช้ชื่อ “บ้านกระโสบ” ซึ่งไม่ใช่ของตารางหรือทะเบียนโรงเรียน"),
        (row(SCHOOL, "บ้านหมากมี่", "เขื่องใน"), "แถว “34010001” ใช้ชื่อ “เขื่องใน” ซึ่งไม่ใช่ของตารางหรือทะเบียนโรงเรียน"),
        (row("34010002", "บ้านหมากมี่", "ไม่ระบุ"), "แถว “34010002” พิมพ์ตัวเลขของโรงเรียน 34010001"),
    ],
)
def test_a_row_headed_by_another_name_is_told(shown: TableRow, named: str) -> None:
    assert list(name_problems(schools(shown), NAMES)) == [f"ตาราง “ตาราง” {named}"]


def test_a_programme_by_another_name_is_told() -> None:
    heads = (TableColumn(label="โครงการ"), TableColumn(label="บาท"))
    right, wrong = (row(words, key="programme=per-head") for words in (NAMES.programmes["per-head"], "12 อื่น"))
    shown = TableBlock(name="t", title="ตาราง", columns=heads, rows=(right, wrong))
    assert list(name_problems(shown, NAMES)) == ["ตาราง “ตาราง” แถว “12 อื่น” ไม่ใช่ชื่อของโครงการ per-head"]


def test_code_that_changed_since_is_not_that_of_the_report() -> None:
    name = "thai.py"
    assert is_same_code(manifest({}, {name: file_digest(SOURCE / name)}))
    assert not is_same_code(manifest({}, {name: "0"}))


LINE = FactLine("f", "", "5", "คน", "นักเรียนทั้งหมด", Operation.SUM, "2568-1/dmc/t", "n", "", 1, "0")
FIVE = Number(fact="f", value="5", text="5", unit="คน")


def told(*parts: Span | Number) -> list[str]:
    """What is wrong with a sentence that a cell shows by other code than its own."""
    shown = new_output("display_data", data=to_bundle(Text(paragraphs=(parts,))))
    notebook = new_notebook(cells=[new_code_cell("show_changes(report)", outputs=[shown])])
    lines = {("f", ""): LINE}
    return list(sentence_problems(notebook, lines, known_words(notebook, [], lines, NAMES)))


@pytest.mark.parametrize(
    "words",
    [
        "เทียบกับสิ้นปีการศึกษา 2567 นักเรียนทั้งหมดเพิ่มขึ้น ",
        "“11 การจัดสรรเงินอุดหนุนรายหัวทุกรายการ” เพราะ",
        "ณ วันที่ 10 มิถุนายน 2568 มี",
    ],
)
def test_a_sentence_of_templates_names_and_days_is_right(words: str) -> None:
    assert told(Span(text=words), FIVE) == []


@pytest.mark.parametrize(("words", "strange"), [("จากเดิม 99 คน เพิ่มขึ้น ", "99"), ("ผู้อำนวยการขอแสดงความยินดียิ่ง ", "")])
def test_a_numeral_or_word_of_no_template_is_told(words: str, strange: str) -> None:
    (problem,) = told(Span(text=words), FIVE)
    assert problem.startswith(f"ประโยค “{words}5” มี “")
    assert strange in problem


def test_a_numeral_alone_is_told_too() -> None:
    assert told(Span(text="เพิ่มขึ้น 99 คน"))
