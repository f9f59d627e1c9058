"""The declared vocabulary against the lines of facts.csv."""

import pytest

from helpers.facts.definitions import WHOLE, Operation
from helpers.facts.ledger import FactLine
from helpers.reports.word_checks import contradicted, contradicted_at_end, contradicted_by_title


def line(where: str, table: str = "enrolment", key: str = "", title: str = "จำนวน", column: str = "n") -> FactLine:
    named = f"2568-1/dmc/{table}" if table else ""
    return FactLine("f", key, "1", "คน", title, Operation.SUM, named, column, where, 1, "0")


@pytest.mark.parametrize(
    ("title", "table", "where", "column"),
    [
        ("นักเรียนชาย", "enrolment", "sex = 'ญ'", "sex"),
        ("นักเรียนชาย", "enrolment", "sex = 'ช'", ""),
        ("นักเรียนชาย", "enrolment", "sex IN ('ช', 'ญ')", "sex"),
        ("นักเรียนชายและหญิง", "enrolment", "sex IN ('ช', 'ญ')", ""),
        ("นักเรียนชาย", "enrolment", "", ""),
        ("คอมพิวเตอร์ที่ใช้งานได้", "computer_conditions", "condition = 'ใช้งานไม่ได้'", "condition"),
        ("คอมพิวเตอร์ที่ใช้งานไม่ได้", "computer_conditions", "condition = 'ใช้งานไม่ได้'", ""),
        ("ห้องเรียนทรุดโทรม", "buildings", "condition = 'ดี'", "condition"),
        ("ห้องเรียนทรุดโทรม", "buildings", "condition <> 'ทรุดโทรม'", "condition"),
        ("เงินที่ต้องจ่าย", "claims", "outcome <> 'ไม่มีค่าเช่าที่ต้องจ่ายในปีนี้'", ""),
        ("คำขอที่ไม่อนุมัติ", "requests", "state = 'อนุมัติ'", "state"),
        ("คำขอที่อนุมัติ", "requests", "state IN ('อนุมัติ', 'ได้รับเงินแล้ว')", ""),
        ("เบิกจ่าย", "money", "measure = 'คงเหลือ'", "measure"),
        ("เบิกจ่าย", "standing", "measure = 'คงเหลือ'", ""),
        ("นักเรียนชาย", "enrolment", "DROP TABLE sex", ""),
    ],
)
def test_a_title_of_other_values_than_the_filter_chooses_is_known(
    title: str, table: str, where: str, column: str
) -> None:
    assert contradicted_by_title(line(where, table, title=title)) == column


def test_a_title_is_silent_on_what_the_key_chooses() -> None:
    assert not contradicted_by_title(line("sex = 'ญ'", key="sex=ญ", title="นักเรียนชายก่อนหญิง"))
    assert not contradicted_by_title(line("sex = 'ญ'", key="sex=ญ", title="นักเรียนชาย"))


@pytest.mark.parametrize(
    ("head", "key", "column"),
    [
        ("ชาย", "grade=ป.1;sex=ญ", "sex"),
        ("นักเรียน หญิง", "grade=ป.1;sex=ญ", ""),
        ("ป.1", "grade=ป.2;sex=ญ", "grade"),
        ("ป.1", "grade=รวม;sex=ญ", ""),
        ("ประถม", "level=มัธยมต้น", "level"),
        ("ประถมศึกษา", "level=มัธยมต้น", ""),
    ],
)
def test_the_head_of_a_column_names_what_stands_in_it(head: str, key: str, column: str) -> None:
    parts = (part.split("=") for part in key.split(";"))
    where = " AND ".join(f"{name} = '{value}'" for name, value in parts if value != WHOLE)
    assert contradicted(head, line(where, key=key)) == column


def test_of_a_ratio_the_key_alone_says_what_is_counted() -> None:
    assert contradicted("ชาย", line("f(sex=ญ) / g()", "", "sex=ญ")) == "sex"
    assert not contradicted("ชาย", line("f(sex=ญ) / g()", ""))


@pytest.mark.parametrize(
    ("words", "where", "word"),
    [
        ("มีนักเรียนชาย", "sex = 'ญ'", "ชาย"),
        ("มากกว่านักเรียนชาย นักเรียนหญิง", "sex = 'ญ'", ""),
        ("นักเรียนชายมี", "sex = 'ญ'", ""),
    ],
)
def test_the_word_before_a_number_names_what_it_counts(words: str, where: str, word: str) -> None:
    assert contradicted_at_end(words, line(where)) == word


def test_the_longest_word_counts() -> None:
    refused = line("state = 'ไม่อนุมัติ'", "requests")
    assert not contradicted_at_end("คำขอที่ไม่อนุมัติ", refused)
    assert contradicted_at_end("คำขอที่อนุมัติ", refused) == "อนุมัติ"


def test_a_sum_of_a_column_that_says_it_itself_is_left_alone() -> None:
    assert not contradicted("ที่อนุมัติ (บาท)", line("state = 'ยื่นคำขอ'", "requests", "state=ยื่นคำขอ", column="approved"))
