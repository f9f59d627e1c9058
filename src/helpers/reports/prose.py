"""Sentences with facts in them: `มีนักเรียน {pupils.total} {pupils.total.change.previous_round|change}จากรอบก่อน`.

`{fact}` prints a number with its unit, `{fact[key]}` one cell of it, `{fact|bare}` the number alone, `{fact|change}` a
difference in words, `{fact|compared}` one of two amounts (`สูงกว่า 5 บาท`), `{fact|size}` how much it is where the words
before it say which way (without a sign), `{fact|balance}` a difference that is no change but what is left (without a
plus sign), `{fact|left}` the same in words (`เหลือ 5 บาท`, `ยังขาด 5 บาท`), and `{fact|baht_text}` an amount in words:
`หนึ่งพันห้าร้อยบาทถ้วน`.
`{round}` and other names without a dot are the report's own words. A sentence that needs an absent fact is not printed.

Tables of single figures: a row for each fact, and in its columns what the fact is in other periods.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches

from helpers.charts.point_map import DEGREE_DECIMALS, DEGREES
from helpers.errors import NotebookError, ParameterError, WorkbookError
from helpers.facts.definitions import Absent, Fact, FactCell, Operation, key_parts
from helpers.facts.ledger import value_text
from helpers.render.blocks import Inline, Number, Span, TableBlock, TableColumn, TableRow
from helpers.render.wording import is_share
from helpers.thai import MINUS, PER_CENT, baht_text, bracketed, grouped

_FORMS = ("bare", "change", "compared", "size", "balance", "left", "baht_text")
_PLACEHOLDER = re.compile(
    r"\{(?P<name>[a-z0-9_.]+)(?:\[(?P<key>[^\]]*)\])?(?:\|(?P<form>" + "|".join(_FORMS) + r"))?\}"
)
BAHT, MONTHS, PER_CENT_POINTS = "บาท", "เดือน", "จุดร้อยละ"
LEFT, LACKING = "เหลือ", "ยังขาด"
"""What is said before a balance: money is left, or there is too little."""
_WORDS = {"change": ("เพิ่มขึ้น", "ลดลง", "เท่าเดิม"), "compared": ("สูงกว่า", "ต่ำกว่า", "เท่ากัน")}
"""By form, what is said before a difference: of more, of less, of nothing."""
WITHHELD = "ปิดไว้"
"""What stands in the place of a number that would tell of single persons."""
WHY_WITHHELD = f"{WITHHELD} เพราะจำนวนน้อยจนอาจรู้ได้ว่าเป็นใคร หรือใช้คำนวณย้อนหาจำนวนเช่นนั้นได้"
_WITHHELD_IN_SENTENCE = f"({WITHHELD})"
Facts = Mapping[str, Fact | Absent]


class MissingFactError(Exception):
    """A sentence needs a fact that is absent; `reason` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


_MOST_WORDS = 12
"""So many of the right words are listed where none is near."""


def refuse_unknown(
    word: str, known: Collection[str], what: str, where: str, error: type[WorkbookError] = NotebookError
) -> None:
    """Raise an `error` for a word of a notebook that is not among the known ones, and name the nearest of them."""
    if word in known:
        return
    near = get_close_matches(word, [each for each in known if each], n=1)
    listed = ", ".join(f"“{each}”" for each in list(dict.fromkeys(known))[:_MOST_WORDS] if each)
    remedy = f"ใช้ “{near[0]}” หรือคำอื่นที่ตรงทุกตัวอักษร" if near else f"แก้คำในสมุดงานให้ตรงทุกตัวอักษร คำที่ใช้ได้คือ {listed or 'ไม่มี'}"
    raise error(f"ไม่รู้จัก{what} “{word}”", where=where, remedy=remedy)


def number(
    fact: Fact, key: str, cell: FactCell, *, unit: bool = False, balance: bool = False, change: bool = False
) -> Number:
    """The number as readers see it: shares as percentages, money with satang, differences and every `change` with their
    sign. Of a `balance` only what is lacking has one."""
    signed = change or (fact.operation is Operation.DIFFERENCE and not balance)
    text = grouped(as_printed(fact, key), decimal_places(fact), signed=signed)
    printed = printed_unit(fact) if unit else ""
    return Number(fact=fact.id, key=key, value=value_text(cell.value), text=text, unit=printed, share=is_share(fact))


def as_printed(fact: Fact, key: str) -> Decimal:
    """A cell's value as it is printed: rounded, a share of one as its percentage."""
    value = Decimal(fact.cells[key].value) * (100 if is_share(fact) else 1)
    return fact.printed.get(key, value.quantize(Decimal(1).scaleb(-decimal_places(fact)), ROUND_HALF_UP))


def printed_differences(minuend: Fact, subtrahend: Fact) -> dict[str, Decimal]:
    """The differences of two rounded facts as readers work them out from what is printed: 47.0 − 48.1 is −1.1, though
    it be −1.16 before rounding. None of whole numbers, which are printed as they are."""
    differences = {}
    for key, cell in minuend.cells.items():
        other = key if key in subtrahend.cells else ""
        if isinstance(cell.value, Decimal) and other in subtrahend.cells:
            differences[key] = as_printed(minuend, key) - as_printed(subtrahend, other)
    return differences


def printed_unit(fact: Fact) -> str:
    """The unit as it is printed: percentages differ by points, not by per cent."""
    return PER_CENT_POINTS if fact.unit == PER_CENT and fact.operation is Operation.DIFFERENCE else fact.unit


def decimal_places(fact: Fact) -> int:
    """Money has satang, also per pupil or month, and months have broken ones; coordinates are as they are given; other
    quotients, medians, how they differ, and percentages have one place, counts none."""
    if fact.unit == DEGREES:
        return DEGREE_DECIMALS
    if fact.unit.startswith(BAHT) or fact.unit == MONTHS:
        return 2
    is_quotient = fact.operation in (Operation.RATIO, Operation.MEDIAN) or (
        fact.operation is Operation.DIFFERENCE and any(isinstance(cell.value, Decimal) for cell in fact.cells.values())
    )
    return 1 if is_quotient or fact.unit == PER_CENT else 0


def sentence(template: str, facts: Facts, words: Mapping[str, str]) -> tuple[Inline, ...]:
    """The template with its placeholders filled; in the place of a number that is withheld it says so. Raises
    MissingFactError, also where all its numbers are withheld, or ParameterError for a name that nobody stated and for
    braces that are no placeholder."""
    inlines: list[Inline] = []
    position = 0
    for match in _PLACEHOLDER.finditer(template):
        inlines.append(_plain(template[position : match.start()]))
        inlines += _filled(match["name"], match["key"] or "", match["form"] or "", facts, words)
        position = match.end()
    inlines.append(_plain(template[position:]))
    if Span(text=_WITHHELD_IN_SENTENCE) in inlines and not any(isinstance(each, Number) for each in inlines):
        raise MissingFactError(WHY_WITHHELD)
    return tuple(each for each in inlines if isinstance(each, Number) or each.text)


def named(template: str) -> list[str]:
    """The facts that a template names, in order; words of the report are none."""
    return [match["name"] for match in _PLACEHOLDER.finditer(template) if "." in match["name"]]


def _plain(text: str) -> Span:
    if "{" in text or "}" in text:
        forms = " ".join(("{fact} {fact[key]}", *(f"{{fact|{form}}}" for form in _FORMS)))
        remedy = f"เขียน {forms} ชื่อเป็นตัวพิมพ์เล็ก ตัวเลข จุด และขีดล่าง"
        raise ParameterError(f"อ่านข้อความในวงเล็บปีกกาไม่ได้: {text.strip()}", remedy=remedy)
    return Span(text=text)


def _filled(name: str, key: str, form: str, facts: Facts, words: Mapping[str, str]) -> list[Inline]:
    if name in words:
        return [Span(text=words[name])]
    fact = facts.get(name)
    if fact is None:
        raise ParameterError(f"ไม่มีข้อเท็จจริง “{name}”", remedy="ประกาศด้วย report.sum, report.count หรืออื่น ๆ ก่อนใช้")
    if isinstance(fact, Absent):
        raise MissingFactError(fact.reason)
    if key in fact.withheld:
        return [Span(text=_WITHHELD_IN_SENTENCE)]
    if key not in fact.cells:
        title = f"{fact.title}{bracketed(' '.join(key_parts(key).values()))}"
        divided = fact.operation is Operation.RATIO
        raise MissingFactError(f"คิด{title}ไม่ได้ เพราะไม่มีจำนวนที่ใช้หาร" if divided else f"ไม่มีข้อมูล{title}")
    cell = fact.cells[key]
    if form in _WORDS:
        return _in_words(fact, key, cell, *_WORDS[form])
    if form == "left":
        word = LACKING if as_printed(fact, key) < 0 else LEFT
        return [Span(text=f"{word} "), _unsigned(number(fact, key, cell, unit=True, balance=True))]
    if form == "baht_text":
        return [_baht_text(fact, key, cell)]
    if form == "size":
        return [_unsigned(number(fact, key, cell, unit=True))]
    if printed_unit(fact) == PER_CENT and form != "bare":
        return [Span(text=f"{PER_CENT} "), number(fact, key, cell)]
    return [number(fact, key, cell, unit=form != "bare", balance=form == "balance")]


def _in_words(fact: Fact, key: str, cell: FactCell, more: str, less: str, same: str) -> list[Inline]:
    change = as_printed(fact, key)
    if change == 0:
        return [Span(text=f"{same} ("), number(fact, key, cell, unit=True), Span(text=")")]
    return [Span(text=f"{more if change > 0 else less} "), _unsigned(number(fact, key, cell, unit=True))]


def _unsigned(shown: Number) -> Number:
    return shown.model_copy(update={"text": shown.text.lstrip(f"+{MINUS}")})


def _baht_text(fact: Fact, key: str, cell: FactCell) -> Number:
    """The amount in words; a number in words takes no unit, because the words hold it."""
    if fact.unit != BAHT:
        problem = f"“{fact.id}” มีหน่วยเป็น{fact.unit} เขียนเป็นจำนวนเงินตัวอักษรไม่ได้"
        raise ParameterError(problem, remedy="ใช้ |baht_text กับข้อเท็จจริงที่มีหน่วยเป็นบาทเท่านั้น")
    value = Decimal(cell.value)
    return Number(fact=fact.id, key=key, value=value_text(cell.value), text=baht_text(value), words=True)


_POINTS = "ร้อยละเปลี่ยนเป็นจุดร้อยละ คือผลต่างของร้อยละที่แสดง"


@dataclass(frozen=True)
class FigureColumn:
    """A column: its label, and what the id of the fact that it shows has after the id that names the row; the fact of
    the row itself for no ending."""

    label: str
    ending: str = ""
    group: str = ""


def figure_table(
    name: str,
    title: str,
    columns: Sequence[FigureColumn],
    rows: Mapping[str, str],
    facts: Mapping[str, Fact | Absent],
) -> TableBlock:
    """The table: `rows` are the facts that stand in it, by the ids that name them. A row is headed by its fact's title
    and unit; an empty cell where a column's fact is absent or was not stated."""
    heads = (TableColumn(label="ตัวเลข", align="start", width=2.6), TableColumn(label="หน่วย", align="start", width=1.2))
    lines, shown = [], []
    for row, fact in rows.items():
        known = facts[fact]
        assert isinstance(known, Fact)
        beside = [facts.get(row + column.ending if column.ending else fact) for column in columns]
        cells = [_cell(stated) for stated in beside]
        shown += beside
        lines.append(TableRow(cells=((Span(text=known.title),), (Span(text=known.unit),), *cells)))
    labels = (TableColumn(label=each.label, group=each.group) for each in columns)
    notes = (_POINTS,) if any(isinstance(each, Fact) and is_share(each) and each.printed for each in shown) else ()
    return TableBlock(
        name=name, title=title, columns=(*heads, *labels), rows=tuple(lines), headers=len(heads), notes=notes
    )


def _cell(fact: Fact | Absent | None) -> tuple[Inline, ...]:
    cell = fact.cells.get("") if isinstance(fact, Fact) else None
    if isinstance(fact, Fact) and "" in fact.withheld:
        return (Span(text=WITHHELD),)
    return (number(fact, "", cell),) if isinstance(fact, Fact) and cell else ()
