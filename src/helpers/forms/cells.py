"""Reading one cell of a form: dates, money and numbers as people write them, codes, choices.

Names of persons in texts that are printed: known by the title before them, and told from positions like นายช่าง.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from helpers.foreign.cells import ARABIC_DIGITS, is_error, parse_moment, parse_money, parse_to_step, parse_whole
from helpers.forms.form import Cell, FormColumn, Options
from helpers.forms.rules import PERSONAL_NAME
from helpers.identifiers import SMIS

_PERSONAL = re.compile(
    r"(?<![0-9])(?:[0-9]{13}|[0-9][ -][0-9]{4}[ -][0-9]{5}[ -][0-9]{2}[ -][0-9]|G[0-9]{12})(?![0-9])"
)
"""A citizen number, run together or as the identity card prints it, or a G code."""
_TRUTH = ("true", "false")
"""How a truth value of Excel arrives: what ticking a box or a comparison left in the cell."""
_STEP = Decimal("0.0001")
HIDDEN = "(ปกปิดเลขประจำตัว)"
_LONGEST_SHOWN = 60


class CellValue(NamedTuple):
    """What a cell holds: None for an empty cell and for one that cannot be used; then `rule` says what is wrong.

    A value with a rule is used, but something about it must be put right.
    """

    value: object = None
    rule: str = ""


def read_cell(column: FormColumn, text: str, options: Options) -> CellValue:
    """A cell that holds something, as its column understands it."""
    if is_error(text):
        return CellValue(None, "form.cell.error_value")
    if column.says_blank(text):
        return CellValue(None)
    return _READERS[column.kind](column, text, options)


def shown(text: str) -> str:
    """A cell as findings show it: shortened, and without a person's name and what may be a citizen number."""
    masked = without_names(_PERSONAL.sub(HIDDEN, text.translate(ARABIC_DIGITS)) if _is_personal(text) else text)
    return masked if len(masked) <= _LONGEST_SHOWN else f"{masked[: _LONGEST_SHOWN - 1]}…"


def _is_personal(text: str) -> bool:
    return bool(_PERSONAL.search(text.translate(ARABIC_DIGITS)))


def _text(_column: FormColumn, text: str, _options: Options) -> CellValue:
    if text.lower() in _TRUTH:
        return CellValue(None, "form.cell.truth_value")
    if begins_with_name(text):
        return CellValue(None, PERSONAL_NAME)
    if _is_personal(text):
        return CellValue(_PERSONAL.sub(HIDDEN, text.translate(ARABIC_DIGITS)), "form.cell.personal_number")
    return CellValue(text)


def _choice(_column: FormColumn, text: str, options: Options) -> CellValue:
    """What the list shows, or what is stored for it."""
    words = " ".join(text.split())
    for key, label in options:
        if words in (key, " ".join(label.split())):
            return CellValue(key)
    return CellValue(None, "form.cell.not_a_choice")


def _smis(_column: FormColumn, text: str, _options: Options) -> CellValue:
    code = text.translate(ARABIC_DIGITS)
    return CellValue(code) if SMIS.fullmatch(code) else CellValue(None, "form.cell.bad_code")


def _code(column: FormColumn, text: str, _options: Options) -> CellValue:
    code = text.translate(ARABIC_DIGITS)
    return CellValue(code) if re.fullmatch(column.pattern, code) else CellValue(None, "form.cell.bad_code")


def _date(_column: FormColumn, text: str, _options: Options) -> CellValue:
    """A day, whatever time of it Excel keeps."""
    moment = parse_moment(text)
    return CellValue(moment[0]) if moment else CellValue(None, "form.cell.not_a_date")


def _number(parse: Callable[[str], Decimal | int | None], rule: str) -> Callable[..., CellValue]:
    def read(column: FormColumn, text: str, _options: Options) -> CellValue:
        found = parse(_bare(text, column.units))
        if found is None:
            return CellValue(None, rule)
        least, most = column.limits
        return CellValue(found) if least <= found <= most else CellValue(None, "form.cell.out_of_range")

    return read


def _bare(text: str, units: Sequence[str]) -> str:
    """A number without the unit behind it."""
    unit = next((unit for unit in units if text.endswith(unit)), "")
    return text.removesuffix(unit).rstrip()


_READERS: Mapping[Cell, Callable[[FormColumn, str, Options], CellValue]] = {
    Cell.TEXT: _text,
    Cell.CHOICE: _choice,
    Cell.SMIS: _smis,
    Cell.CODE: _code,
    Cell.DATE: _date,
    Cell.MONEY: _number(parse_money, "form.cell.not_money"),
    Cell.WHOLE: _number(parse_whole, "form.cell.not_whole"),
    Cell.DECIMAL: _number(lambda text: parse_to_step(text, _STEP), "form.cell.not_a_number"),
}


HIDDEN_NAME = "(ปกปิดชื่อบุคคล)"
_POSITIONS = (
    r"ช่าง|ทะเบียน|แพทย์|สัตวแพทย์|อำเภอ|กเทศมนตรี|กเมือง|กองค์การ|กรัฐมนตรี|กสมาคม|กสภา|กเหล่ากาชาด|กอบ[ตจ]|จ้าง|หน้า|ทหาร|ตำรวจ"
    r"|สถานี|สิบ|ตรวจ|ด่าน|ท้าย|เรือ(?!ง)|ท่า(?![ก-๎])|คลัง|ไปรษณีย์|งาน|เวร|ยาม|ประตู|ดาบ|หมวด|กอง(?:ตรี|โท|เอก|ใหญ่)"
)
"""What follows นาย in a position: นายช่างโยธา, นายทะเบียน, นายก อบต. is told by its single letter."""
_WOMENS_POSITIONS = (
    r"สนองพระ|พระกำนัล|พยาบาล|ข้าหลวง|แบบ(?![ก-๎])|งาม(?![ก-๎])|รำ(?![ก-๎])|รอง(?![ก-๎])|บวช(?![ก-๎])|เลิ้ง|แดด(?![ก-๎])"
)
"""What follows นาง in a position, and in names of places: นางสนองพระโอษฐ์, นางรอง."""
_WORD = r"[ก-ฮเ-ไ][ก-๎]+"
_RANK = r"(?:ร้อย|พัน|เรือ|เรืออากาศ|นาวา)(?:ตรี|โท|เอก)|[รพน]\.[ตทอ]\."
_NAME = re.compile(
    rf"(?<![ก-๎A-Za-z])(?:"
    rf"(?:นางสาว|น\.\s?ส\.|ด\.\s?[ชญ]\.|ว่าที่\s?(?:{_RANK})(?:\s?หญิง)?)\s*{_WORD}(?:\s+{_WORD})?"
    rf"|นาย\s*(?!{_POSITIONS}){_WORD}(?:\s+{_WORD})?"
    rf"|นาง(?!สาว)\s*(?!{_WOMENS_POSITIONS}){_WORD}(?:\s+{_WORD})?"
    rf"|เด็ก(?:ชาย|หญิง)\s*{_WORD}\s+{_WORD}"
    r"|(?:[Mm][Rr]|[Mm][Rr][Ss]|Ms|[Mm]iss|MISS)(?:\.\s*|\s+)[A-Za-z]{2,}(?:\s+[A-Za-z]{2,})?"
    r")"
)


def begins_with_name(text: str) -> bool:
    """Whether a text begins with a title and the name behind it."""
    return bool(_NAME.match(text))


def without_names(text: str) -> str:
    """The text with every name that a title tells, first name and surname, hidden."""
    return _NAME.sub(HIDDEN_NAME, text)
