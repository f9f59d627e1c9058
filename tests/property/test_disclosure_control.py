"""Whatever the counts of a table are: what is withheld cannot be computed from the rest within the threshold."""

from hypothesis import given, settings
from hypothesis import strategies as st

from unit.publish.counted import attacked, line, made_of, released, table_of

COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 60))
KINDS = ("ก", "ข", "ค", "ง")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=4))
def test_the_attack_gains_nothing_of_a_released_table(rows: list[tuple[int, int]]) -> None:
    values = {(kind, sex): row[at] for kind, row in zip(KINDS, rows, strict=False) for at, sex in enumerate("ชญ")}
    lines = table_of(values)
    whole, *others = lines[::-1]
    lines += [
        made_of(f"share{number}", "0.5", other, "/", whole) for number, other in enumerate(others) if whole.value != "0"
    ]
    lines.append(line("rolls", 1, {}, "rolls.pupils"))
    kept = released(lines)
    outcome = attacked(lines, [cell for cell in lines if (cell.fact, cell.key) not in kept])
    assert not outcome.gains
    assert not outcome.unknown
