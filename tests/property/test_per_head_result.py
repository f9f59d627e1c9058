"""What must hold of the result of the per-head subsidy: nothing is paid beyond what it may be without being named."""

from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.programmes.allocation import SourceRow
from helpers.programmes.kinds import Allocated
from helpers.programmes.per_head_result.amounts import STATES, EntitlementBalance
from helpers.programmes.per_head_result.checks import above_allotted, beyond
from unit.programmes.filled import allocate, day, numbered

BAHT = st.decimals("0.00", "9999.99", places=2)
ENTITLED = st.none() | st.decimals("-9999.99", "9999.99", places=2)
BALANCES = st.builds(
    EntitlementBalance,
    smis=st.sampled_from(["34010001", "34010002"]),
    item=st.just("ก"),
    tranche=st.just("ข"),
    entitled=ENTITLED,
    allocated=BAHT,
    paid=BAHT,
    returned=BAHT,
    source=st.just(SourceRow("", "", 0)),
    compared=st.booleans(),
)
ENTRIES = st.lists(
    st.tuples(st.sampled_from(["จัดสรร", "จ่าย", "ส่งคืน"]), st.decimals("0.01", "99.99", places=2)), max_size=6
)


@given(BALANCES)
def test_every_balance_adds_up_and_has_a_state(balance: EntitlementBalance) -> None:
    assert balance.state in STATES
    assert balance.remaining + balance.net == (balance.due if balance.compared else balance.net)
    assert bool(balance.why) == (balance.remaining != 0)


@given(BALANCES)
def test_whatever_is_paid_beyond_entitlement_or_allocation_is_named(balance: EntitlementBalance) -> None:
    named = {finding.rule.rpartition(".")[2] for finding in beyond([balance])}
    assert ("above_allocated" in named) == (balance.net > balance.allocated)
    if balance.compared and balance.net > max(balance.due, 0):
        assert named & {"above_entitlement", "not_entitled"}


@given(st.lists(BALANCES), BAHT)
def test_whatever_is_paid_beyond_the_allotment_is_named(balances: list[EntitlementBalance], allotted: Decimal) -> None:
    paid = sum((balance.net for balance in balances), Decimal(0))
    assert bool([*above_allotted(balances, allotted)]) == (paid > allotted)
    assert not [*above_allotted(balances, None)]


@settings(max_examples=20, deadline=None)
@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_the_register_changes_nothing(entries: list[tuple[str, Decimal]], random: Any) -> None:
    place = {"date": day("2568-12-01"), "document_no": "1", "smis": "34010001", "item": "ก", "tranche": "ข"}
    rows = numbered(*({**place, "entry": kind, "amount": amount} for kind, amount in entries))
    mixed = random.sample(rows, len(rows))
    one, other = allocate("per-head-result", rows), allocate("per-head-result", mixed)
    assert list(one.rows) == list(other.rows)
    assert one.findings == other.findings
    pd.testing.assert_frame_equal(_results(one), _results(other))


def _results(allocated: Allocated) -> pd.DataFrame:
    assert allocated.tables
    return allocated.tables["results"]
