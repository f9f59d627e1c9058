"""Letters of whole runs: every code on them leads to a fact of the report, and the number before it is that fact."""

import csv
import io
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest
from docx import Document

from helpers.facts.codes import number_code
from made_up.project import Home

_PRINTED = re.compile(r"([+−]?[0-9][0-9,]*(?:\.[0-9]+)?)[^0-9]*?  ([BCDFGHJKLMNPQRSTVWXZ]{6})$")


def facts(home: Home, report: str) -> dict[str, tuple[Decimal, str]]:
    """The value and unit of every fact by its code."""
    rows = csv.DictReader(io.StringIO(home.read(f"{report}/facts.csv").decode("utf-8-sig")))
    return {number_code(row["fact"], row["key"]): (Decimal(row["value"]), row["unit"]) for row in rows}


def printed(home: Home, report: str) -> Iterator[tuple[str, str]]:
    """The numbers of the memo's table of key figures, and the code behind each."""
    name = report.replace("/", "-")
    memo = Document(io.BytesIO(home.read(f"letters/{report}/{name}-memo.docx")))
    for row in memo.tables[0].rows[1:]:
        for cell in row.cells[2:]:
            if cell.text != "–":
                match = _PRINTED.search(cell.text)
                assert match, cell.text
                yield match[1], match[2]


def rounded(value: Decimal, text: str) -> bool:
    """Whether the text is the value, rounded to the places that it has; a share may be printed as a percentage."""
    number = Decimal(text.replace(",", "").replace("−", "-").lstrip("+"))
    return any(candidate.quantize(number, ROUND_HALF_UP) == number for candidate in (value, value * 100))


@pytest.mark.parametrize("report", ["round/2568-1/emis"])
def test_each_number_of_a_memo_is_the_fact_of_its_code(copied: Home, report: str) -> None:
    copied.workbook("letter", report)
    known = facts(copied, report)
    numbers = list(printed(copied, report))
    assert numbers
    assert [text for text, code in numbers if not rounded(known[code][0], text)] == []
    assert f"{report}: " not in copied.workbook("verify", code=0).stderr
    assert numbers[0][0].replace(",", "") in copied.workbook("trace", report, numbers[0][1]).stdout


def test_letters_of_the_budget_stand_beside_the_reports_and_are_told_of(copied_budget: Home) -> None:
    report = "programme/2569/school-clerks-9000"
    copied_budget.workbook("letter", report, "--as", "memo")
    known = facts(copied_budget, report)
    assert [text for text, code in printed(copied_budget, report) if not rounded(known[code][0], text)] == []
    assert "เอกสารสรุป: programme-2569-school-clerks-9000-memo.docx" in copied_budget.workbook("status").stdout
