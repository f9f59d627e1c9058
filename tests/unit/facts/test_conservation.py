"""Parts add up to their whole, in every fact and between facts that ask the same."""

from collections.abc import Mapping

import pandas as pd
import pytest

from helpers.errors import VerificationError
from helpers.facts.computing import aggregate_cells
from helpers.facts.conservation import Coverage, imbalances
from helpers.facts.definitions import Condition, Fact, Operation
from helpers.facts.indexed import IndexedTable
from helpers.facts.ledger import FactLine
from unit.facts.stated import lines

WHOLE = Coverage()
ROWS = pd.DataFrame(
    [
        ("ก", "ป.1", "ช", 3, "f::1"),
        ("ก", "ป.1", "ญ", 2, "f::1"),
        ("ก", "ป.2", "ช", 1, "f::2"),
        ("ข", "ป.2", "ญ", 4, "f::3"),
    ],
    columns=["smis", "grade", "sex", "pupils", "row_key"],
)


def fact(
    name: str,
    *by: str,
    where: Mapping[str, Condition] | None = None,
    totals: tuple[str, ...] = (),
    operation: Operation = Operation.SUM,
) -> list[FactLine]:
    cells = aggregate_cells(IndexedTable(ROWS), operation, "pupils", where or {}, by, {}, totals)
    return lines([Fact(name, name, "คน", operation, "2568-1/dmc/enrolment", "pupils", cells)])


def wrong(ledger: list[FactLine], **coverage: Coverage) -> list[str]:
    known = {line.fact: coverage.get(line.fact, WHOLE) for line in ledger}
    return list(map(str, imbalances(ledger, known)))


def without(ledger: list[FactLine], key: str) -> list[FactLine]:
    left = [line for line in ledger if line.key != key]
    assert len(left) == len(ledger) - 1
    return left


TOTAL = fact("total")
BY_BOTH = fact("by_both", "grade", "sex", totals=("grade", "sex"))
BY_SCHOOL = fact("by_school", "smis")


def test_what_was_counted_adds_up_whichever_way_it_is_parted() -> None:
    assert not wrong([*TOTAL, *BY_BOTH, *BY_SCHOOL, *fact("by_three", "smis", "grade", "sex")])


def test_a_school_that_is_left_out_is_missing_in_the_total_of_the_area() -> None:
    assert wrong([*TOTAL, *without(BY_SCHOOL, "smis=ข")]) == ["ข้อเท็จจริง total มีค่า 10 แต่ส่วนย่อยใน by_school รวมกันได้ 6"]


@pytest.mark.parametrize("margin", ["grade=ป.1;sex=รวม", "grade=รวม;sex=ช", "grade=รวม;sex=รวม"])
def test_a_margin_is_the_sum_of_its_row_its_column_or_all(margin: str) -> None:
    changed = [
        line if line.key != margin else FactLine(**{**vars(line), "value": str(int(line.value) + 1)})
        for line in BY_BOTH
    ]
    problems = wrong(changed)
    assert any(f"ข้อเท็จจริง by_both [{margin}] มีค่า" in problem for problem in problems)


def test_a_coarser_fact_is_the_sum_of_a_finer_one_key_by_key() -> None:
    (problem,) = wrong([*fact("by_grade", "grade"), *without(fact("finest", "smis", "grade"), "smis=ก;grade=ป.2")])
    assert problem == "ข้อเท็จจริง by_grade [grade=ป.2] มีค่า 5 แต่ส่วนย่อยใน finest รวมกันได้ 4"


def test_the_same_conditions_in_another_order_are_the_same_question() -> None:
    one = fact("boys", where={"sex": "ช", "grade": "ป.1"})
    other = fact("boys_by_school", "smis", where={"grade": "ป.1", "sex": "ช"})
    assert not wrong([*one, *other])
    assert wrong([FactLine(**{**vars(one[0]), "value": "4"}), *other])


def test_facts_of_other_conditions_are_no_parts() -> None:
    assert not wrong([*TOTAL, *fact("boys_by_school", "smis", where={"sex": "ช"})])


def test_a_fact_that_chooses_among_its_keys_is_judged_by_its_own_margins_alone() -> None:
    chosen = fact("chosen", "grade", "sex", where={"grade": ("ป.1",)}, totals=("grade",))
    coverage = {"chosen": Coverage(frozenset({"grade"}))}
    assert not wrong([*TOTAL, *chosen], **coverage)
    assert wrong([*TOTAL, *without(chosen, "grade=ป.1;sex=ญ")], **coverage) == [
        "ข้อเท็จจริง chosen [grade=รวม;sex=ญ] มีค่า 2 แต่ส่วนย่อยใน chosen รวมกันได้ 0"
    ]
    assert wrong([*TOTAL, *chosen]), "it must say that it chooses"


def test_nothing_is_asked_of_a_fact_that_withholds_cells_or_whose_coverage_nobody_knows() -> None:
    torn = [*TOTAL, *without(BY_SCHOOL, "smis=ข")]
    assert not wrong(torn, by_school=Coverage(withheld=True))
    assert not list(imbalances(torn, {}))


def test_the_pupils_of_schools_are_those_of_grades() -> None:
    """Two tables, one count: districts and sizes are columns of schools alone."""
    of_districts = [
        FactLine(**{**vars(line), "table": "2568-1/dmc/schools", "where": f"delivered = TRUE AND {line.where}"})
        for line in BY_SCHOOL
    ]
    assert not wrong([*TOTAL, *of_districts])
    assert wrong([*TOTAL, *of_districts[1:]]) == ["ข้อเท็จจริง total มีค่า 10 แต่ส่วนย่อยใน by_school รวมกันได้ 4"]
    other = [FactLine(**{**vars(line), "table": "2568-1/emis/schools"}) for line in of_districts[1:]]
    assert not wrong([*TOTAL, *other])


def test_different_things_may_be_in_several_parts() -> None:
    counted = fact("kinds", operation=Operation.DISTINCT)
    assert not wrong([*counted, *fact("kinds_by_school", "smis", operation=Operation.DISTINCT)])


def test_a_total_without_any_part_must_be_nothing() -> None:
    empty = fact("none_by_school", "smis", where={"sex": "ไม่ระบุ"}, totals=("smis",))
    assert [line.key for line in empty] == ["smis=รวม"]
    assert not wrong(empty)


def test_a_filter_that_no_report_writes_is_refused() -> None:
    (line,) = TOTAL
    with pytest.raises(VerificationError):
        wrong([FactLine(**{**vars(line), "where": "1 = 1"})])
