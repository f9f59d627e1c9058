import pytest

from builders import citizen_number
from helpers.identifiers import (
    SMIS,
    LearnerNumber,
    area_block_code,
    citizen_check_digit,
    citizen_number_holds,
    keyed_digest,
    learner_number_kind,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", LearnerNumber.MISSING),
        ("-", LearnerNumber.MISSING),
        (citizen_number(1), LearnerNumber.CITIZEN),
        ("0000000000000", LearnerNumber.CITIZEN),
        ("G640000000001", LearnerNumber.G_CODE),
        ("g640000000001", LearnerNumber.MALFORMED),
        ("G64000000000", LearnerNumber.MALFORMED),
        ("123456789012", LearnerNumber.MALFORMED),
        ("๑๑๑๑๑๑๑๑๑๑๑๑๑", LearnerNumber.MALFORMED),
        ("1-1111-11111-11-1", LearnerNumber.MALFORMED),
    ],
)
def test_a_number_is_told_by_its_shape(text: str, kind: LearnerNumber) -> None:
    assert learner_number_kind(text) is kind


def test_the_check_digit_of_a_worked_example() -> None:
    # 1·13 + 2·12 + 3·11 + 4·10 + 5·9 + 6·8 + 7·7 + 8·6 + 9·5 + 0·4 + 1·3 + 2·2 = 352; 352 mod 11 = 0; 11 mod 10 = 1
    assert citizen_check_digit("123456789012") == "1"
    assert citizen_number_holds("1234567890121")
    assert not citizen_number_holds("1234567890122")


def test_a_number_beginning_with_zero_can_hold() -> None:
    assert citizen_number_holds("012345678901" + citizen_check_digit("012345678901"))


def test_a_school_code_is_eight_arabic_digits() -> None:
    assert SMIS.fullmatch("34010001")
    assert not SMIS.fullmatch("๓๔๐๑๐๐๐๑")
    assert area_block_code("3401") == "34010000"


def test_a_digest_depends_on_the_key_and_hides_the_number() -> None:
    number = citizen_number(7)
    one, other = keyed_digest(number, b"one"), keyed_digest(number, b"other")
    assert one != other
    assert number not in one
    assert len(one) == 32
