"""What Excel itself refuses in a form: drop-down lists, dates, numbers within limits, codes of the right length."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from helpers import excel as look
from helpers.collection.forms.banner import FIRST_ROW, LISTS
from helpers.collection.forms.form import NUMBERS, Cell, Form, FormColumn, Options

LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
"""Letters that Excel takes in the title and text of a message; a longer one makes it call the file damaged."""
_FIRST_DAY, _LAST_DAY = "DATE(1900,1,1)", "DATE(2743,12,31)"
"""Wide enough for days whose year was typed in พ.ศ. where Excel counts ค.ศ.; reading tells them apart."""


def add_lists(workbook: Workbook, options: Mapping[str, Options]) -> dict[str, str]:
    """A hidden sheet with the choices of every column; returns the range of each, by the column's name."""
    sheet = workbook.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    ranges = {}
    for place, (name, offered) in enumerate(((name, each) for name, each in options.items() if each), 1):
        for row, (_, shown) in enumerate(offered, 1):
            cell = look.put(sheet, row, place, shown)
        ranges[name] = f"'{LISTS}'!${cell.column_letter}$1:${cell.column_letter}${len(offered)}"
    return ranges


def add_validation(sheet: Worksheet, form: Form, column: FormColumn, options: Options, listed: str, last: int) -> None:
    """Validate a column down to row `last`; `listed` is the range of its choices, empty for none."""
    letter = form.letter(column.name)
    rule = _rule(column, f"{letter}{FIRST_ROW}", listed)
    if rule is None:
        return
    allowed = column.allowed(options)
    rule.allow_blank, rule.showErrorMessage, rule.showInputMessage = True, True, True
    rule.errorTitle = rule.promptTitle = _cut(column.label, LONGEST_TITLE)
    rule.error = _cut(f"ค่านี้ใช้ไม่ได้ ต้อง{'' if column.kind is Cell.CHOICE else 'เป็น'}{allowed}", LONGEST_MESSAGE)
    rule.prompt = _cut(f"{column.meaning}\n{allowed}", LONGEST_MESSAGE)
    rule.add(f"{letter}{FIRST_ROW}:{letter}{last}")
    sheet.add_data_validation(rule)


def _rule(column: FormColumn, first: str, listed: str) -> DataValidation | None:
    """What Excel checks; None for free text and for a choice of which there is none."""
    if column.kind in NUMBERS:
        least, most = map(str, column.limits)
        if column.kind is Cell.WHOLE:
            return DataValidation(type="whole", operator="between", formula1=least, formula2=most)
        return DataValidation(type="decimal", operator="between", formula1=least, formula2=most)
    match column.kind:
        case Cell.CHOICE if listed:
            return DataValidation(type="list", formula1=listed)
        case Cell.DATE:
            # Only a warning: a day written as text, `1 ต.ค. 2568`, is no date to Excel, but reading understands it.
            return DataValidation(
                type="date", operator="between", formula1=_FIRST_DAY, formula2=_LAST_DAY, errorStyle="warning"
            )
        case Cell.SMIS:
            code = f"AND(LEN({first})=8,ISNUMBER(--{first}))"
            return DataValidation(
                type="custom", formula1=f'OR({first}="{column.blank}",{code})' if column.blank else code
            )
        case Cell.CODE:
            return DataValidation(type="textLength", operator="equal", formula1=str(column.letters))
    return None


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
