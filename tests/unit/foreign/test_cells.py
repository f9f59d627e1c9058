import pytest

from helpers.foreign.cells import UNCOMPUTED, count_in, is_empty, is_error


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("8 ห้อง", 8),
        ("๘ ห้อง", 8),
        ("8", 8),
        ("0", 0),
        ("1,200", 1200),
        ("8ห้อง", 8),
        ("-", None),
        ("", None),
        (None, None),
    ],
)
def test_counts_are_read_with_or_without_their_unit(text: str | None, count: int | None) -> None:
    assert count_in(text, "ห้อง") == count
    assert is_empty(text) == (count is None)


@pytest.mark.parametrize("text", ["แปดห้อง", "-1", "8.5", "8 ชั้น", "1,20", "8 8", "1234567890", "ไม่มี"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        count_in(text, "ห้อง")


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", UNCOMPUTED])
def test_an_error_of_excel_is_neither_empty_nor_a_value(text: str) -> None:
    assert is_error(text)
    assert not is_empty(text)


@pytest.mark.parametrize("text", ["", "-", None, "#", "ห้อง #1", "N/A", "#N/A แก้แล้ว"])
def test_other_cells_are_no_errors(text: str | None) -> None:
    assert not is_error(text)
