from decimal import Decimal

import pytest

from helpers.errors import VerificationError
from helpers.facts.definitions import Fact, FactCell, Operation
from helpers.facts.ledger import COLUMNS, read_csv, value_text, write_csv
from unit.facts.stated import lines

FACT = Fact(
    "pupils.by_sex",
    "นักเรียน",
    "คน",
    Operation.SUM,
    "2568-1/dmc/enrolment",
    "pupils",
    {"sex=ช": FactCell(3, "sex = 'ช'", 1, "ab"), 'sex="x\n,': FactCell(Decimal("0.500000"), "", 0, "cd")},
)


def test_facts_are_read_as_they_are_written() -> None:
    text = write_csv(lines([FACT]))
    assert text.splitlines()[:2] == [
        ",".join(COLUMNS),
        "pupils.by_sex,sex=ช,3,คน,นักเรียน,sum,2568-1/dmc/enrolment,pupils,sex = 'ช',1,ab",
    ]
    assert read_csv(text, "facts.csv") == lines([FACT])


def test_a_value_is_never_in_exponent_form() -> None:
    assert [value_text(value) for value in (0, Decimal("0.000000"), Decimal("1E+3"), -2)] == [
        "0",
        "0.000000",
        "1000",
        "-2",
    ]


GOOD = write_csv(lines([FACT]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        GOOD.replace("fact,", "name,"),
        GOOD.replace(",3,", ",สาม,"),
        GOOD.replace(",sum,", ",add,"),
        GOOD.replace(",1,ab", ",one,ab"),
        GOOD[:-8],
    ],
)
def test_what_is_no_facts_file_is_said(text: str) -> None:
    with pytest.raises(VerificationError, match=r"(?s)facts\.csv อ่านไม่ได้.*round/2568-1/dmc"):
        read_csv(text, "round/2568-1/dmc")
