from decimal import Decimal

import pytest

from helpers.errors import ParameterError
from helpers.facts.definitions import Absent, Fact, FactCell, Operation
from helpers.render.blocks import Inline, Number
from helpers.render.sheet_layout import number_cell
from helpers.reports.prose import MissingFactError, number, printed_differences, sentence


def fact(
    name: str, value: int | Decimal, unit: str = "คน", operation: Operation = Operation.SUM, key: str = ""
) -> Fact:
    return Fact(name, f"เรื่อง {name}", unit, operation, cells={key: FactCell(value, "", 1, "0")})


FACTS: dict[str, Fact | Absent] = {
    "pupils.total": fact("pupils.total", 24060),
    "pupils.share": fact("pupils.share", Decimal("0.471249"), "ร้อยละ", Operation.RATIO),
    "pupils.per_room": fact("pupils.per_room", Decimal("18.25"), "คนต่อห้อง", Operation.RATIO),
    "money.total": fact("money.total", Decimal("1836000"), "บาท"),
    "money.odd": fact("money.odd", Decimal("52345678.50"), "บาท"),
    "money.less": fact("money.less", Decimal("-1500.5"), "บาท", Operation.DIFFERENCE),
    "money.left": fact("money.left", Decimal("1500.5"), "บาท", Operation.DIFFERENCE),
    "money.per_head": fact("money.per_head", Decimal("1904.125"), "บาทต่อคน", Operation.RATIO),
    "share.gap": fact("share.gap", Decimal("-0.0512"), "ร้อยละ", Operation.DIFFERENCE),
    "target": fact("target", Decimal("32.5"), "ร้อยละ"),
    "change.up": fact("change.up", 311, operation=Operation.DIFFERENCE),
    "change.down": fact("change.down", -48, operation=Operation.DIFFERENCE),
    "change.none": fact("change.none", 0, operation=Operation.DIFFERENCE),
    "by_grade": fact("by_grade", 7, key="grade=ป.1;sex=ช"),
    "not_there": Absent("not_there", "ไม่ได้รับไฟล์ “ศาสนา” ของรอบ 2568-1"),
}
WORDS = {"round": "ภาคเรียนที่ 1 ปีการศึกษา 2568"}


def read(inlines: tuple[Inline, ...]) -> str:
    """As a reader sees it."""
    parts = [f"{each.text} {each.unit}".rstrip() if isinstance(each, Number) else each.text for each in inlines]
    return "".join(parts)


@pytest.mark.parametrize(
    ("value", "said"),
    [("40600.00", "สูงกว่า 40,600.00 บาท"), ("-40600.00", "ต่ำกว่า 40,600.00 บาท"), ("0.00", "เท่ากัน (0.00 บาท)")],
)
def test_one_of_two_amounts_is_higher_or_lower_than_the_other(value: str, said: str) -> None:
    apart = fact("gap", Decimal(value), "บาท", Operation.DIFFERENCE)
    assert read(sentence("{gap|compared}", {"gap": apart}, {})).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        ("0.4695", "0.4811", ("47.0", "48.1", "−1.1", "ลดลง 1.1 จุดร้อยละ")),
        ("0.4684", "0.4686", ("46.8", "46.9", "−0.1", "ลดลง 0.1 จุดร้อยละ")),
        ("0.4704", "0.4696", ("47.0", "47.0", "0.0", "เท่าเดิม (0.0 จุดร้อยละ)")),
    ],
)
def test_a_difference_is_that_of_the_numbers_that_are_printed(now: str, before: str, shown: tuple[str, ...]) -> None:
    one, other = (fact("share", Decimal(value), "ร้อยละ", Operation.RATIO) for value in (now, before))
    cells = {"": FactCell(Decimal(now) - Decimal(before), "", 2, "0")}
    apart = Fact("gap", "ต่าง", "ร้อยละ", Operation.DIFFERENCE, cells=cells, printed=printed_differences(one, other))
    texts = [number(each, "", each.cells[""]).text for each in (one, other, apart)]
    assert (*texts, read(sentence("{gap|change}", {"gap": apart}, {}))) == shown
    cell = number_cell(number(apart, "", apart.cells[""]))
    assert cell is not None
    assert f"{cell.value:.1f}".replace("-", "−") == texts[2]


def test_what_is_counted_differs_by_what_it_differs() -> None:
    assert printed_differences(fact("one", 5), fact("other", 3)) == {}


@pytest.mark.parametrize(("key", "said"), [("", "คิดเรื่อง noneไม่ได้"), ("sex=ช", "คิดเรื่อง none (ช)ไม่ได้")])
def test_a_number_that_is_missing_is_named_without_empty_brackets(key: str, said: str) -> None:
    none = Fact("none", "เรื่อง none", "คน", Operation.RATIO)
    with pytest.raises(MissingFactError) as missing:
        sentence(f"{{none[{key}]}}" if key else "{none}", {"none": none}, {})
    assert missing.value.reason == f"{said} เพราะไม่มีจำนวนที่ใช้หาร"


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("มี {pupils.total} ใน{round}", "มี 24,060 คน ในภาคเรียนที่ 1 ปีการศึกษา 2568"),
        ("{pupils.total|bare}", "24,060"),
        ("{pupils.share}", "ร้อยละ 47.1"),
        ("{pupils.share|bare}", "47.1"),
        ("เฉลี่ย {pupils.per_room}", "เฉลี่ย 18.3 คนต่อห้อง"),
        ("{money.total}", "1,836,000.00 บาท"),
        ("({money.total|baht_text})", "(หนึ่งล้านแปดแสนสามหมื่นหกพันบาทถ้วน)"),
        ("{money.odd}", "52,345,678.50 บาท"),
        ("{money.per_head}", "1,904.13 บาทต่อคน"),
        ("{money.less}", "−1,500.50 บาท"),
        ("{money.less|balance}", "−1,500.50 บาท"),
        ("{money.less|change}", "ลดลง 1,500.50 บาท"),
        ("จ่ายเกินสิทธิ {money.less|size}", "จ่ายเกินสิทธิ 1,500.50 บาท"),
        ("เข้าใหม่ {change.up|size}", "เข้าใหม่ 311 คน"),
        ("{money.less|baht_text}", "ลบหนึ่งพันห้าร้อยบาทห้าสิบสตางค์"),
        ("{money.left}", "+1,500.50 บาท"),
        ("คงเหลือ {money.left|balance}", "คงเหลือ 1,500.50 บาท"),
        ("{money.left|left}", "เหลือ 1,500.50 บาท"),
        ("{money.less|left}", "ยังขาด 1,500.50 บาท"),
        ("{target}", "ร้อยละ 32.5"),
        ("{share.gap}", "−5.1 จุดร้อยละ"),
        ("{share.gap|change}", "ลดลง 5.1 จุดร้อยละ"),
        ("{by_grade[grade=ป.1;sex=ช]}", "7 คน"),
        ("{change.up}", "+311 คน"),
        ("{change.down}", "−48 คน"),
        ("จำนวน{change.up|change} จากรอบก่อน", "จำนวนเพิ่มขึ้น 311 คน จากรอบก่อน"),
        ("จำนวน{change.down|change}", "จำนวนลดลง 48 คน"),
        ("จำนวน{change.none|change}", "จำนวนเท่าเดิม (0 คน)"),
        ("ไม่มีตัวเลข", "ไม่มีตัวเลข"),
        ("", ""),
    ],
)
def test_a_sentence_is_filled(template: str, shown: str) -> None:
    assert read(sentence(template, FACTS, WORDS)) == shown


def test_every_number_in_a_sentence_knows_its_fact_key_and_value() -> None:
    found = [
        each
        for each in sentence("{by_grade[grade=ป.1;sex=ช]} {change.down|change}", FACTS, WORDS)
        if isinstance(each, Number)
    ]
    assert [(each.fact, each.key, each.value) for each in found] == [
        ("by_grade", "grade=ป.1;sex=ช", "7"),
        ("change.down", "", "-48"),
    ]


def test_an_amount_in_words_is_still_its_fact() -> None:
    (_, amount, _) = sentence("({money.odd|baht_text})", FACTS, WORDS)
    assert isinstance(amount, Number)
    assert (amount.fact, amount.value, amount.unit, amount.words) == ("money.odd", "52345678.50", "", True)


@pytest.mark.parametrize(
    ("name", "share"), [("pupils.share", True), ("share.gap", True), ("target", False), ("pupils.total", False)]
)
def test_a_number_says_whether_its_text_is_a_percentage_of_its_value(name: str, share: bool) -> None:
    known = FACTS[name]
    assert isinstance(known, Fact)
    assert number(known, "", known.cells[""]).share is share


@pytest.mark.parametrize("name", ["pupils.total", "money.per_head", "pupils.share"])
def test_only_baht_are_written_as_an_amount_in_words(name: str) -> None:
    with pytest.raises(ParameterError, match="เขียนเป็นจำนวนเงินตัวอักษรไม่ได้"):
        sentence(f"{{{name}|baht_text}}", FACTS, WORDS)


def test_a_sentence_with_an_absent_fact_says_why_it_cannot_be_said() -> None:
    with pytest.raises(MissingFactError) as missing:
        sentence("มี {pupils.total} นับถือ {not_there}", FACTS, WORDS)
    assert missing.value.reason == "ไม่ได้รับไฟล์ “ศาสนา” ของรอบ 2568-1"


def test_a_cell_that_a_fact_has_not_is_missing_too() -> None:
    with pytest.raises(MissingFactError) as missing:
        sentence("{by_grade[grade=ป.2;sex=ช]}", FACTS, WORDS)
    assert missing.value.reason == "ไม่มีข้อมูลเรื่อง by_grade (ป.2 ช)"


def test_a_name_that_nobody_stated_is_an_error() -> None:
    with pytest.raises(ParameterError, match=r"ไม่มีข้อเท็จจริง “pupils\.totl”"):
        sentence("{pupils.totl}", FACTS, WORDS)


@pytest.mark.parametrize("template", ["{pupils.total|words}", "{Pupils.total}", "{pupils total}", "มี {", "}", "{}"])
def test_braces_that_are_no_placeholder_are_never_printed(template: str) -> None:
    with pytest.raises(ParameterError, match="อ่านข้อความในวงเล็บปีกกาไม่ได้"):
        sentence(template, FACTS, WORDS)


def test_a_number_in_a_table_stands_without_its_unit() -> None:
    one = FACTS["pupils.total"]
    assert isinstance(one, Fact)
    assert (number(one, "", one.cells[""]).text, number(one, "", one.cells[""]).unit) == ("24,060", "")
    assert number(one, "", one.cells[""], unit=True).unit == "คน"
