"""What must hold of the per-head subsidy: sums add up, order changes nothing, an added pupil never lowers an amount."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.programmes.allocation import AllocationRow
from unit.programmes.counted_rounds import (
    ACTIVITIES,
    ADVANCE,
    EARLY,
    REST,
    TERM_2,
    TOP_UP,
    Pupils,
    Tables,
    allocate,
    allotments,
    changed,
    counted,
    programme,
)

GRADES = programme().grades
SCHOOLS = ("34010001", "34010002", "34010003")
ONE_SCHOOL = SCHOOLS[0]
HEADS = st.dictionaries(st.sampled_from(GRADES), st.integers(1, 140), min_size=1, max_size=5)
COUNTS = st.dictionaries(st.sampled_from(SCHOOLS), HEADS, min_size=1)
ONE_COUNT = HEADS.map(lambda heads: {ONE_SCHOOL: heads})
GRADE = st.sampled_from(GRADES)
ENTRIES = st.sets(st.sampled_from(GRADES[1:])).map(lambda grades: (GRADES[0], *sorted(grades)))
FEW = settings(max_examples=20, deadline=None)
Key = tuple[str, str, str, str]


def key(row: AllocationRow) -> Key:
    return row.smis, row.item, row.level, row.grade


def total(rows: Iterable[AllocationRow]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))


def due(rows: Iterable[AllocationRow], *tranches: str) -> Mapping[tuple[str, ...], Decimal]:
    """What is due before deductions, by tranche, school, item and grade."""
    return {(row.tranche, *key(row)): row.amount + row.already_paid for row in rows if row.tranche in tranches}


def poor(pupils: Pupils) -> Pupils:
    """Every second pupil."""
    return {smis: {grade: heads // 2 for grade, heads in own.items() if heads > 1} for smis, own in pupils.items()}


def one_more(pupils: Pupils, grade: str) -> Pupils:
    own = pupils[ONE_SCHOOL]
    return {ONE_SCHOOL: {**own, grade: own.get(grade, 0) + 1}}


def at_an_edge(pupils: Mapping[str, int], grade: str) -> bool:
    """Whether one more pupil of the grade ends the top-up of its levels: the one place where more means less."""
    own, level_of = programme(), programme().level_of()
    (group,) = [each for each in own.small_schools.groups if level_of[grade] in each.levels]
    return sum(heads for each, heads in pupils.items() if level_of[each] in group.levels) == group.most


def shuffled(tables: Tables, seed: int) -> Tables:
    return {name: frame.sample(frac=1, random_state=seed) for name, frame in tables.items()}


@settings(max_examples=8, deadline=None)
@given(COUNTS, COUNTS)
def test_no_school_changes_what_another_is_paid_so_schools_add_to_the_total(before: Pupils, after: Pupils) -> None:
    """A school that is counted in both rounds stays, so that no round goes missing with the others."""
    staying = {"34019999": {"อ.1": 1}}
    whole = allocate(counted({**before, **staying}), counted({**after, **staying})).rows
    for smis in (*SCHOOLS, *staying):
        alone = [{**staying, **({smis: pupils[smis]} if smis in pupils else {})} for pupils in (before, after)]
        rows = allocate(*map(counted, alone)).rows
        assert [_value(row) for row in rows if row.smis == smis] == [_value(row) for row in whole if row.smis == smis]


def _value(row: AllocationRow) -> tuple[str, Key, Decimal, int]:
    return row.tranche, key(row), row.amount, row.headcount


@FEW
@given(COUNTS, COUNTS, st.sampled_from(["carried", "returned"]))
def test_items_add_to_what_the_paying_list_pays_the_school(before: Pupils, after: Pupils, rule: str) -> None:
    found = allocate(counted(before), counted(after), changed(overpaid={"rule": rule}))
    by_school: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in found.rows:
        by_school[row.smis, row.tranche] += row.amount
    assert found.tables
    listed = found.tables["payments"]
    assert {(row.smis, row.tranche): row.due for row in listed.itertuples()} == dict(by_school)
    assert (listed["due"] + listed["brought"] == listed["paid"] - listed["returned"] + listed["carried"]).all()
    assert (listed["paid"] >= 0).all()


@FEW
@given(COUNTS, COUNTS, COUNTS, st.integers(1, 99), ENTRIES)
def test_tranches_add_to_the_entitlement_of_the_term(
    early: Pupils, before: Pupils, after: Pupils, first: int, entries: tuple[str, ...]
) -> None:
    """With whatever advance, on whatever count, term 1 comes to what the second count is due, and term 2 to what the
    first one is."""
    own = changed(term_1={"first": Decimal(first), "entry_grades": entries}, term_2={"first": Decimal(first)})
    found = allocate(counted(before), counted(after), own, early=counted(early, name=EARLY)).rows
    alone = allocate(None, counted(after)).rows
    once = [row for row in allocate(counted(before)).rows if row.tranche == TERM_2]
    for term, entitled in (("ภาคเรียนที่ 1", alone), ("ภาคเรียนที่ 2", once)):
        paid: dict[Key, Decimal] = defaultdict(Decimal)
        for row in found:
            if row.tranche.startswith(term):
                paid[key(row)] += row.amount
        assert {place: amount for place, amount in paid.items() if amount} == {key(row): row.amount for row in entitled}


@FEW
@given(COUNTS, COUNTS, st.integers(0, 9))
def test_the_order_of_rows_and_schools_changes_nothing(before: Pupils, after: Pupils, seed: int) -> None:
    listed = [{"smis": smis, "grade": grade, "person": "ก", "age": 3} for smis in before for grade in before[smis]]
    tables = counted(before, poor=poor(before), listed=listed, silent=[ONE_SCHOOL]), counted(after, silent=[])
    mixed = (shuffled(tables[0], seed), shuffled(tables[1], seed))
    one, other = allocate(*tables), allocate(*mixed)
    assert one.rows == other.rows
    assert one.excluded == other.excluded
    assert one.findings == other.findings


@FEW
@given(ONE_COUNT, GRADE)
@example({ONE_SCHOOL: {"ป.1": 120}}, "ป.1")
@example({ONE_SCHOOL: {"ม.1": 299, "ม.4": 1}}, "ม.3")
@example({ONE_SCHOOL: {"ป.1": 120, "ม.1": 7}}, "ม.1")
def test_an_added_pupil_lowers_no_amount_but_the_top_up_at_its_edge(pupils: Pupils, grade: str) -> None:
    """Term 2, and the full term 1: by every item and grade, before deductions. The poor stay the same persons."""
    for tranche, rounds in ((TERM_2, (0,)), (REST, (1,))):
        few, more = (_on(rounds, counted(count, poor=poor(pupils))) for count in (pupils, one_more(pupils, grade)))
        fewer, larger = due(allocate(*few).rows, tranche), due(allocate(*more).rows, tranche)
        edge = at_an_edge(pupils[ONE_SCHOOL], grade)
        lowered = {place for place, amount in fewer.items() if larger.get(place, Decimal(0)) < amount}
        assert {place[2] for place in lowered} == ({TOP_UP} if edge else set())


def _on(rounds: tuple[int, ...], tables: Tables) -> tuple[Tables | None, Tables | None]:
    return (tables, None) if rounds == (0,) else (None, tables)


@FEW
@given(ONE_COUNT, ONE_COUNT, GRADE, st.booleans())
def test_an_added_pupil_lowers_no_school_s_year(before: Pupils, after: Pupils, grade: str, early: bool) -> None:
    """In whichever count: what a larger advance brings is deducted again. Without the top-up, which has its edge."""
    own = changed(small_schools={"groups": ()})
    more = (one_more(before, grade), after) if early else (before, one_more(after, grade))
    fewer = total(allocate(counted(before), counted(after), own).rows)
    assert total(allocate(*(counted(each) for each in more), own).rows) >= fewer


@FEW
@given(COUNTS, st.integers(0, 3_000_000))
def test_more_than_was_allotted_is_always_named(before: Pupils, baht: int) -> None:
    found = allocate(counted(before), allotted=allotments(Decimal(baht)))
    named = "budget.per_head.allotment_short" in {finding.rule for finding in found.findings}
    assert named == (total(found.rows) > baht)


@FEW
@given(COUNTS, COUNTS)
def test_every_person_is_counted_once(before: Pupils, after: Pupils) -> None:
    heads = sum(sum(own.values()) for own in after.values())
    found = allocate(counted(before), counted(after)).rows
    assert sum(row.counted for row in found) == heads
    assert {row.tranche for row in found if row.counted} <= {REST}
    assert ADVANCE not in {row.tranche for row in found if row.counted}


@FEW
@given(st.integers(1, 9_999), st.integers(1, 9_999), st.integers(1, 99))
def test_a_yearly_rate_of_whole_baht_is_whole_baht_in_both_terms(pupils: int, rate: int, first: int) -> None:
    """To the satang, though shares have ten places: pupils × the term's baht, in however many payments."""
    own = changed(term_1={"first": Decimal(first)})
    (known,) = [each for each in own.rates if (each.item, each.group) == ("activities", "ประถม")]
    value = known.values[-1].model_copy(update={"value": Decimal(rate).quantize(Decimal("0.01"))})
    rates = (*(each for each in own.rates if each is not known), known.model_copy(update={"values": (value,)}))
    count = counted({ONE_SCHOOL: {"ป.1": pupils}})
    rows = [
        row for row in allocate(count, count, own.model_copy(update={"rates": rates})).rows if row.item == ACTIVITIES
    ]
    paid = [total(row for row in rows if row.tranche.startswith(f"ภาคเรียนที่ {term}")) for term in (2, 1)]
    assert paid == [Decimal(pupils * (rate // 2)), Decimal(pupils * (rate - rate // 2))]
