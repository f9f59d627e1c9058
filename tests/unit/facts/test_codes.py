"""Short codes of numbers."""

from helpers.facts.codes import cells_of_code, is_code, number_code


def test_a_code_is_six_consonants_that_fact_and_key_alone_decide() -> None:
    # By hand: int(SHA-256 of "pupils.total;") in base 20, its last six digits.
    assert number_code("pupils.total", "") == "GVWPGM"
    assert number_code("pupils.total", "sex=ช") != number_code("pupils.total", "")


def test_only_what_is_written_so_is_a_code() -> None:
    assert is_code("GVWPGM")
    assert not any(map(is_code, ("gvwpgm", "GVWPG", "GVWPGMM", "GVAPGM", "pupils.total", "")))


def test_a_code_leads_back_to_its_cell() -> None:
    cells = [("pupils.total", ""), ("pupils.by_sex", "sex=ช"), ("pupils.by_sex", "sex=ญ")]
    assert [cells_of_code(number_code(*cell), cells) for cell in cells] == [[cell] for cell in cells]
    assert cells_of_code("BBBBBB", cells) == []
