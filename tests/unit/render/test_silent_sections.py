from helpers.render.blocks import Receipts, Span, Text
from helpers.render.notebook_parts import Code, Piece, Prose, ShownBlock
from helpers.render.silent_sections import without_silent_sections

NOTHING = "รอบ 2568-1 ไม่มีรายงานส่วนนี้"


def text(role: str, words: str) -> ShownBlock:
    return ShownBlock(Text(role=role, paragraphs=((Span(text=words),),)))  # type: ignore[arg-type]


def heading(title: str) -> Prose:
    return Prose(f"## {title}")


CLOSING = (heading("แหล่งที่มาของข้อมูล"), Code("report.close()"), ShownBlock(Receipts(files=(), facts=())))
FIRST = (Prose("# รายงาน"), text("body", "มีนักเรียน"))


def words(pieces: list[Piece]) -> list[str]:
    shown = []
    for piece in pieces:
        if isinstance(piece, Prose):
            shown.append(piece.source)
        elif isinstance(piece, ShownBlock) and isinstance(piece.block, Text):
            shown += ["".join(part.text for part in run if isinstance(part, Span)) for run in piece.block.paragraphs]
    return shown


def test_sections_without_data_give_way_to_one_line_before_the_sources() -> None:
    pieces = [
        *FIRST,
        *(heading("ศาสนา"), Code("show"), text("absent", NOTHING), text("note", "ร้อยละคิดจากทั้งหมด")),
        *(heading("อายุ"), Code("show")),  # the reason was said above, so nothing is said again
        *(heading("การพักนอน"), text("body", "ไม่มีรายการ")),
        *CLOSING,
    ]
    assert words(without_silent_sections(pieces)) == [
        *("# รายงาน", "มีนักเรียน", "## การพักนอน", "ไม่มีรายการ", "## แหล่งที่มาของข้อมูล"),
        f"{NOTHING}: ศาสนา และอายุ",
    ]


def test_a_section_that_shows_anything_stays_whole() -> None:
    pieces = [*FIRST, heading("ศาสนา"), text("absent", NOTHING), text("lead", "นับถือพุทธ"), *CLOSING]
    assert without_silent_sections(pieces) == pieces


def test_a_section_of_notes_or_of_nothing_alone_is_not_without_data() -> None:
    pieces = [*FIRST, heading("หมายเหตุ"), text("note", "นับครั้งเดียว"), heading("ว่าง"), *CLOSING]
    assert without_silent_sections(pieces) == pieces


def test_each_reason_has_its_own_line() -> None:
    other = "ยังไม่ได้รับข้อมูล DMC รอบ 2567-3"
    pieces = [*FIRST, heading("ศาสนา"), text("absent", NOTHING), heading("สาเหตุ"), text("absent", other), *CLOSING]
    assert words(without_silent_sections(pieces))[-2:] == [f"{NOTHING}: ศาสนา", f"{other}: สาเหตุ"]


def test_code_stays_where_a_section_goes() -> None:
    pieces = [*FIRST, heading("ศาสนา"), Code("show"), text("absent", NOTHING), *CLOSING]
    assert Code("show") in without_silent_sections(pieces)


def test_a_reason_that_a_section_gives_twice_is_said_once() -> None:
    between = text("note", "ร้อยละคิดจากทั้งหมด")
    pieces = [*FIRST, heading("ศาสนา"), text("absent", NOTHING), between, text("absent", NOTHING), *CLOSING]
    assert words(without_silent_sections(pieces))[-1] == f"{NOTHING}: ศาสนา"
