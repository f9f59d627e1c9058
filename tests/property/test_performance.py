"""What must hold of every year: flows close, and issues that are opened and closed explain what is open."""

from hypothesis import given
from hypothesis import strategies as st

from helpers.performance.issues import followed, movements, net
from helpers.performance.schemas import CLOSED, END, IN, MOVED, MOVEMENTS, NEW, OUT, REMAINING, START, UNCHECKED
from unit.performance.tables import enrolment, findings, finds, pupils, sums

SCHOOLS = st.sampled_from(["1", "2", "3"])
LISTS = st.lists(st.tuples(st.none() | st.sampled_from("abcdef"), SCHOOLS), max_size=12)
COUNTS = st.dictionaries(st.tuples(SCHOOLS, st.sampled_from(["ป.1", "ป.2"])), st.integers(0, 40))
ISSUES = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(["", "1", "2", "3"])), max_size=15)


def closes(flows: dict[str, int]) -> bool:
    return flows.get(START, 0) + flows.get(IN, 0) - flows.get(OUT, 0) == flows.get(END, 0)


@given(before=LISTS, after=LISTS)
def test_flows_of_lists_close(before: list[tuple[str | None, str]], after: list[tuple[str | None, str]]) -> None:
    flows = sums(followed(pupils(before), pupils(after)))
    assert closes(flows)
    assert (flows.get(START, 0), flows.get(END, 0)) == (len(before), len(after))
    assert flows.get(MOVED, 0) <= min(len(before), len(after))


@given(listed=LISTS)
def test_nobody_comes_or_goes_where_nothing_changes(listed: list[tuple[str | None, str]]) -> None:
    assert not sums(followed(pupils(listed), pupils(listed))).keys() & {IN, OUT, MOVED}


@given(before=COUNTS, after=COUNTS)
def test_net_flows_close(before: dict[tuple[str, str], int], after: dict[tuple[str, str], int]) -> None:
    flows = sums(net(enrolment(before), enrolment(after)))
    assert closes(flows)
    assert (flows.get(START, 0), flows.get(END, 0)) == (sum(before.values()), sum(after.values()))


@given(before=ISSUES, now=ISSUES, schools=st.sets(SCHOOLS), listed=st.booleans())
def test_opened_less_closed_is_the_change_in_what_is_open(
    before: list[tuple[str, str]], now: list[tuple[str, str]], schools: set[str], listed: bool
) -> None:
    reports = {"enrolment"} if listed else set()
    moved = (
        movements(findings(now), findings(before), finds(schools | {""}, reports))["movement"].value_counts().to_dict()
    )
    became = {how: moved.get(how, 0) for how in MOVEMENTS}
    assert became[REMAINING] + became[NEW] == len(set(now))
    assert became[REMAINING] + became[CLOSED] + became[UNCHECKED] == len(set(before))
    assert became[NEW] - became[CLOSED] - became[UNCHECKED] == len(set(now)) - len(set(before))
