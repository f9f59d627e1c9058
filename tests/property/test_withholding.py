"""What must hold of withheld cells for all tables: whoever adds up what is printed learns of no few persons."""

from hypothesis import given
from hypothesis import strategies as st

from helpers.facts.definitions import WHOLE, Cell, key_text
from helpers.facts.withholding import withheld

BELOW = 5
SCHOOLS = tuple(f"3401000{number}" for number in range(1, 6))
counts = st.dictionaries(
    st.tuples(st.sampled_from(SCHOOLS), st.sampled_from("ชญ")), st.one_of(st.integers(0, 6), st.integers(0, 60))
)


def cells_of(found: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Every school by sex with all margins."""
    schools = [*dict.fromkeys(school for school, _ in found), WHOLE]

    def among(school: str, sex: str) -> int:
        return sum(count for (one, other), count in found.items() if school in (one, WHOLE) and sex in (other, WHOLE))

    return {(school, sex): among(school, sex) for school in schools for sex in ("ช", "ญ", WHOLE)}


def key(school: str, sex: str) -> str:
    return key_text({"smis": school, "sex": sex})


def hidden_of(cells: dict[tuple[str, str], int]) -> frozenset[str]:
    return withheld({key(*at): Cell(count, "", count, "") for at, count in cells.items()}, ("smis", "sex"), BELOW)


def lines_of(cells: dict[tuple[str, str], int]) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """Each margin with the cells that it is the sum of."""
    by_sex = [((school, WHOLE), [(school, sex) for sex in "ชญ"]) for school, _ in cells]
    by_school = [((WHOLE, sex), [at for at in cells if at[1] == sex and at[0] != WHOLE]) for sex in ("ช", "ญ", WHOLE)]
    return [*by_sex, *by_school]


@given(counts)
def test_no_few_persons_are_printed_or_can_be_worked_out(found: dict[tuple[str, str], int]) -> None:
    cells = cells_of(found)
    hidden = hidden_of(cells)
    assert not [at for at, count in cells.items() if 0 < count < BELOW and key(*at) not in hidden]
    for whole, parts in lines_of(cells):
        left_out = [at for at in parts if key(*at) in hidden and cells[at]]
        if key(*whole) in hidden or not left_out:
            continue
        unknown = cells[whole] - sum(cells[at] for at in parts if at not in left_out)
        few = [at for at in left_out if 0 < cells[at] < BELOW]
        assert not few or (len(left_out) > 1 and unknown - (len(left_out) - 1) >= BELOW)


@given(counts.map(lambda found: {at: count * BELOW for at, count in found.items()}))
def test_where_nobody_is_few_all_is_printed(found: dict[tuple[str, str], int]) -> None:
    assert not hidden_of(cells_of(found))


def test_a_cell_that_would_give_the_few_away_is_left_out_too() -> None:
    found = {("34010001", "ช"): 3, ("34010001", "ญ"): 20, ("34010002", "ช"): 9, ("34010003", "ช"): 30}
    assert hidden_of(cells_of(found)) >= {key("34010001", "ช"), key("34010001", "ญ"), key("34010002", "ช")}
    assert key("34010003", "ช") not in hidden_of(cells_of(found))


def test_nobody_is_not_printed_beside_a_few() -> None:
    cells = cells_of({("34010001", "ช"): 3, ("34010001", "ญ"): 0, ("34010002", "ช"): 9, ("34010002", "ญ"): 9})
    assert key("34010001", "ญ") in hidden_of(cells)
