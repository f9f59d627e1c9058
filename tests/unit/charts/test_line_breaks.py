"""Where a line of print may end, held against where typst ends it."""

import csv
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.lettering import GAP, WHOLE, breakable, longest_piece, width
from made_up.line_ends import pieces
from made_up.project import PROJECT


@pytest.fixture(scope="module")
def parted(
    find_program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[list[str]], list[list[str]]]:
    program, folder = find_program("pdftotext"), tmp_path_factory.mktemp("pieces")
    return lambda texts: pieces([breakable(text) for text in texts], program, folder)


def schools() -> list[str]:
    (school_list,) = (PROJECT / "params" / "schools").glob("*.csv")
    with school_list.open(encoding="utf-8") as lines:
        return [row["name"] for row in csv.DictReader(lines)]


@given(st.text(alphabet="ab/-_.กข( ", max_size=60))
def test_gaps_change_no_letter_and_leave_no_long_latin_word(text: str) -> None:
    broken = breakable(text)
    assert broken.replace(GAP, "") == text
    latin = re.split(rf"[{GAP} กข]", broken)
    assert all(len(word.rstrip("/-_.")) <= 16 for word in latin)


def test_names_of_files_break_only_after_their_marks() -> None:
    assert breakable("2568-2-gcode-learners_all.xlsx").split(GAP) == [
        "2568-",
        "2-",
        "gcode-",
        "learners_",
        "all.",
        "xlsx",
    ]
    assert breakable("2568-2-student.csv".replace("-", "")) == "25682student.csv"
    assert [len(part) for part in breakable("9f" * 32).split(GAP)] == [16] * 4


def test_a_bracket_may_begin_a_line() -> None:
    assert breakable("ประชาสามัคคี(บ้านหนองมะนาว)") == f"ประชาสามัคคี{GAP}(บ้านหนองมะนาว)"
    assert breakable("ร้อยละ (ของทั้งหมด)") == "ร้อยละ (ของทั้งหมด)"


@pytest.mark.parametrize("text", ["3 รหัส", "30 กันยายน", "1,204\u00a0โรงเรียน", "๓ รายการ", "อุบลราชธานี", "อื่น", "นักเรียนๆ"])
def test_what_is_one_word_to_a_reader_is_one_to_typst(
    text: str, parted: Callable[[list[str]], list[list[str]]]
) -> None:
    assert parted([f"พบ {text} แล้ว"])[0][1] == text.replace("\u00a0", " ")


def test_all_else_breaks_between_words(parted: Callable[[list[str]], list[list[str]]]) -> None:
    (pieces,) = parted(["โรงเรียนนักเรียนยากจนในรอบนี้"])
    assert pieces == ["โรงเรียน", "นักเรียน", "ยากจน", "ใน", "รอบนี้"]


def test_the_longest_word_comes_first() -> None:
    assert re.findall(WHOLE, "สถานศึกษา ประถมศึกษา") == ["สถานศึกษา", "ประถมศึกษา"]


def test_no_piece_of_a_schools_name_is_longer_than_was_reckoned(parted: Callable[[list[str]], list[list[str]]]) -> None:
    names = schools()
    assert len(names) > 200
    for name, parts in zip(names, parted(names), strict=True):
        assert max(width(piece, 1) for piece in parts) <= longest_piece(name, 1) + 0.01
