from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from builders import Office, aggregate, make_office, write_csv
from helpers.catalogue import open_graph
from helpers.errors import NotebookError, ParameterError
from helpers.facts.definitions import Absent, Fact, Not, Operation
from helpers.params.checks import SmallCells
from helpers.params.folder import read_params
from helpers.reports.catalogue import spec_for
from helpers.reports.closing import receipts
from helpers.reports.fact_book import FactBook
from helpers.reports.fact_specs import Selection, Tables, selection
from helpers.reports.specs import Spec

PROJECT = Path(__file__).parents[3]


def spec(round_: str) -> Spec:
    return spec_for("round/dmc", {"round_id": round_}, read_params(PROJECT / "params"))


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that received the enrolment of two rounds and nothing else."""
    office = make_office(tmp_path_factory.mktemp("stating"))
    for round_ in ("2568-1", "2568-2"):
        office.receive(write_csv(office.folder / f"{round_}-จำนวนนักเรียนแยกชั้น,เพศ.csv", aggregate("enrolment", round_)))
    return office.folder


@pytest.fixture
def stated(received: Path) -> FactBook:
    office = Office(received)
    graph = open_graph(office.data, office.params)
    return FactBook(
        Tables(spec("2568-2"), graph.snapshots(spec("2568-2").reads), graph.datasets, office.params), office.params
    )


def add(stated: FactBook, fact: str, of: str = "enrolment.pupils", **how: object) -> Fact | Absent:
    stated.from_table(Operation.SUM, fact, fact, of, "คน", Selection(**how))  # type: ignore[arg-type]
    return stated.facts[fact]


def again(stated: FactBook) -> FactBook:
    """Another report of the same tables: what one report asks for has one name in it."""
    return FactBook(stated._tables, stated._params)


def value(fact: Fact | Absent, key: str = "") -> int | Decimal:
    assert isinstance(fact, Fact)
    return fact.cells[key].value


def reason(fact: Fact | Absent) -> str:
    assert isinstance(fact, Absent)
    return fact.reason


def test_a_sum_knows_its_table_and_files(stated: FactBook) -> None:
    found = add(stated, "pupils.total", needs=["enrolment"])
    assert value(found) == 13
    assert isinstance(found, Fact)
    assert (found.table, found.column, len(found.deliveries)) == ("2568-2/dmc/enrolment", "pupils", 1)


def test_cells_stand_in_the_systems_order_with_margins_last(stated: FactBook) -> None:
    found = add(stated, "by_grade", by=["grade"], totals=["grade"])
    assert isinstance(found, Fact)
    assert list(found.cells) == [f"grade={each}" for each in ("อ.2", "อ.3", "ป.1", "ป.3", "ป.6", "ม.1", "รวม")]


def test_findings_stand_with_what_must_be_mended_first_and_then_by_how_many(stated: FactBook) -> None:
    found = [("b", "error"), ("c", "error"), ("c", "error"), ("a", "notice"), ("d", "warning")]
    rows = {"rule": [rule for rule, _ in found], "severity": [severity for _, severity in found]}
    frame = pd.DataFrame({**rows, "row_key": [str(place) for place in range(len(found))], "delivery": ""})
    stated._tables._frames["this", "findings"] = frame
    stated.from_table(Operation.COUNT, "found", "ข้อที่พบ", "findings", "ข้อ", Selection(by=["rule"], totals=["rule"]))
    assert isinstance(stated.facts["found"], Fact)
    assert list(stated.facts["found"].cells) == ["rule=c", "rule=b", "rule=d", "rule=a", "rule=รวม"]


def test_what_every_school_must_have_is_not_said_without_a_list(stated: FactBook) -> None:
    assert value(add(stated, "expected", "schools.pupils", listed=True)) == 13
    stated._params = replace(stated._params, schools={})
    assert reason(add(again(stated), "nobody", "schools.pupils", listed=True)) == (
        "ทะเบียนโรงเรียนของเขตยังว่าง จึงบอกไม่ได้ว่าโรงเรียนใดต้องมีข้อมูล"
    )
    assert value(add(again(stated), "anybody", "schools.pupils")) == 13


def test_two_systems_without_a_school_in_both_agree_about_nothing(stated: FactBook) -> None:
    frame = stated._tables.frame("this", "enrolment").rename(columns={"pupils": "number"})
    stated._tables._frames["between", "desks"] = frame.iloc[:0]
    stated._tables.snapshots = {**stated._tables.snapshots, "between": stated._tables.snapshots["this"]}
    spec_ = stated._tables.spec
    stated._tables.spec = replace(spec_, reads={**spec_.reads, "between": ("between", spec_.period)})
    assert reason(add(stated, "desks", "desks.number", at="between")) == (
        "ไม่มีโรงเรียนที่มีข้อมูลทั้งใน M-OBEC และ DMC จึงยังไม่ได้เทียบ"
    )


def test_a_report_is_refused_the_tables_that_it_does_not_read(received: Path) -> None:
    office = Office(received)
    graph = open_graph(office.data, office.params)
    of_system = spec_for("round/emis", {"round_id": "2568-2"}, office.params)
    tables = Tables(of_system, graph.snapshots(of_system.reads), graph.datasets, office.params)
    stated = FactBook(tables, office.params)
    assert reason(add(stated, "compared", "pupils.pupils", at="between", needs=["enrolment"]))
    with pytest.raises(NotebookError, match="ไม่รู้จักตาราง “desks”"):
        add(stated, "desks", "desks.number", at="between")
    with pytest.raises(NotebookError, match="ไม่รู้จักตาราง “findings”"):
        tables.frame("between", "findings")


def test_values_that_no_row_has_can_be_asked_for(stated: FactBook) -> None:
    found = add(stated, "by_grade.complete", by=["grade"], complete={"grade": ("ม.3",)}, where={"grade": "ป.1"})
    assert isinstance(found, Fact)
    assert {key: cell.value for key, cell in found.cells.items()} == {"grade=ป.1": 5, "grade=ม.3": 0}


def test_what_was_not_delivered_is_absent_and_named(stated: FactBook) -> None:
    religion = add(stated, "religion", "categories.pupils", where={"report": "religion"})
    assert reason(religion) == "ไม่ได้รับไฟล์ “จำนวนนักเรียนแยกตามศาสนา” ที่ใช้ได้ของรอบ 2568-2"
    either = add(stated, "either", needs=["religion", "age"])
    assert "ศาสนา” หรือ “" in reason(either)


def test_one_of_several_needed_files_is_enough(stated: FactBook) -> None:
    assert value(add(stated, "enough", needs=["religion", "enrolment"])) == 13


def test_every_one_of_several_needed_files_can_be_asked_for(stated: FactBook) -> None:
    lacking = add(stated, "both", needs=["religion", "enrolment"], every=True)
    assert reason(lacking) == "ไม่ได้รับไฟล์ “จำนวนนักเรียนแยกตามศาสนา” ที่ใช้ได้ของรอบ 2568-2"
    assert value(add(again(stated), "there", needs=["enrolment"], every=True)) == 13


def test_a_report_of_another_round_is_not_asked_for(stated: FactBook) -> None:
    ended = add(stated, "inspection.start", "categories.pupils", where={"report": "inspection"})
    assert reason(ended) == "รอบ 2568-2 ไม่มีรายงานส่วนนี้"


def test_a_round_that_is_not_in_the_store_is_said(stated: FactBook) -> None:
    assert value(add(stated, "before", at="previous")) == 13
    assert reason(add(stated, "long_before", at="last_year")) == "ยังไม่ได้รับข้อมูล DMC รอบ 2567-2"


def test_ratios_and_differences_of_absent_facts_are_absent_for_the_same_reason(stated: FactBook) -> None:
    add(stated, "pupils.total")
    add(stated, "last_year", at="last_year")
    stated.from_facts(Operation.DIFFERENCE, "change", "เปลี่ยน", "pupils.total", "last_year", "คน")
    stated.from_facts(Operation.RATIO, "share", "ร้อยละ", "last_year", "pupils.total", "ร้อยละ")
    assert reason(stated.facts["change"]) == reason(stated.facts["share"]) == reason(stated.facts["last_year"])


def test_a_ratio_of_zero_is_zero_and_one_over_zero_is_no_number(stated: FactBook) -> None:
    add(stated, "pupils.total")
    add(stated, "nobody", where={"grade": "ม.6"})
    stated.from_facts(Operation.RATIO, "none_of_all", "ร้อยละ", "nobody", "pupils.total", "ร้อยละ")
    stated.from_facts(Operation.RATIO, "all_of_none", "ร้อยละ", "pupils.total", "nobody", "ร้อยละ")
    assert value(stated.facts["nobody"]) == 0
    assert value(stated.facts["none_of_all"]) == 0
    over_none = stated.facts["all_of_none"]
    assert isinstance(over_none, Fact)
    assert not over_none.cells


def test_a_name_means_one_thing(stated: FactBook) -> None:
    add(stated, "pupils.total")
    with pytest.raises(ParameterError, match=r"“pupils\.total” ประกาศซ้ำ"):
        add(stated, "pupils.total")


def test_an_unknown_fact_is_an_error(stated: FactBook) -> None:
    with pytest.raises(ParameterError, match="ไม่มีข้อเท็จจริง “nothing”"):
        stated.from_facts(Operation.RATIO, "share", "ร้อยละ", "nothing", "nothing", "ร้อยละ")


def test_present_facts_stand_in_the_order_stated_without_the_absent_ones(stated: FactBook) -> None:
    add(stated, "b")
    add(stated, "gone", at="last_year")
    add(stated, "a", where={"sex": "ช"})
    assert [fact.id for fact in stated.present()] == ["b", "a"]


def test_counts_by_a_sensitive_column_are_stated_where_they_are_many(
    stated: FactBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the tables of G-Code declare schools and nationalities; here the schools of the enrolment."""
    plain = add(stated, "plain", by=["smis"], totals=["smis"], where={"sex": ("ช", "ญ")})
    schema = stated._tables.schema("this", "enrolment")
    fields = tuple(replace(field, sensitive=field.name == "smis") for field in schema.fields)
    monkeypatch.setattr(stated._tables, "schema", lambda *_: replace(schema, fields=fields))
    careful = stated._params.checks.model_copy(
        update={"small_cells": SmallCells(below=10**6, reference="ก", status="to_confirm")}
    )
    monkeypatch.setattr(stated, "_params", replace(stated._params, checks=careful))
    found, share = add(stated, "found", by=["smis"], totals=["smis"]), add(stated, "total", by=["sex"])
    assert isinstance(plain, Fact)
    assert isinstance(found, Fact)
    assert isinstance(share, Fact)
    assert not plain.withheld
    assert found.cells == {}
    assert set(found.withheld) == {key for key, cell in plain.cells.items() if cell.value}
    assert not share.withheld
    stated.from_facts(Operation.RATIO, "share", "ร้อยละ", "found", "plain", "ร้อยละ")
    assert stated.facts["share"].withheld == found.withheld  # type: ignore[union-attr]


def test_what_no_row_states_is_absent_and_not_zero(stated: FactBook) -> None:
    where = {"report": "enrolment", "group_label": "ไม่มีกลุ่มนี้"}
    absent = add(stated, "ยอดรวม", "area_totals.value", where=where, needs=["enrolment"], given=True)
    assert reason(absent) == "ไม่มีข้อมูลยอดรวม"
    assert value(add(again(stated), "zero", "area_totals.value", where=where, needs=["enrolment"])) == 0
    assert value(add(stated, "all", needs=["enrolment"], given=True)) == 13


@pytest.mark.parametrize(
    ("of", "how", "wrong", "nearest"),
    [
        ("enrolment.pupils", {"where": {"sex": "ชาย"}}, "ชาย", "ช"),
        ("enrolment.pupils", {"where": {"sex": Not("ชาย")}}, "ชาย", "ช"),
        ("enrolment.pupils", {"where": {"grade": ("ป.1", "ป1")}}, "ป1", "ป.1"),
        ("enrolment.pupils", {"by": ["grade"], "complete": {"grade": ("ป1",)}}, "ป1", "ป.1"),
        ("enrolment.pupils", {"where": {"gender": "ช"}}, "gender", "grade"),
        ("enrolment.pupils", {"by": ["grades"]}, "grades", "grade"),
        ("enrolment.pupils", {"by": ["grade"], "totals": ["grades"]}, "grades", "grade"),
        ("enrolment.pupil", {}, "pupil", "pupils"),
        ("enrolments.pupils", {}, "enrolments", "enrolment"),
        ("enrolment.pupils", {"at": "previus"}, "previus", "previous"),
        ("enrolment.pupils", {"needs": ["enrollment"]}, "enrollment", "enrolment"),
        ("categories.pupils", {"where": {"report": "religon"}}, "religon", "religion"),
        ("schools.pupils", {"where": {"size": "เล็ค"}}, "เล็ค", "เล็ก"),
        ("findings.row", {"where": {"rule": "dmc.school.missin"}}, "dmc.school.missin", "dmc.school.missing"),
    ],
)
def test_a_misspelt_word_is_never_a_number(
    stated: FactBook, of: str, how: dict[str, Any], wrong: str, nearest: str
) -> None:
    with pytest.raises(NotebookError) as stopped:
        add(stated, "wrong", of, **how)
    assert f"“{wrong}”" in stopped.value.problem
    assert f"“{nearest}”" in stopped.value.remedy
    assert stopped.value.where == "ข้อเท็จจริง “wrong”"
    assert stopped.value.exit_code == 15
    assert "wrong" not in stated.facts


def test_an_unknown_way_to_choose_rows_names_the_nearest() -> None:
    with pytest.raises(NotebookError) as stopped:
        selection(complet={"grade": ("ป.1",)})
    assert "“complete”" in stopped.value.remedy


@pytest.mark.parametrize(("column", "given"), [("delivered", "ใช่"), ("district", True)])
def test_what_is_true_or_not_and_what_is_a_label_are_not_mixed_up(
    stated: FactBook, column: str, given: str | bool
) -> None:
    with pytest.raises(NotebookError, match=f"คอลัมน์ {column} ในตาราง schools"):
        add(stated, "wrong", "schools.pupils", where={column: given})


def test_an_allowed_value_that_no_row_has_is_still_zero_and_open_columns_take_anything(stated: FactBook) -> None:
    assert value(add(stated, "listed", where={"grade": "ปวช.3"})) == 0
    assert value(add(stated, "allowed", where={"sex": "ไม่ระบุ"})) == 0
    assert value(add(stated, "open", where={"smis": "99999999"})) == 0
    assert value(add(stated, "empty", "schools.pupils", where={"size": "ไม่มีนักเรียน"})) == 0
    assert value(add(stated, "office", "schools.pupils", where={"district": "สำนักงานเขต"})) == 0


@pytest.mark.parametrize(
    "how",
    [
        {"where": {"sex": "ช"}, "by": ["grade"]},
        {"where": {"sex": "ช"}, "by": ("grade",), "needs": ["enrolment"]},
        {"where": {"sex": "ช"}, "by": ["grade"], "given": True},
    ],
    ids=["alike", "needs", "given"],
)
def test_one_number_has_one_name(stated: FactBook, how: dict[str, object]) -> None:
    add(stated, "boys.by_grade", where={"sex": "ช"}, by=["grade"])
    with pytest.raises(NotebookError, match=r"ใช้ “boys\.by_grade”"):
        add(stated, "males.by_grade", **how)
    assert "males.by_grade" not in stated.facts


@pytest.mark.parametrize(
    "how",
    [
        {"where": {"sex": "ญ"}, "by": ["grade"]},
        {"where": {"sex": Not("ช")}, "by": ["grade"]},
        {"where": {"sex": "ช"}, "by": ["level"]},
        {"where": {"sex": "ช"}, "by": ["grade"], "totals": ["grade"]},
        {"where": {"sex": "ช"}, "by": ["grade"], "at": "previous"},
        {"where": {"sex": "ช"}, "by": ["grade"], "complete": {"grade": ("ป.6",)}},
    ],
    ids=["another value", "all others", "other keys", "with the margin", "another round", "more keys"],
)
def test_what_differs_in_its_numbers_or_keys_has_a_name_of_its_own(stated: FactBook, how: dict[str, object]) -> None:
    add(stated, "boys.by_grade", where={"sex": "ช"}, by=["grade"])
    add(stated, "others", **how)
    assert "others" in stated.facts


def test_a_difference_has_one_name_and_its_reverse_another(stated: FactBook) -> None:
    add(stated, "boys", where={"sex": "ช"})
    add(stated, "girls", where={"sex": "ญ"})
    stated.from_facts(Operation.DIFFERENCE, "more_boys", "มากกว่า", "boys", "girls", "คน")
    stated.from_facts(Operation.DIFFERENCE, "more_girls", "มากกว่า", "girls", "boys", "คน")
    with pytest.raises(NotebookError, match="ใช้ “more_boys”"):
        stated.from_facts(Operation.DIFFERENCE, "lead_of_boys", "มากกว่า", "boys", "girls", "ราย")


@pytest.mark.parametrize(
    ("how", "narrowed"),
    [
        ({"by": ["sex"]}, ()),
        ({"by": ["grade"], "where": {"sex": "ช"}}, ()),
        ({"by": ["sex", "grade"], "where": {"sex": ("ช", "ญ")}}, ("sex",)),
        ({"by": ["sex", "grade"], "where": {"sex": Not("ช"), "grade": "ป.1"}}, ("sex", "grade")),
    ],
)
def test_a_fact_knows_which_of_its_keys_its_conditions_choose(
    stated: FactBook, how: dict[str, Any], narrowed: tuple[str, ...]
) -> None:
    fact = add(stated, "f", **how)
    assert isinstance(fact, Fact)
    assert fact.narrowed == narrowed
    assert receipts([fact], stated._tables).facts[0].narrowed == narrowed
