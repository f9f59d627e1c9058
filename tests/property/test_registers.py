"""What must hold of all registers: nothing is moved that is not left, out is in, order and time change no sum."""

from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.programmes.kinds import Allocated
from unit.programmes.entries import Entry, entry, proposal, reported, table

PROGRAMMES = st.sampled_from(["janitors", "house-rent", "per-head", "office-hired-staff"])
BAHT = st.decimals("0.01", "99999.99", places=2).map(str)
ALLOTMENTS = st.lists(st.builds(entry, st.just("จัดสรร"), BAHT, PROGRAMMES), max_size=6)
SPENDING = st.lists(st.builds(entry, st.sampled_from(["ผูกพัน", "เบิกจ่าย"]), BAHT, PROGRAMMES), max_size=6)
PROPOSALS = st.lists(st.builds(proposal, BAHT, from_programme=PROGRAMMES, to_programme=PROGRAMMES), max_size=6).map(
    lambda found: [each | {"proposal_no": f"{number}/2569"} for number, each in enumerate(found, 1)]
)


def total(allocated: Allocated) -> Decimal:
    return sum((row.amount for row in allocated.rows), Decimal(0))


@settings(deadline=None, max_examples=40)
@given(ALLOTMENTS, SPENDING, PROPOSALS)
def test_transfers_move_what_is_left_and_no_more(
    allotments: list[Entry], spending: list[Entry], transfers: list[Entry]
) -> None:
    found = reported("budget-transfers", allotments=allotments, spending=spending, transfers=transfers)
    balances = table(found, "balances")
    assert sum(balances["moved_out"]) == sum(balances["moved_in"]) == total(found)
    assert (balances["free"] >= 0).all()
    named = sum((each.amount for each in found.excluded), Decimal(0))
    assert total(found) + named == sum(each["amount"] for each in transfers)


@settings(deadline=None, max_examples=40)
@given(ALLOTMENTS, SPENDING, st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_no_standing(
    allotments: list[Entry], spending: list[Entry], random: Random
) -> None:
    columns = ["named", "allotted", "committed", "spent", "bound", "target", "gap"]
    mixed = {
        "allotments": random.sample(allotments, len(allotments)),
        "spending": random.sample(spending, len(spending)),
    }
    one = reported("disbursement", allotments=allotments, spending=spending)
    other = reported("disbursement", **mixed)
    assert table(one, "standing")[columns].to_dict() == table(other, "standing")[columns].to_dict()


@settings(deadline=None, max_examples=40)
@given(ALLOTMENTS, SPENDING)
def test_programmes_and_expenditure_types_add_to_the_whole(allotments: list[Entry], spending: list[Entry]) -> None:
    found = table(reported("disbursement", allotments=allotments, spending=spending), "standing")
    sums = {scope: own[["allotted", "spent", "committed"]].sum().to_dict() for scope, own in found.groupby("scope")}
    assert len({tuple(each.values()) for each in sums.values()}) <= 1
