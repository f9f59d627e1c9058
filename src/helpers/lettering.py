"""Sarabun as print needs it: which characters it has and how wide they are.

Where a line of print may end.

typst finds the words of Thai by itself, but parts compounds (`โรง|เรียน`), now and then a word (`ร|หัส`), and never a
name from its bracket. Only what is listed here is helped; the page's text stays as it was written.

Sarabun for web pages: a subset with the characters of one page and no others, small enough to travel inside it.
"""

import base64
import re
import unicodedata
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import fontpkg_sarabun
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from markupsafe import Markup

from helpers.periods import THAI_MONTHS, THAI_MONTHS_SHORT

FONT_FILES = Path(fontpkg_sarabun.__file__).parent / "files"
UNKNOWN = "\ufffd"
"""What stands in print for a character that the font does not have."""
POINTS_PER_MM = 72 / 25.4
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_REFUSED = frozenset({"Cc", "Co"})
"""Unicode categories that PDF/A refuses even where the font has them: control and private characters."""


def printable(text: str) -> str:
    """The text without control and direction characters; what the font cannot show becomes U+FFFD.

    PDF/A forbids characters without a glyph, and one odd character in a delivered name must not stop a report.
    """
    return "".join(_shown(character) for character in _INVISIBLE.sub("", text))


@lru_cache(maxsize=1 << 16)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide the text stands in Sarabun of this size, in the size's unit; marks above or below add nothing."""
    advances = _advances("Bold" if bold else "Regular")
    return size * sum(advances.get(character, 0.6) for character in text)


def _shown(character: str) -> str:
    if character == "\n" or (character in _advances() and unicodedata.category(character) not in _REFUSED):
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) == "Cc" else UNKNOWN


@cache
def _advances(weight: str = "Regular") -> dict[str, float]:
    """Every character of the font with its width in em."""
    with TTFont(FONT_FILES / f"Sarabun-{weight}.ttf") as font:
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}


GAP = "\u200b"
"""A place where a line may end. The template makes it an invisible gap: no reader of the PDF meets a character."""
_COMPOUNDS = """
กรอก กลางวัน การศึกษา กิจกรรม แก้ไข ก่อสร้าง ขาดแคลน ข้อสมมติ เขตพื้นที่ ความพิการ คอมพิวเตอร์ คำขอ คำสั่ง คู่มือ คุณภาพ
ค่าจ้าง ค่าเช่า ค่าตอบแทน ค่าเริ่มต้น เครือข่าย เงินเดือน งบประมาณ จังหวัด จัดการ จัดสรร จำนวน จำแนก จำหน่าย เฉลี่ย ชั่วคราว ชำนาญการ ชั้นเรียน
ดาวน์โหลด ดำเนินการ ด้อยโอกาส เดียวกัน ตรวจสอบ ตัวชี้วัด ตัวเลข ตัวอย่าง ต่ำสุด ต้นทาง ถูกต้อง ทะเบียน ทั่วไป ทั้งปี ทั้งสิ้น ทั้งหมด
เท่ากัน เท่ากับ เท่าใด ที่ดิน ที่สุด นักเรียน นักการ นายจ้าง น้ำหนัก บริการ บุคลากร บุคคล ปฏิบัติการ ปฏิบัติงาน ประกันสังคม ประชาชน
ประถมศึกษา ปัจจุบัน ปีการศึกษา เปลี่ยนแปลง ผู้บริหาร ผู้เรียน ผู้สอน ผู้อำนวยการ พนักงาน พันบาท พัฒนา พื้นที่ พี่เลี้ยง เพิ่มขึ้น ไฟฟ้า ภาคเรียน ภารโรง
โภชนาการ มัธยมศึกษา ไม่มี ไม่ระบุ ไม่ได้ ยากจน รหัส รอบก่อน รอบนี้ ระหว่าง รับจ้าง รับรอง ราชการ รายการ รายงาน รายชื่อ รายเดือน
รายหัว ร้อยละ โรงเรียน ล่าช้า ล้านบาท ลดลง ลูกจ้าง เลขที่ วันที่ วิทยฐานะ วิทยาศาสตร์ ส่วนสูง สถานะ สถานศึกษา สพฐ. สพป. สมุดงาน สัญญา
สำนักงาน สิ่งก่อสร้าง สิ้นสุด สิ้นปี สูงสุด หนังสือ ห้องเรียน อบต. ออกกลางคัน ออทิสติก อัตราจ้าง อาคารเรียน อินเทอร์เน็ต อุดหนุน อุปกรณ์ ใช้งาน ใช้ได้
"""
"""The domain's words that lose their sense in two pieces, among them what is counted: `3 รหัส`."""
_PROVINCES = """
กระบี่ กรุงเทพมหานคร กาญจนบุรี กำแพงเพชร ขอนแก่น ฉะเชิงเทรา ชัยนาท ชุมพร เชียงราย เชียงใหม่ นครนายก นครพนม นครราชสีมา นครศรีธรรมราช
นครสวรรค์ นนทบุรี นราธิวาส บึงกาฬ ปทุมธานี พระนครศรีอยุธยา พิษณุโลก มหาสารคาม มุกดาหาร แม่ฮ่องสอน ยโสธร ร้อยเอ็ด ลำปาง ลำพูน
สกลนคร สมุทรปราการ สมุทรสาคร สระแก้ว สระบุรี สิงห์บุรี สุราษฎร์ธานี หนองบัวลำภู อ่างทอง อุบลราชธานี อำนาจเจริญ
"""
"""Those that would be parted."""
_SYSTEMS = ("B-OBEC", "M-OBEC", "G-Code")
_LISTED = {*_COMPOUNDS.split(), *_PROVINCES.split(), *_SYSTEMS, *THAI_MONTHS, *THAI_MONTHS_SHORT}
_WORDS = sorted(_LISTED, key=lambda word: (-len(word), word))
WHOLE = r"(?:[0-9๐-๙][0-9๐-๙,.]*[ \u00a0])?(?:" + "|".join(map(re.escape, _WORDS)) + ")ๆ?"
"""A pattern, for Python and typst alike, of what no line's end parts: a listed word with the number before it."""
_MONTH = "|".join(map(re.escape, (*THAI_MONTHS, *THAI_MONTHS_SHORT)))
KEPT = rf"[0-9๐-๙]{{1,2}}[ \u00a0](?:{_MONTH})[ \u00a0][0-9๐-๙]{{4}}|[0-9๐-๙]{{4}}-[1-3๑-๓](?![0-9๐-๙])|{WHOLE}"
"""The same for a browser, which would also part a date and the code of a round."""
_THAI_PIECE = 7.5
"""In em: the longest part of a Thai run in which typst finds no place to break; no sample report has a longer one."""
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_PARTS = re.compile(rf"[(“]*(?:{WHOLE})[)”.,:;]*|[ \n{GAP}]|(?<=[/\-])(?![0-9])")
_BEFORE_BRACKET = re.compile(r"(?<=[\u0e00-\u0e7f])(?=\()")
_LONG_LATIN = re.compile(r"[!-~]{17,}")
_LATIN_PART = re.compile(r"[^/_.\-]{1,16}[/_.\-]*|[/_.\-]+")


def breakable(text: str) -> str:
    """The text with gaps before brackets that touch a Thai word, and in long Latin words: after the marks that part a
    path or a file's name, and inside what is still long (digests). Other words are left to typst."""
    return _LONG_LATIN.sub(lambda word: GAP.join(_LATIN_PART.findall(word[0])), _BEFORE_BRACKET.sub(GAP, text))


_BETWEEN_PARTS = re.compile(r"(?<= )|(?=\()")


def name_parts(name: str) -> list[str]:
    """The parts of a name between which a line may end: at its spaces and before a bracket."""
    return [part for part in _BETWEEN_PARTS.split(name) if part]


@lru_cache(maxsize=1 << 16)
def longest_piece(text: str, size: float, *, bold: bool = False) -> float:
    """The width of the longest part that a line cannot break."""
    text = breakable(text)
    kept = (width(match[0], size, bold=bold) for match in _PARTS.finditer(text))
    return max([0.0, *kept, *(_piece(part, size, bold=bold) for part in _PARTS.split(text))])


def _piece(part: str, size: float, *, bold: bool) -> float:
    thai = width("".join(_THAI.findall(part)), size, bold=bold)
    return width(part, size, bold=bold) - thai + min(thai, _THAI_PIECE * size)


WEIGHTS = {400: "Sarabun-Regular.ttf", 700: "Sarabun-Bold.ttf"}
_THAI_SIGNS = (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))
ALWAYS = "".join(map(chr, (*range(0x20, 0x7F), 0xA0, *_THAI_SIGNS))) + "“”…–·×÷−≠↓↑‹›"
"""Characters that a page may come to show only while it is read (typed into a search, a count that changes), and what
most pages have: so most have the same fonts, which take half a second to make and a kilobyte more to hold."""
_SARA_AM, _ITS_PARTS = "ำ", "ํา"
"""Browsers draw the vowel of `คำ` as its two parts."""
_FACE = '@font-face{{font-family:"Sarabun";font-weight:{};src:url(data:font/woff2;base64,{}) format("woff2")}}\n'


def font_faces(text: str) -> Markup:
    """The @font-face rules of the regular and bold weight for a page with this text, fonts included."""
    characters = "".join(sorted({*text, *ALWAYS} & _advances().keys()))
    faces = (_FACE.format(weight, _base64(subset_woff2(weight, characters))) for weight in WEIGHTS)
    return Markup("".join(faces))


@lru_cache(maxsize=8)
def subset_woff2(weight: int, characters: str) -> bytes:
    """The weight's WOFF2 file with the glyphs that these characters need, combined ones included.

    Characters that the font does not have are left to the reader's own fonts. The same characters give the same
    bytes: the date of change in the file stays that of the font.
    """
    with TTFont(FONT_FILES / WEIGHTS[weight], recalcTimestamp=False) as font:
        subsetter = Subsetter(Options(hinting=False, drop_tables=["DSIG", "FFTM"]))
        subsetter.populate(text=characters + _ITS_PARTS * (_SARA_AM in characters))
        subsetter.subset(font)
        font.flavor = "woff2"
        written = BytesIO()
        font.save(written)
    return written.getvalue()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
