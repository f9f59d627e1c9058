"""The ways in which people and Excel damage a filled-in form: one cell, row, column, block or label, one feature."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from random import Random

from helpers.forms.form import NUMBERS, CellKind
from helpers.forms.recognition import HEAD_ROW
from helpers.periods import thai_date_short
from helpers.thai import THAI_DIGITS
from property.filled_forms import Sheet, Specimen
from unit.programmes.filled import project_params

ERRORS = ("#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NAME?")
Damage = Callable[[Specimen, Sheet, Random], Sheet | None]
"""Damages a sheet in place. Returns the sheet that a person sees, where it is another than before the damage."""


def _place(specimen: Specimen, chance: Random) -> tuple[int, int]:
    return chance.choice(specimen.rows) - 1, chance.randrange(len(specimen.form.columns))


def _kind(specimen: Specimen, column: int) -> CellKind:
    return specimen.form.columns[column].kind


def _of_kind(specimen: Specimen, chance: Random, *kinds_: CellKind) -> tuple[int, int]:
    """A cell that holds something, of a column of one of these kinds; any cell where the form has none."""
    grid = specimen.sheet.grid
    places = [
        (row - 1, place)
        for row in specimen.rows
        for place, column in enumerate(specimen.form.columns)
        if column.kind in kinds_ and grid[row - 1][place] not in (None, "", column.blank)
    ]
    return chance.choice(places) if places else _place(specimen, chance)


def _typed(*values: object) -> Damage:
    def damage(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
        row, column = _place(specimen, chance)
        sheet.grid[row][column] = chance.choice(values)

    return damage


def _a_day(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    """Where no day belongs: one that is likely is what it says."""
    row, column = _place(specimen, chance)
    if _kind(specimen, column) is not CellKind.DATE:
        sheet.grid[row][column] = chance.choice((date(2026, 1, 1), datetime(2026, 1, 1, 8, 30)))


def _sign_turned(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    """But for a correction, which may have either sign."""
    row, column = _of_kind(specimen, chance, CellKind.MONEY)
    value, either = sheet.grid[row][column], specimen.form.sign.either if specimen.form.sign else ()
    if isinstance(value, Decimal) and not set(either) & set(map(str, sheet.grid[row])):
        sheet.grid[row][column] = -value


def _numbered(change: Callable[[Decimal], object], number_format: str = "General") -> Damage:
    def damage(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
        row, column = _of_kind(specimen, chance, *NUMBERS)
        value = sheet.grid[row][column]
        if isinstance(value, int | Decimal):
            sheet.grid[row][column] = change(Decimal(value))
            sheet.formats[row + 1, column + 1] = number_format

    return damage


def _dated(change: Callable[[date], object]) -> Damage:
    def damage(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
        row, column = _of_kind(specimen, chance, CellKind.DATE)
        value = sheet.grid[row][column]
        if isinstance(value, date):
            sheet.grid[row][column] = change(value)

    return damage


def _later(day: date, years: int) -> date:
    last = 28 if day.month == 2 else day.day
    return day.replace(year=day.year + years, day=min(day.day, last))


def _lettered(change: Callable[[str, Random], str]) -> Damage:
    """Change a label of the form's own lists or a school's code."""

    def damage(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
        row, column = _of_kind(specimen, chance, CellKind.CHOICE, CellKind.SMIS, CellKind.CODE)
        sheet.grid[row][column] = change(str(sheet.grid[row][column] or ""), chance)

    return damage


def _without_a_letter(text: str, chance: Random) -> str:
    place = chance.randrange(max(1, len(text)))
    return text[:place] + text[place + 1 :]


def _row_shifted(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    row = chance.choice(specimen.rows) - 1
    by = chance.choice((-1, 1))
    sheet.grid[row] = [None, *sheet.grid[row]] if by > 0 else sheet.grid[row][1:]


def _row_cut_off(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    row = chance.choice(specimen.rows) - 1
    sheet.grid[row] = sheet.grid[row][: chance.randrange(1, len(specimen.form.columns))]


def _row_repeated(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    row = chance.choice(specimen.rows) - 1
    sheet.grid.insert(chance.randrange(row, len(sheet.grid)) + 1, list(sheet.grid[row]))


def _row_below(*texts: str) -> Damage:
    def damage(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
        cells: list[object] = [None] * len(specimen.form.columns)
        cells[chance.randrange(len(cells))] = chance.choice(texts)
        sheet.grid += [[], cells] if chance.random() < 0.5 else [cells]

    return damage


def _total_below(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    numbers = [place for place, each in enumerate(specimen.form.columns) if each.kind is CellKind.MONEY]
    cells: list[object] = [None] * len(specimen.form.columns)
    cells[0] = chance.choice(("รวม", "รวมทั้งสิ้น", None))
    for place in numbers:
        cells[place] = sum(Decimal(str(row[place] or 0)) for row in sheet.grid[HEAD_ROW:] if len(row) > place)
    sheet.grid.append(cells)


def _column_emptied(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    column = chance.randrange(len(specimen.form.columns))
    for row in specimen.rows:
        sheet.grid[row - 1][column] = None


def _column_removed(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    column = chance.randrange(len(specimen.form.columns))
    for row in sheet.grid[HEAD_ROW - 1 :]:
        del row[column]


def _column_inserted(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    column = chance.randrange(len(specimen.form.columns) + 1)
    whole = chance.random() < 0.5
    for row in sheet.grid if whole else sheet.grid[HEAD_ROW - 1 :]:
        row.insert(min(column, len(row)), None)


def _column_moved(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    """With its heading; without, where the other column is of another kind."""
    one, other = chance.sample(range(len(specimen.form.columns)), 2)
    alone = _kind(specimen, one) is not _kind(specimen, other) and chance.random() < 0.5
    for row in sheet.grid[HEAD_ROW if alone else HEAD_ROW - 1 :]:
        row[one], row[other] = row[other], row[one]


def _column_slipped(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    """Every cell of a column one row down, as where a cell was inserted."""
    column = chance.randrange(len(specimen.form.columns))
    values = [None, *(sheet.grid[row - 1][column] for row in specimen.rows)]
    sheet.grid.append([None] * len(specimen.form.columns))
    for row, value in zip(sheet.grid[HEAD_ROW:], values, strict=True):
        row[column] = value


def _heading_changed(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    column = chance.randrange(len(specimen.form.columns))
    heading = str(sheet.grid[HEAD_ROW - 1][column])
    ways = (
        heading.removesuffix(" *"),
        f"{heading}*",
        f"* {heading}",
        heading.replace(" ", "\n"),
        heading[1:],
        "",
        "True",
    )
    sheet.grid[HEAD_ROW - 1][column] = chance.choice(ways)


def _area(specimen: Specimen, chance: Random) -> tuple[int, int, int, int]:
    top, left = chance.choice(specimen.rows[:-1]), chance.randrange(len(specimen.form.columns))
    bottom = min(top + chance.randrange(3), specimen.rows[-1])
    return top, bottom, left + 1, min(left + 1 + chance.choice((0, 0, 0, 1, 2)), len(specimen.form.columns))


def _block(value: object) -> Damage:
    def damage(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
        top, bottom, left, right = _area(specimen, chance)
        for row in sheet.grid[top - 1 : bottom]:
            row[left - 1 : right] = [value] * (right - left + 1)

    return damage


def _merged(specimen: Specimen, sheet: Sheet, chance: Random) -> Sheet:
    """A person sees the value of the area's first cell in each of its rows."""
    top, bottom, left, right = _area(specimen, chance)
    sheet.merged.append((top, bottom, left, right))
    seen = deepcopy(sheet)
    seen.merged.clear()
    for row in seen.grid[top - 1 : bottom]:
        row[left - 1] = sheet.grid[top - 1][left - 1]
    return seen


def _merged_with_headings(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    column = chance.randrange(len(specimen.form.columns)) + 1
    sheet.merged.append((HEAD_ROW, HEAD_ROW + chance.choice((1, 2)), column, column))


def _banner(change: Callable[[str], str]) -> Damage:
    def damage(_: Specimen, sheet: Sheet, __: Random) -> None:
        sheet.grid[0][0] = change(str(sheet.grid[0][0]))

    return damage


def _row_above(_: Specimen, sheet: Sheet, chance: Random) -> None:
    sheet.grid.insert(chance.choice((0, 1)), ["สำนักงานเขตพื้นที่การศึกษา"])


def _no_banner(_: Specimen, sheet: Sheet, __: Random) -> None:
    del sheet.grid[0]


def _other_programme(specimen: Specimen, sheet: Sheet, chance: Random) -> None:
    others = [name for name in project_params().programmes if name != specimen.subject]
    sheet.grid[0][0] = str(sheet.grid[0][0]).replace(f"· {specimen.subject} ·", f"· {chance.choice(others)} ·")


DAMAGES: Mapping[str, Damage] = {
    "cell emptied": _typed(None),
    "cell with an error": _typed(*ERRORS),
    "cell with a formula": _typed("=1+1", "=A1", "=SUM(A1:A3)"),
    "cell with a truth value": _typed(True, False),
    "cell with a word": _typed("-", "?", "ไม่มี", "ดูหมายเหตุ", "0", "x"),
    "cell with a number": _typed(0, 999_999_999, 10**12),
    "cell with a day": _a_day,
    "cell with a day of long ago": _typed(date(1900, 1, 1), datetime(1968, 10, 1, 8, 30)),
    "number with its sign turned": _sign_turned,
    "number as a percentage": _numbered(lambda value: value / 100, "0%"),
    "number shown as a percentage": _numbered(lambda value: value, "0.00%"),
    "number with %": _numbered(lambda value: f"{value}%"),
    "number with a unit": _numbered(lambda value: f"{value:,} บาท"),
    "number with another unit": _numbered(lambda value: f"{value:,} ดอลลาร์"),
    "number in Thai digits": _numbered(lambda value: f"{value:,}".translate(THAI_DIGITS)),
    "number as text": _numbered(lambda value: f" {value}\u00a0"),
    "number with a comma for its point": _numbered(lambda value: f"{value}".replace(".", ",")),
    "number a million times as large": _numbered(lambda value: value * 1_000_000),
    "day with two digits of its year": _dated(lambda day: date(1900 + (day.year + 543) % 100, day.month, day.day)),
    "day typed with two digits": _dated(lambda day: f"{day.day}/{day.month}/{(day.year + 543) % 100}"),
    "day in พ.ศ. as ค.ศ.": _dated(lambda day: _later(day, 543)),
    "day a century off": _dated(lambda day: _later(day, -100)),
    "day a century on": _dated(lambda day: _later(day, 100)),
    "day with a time": _dated(lambda day: datetime(day.year, day.month, day.day, 15, 30)),
    "day as its serial number": _dated(lambda day: (day - date(1899, 12, 30)).days),
    "day as text": _dated(lambda day: thai_date_short(day).translate(THAI_DIGITS)),
    "day that does not exist": _dated(lambda day: f"31/02/{day.year + 543}"),
    "label without a letter": _lettered(_without_a_letter),
    "label with a space inside": _lettered(lambda text, _: f"{text[:1]} {text[1:]}"),
    "label with a zero-width character": _lettered(lambda text, _: f"{text[:1]}\u200b{text[1:]}"),
    "row shifted": _row_shifted,
    "row cut off": _row_cut_off,
    "row repeated": _row_repeated,
    "signature below": _row_below(
        "ลงชื่อ ................ ผู้จัดทำ", "(นาย ก)", "หมายเหตุ: ข้อมูล ณ สิ้นเดือน", "วันที่ 1 ตุลาคม 2568"
    ),
    "total below": _total_below,
    "column emptied": _column_emptied,
    "column removed": _column_removed,
    "column inserted": _column_inserted,
    "column moved": _column_moved,
    "column slipped": _column_slipped,
    "heading changed": _heading_changed,
    "block emptied": _block(None),
    "block of errors": _block("#N/A"),
    "area merged": _merged,
    "area merged with the headings": _merged_with_headings,
    "banner gone": _no_banner,
    "row above": _row_above,
    "banner of another programme": _other_programme,
    "banner of another version": _banner(lambda text: text.replace("รุ่น 1", "รุ่น 2")),
    "banner of another form": _banner(lambda text: text.replace("แบบ ", "แบบ x", 1)),
    "banner in other words": _banner(lambda text: text[5:]),
}
