from dataclasses import replace
from decimal import Decimal

import pytest

from helpers.errors import VerificationError
from helpers.facts.definitions import Fact, FactCell, Operation
from helpers.facts.ledger import COLUMNS, read_csv, value_text, write_csv
from helpers.files import BOM
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
    assert text.startswith(BOM), "for Excel"
    assert text.removeprefix(BOM).splitlines()[:2] == [
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
        GOOD.replace("2568-1/dmc/enrolment", "dmc/enrolment"),
        GOOD.replace("2568-1/dmc/enrolment", ""),
        GOOD.replace(",sum,", ",ratio,"),
        GOOD.replace(",sum,", ",difference,"),
        GOOD.replace('"sex=""x', '"sex="x'),
        GOOD.replace(",นักเรียน,", ',"นัก"เรียน,'),
        GOOD.replace(",3,", ",3" + "0" * 40 + ","),
        GOOD.replace(",1,ab", "," + "1" * 19 + ",ab"),
    ],
)
def test_what_is_no_facts_file_is_said(text: str) -> None:
    with pytest.raises(VerificationError, match=r"facts\.csv อ่านไม่ได้") as refused:
        read_csv(text, "round/2568-1/dmc")
    assert refused.value.where == "round/2568-1/dmc"
    assert "workbook run" in refused.value.remedy


def test_a_fact_made_of_others_has_no_table() -> None:
    share = Fact("share", "", "", Operation.RATIO, cells={"": FactCell(Decimal("0.5"), "a() / b()", 2, "ef")})
    change = Fact("change", "", "คน", Operation.DIFFERENCE, cells={"": FactCell(-3, "a() - b()", 2, "ef")})
    assert read_csv(write_csv(lines([share, change])), "facts.csv") == lines([share, change])


@pytest.mark.parametrize("mark", [",", '"', "\r", "\n"])
def test_a_text_is_quoted_where_a_mark_in_it_asks_for_it(mark: str) -> None:
    fact = replace(FACT, title=f"X{mark}X")
    doubled = mark.replace('"', '""')
    assert f',"X{doubled}X",sum,' in write_csv(lines([fact]))
    assert read_csv(write_csv(lines([fact])), "facts.csv") == lines([fact])
    assert ",X X,sum," in write_csv(lines([replace(FACT, title="X X")]))
