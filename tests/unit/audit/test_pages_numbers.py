"""Printed numbers against the lines of facts.csv, and amounts in words read back."""

from decimal import Decimal

import pytest

from helpers.audit.pages_numbers import baht_of, block_problems, line_problems
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.render.blocks import Number, Span, Text
from helpers.thai import baht_text


def line(value: str, unit: str = "คน", key: str = "", **other: object) -> FactLine:
    known = {"title": "จำนวน", "operation": Operation.SUM, "table": "2568-1/dmc/t", "column": "n", "where": ""}
    return FactLine("f", key, value, unit, **{**known, "rows": 1, "digest": "0", **other})  # type: ignore[arg-type]


def problems(number: Number, *lines: FactLine, before: str = "") -> list[str]:
    run = (Span(text=before), number) if before else (number,)
    return list(block_problems(Text(paragraphs=(run,)), {(each.fact, each.key): each for each in lines}))


SHARE = line("0.468189", "ร้อยละ", operation=Operation.RATIO, table="")
RISE = line("-4", operation=Operation.DIFFERENCE, table="", where="f(a) - f(b)")


@pytest.mark.parametrize(
    ("stated", "text", "share"),
    [
        (line("24060"), "24,060", False),
        (line("1836000.005", "บาท"), "1,836,000.01", False),
        (SHARE, "46.8", True),
        (RISE, "−4", False),
        (RISE, "4", False),
        (line("5"), "๕", False),
    ],
)
def test_a_rightly_printed_number_is_its_fact(stated: FactLine, text: str, share: bool) -> None:
    assert problems(Number(fact="f", value=stated.value, text=text, share=share), stated) == []


@pytest.mark.parametrize(
    ("stated", "text", "share"),
    [
        (line("24060"), "24,061", False),
        (line("1836000.00", "บาท"), "1,836,000", False),
        (SHARE, "46.9", True),
        (SHARE, "0.5", False),
        (RISE, "+4", False),
        (line("5"), "ห้า", False),
    ],
)
def test_a_wrongly_printed_number_is_told(stated: FactLine, text: str, share: bool) -> None:
    (problem,) = problems(Number(fact="f", value=stated.value, text=text, share=share), stated)
    assert problem == f"ตัวเลข f พิมพ์ว่า {text} ซึ่งไม่ใช่ {stated.value} ที่ปัดเศษแล้ว"


def test_a_difference_may_be_that_of_its_printed_parts() -> None:
    whole = line("-0.011600", "ร้อยละ", operation=Operation.DIFFERENCE, table="", where="f(p=a) - f(p=b)")
    parts = [
        line(value, "ร้อยละ", key, operation=Operation.RATIO) for value, key in (("0.4696", "p=a"), ("0.4812", "p=b"))
    ]
    number = Number(fact="f", value="-0.011600", text="−1.1", share=True)
    assert problems(number, whole, *parts) == []
    assert problems(number, whole)


@pytest.mark.parametrize("before", ["เพิ่มขึ้น ", "นักเรียนเพิ่มขึ้น "])
def test_a_fall_that_is_called_a_rise_is_told(before: str) -> None:
    (problem,) = problems(Number(fact="f", value="-4", text="4"), RISE, before=before)
    assert "ไม่ตรงกับคำว่า" in problem


def test_words_for_one_sex_before_a_number_of_the_other_are_told() -> None:
    boys = line("3", where="sex = 'ช'")
    number = Number(fact="f", value="3", text="3")
    assert problems(number, boys, before="ชาย ") == []
    (problem,) = problems(number, boys, before="หญิง ")
    assert problem == "ตัวเลข f 3 ไม่ตรงกับคำว่า “หญิง” เพราะเงื่อนไขคือ sex = 'ช'"


def test_a_filter_that_is_not_that_of_the_key_or_title_is_told() -> None:
    assert list(line_problems(line("3", key="sex=ช", where="sex = 'ช'"))) == []
    (by_key,) = line_problems(line("3", key="sex=ช", where="sex = 'ญ'"))
    assert by_key == "ข้อเท็จจริง f [sex=ช] มีเงื่อนไข sex = 'ญ' ซึ่งไม่ใช่ sex = 'ช'"
    (by_title,) = line_problems(line("3", title="นักเรียนชาย", where="sex = 'ญ'"))
    assert "ซึ่งไม่ตรงกับความหมาย “นักเรียนชาย”" in by_title


@pytest.mark.parametrize(
    "amount",
    [
        "0",
        "1",
        "11",
        "21",
        "101",
        "1500",
        "20.25",
        "0.01",
        "-50.50",
        "111111",
        "1000001",
        "21000011.21",
        "10000000000000",
    ],
)
def test_an_amount_in_words_is_read_back(amount: str) -> None:
    assert baht_of(baht_text(Decimal(amount))) == Decimal(amount)


@pytest.mark.parametrize("words", ["", "บาทถ้วน", "หนึ่งพันบาท", "สิบเอดบาทถ้วน", "1,500 บาทถ้วน"])
def test_words_that_are_no_amount_are_none(words: str) -> None:
    assert baht_of(words) is None


def test_an_amount_in_words_that_is_another_is_told() -> None:
    amount = line("1500.00", "บาท")
    words = Number(fact="f", value="1500.00", text="หนึ่งพันห้าร้อยบาทถ้วน", words=True)
    assert problems(words, amount) == []
    assert problems(words.model_copy(update={"text": "หนึ่งพันห้าสิบบาทถ้วน"}), amount)
