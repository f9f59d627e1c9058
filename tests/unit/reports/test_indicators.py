"""The table of indicators, and the lines that are handed on."""

from decimal import Decimal

from builders import PROJECT_PARAMS
from helpers.facts.definitions import Absent, Fact, FactCell, Operation
from helpers.params.indicators import Indicators
from helpers.params.strict_yaml import read_model
from helpers.render.blocks import Number, TableBlock
from helpers.reports.indicators import handed_over, indicator_table

OWN = read_model(PROJECT_PARAMS / "indicators.yml", Indicators).by_id()
ON_TIME, MONEY = OWN["on_time"], OWN["money"]
AIMED = ON_TIME.model_copy(update={"target": Decimal("97.5")})
SPLIT = {"system=DMC;round=2568-1": "0.5", "system=DMC;round=รวม": "0.5", "system=รวม;round=รวม": "0.962656"}


def share(name: str, cells: dict[str, str]) -> Fact:
    own = {key: FactCell(Decimal(value), "", 1, "") for key, value in cells.items()}
    return Fact(name, name, "ร้อยละ", Operation.RATIO, cells=own)


FACTS = {
    "indicator.on_time": share("indicator.on_time", {"": "0.962656"}),
    "indicator.on_time.by_system": share("indicator.on_time.by_system", SPLIT),
    "indicator.targets": Fact(
        "indicator.targets", "", "", Operation.SUM, cells={"indicator=on_time": FactCell(Decimal("97.50"), "", 1, "")}
    ),
}


def known(fact: str) -> Fact | Absent:
    return FACTS.get(fact) or Absent(fact, "ไม่มี")


def said(table: TableBlock) -> list[str]:
    return ["".join(part.text for part in cell) for cell in table.rows[0].cells]


def test_without_any_target_the_table_has_no_column_for_them() -> None:
    table = indicator_table({"on_time": ON_TIME}, known)
    assert [column.label for column in table.columns] == ["ตัวชี้วัด", "ผล", "หน่วย"]
    assert said(table) == [ON_TIME.title, "96.3", "ร้อยละ"]
    assert "ยังไม่มีตัวชี้วัดใดมีเป้าหมาย" in table.notes[0]


def test_a_target_is_a_fact_as_it_was_written() -> None:
    table = indicator_table({"on_time": AIMED}, known)
    assert said(table)[1:] == ["96.3", "97.5", "ร้อยละ", "ไม่ถึงเป้าหมาย"]
    (target,) = table.rows[0].cells[2]
    assert isinstance(target, Number)
    assert (target.fact, target.key, target.value) == ("indicator.targets", "indicator=on_time", "97.50")


def test_what_cannot_be_said_is_not_judged() -> None:
    words = said(indicator_table({"money": MONEY, "on_time": AIMED}, known))
    assert words[1] == ""
    assert words[-1] == "ไม่มีข้อมูล"


def test_values_are_handed_on_in_their_unit_and_the_year_once() -> None:
    lines = handed_over({"on_time": AIMED}, known).lines
    assert [(line.system, line.round, line.value, line.met) for line in lines] == [
        ("รวม", "รวม", "96.27", "no"),
        ("DMC", "2568-1", "50.00", "no"),
        ("DMC", "รวม", "50.00", "no"),
    ]
    assert {(line.indicator, line.target, line.unit, line.status) for line in lines} == {
        ("on_time", "97.5", "ร้อยละ", "to_confirm")
    }
    assert lines[1].key == "system=DMC;round=2568-1"
