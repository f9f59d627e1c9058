"""The indicators of a year: their table, and their values laid ready for the national monitoring system."""

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from helpers.facts.definitions import WHOLE, Absent, Fact, Value, key_parts, key_text
from helpers.facts.ledger import value_text
from helpers.params.indicators import Indicator
from helpers.render.blocks import Block, IndicatorExport, IndicatorLine, Inline, Span, TableBlock, TableColumn, TableRow
from helpers.render.wording import is_share
from helpers.reports.closing import words_table
from helpers.reports.prose import number

Known = Callable[[str], Fact | Absent]
"""Gives a stated fact by its id."""
PREFIX = "indicator."
_SPLIT = ".by_system"
_WHOLE_YEAR = ""
"""The key of a fact of one cell."""
_STANDS = {True: "ถึงเป้าหมาย", False: "ไม่ถึงเป้าหมาย", None: "ไม่มีเป้าหมาย"}
_NO_TARGETS = "ยังไม่มีตัวชี้วัดใดมีเป้าหมายที่กำหนดเป็นทางการ เมื่อมีให้เพิ่มในไฟล์ตัวชี้วัด"
_JUDGED = ("เทียบเป้าหมาย",)
_MET = {True: "yes", False: "no", None: ""}
_CENT = Decimal("0.01")


def indicator_blocks(indicators: Mapping[str, Indicator], known: Known) -> Iterator[Block]:
    """The year's values, how they come about, and all values to be handed on."""
    yield indicator_table(indicators, known)
    yield formula_table(indicators)
    yield handed_over(indicators, known)


def indicator_table(indicators: Mapping[str, Indicator], known: Known) -> TableBlock:
    """One row an indicator: the year's value, and its target where any of them has one."""
    aimed = any(each.target is not None for each in indicators.values())
    columns = [TableColumn(label="ตัวชี้วัด", align="start", width=5.0), TableColumn(label="ผล", width=2.0)]
    if aimed:
        columns.append(TableColumn(label="เป้าหมาย", width=1.6))
    columns += [TableColumn(label=label, align="start", width=2.4) for label in ("หน่วย", *_JUDGED[:aimed])]
    return TableBlock(
        name="indicators",
        title="ตัวชี้วัดของปี",
        columns=tuple(columns),
        rows=tuple(_row(name, each, known, aimed) for name, each in indicators.items()),
        notes=() if aimed else (_NO_TARGETS,),
    )


def _row(name: str, indicator: Indicator, known: Known, aimed: bool) -> TableRow:
    fact = known(f"{PREFIX}{name}")
    result: tuple[Inline, ...] = ()
    stands = "ไม่มีข้อมูล"
    if isinstance(fact, Fact) and _WHOLE_YEAR in fact.cells:
        result = (number(fact, _WHOLE_YEAR, fact.cells[_WHOLE_YEAR]),)
        stands = _STANDS[indicator.met(in_unit(fact, _WHOLE_YEAR))]
    title, unit = (Span(text=indicator.title),), (Span(text=indicator.unit),)
    if not aimed:
        return TableRow(cells=(title, result, unit))
    return TableRow(
        cells=(title, result, _target(name, indicator, known(f"{PREFIX}targets")), unit, (Span(text=stands),))
    )


def formula_table(indicators: Mapping[str, Indicator]) -> TableBlock:
    """How each indicator comes about, in words."""
    return words_table(
        "formulas",
        "วิธีคิดตัวชี้วัด",
        (("ตัวชี้วัด", 2.6), ("วิธีคิด", 5.4)),
        [(each.title, each.formula) for each in indicators.values()],
    )


def _target(name: str, indicator: Indicator, targets: Fact | Absent) -> tuple[Inline, ...]:
    key = key_text({"indicator": name})
    if indicator.target is None or isinstance(targets, Absent):
        return ()
    shown = number(targets, key, targets.cells[key])
    return (shown.model_copy(update={"text": f"{indicator.target.normalize():,f}"}),)


def in_unit(fact: Fact, key: str) -> Decimal:
    """A cell's value in the unit that the indicator names: shares as percentages."""
    value = Decimal(fact.cells[key].value)
    return value * 100 if is_share(fact) else value


def handed_over(indicators: Mapping[str, Indicator], known: Known) -> IndicatorExport:
    """Every value of every indicator: of the year, and of each system and round."""
    facts = ((each, name, known(f"{PREFIX}{name}{end}")) for name, each in indicators.items() for end in ("", _SPLIT))
    return IndicatorExport(
        lines=tuple(line for each, name, fact in facts if isinstance(fact, Fact) for line in _lines(name, each, fact))
    )


def _lines(name: str, indicator: Indicator, fact: Fact) -> Iterator[IndicatorLine]:
    for key, cell in fact.cells.items():
        value, parts = in_unit(fact, key), {"system": WHOLE, "round": WHOLE} | key_parts(key)
        if key and set(parts.values()) == {WHOLE}:
            continue  # the year as a whole is a line of its own already
        yield IndicatorLine(
            indicator=name,
            title=indicator.title,
            system=parts["system"],
            round=parts["round"],
            value=_in_decimals(cell.value, value),
            unit=indicator.unit,
            target="" if indicator.target is None else value_text(indicator.target),
            met=_MET[indicator.met(value)],
            formula=indicator.formula,
            reference=indicator.reference,
            status=indicator.status,
            fact=fact.id,
            key=key,
        )


def _in_decimals(stated: Value, value: Decimal) -> str:
    """Counts as they are, everything else with two decimals."""
    return str(stated) if isinstance(stated, int) else value_text(value.quantize(_CENT, ROUND_HALF_UP))
