"""Thai text: texts from foreign files normalised, sort keys, and numbers and amounts as Thai readers write them."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
MINUS = "−"
PER_CENT = "ร้อยละ"
BEFORE_NUMBER = frozenset({PER_CENT})
"""Units that Thai writes before the number."""
SATANG_PER_BAHT = 100
_MILLION = 10**6
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\ufff9-\ufffc]"
)
"""Characters that no reader sees: control characters, joiners, soft hyphens, marks of direction and of byte order."""
_HALF_LETTERS = re.compile(r"[\ud800-\udfff]")
_ABOVE_OR_BELOW, _TONES = "ัิีึืฺุู็", "่้๊๋์"
_SPACE_BEFORE_MARK = re.compile(f" +([{_ABOVE_OR_BELOW}{_TONES}\u0e4d\u0e33])")
_SARA_AM_IN_PARTS = re.compile(f"\u0e4d([{_TONES}]?) ?\u0e32|([{_TONES}])\u0e4d ?\u0e32|\u0e33([{_TONES}])")
_REPEATED_MARK = re.compile(f"([{_ABOVE_OR_BELOW}{_TONES}\u0e4d\u0e33])\\1+")
_TONE_FIRST = re.compile(f"([{_TONES}])([{_ABOVE_OR_BELOW}])")
_NEEDS_NO_CARE = re.compile("[ -~]*")
_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_MARKS = re.compile("[็่้๊๋์]")
_DIGIT_NAMES = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACE_NAMES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


def in_digits(text: str, digits: str) -> str:
    """The text with its digits as the office writes them: `arabic` leaves them, `thai` turns 0-9 into ๐-๙."""
    return text.translate(THAI_DIGITS) if digits == "thai" else text


def normalised(text: str) -> str:
    """The text in the standard order of Thai letters and marks, so that texts that look alike are equal.

    Invisible characters are dropped; every run of spaces and line breaks becomes one space, with none at the ends or
    before a mark; ํา becomes ำ and เเ becomes แ; a tone follows the vowel above or below and precedes ำ; a repeated
    mark stays once. Spelling is not touched, and a normal text stays as it is. Unicode's normal forms do none of this.
    """
    if not _NEEDS_NO_CARE.fullmatch(text):
        text = _HALF_LETTERS.sub("\N{REPLACEMENT CHARACTER}", _UNSEEN.sub("", text)).replace("เเ", "แ")
    text = " ".join(text.split())
    while not text.isascii():
        before = text
        text = _REPEATED_MARK.sub(r"\1", _SPACE_BEFORE_MARK.sub(r"\1", text))
        text = _TONE_FIRST.sub(r"\2\1", _SARA_AM_IN_PARTS.sub("\\1\\2\\3\N{THAI CHARACTER SARA AM}", text))
        if text == before:
            break
    return text


def without_spaces(text: str) -> str:
    """A heading for comparison: normalised and without spaces and line breaks, which differ with the width of a
    column."""
    return "".join(normalised(text).split())


def thai_sort_key(text: str) -> str:
    """The sort key of a word in the order of the Royal Institute's dictionary: a vowel written before its consonant
    follows it, and tone marks, mai taikhu and thanthakhat are left out. `เก็บ` gives `กเบ`."""
    return _LEADING_VOWEL.sub(r"\2\1", _MARKS.sub("", text))


def listed(words: Sequence[str]) -> str:
    """The words as a list in a sentence: `ครู นักเรียน และห้องเรียน`, `ครู และนักเรียน`."""
    *before, last = words
    return " ".join([*before, f"และ{last}"]) if before else last


def bracketed(text: str) -> str:
    """A remark in brackets with a space in front, to follow what it is about; empty for no remark."""
    return f" ({text})" if text else ""


def grouped(value: int | Decimal, decimal_places: int = 0, *, signed: bool = False) -> str:
    """`24,060`; `1,836,000.00` with two decimal places; `+311` or `−48` with signed=True. Halves round up. Never a
    float."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimal_places), ROUND_HALF_UP)
    text = f"{abs(rounded):,f}"
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if signed and rounded else text


def decimals(value: Decimal) -> int:
    """The number of decimal places that a number has."""
    return max(0, -int(value.as_tuple().exponent))


def percent(share: Decimal, decimal_places: int = 1, *, signed: bool = False) -> str:
    """A share of one as a percentage without its mark: Decimal('0.4712') gives `47.1`."""
    return grouped(share * 100, decimal_places, signed=signed)


def baht_text(amount: Decimal) -> str:
    """An amount in words, as cheques and allocation accounts write it: `หนึ่งพันห้าร้อยบาทถ้วน`, `ลบห้าสิบสตางค์`.

    Rounds to whole satang, halves up, as `grouped` does. Above a million the words nest: 10**12 is `หนึ่งล้านล้าน`.
    """
    satang = int(amount.scaleb(2).to_integral_value(ROUND_HALF_UP))
    baht, rest = divmod(abs(satang), SATANG_PER_BAHT)
    whole = f"{_number_text(baht)}บาท" if baht or not rest else ""
    return ("ลบ" if satang < 0 else "") + whole + (f"{_number_text(rest)}สตางค์" if rest else "ถ้วน")


def _number_text(number: int) -> str:
    millions, rest = divmod(number, _MILLION)
    above = f"{_number_text(millions)}ล้าน" if millions else ""
    return above + _below_a_million(rest, after=bool(millions)) or "ศูนย์"


def _below_a_million(number: int, *, after: bool) -> str:
    """A number of up to six digits in words, empty for zero. A final 1 is เอ็ด where more digits precede it, as they do
    with `after`."""
    digits = [int(digit) for digit in reversed(str(number))]
    words = [_DIGIT_NAMES[digit] + name for digit, name in zip(digits, _PLACE_NAMES, strict=False) if digit]
    if digits[0] == 1 and (after or number > 1):
        words[0] = "เอ็ด"
    return "".join(reversed(words)).replace("หนึ่งสิบ", "สิบ").replace("สองสิบ", "ยี่สิบ")
