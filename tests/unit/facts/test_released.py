"""The release of an edition as one text: written, read again, and refused where it is damaged."""

from decimal import Decimal

import pytest

from helpers.errors import VerificationError
from helpers.facts.definitions import Operation
from helpers.facts.released import Release, ReleasedCell, ReleasedFact, read_release

PUPILS = ReleasedFact(
    "นักเรียน",
    "คน",
    Operation.SUM,
    "2568-1/dmc/enrolment",
    "pupils",
    {"sex=ช": ReleasedCell(12, "sex = 'ช'"), "sex=รวม": ReleasedCell(30, "")},
    ("sex=ช", "sex=ญ", "sex=รวม"),
)
SHARE = ReleasedFact(
    "สัดส่วน", "", Operation.RATIO, cells={"": ReleasedCell(Decimal("0.400000"), "a() / b()")}, order=("",)
)
CLOSED = ReleasedFact("เงินรายโรงเรียน", "บาท", Operation.RULE, "2569/per-head/allocation", "amount", narrowed=True)
RELEASE = Release({"round/2568-1/dmc": {"pupils": PUPILS, "share": SHARE}, "annual/2569": {"amount": CLOSED}}, 10)


def test_a_release_is_read_as_it_was_written() -> None:
    again = read_release(RELEASE.text)
    assert again == RELEASE
    assert again.digest == RELEASE.digest


def test_numbers_keep_their_kind() -> None:
    again = read_release(RELEASE.text)
    facts = again.reports["round/2568-1/dmc"]
    assert isinstance(facts["pupils"].cells["sex=ช"].value, int)
    assert str(facts["share"].cells[""].value) == "0.400000"


def test_the_order_of_reports_does_not_matter() -> None:
    reversed_reports = dict(reversed(list(RELEASE.reports.items())))
    assert Release(reversed_reports, 10).digest == RELEASE.digest


def test_a_withheld_number_has_its_key_alone() -> None:
    assert PUPILS.withheld == ("sex=ญ",)
    assert '["sex=ญ",null,null]' in RELEASE.text


def test_of_a_closed_fact_nothing_is_known_but_that_there_is_one() -> None:
    assert CLOSED.closed
    assert not PUPILS.closed
    assert RELEASE.fact("annual/2569", "amount") == CLOSED
    assert RELEASE.fact("annual/2569", "other") is None
    assert RELEASE.fact("annual/2570", "amount") is None


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "[]",
        "{}",
        RELEASE.text.replace('"12"', '"12x"'),
        RELEASE.text.replace('"12"', '"012"'),
        RELEASE.text.replace('"format":1', '"format":2'),
        RELEASE.text.replace('"sum"', '"total"'),
        RELEASE.text[:-1],
    ],
)
def test_a_damaged_release_is_refused(damaged: str) -> None:
    with pytest.raises(VerificationError, match="ตัวเลขที่เผยแพร่"):
        read_release(damaged)
