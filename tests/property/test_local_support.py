"""What must hold of all registers of requests: nothing is lost, schools add to the total, order changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.forms.claims import APPROVED, LUNCH, OTHER_PURPOSE, REFUSED, REQUESTED
from helpers.forms.claims import PAID as CLAIM_PAID
from helpers.params.programmes.local_support import LocalSupportProgramme
from helpers.programmes.allocation import AllocationRow, SourceRow
from helpers.programmes.local_support.amounts import Request, SchoolEnrolment, SupportTerms
from helpers.programmes.local_support.kind import left_out, support_rows
from unit.programmes.filled import YEAR, allocate, day, numbered, project_params

ID = "local-support"
SCHOOLS = ("34010001", "34010002", "34010003")
BANDS = ((1, 40), (41, 100), (101, 120), (121, 3000))
HALVES = project_params().fiscal_years[YEAR].halves.halves
BAHT = st.decimals("0.01", "9999999.99", places=2)
COUNTS = st.none() | st.integers(1, 2000)
REQUESTS = st.builds(
    Request,
    smis=st.sampled_from(SCHOOLS),
    number=st.just(""),
    authority=st.sampled_from(["อบต.หนึ่ง", "อบต.สอง"]),
    purpose=st.sampled_from([LUNCH, OTHER_PURPOSE]),
    description=st.just(""),
    pupils=COUNTS,
    days=COUNTS,
    asked=BAHT,
    asked_on=st.just(day("2568-11-01")),
    state=st.sampled_from([REQUESTED, APPROVED, CLAIM_PAID, REFUSED]),
    approved=st.none() | BAHT,
    document=st.just(""),
    source=st.just(SourceRow("", "", 0)),
)
ONE = Request(
    "34010001", "", "", LUNCH, "", 1, 1, Decimal(1), day("2568-11-01"), APPROVED, None, "", SourceRow("", "", 0)
)


def numbered_requests(requests: list[Request]) -> list[Request]:
    in_order = sorted(requests, key=lambda request: request.smis)
    return [replace(each, source=SourceRow("", "", row)) for row, each in enumerate(in_order)]


REGISTERS = st.lists(REQUESTS, max_size=10).map(numbered_requests)


def terms(*pupils: int) -> SupportTerms:
    programme = project_params().programmes[ID]
    assert isinstance(programme, LocalSupportProgramme)
    enrolled = {smis: SchoolEnrolment(count, ()) for smis, count in zip(SCHOOLS, pupils, strict=False)}
    return SupportTerms(programme, YEAR.opens, (enrolled,))


def paid(requests: Sequence[Request], by: SupportTerms) -> list[AllocationRow]:
    return list(support_rows([by.assess(request) for request in requests], by, HALVES))


def total(requests: Sequence[Request], by: SupportTerms) -> Decimal:
    return sum((row.amount for row in paid(requests, by)), Decimal(0))


@given(REGISTERS)
def test_every_request_is_paid_or_named_once(requests: list[Request]) -> None:
    named = left_out(terms().assess(request) for request in requests)
    found = [each.source.row for each in (*paid(requests, terms()), *named)]
    assert sorted(found) == list(range(len(requests)))


@given(REGISTERS)
def test_schools_add_to_the_total_and_items_to_the_school(requests: list[Request]) -> None:
    def of(smis: str, purpose: str) -> Decimal:
        return total([each for each in requests if (each.smis, each.purpose) == (smis, purpose)], terms())

    cells = [of(smis, purpose) for smis in SCHOOLS for purpose in (LUNCH, OTHER_PURPOSE)]
    assert sum(cells, Decimal(0)) == total(requests, terms())


@given(REGISTERS)
def test_what_is_due_is_paid_or_left_out_with_its_amount(requests: list[Request]) -> None:
    assessed = [terms().assess(request) for request in requests]
    due = sum(each.due for each in assessed)
    assert total(requests, terms()) <= due <= total(requests, terms()) + sum(each.amount for each in left_out(assessed))


@given(REGISTERS)
def test_a_schools_pupils_are_counted_once(requests: list[Request]) -> None:
    for smis in SCHOOLS:
        rows = [row for row in paid(requests, terms()) if row.smis == smis]
        assert sum(row.counted for row in rows) == max((row.headcount for row in rows), default=0)


@given(st.sampled_from(BANDS), st.integers(1, 200), st.data())
def test_an_added_pupil_never_lowers_a_lunch_while_the_size_stays(
    band: tuple[int, int], days: int, data: st.DataObject
) -> None:
    """Past the end of a size the rate falls, and with it the amount: that is how the rates are."""
    pupils = data.draw(st.integers(band[0], band[1] - 1))
    fewer, more = (total([replace(ONE, pupils=count, days=days)], terms(count)) for count in (pupils, pupils + 1))
    assert fewer < more


@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(1, 3000))
def test_what_a_school_asks_for_never_changes_its_rate(enrolled: int, asked: int, other: int) -> None:
    rates = {paid([replace(ONE, pupils=pupils)], terms(enrolled))[0].rate for pupils in (asked, other)}
    assert len(rates) == 1


@settings(max_examples=25)
@given(st.permutations(range(8)))
def test_shuffling_the_register_changes_nothing(order: list[int]) -> None:
    rows = numbered(
        *(
            {
                "request_no": str(number),
                "local_government": "อบต.หนึ่ง",
                "smis": SCHOOLS[number % 3],
                "purpose": LUNCH if number % 2 else OTHER_PURPOSE,
                "pupils": 40,
                "days": 200,
                "amount_requested": Decimal(number * 1234567 + 1) / 100,
                "requested_on": day("2568-11-01"),
                "state": (APPROVED, CLAIM_PAID, REFUSED, REQUESTED)[number % 4],
            }
            for number in range(len(order))
        )
    )
    before, after = allocate(ID, rows), allocate(ID, [rows[place] for place in order])
    assert (before.rows, before.excluded, before.findings) == (after.rows, after.excluded, after.findings)
