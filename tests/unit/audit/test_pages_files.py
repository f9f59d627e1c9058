"""The files beside a report's pages: its indicators and what was found in its data."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from openpyxl import Workbook, load_workbook

from helpers.audit.pages_files import finding_problems, indicator_problems
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.render.blocks import IndicatorExport, IndicatorLine
from helpers.render.indicator_export import render_csv, render_xlsx
from helpers.render.notebook_parts import notebook_pieces
from helpers.reports.production import findings_file
from helpers.tables.snapshots import Snapshot
from unit.audit.small_office import office, received, snapshot
from unit.reports.specimen import OPENING, output

ON_TIME, BY_SYSTEM = ("indicator.on_time", ""), ("indicator.on_time.by_system", "system=DMC")


def exported(value: str = "96.27", target: str = "95") -> NotebookNode:
    about = {"title": "ทันเวลา", "unit": "ร้อยละ", "formula": "วิธีคิด", "reference": "คู่มือ", "status": "to_confirm"}
    lines = (
        IndicatorLine(
            indicator="on_time", system="รวม", round="รวม", value=value, target=target, fact=ON_TIME[0], key="", **about
        ),
        IndicatorLine(
            indicator="on_time", system="DMC", round="รวม", value="12", fact=BY_SYSTEM[0], key=BY_SYSTEM[1], **about
        ),
    )
    cells = [new_code_cell("1", outputs=[output(block)]) for block in (OPENING, IndicatorExport(lines=lines))]
    return new_notebook(cells=cells)


def line(fact: str, key: str, value: str, unit: str, operation: Operation) -> FactLine:
    return FactLine(fact, key, value, unit, "จำนวน", operation, "", "", "", 1, "0")


KNOWN = {
    ON_TIME: line(*ON_TIME, "0.962656", "ร้อยละ", Operation.RATIO),
    BY_SYSTEM: line(*BY_SYSTEM, "12", "ครั้ง", Operation.COUNT),
    ("indicator.targets", "indicator=on_time"): line(
        "indicator.targets", "indicator=on_time", "95.00", "ร้อยละ", Operation.SUM
    ),
}


def told(notebook: NotebookNode, files: tuple[bytes, bytes], known: dict[tuple[str, str], FactLine]) -> list[str]:
    return list(indicator_problems(files, notebook_pieces(notebook), known))


def files(notebook: NotebookNode) -> tuple[bytes, bytes]:
    return render_csv(notebook), render_xlsx(notebook)


def test_indicators_that_are_their_facts_are_right() -> None:
    assert told(exported(), files(exported()), KNOWN) == []


@pytest.mark.parametrize(
    ("notebook", "named"),
    [
        (exported(value="96.28"), "ตัวชี้วัด indicator.on_time [] ว่า 96.28 แต่ facts.csv ว่า 0.962656"),
        (exported(target="90"), "ตัวชี้วัด indicator.on_time [] มีเป้าหมาย 90 ซึ่งไม่ใช่ของ facts.csv"),
    ],
)
def test_indicators_that_all_files_state_otherwise_are_told(notebook: NotebookNode, named: str) -> None:
    assert told(notebook, files(notebook), KNOWN) == [named]


def test_a_file_that_differs_from_the_notebook_is_told() -> None:
    of_other = files(exported(value="96.28"))
    assert told(exported(), of_other, KNOWN) == [
        "indicators.csv แถว 2 ไม่เหมือนสมุดงาน",
        "indicators.xlsx หน้า ทุกระบบ แถว 13 ไม่เหมือนสมุดงาน",
    ]
    rows, workbook = files(exported())
    assert told(exported(), (rows.removeprefix(b"\xef\xbb\xbf"), workbook), KNOWN) == [
        "indicators.csv ไม่มีหัวตารางตามรูปแบบ"
    ]
    shorter = b"\n".join(rows.splitlines()[:-1])
    assert told(exported(), (shorter, workbook), KNOWN) == ["indicators.csv มี 1 ค่า แต่สมุดงานมี 2"]
    assert told(exported(), (rows, b""), KNOWN) == ["indicators.xlsx ไม่มี แต่สมุดงานมีตัวชี้วัด"]
    assert told(exported(), (rows, b"page"), KNOWN) == ["indicators.xlsx อ่านไม่ได้"]


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "row"),
    [
        ("ทุกระบบ", "A4", "eMENSCR รับไฟล์", 4),
        ("ทุกระบบ", "C7", "งานอื่น", 7),
        ("ทุกระบบ", "D13", 90, 13),
        ("DMC", "E13", 21, 13),
        ("DMC", "F13", "ถึง", 13),
        ("DMC", "C16", "วิธีคิดอื่น", 16),
    ],
)
def test_a_cell_of_a_page_for_typing_that_says_otherwise_is_told(
    tmp_path: Path, sheet: str, cell: str, value: str | int, row: int
) -> None:
    assert changed_pages(tmp_path, lambda workbook: workbook[sheet].__setitem__(cell, value)) == [
        f"indicators.xlsx หน้า {sheet} แถว {row} ไม่เหมือนสมุดงาน"
    ]


def test_a_value_shown_with_fewer_decimals_is_told(tmp_path: Path) -> None:
    def shorten(workbook: Workbook) -> None:
        workbook["ทุกระบบ"]["E13"].number_format = "0"

    assert changed_pages(tmp_path, shorten) == ["indicators.xlsx หน้า ทุกระบบ แถว 13 ไม่เหมือนสมุดงาน"]


def test_a_page_that_is_gone_hidden_or_longer_is_told(tmp_path: Path) -> None:
    gone = changed_pages(tmp_path, lambda workbook: workbook.remove(workbook["DMC"]))
    assert gone == ["indicators.xlsx มีหน้า ทุกระบบ แต่ตัวชี้วัดเป็นของ ทุกระบบ, DMC"]
    hidden = changed_pages(tmp_path, lambda workbook: setattr(workbook["DMC"], "sheet_state", "hidden"))
    assert hidden == ["indicators.xlsx มีส่วนที่ซ่อนไว้หรือสมุดรายงานไม่ได้ทำ"]
    longer = changed_pages(tmp_path, lambda workbook: workbook["DMC"].append(["อื่น"]))
    assert longer == ["indicators.xlsx หน้า DMC มี 17 แถว แต่ต้องมี 16"]


def changed_pages(tmp_path: Path, change: Callable[[Workbook], None]) -> list[str]:
    """What is told of the pages for typing after a change."""
    rows, content = files(exported())
    path = tmp_path / "indicators.xlsx"
    path.write_bytes(content)
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    return told(exported(), (rows, path.read_bytes()), KNOWN)


def test_a_value_that_is_not_handed_on_is_told() -> None:
    more = KNOWN | {(BY_SYSTEM[0], "system=EMIS"): line(BY_SYSTEM[0], "system=EMIS", "3", "ครั้ง", Operation.COUNT)}
    assert told(exported(), files(exported()), more) == ["indicators.csv ไม่มี indicator.on_time.by_system [system=EMIS]"]


def test_a_report_without_indicators_has_no_such_file() -> None:
    nothing = new_notebook()
    assert told(nothing, (b"", b""), KNOWN) == []
    assert told(nothing, (b"indicator", b""), KNOWN) == ["indicators.csv มี แต่สมุดงานไม่มีตัวชี้วัด"]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    folders = office(tmp_path_factory.mktemp("findings"))
    return {"2568-1/dmc": snapshot(folders, received(folders))}


REPORT = "round/2568-1/dmc"


def test_the_findings_of_the_tables_are_right_under_any_report(tables: dict[str, Snapshot]) -> None:
    content = findings_file(tables["2568-1/dmc"])
    assert list(finding_problems(content, REPORT, tables)) == []
    assert list(finding_problems(content, "round/2568-1/other", tables)) == []


def test_findings_with_another_number_or_without_a_row_are_told(tables: dict[str, Snapshot]) -> None:
    content = findings_file(tables["2568-1/dmc"])
    differing = ["findings.csv ไม่ตรงกับข้อที่พบในคลังตาราง"]
    assert list(finding_problems(content.replace(b"400", b"40"), REPORT, tables)) == differing
    assert list(finding_problems(b"".join(content.splitlines(True)[:-1]), REPORT, tables)) == differing
    assert list(finding_problems(content.replace(b"rule,", b"kind,", 1), REPORT, tables)) == [
        "findings.csv ไม่มีหัวตารางตามรูปแบบ"
    ]
    assert list(finding_problems(b"", REPORT, tables)) == ["ไม่มี findings.csv ทั้งที่มีข้อที่พบ"]
