"""Parsing one cell of a form (dates, money, numbers, codes, choices), and hiding personal data in texts that are
printed: citizen numbers, and names of persons, recognised by the title before them and distinguished from positions
such as นายช่าง."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from helpers.foreign.cells import ARABIC_DIGITS, is_error, parse_moment, parse_money, parse_to_step, parse_whole
from helpers.forms.form import CellKind, FormColumn, Options
from helpers.forms.rules import PERSONAL_NAME
from helpers.identifiers import SMIS

_PERSONAL = re.compile(
    r"(?<![0-9])(?:[0-9]{13}|[0-9][ -][0-9]{4}[ -][0-9]{5}[ -][0-9]{2}[ -][0-9]|G[0-9]{12})(?![0-9])"
)
"""A citizen number, run together or as the identity card prints it, or a G code."""
_TRUTH = ("true", "false")
"""The text of an Excel truth value, which a tick box or a comparison leaves in a cell."""
_STEP = Decimal("0.0001")
HIDDEN = "(ปกปิดเลขประจำตัว)"
_LONGEST_SHOWN = 60


class CellValue(NamedTuple):
    """The value of a cell: None for an empty cell, and for one that cannot be used. `rule` names the check that the
    cell fails, empty for none; a value with a rule is used, but must be corrected.
    """

    value: object = None
    rule: str = ""


def read_cell(column: FormColumn, text: str, options: Options) -> CellValue:
    """Parse the text of a cell that is not empty by the kind of its column; `options` are the choices of the column."""
    if is_error(text):
        return CellValue(None, "form.cell.error_value")
    if column.says_blank(text):
        return CellValue(None)
    return _READERS[column.kind](column, text, options)


def shown(text: str) -> str:
    """A cell's text as findings show it: shortened, with names of persons and possible citizen numbers hidden."""
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
    """An option by its label or by its stored key."""
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
        number = parse(_bare(text, column.units))
        if number is None:
            return CellValue(None, rule)
        least, most = column.limits
        return CellValue(number) if least <= number <= most else CellValue(None, "form.cell.out_of_range")

    return read


def _bare(text: str, units: Sequence[str]) -> str:
    """The text without the unit at its end."""
    unit = next((unit for unit in units if text.endswith(unit)), "")
    return text.removesuffix(unit).rstrip()


_READERS: Mapping[CellKind, Callable[[FormColumn, str, Options], CellValue]] = {
    CellKind.TEXT: _text,
    CellKind.CHOICE: _choice,
    CellKind.SMIS: _smis,
    CellKind.CODE: _code,
    CellKind.DATE: _date,
    CellKind.MONEY: _number(parse_money, "form.cell.not_money"),
    CellKind.WHOLE: _number(parse_whole, "form.cell.not_whole"),
    CellKind.DECIMAL: _number(lambda text: parse_to_step(text, _STEP), "form.cell.not_a_number"),
}


HIDDEN_NAME = "(ปกปิดชื่อบุคคล)"
_POSITIONS = (
    r"ช่าง|ทะเบียน|แพทย์|สัตวแพทย์|อำเภอ|กเทศมนตรี|กเมือง|กองค์การ|กรัฐมนตรี|กสมาคม|กสภา|กเหล่ากาชาด|กอบ[ตจ]|จ้าง|หน้า|ทหาร|ตำรวจ"
    r"|สถานี|สิบ|ตรวจ|ด่าน|ท้าย|เรือ(?!ง)|ท่า(?![ก-๎])|คลัง|ไปรษณีย์|งาน|เวร|ยาม|ประตู|ดาบ|หมวด|กอง(?:ตรี|โท|เอก|ใหญ่)"
)
"""What follows นาย in names of positions: นายช่างโยธา, นายทะเบียน. นายก อบต. is excluded by its single letter."""
_WOMENS_POSITIONS = (
    r"สนองพระ|พระกำนัล|พยาบาล|ข้าหลวง|แบบ(?![ก-๎])|งาม(?![ก-๎])|รำ(?![ก-๎])|รอง(?![ก-๎])|บวช(?![ก-๎])|เลิ้ง|แดด(?![ก-๎])"
)
"""What follows นาง in names of positions and of towns: นางสนองพระโอษฐ์, นางรอง."""
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
    """Whether a text begins with a title and a person's name: `นายสมชาย ใจดี`, `Mrs. Smith`."""
    return bool(_NAME.match(text))


def without_names(text: str) -> str:
    """The text with every name of a person (title, first name, surname) replaced by `HIDDEN_NAME`."""
    return _NAME.sub(HIDDEN_NAME, text)
