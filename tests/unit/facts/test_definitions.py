from hashlib import sha256
from random import Random

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.errors import ParameterError, VerificationError
from helpers.facts.definitions import (
    Condition,
    Fact,
    FactCell,
    Not,
    Operation,
    joined_digest,
    key_parts,
    key_text,
    natural_key,
    parse_reference,
    parse_where,
    reference_text,
    rows_digest,
    where_text,
)
from helpers.systems.system import systems
from helpers.tables.schemas import DELIVERIES, FINDINGS

BOOK = "แบบเรียน(หนังสือยืมเรียน)"


def test_a_key_is_written_as_people_type_it() -> None:
    assert key_text({"grade": "ป.1", "sex": "ช"}) == "grade=ป.1;sex=ช"
    assert key_parts("grade=ป.1;sex=ช") == {"grade": "ป.1", "sex": "ช"}
    assert (key_text({}), key_parts("")) == ("", {})


def test_a_semicolon_in_a_value_does_not_end_it() -> None:
    assert key_text({"category": "a;b=c", "sex": "ช"}) == r"category=a\;b=c;sex=ช"


def test_a_filter_is_written_in_sql() -> None:
    conditions = {"report": "age", "grade": ("ป.1", "ป.2"), "whole": False, "sex": Not("ไม่ระบุ"), "found": "it's"}
    assert where_text(conditions) == (
        "report = 'age' AND grade IN ('ป.1', 'ป.2') AND whole = FALSE AND sex <> 'ไม่ระบุ' AND found = 'it''s'"
    )
    assert where_text({}) == ""


@pytest.mark.parametrize("name", sorted({"dmc", *systems()}))
def test_every_column_of_every_table_can_stand_in_a_filter(name: str) -> None:
    for table in (*systems()[name].schemas, FINDINGS, DELIVERIES):
        with duckdb.connect() as engine:
            engine.register("source", table.arrow.empty_table())
            for field in table.fields:
                value: str | bool = True if str(field.type) == "bool" else "1"
                where = where_text({field.name: value}) if str(field.type) in ("bool", "string") else ""
                assert engine.execute(f"SELECT 1 FROM source WHERE {where or 'TRUE'}").fetchall() == []


@pytest.mark.parametrize(
    ("left_key", "right_key"),
    [
        ("", ""),
        ("sex=รวม", ""),
        (f"category={BOOK}", f"category={BOOK};sex=รวม"),
        ("category=a) - pupils.total(x)", "category=(("),
        (r"category=\;)", ") "),
    ],
)
def test_a_reference_is_read_as_it_is_written(left_key: str, right_key: str) -> None:
    for sign in "-/":
        text = reference_text("pupils.poor", left_key, sign, "pupils.total", right_key)
        assert parse_reference(text) == (("pupils.poor", left_key), ("pupils.total", right_key))


def test_a_plain_reference_needs_no_marks() -> None:
    text = reference_text("pupils.by_category.shortage", f"category={BOOK}", "/", "pupils.total", "")
    assert text == f"pupils.by_category.shortage(category={BOOK}) / pupils.total()"


@pytest.mark.parametrize("text", ["", "pupils.total", "a() + b()", "sex = 'ช'"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(ParameterError, match="อ้างอิงข้อเท็จจริงไม่ได้") as refused:
        parse_reference(text)
    assert "workbook run" in refused.value.remedy


def test_a_digest_is_over_the_different_rows_in_any_order() -> None:
    assert rows_digest(["b", "a", "b"]) == rows_digest(["a", "b"])
    assert rows_digest(["a", "b"])[0] == 2
    assert rows_digest([])[0] == 0
    assert rows_digest(["a", "b"])[1] != rows_digest(["ab"])[1]
    assert joined_digest("a", "b") != joined_digest("b", "a")


def test_labels_are_sorted_as_readers_count() -> None:
    labels = ["10 อบต.", "งบลงทุน", "5.2 ธุรการ", "2 จ้าง", "5.10 ภารโรง", "ภาพรวม"]
    assert sorted(labels, key=natural_key) == ["2 จ้าง", "5.2 ธุรการ", "5.10 ภารโรง", "10 อบต.", "งบลงทุน", "ภาพรวม"]


def test_words_are_sorted_as_a_dictionary_has_them() -> None:
    districts = ["ดอนมดแดง", "ม่วงสามสิบ", "เขื่องใน", "เมืองอุบลราชธานี", "เหล่าเสือโก้ก"]
    assert sorted(districts, key=natural_key) == ["เขื่องใน", "ดอนมดแดง", "ม่วงสามสิบ", "เมืองอุบลราชธานี", "เหล่าเสือโก้ก"]
    assert sorted(["ก้าน", "กาน", "การ", "แกะ", "กา", "เก็บ"], key=natural_key) == [
        "กา",
        "กาน",
        "ก้าน",
        "การ",
        "เก็บ",
        "แกะ",
    ]


@given(st.lists(st.text("01กเ่a. ", max_size=5), unique=True), st.randoms(use_true_random=False))
def test_every_order_of_labels_is_sorted_alike(labels: list[str], random: Random) -> None:
    assert sorted(random.sample(labels, len(labels)), key=natural_key) == sorted(labels, key=natural_key)


def test_a_fact_keeps_the_order_of_its_cells_and_says_which_are_withheld() -> None:
    cells = {name: FactCell(count, "", count, "") for name, count in (("b", 1), ("a", 9), ("c", 2), ("d", 8))}
    fact = Fact("pupils.poor", "นักเรียนยากจน", "คน", Operation.SUM, cells=cells)
    assert fact.keys == ("b", "a", "c", "d")
    kept = fact.without({"c", "b"})
    assert (kept.id, kept.title, kept.unit) == (fact.id, fact.title, fact.unit)
    assert (list(kept.cells), kept.withheld, kept.keys) == (["a", "d"], ("b", "c"), ("b", "a", "c", "d"))
    assert Fact("x", "", "", Operation.SUM, cells=cells, order=("c", "gone", "a")).keys == ("c", "a")


@pytest.mark.parametrize(
    "conditions",
    [
        {"whole": True},
        {"whole": False, "sex": "ช"},
        {"found": "it's", "grade": ("ป.1", "o'clock"), "column": Not("'")},
        {"grade": ()},
        {"a": "x", "b": "y", "c": Not("z")},
    ],
)
def test_a_filter_is_read_as_it_is_written(conditions: dict[str, Condition]) -> None:
    assert parse_where(where_text(conditions)) == conditions


@pytest.mark.parametrize(
    "text",
    [
        "sex = 'ช' OR 1 = 1",
        "sex = 'ช'; DROP",
        "sex = 'ช' OR  grade = 'ป.1'",
        "sex = 'ช' AND sex = 'ญ'",
        "column = 'x'",
        "whole = true",
    ],
)
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(VerificationError) as refused:
        parse_where(text)
    assert refused.value.problem.endswith(repr(text))
    assert "workbook run" in refused.value.remedy


def test_a_long_filter_is_named_by_its_first_eighty_characters() -> None:
    with pytest.raises(VerificationError) as refused:
        parse_where("x" * 100)
    assert refused.value.problem.endswith(f" {'x' * 80!r}")


def test_marks_in_a_value_are_read_as_they_are_written() -> None:
    for value in (r"a\b;c", "a=b=c", "two\nlines", "\\\n", "a\\;b", ""):
        assert key_parts(key_text({"name": value, "sex": "ช"})) == {"name": value, "sex": "ช"}
    assert key_text({"name": r"a\b"}) == r"name=a\\b"


def test_a_reference_may_name_a_key_of_two_lines() -> None:
    text = reference_text("a", "x=\\\n", "/", "b", "")
    assert parse_reference(text) == (("a", "x=\\\n"), ("b", ""))


def test_a_digest_is_the_first_sixteen_digits_over_one_key_a_line() -> None:
    assert rows_digest(["f::2", "f::1"]) == (2, sha256(b"f::1\nf::2").hexdigest()[:16])
    assert joined_digest("ab", "cd") == sha256(b"ab\ncd").hexdigest()[:16]
