import pandas as pd
import pytest

from helpers.catalogue import datasets, rules
from helpers.params.folder import read_params
from helpers.reports.tables import _PLAIN, row_heads
from helpers.tables.schemas import PUBLIC, TableSchema, joined, parts, text
from made_up.project import PROJECT

SCHOOLS = pd.DataFrame([("34010001", "บ้านหนึ่ง", "เมือง")], columns=["smis", "name", "district"])
ONE_MEANING = {
    "grade": "ชั้น",
    "level": "ระดับ",
    "size": "ขนาด",
    "district": "อำเภอ",
    "confirmation": "การยืนยัน",
    "tranche": "งวด",
    "round": "รอบ",
    "system": "ระบบ",
    "half": ("ครึ่งปี", "ช่วง"),
    "cause": "เหตุ",
    "severity": "ระดับ",
}
"""How the meaning begins of the columns that are headed alike wherever they stand."""
POSTS = TableSchema("posts", "แถว", (text("post", "ตำแหน่ง", PUBLIC),))


def test_a_school_is_headed_by_code_name_and_district() -> None:
    heads = row_heads("smis", SCHOOLS, (), {})
    assert heads.of("34010001") == ("34010001", "บ้านหนึ่ง", "เมือง")
    assert heads.of("34019999")[0] == "34019999"
    assert heads.of("รวม") == ("รวม", "", "")


def test_every_rule_is_headed_by_what_it_says_and_asks_for() -> None:
    heads = row_heads("rule", SCHOOLS, (), {})
    for name, rule in rules().items():
        title, _, remedy = heads.of(name)
        assert (title, remedy) == (rule.title, rule.remedy)


def test_a_programme_is_called_by_its_number_and_title() -> None:
    programmes = read_params(PROJECT / "params").programmes
    assert row_heads("programme", SCHOOLS, (), programmes).of("house-rent") == ("13 ค่าเช่าบ้าน",)


@pytest.mark.parametrize(("dimension", "label"), [("grade", "ชั้น"), ("post", "ตำแหน่ง"), ("nowhere", "nowhere")])
def test_other_dimensions_are_headed_by_their_meaning(dimension: str, label: str) -> None:
    heads = row_heads(dimension, SCHOOLS, (POSTS,), {})
    assert heads.labels == (label,)
    assert heads.of("ครู") == ("ครู",)


def test_one_word_is_headed_as_its_own_table_declares_it() -> None:
    first, second = (
        TableSchema(name, "แถว", (text("standing", meaning, PUBLIC),))
        for name, meaning in (("codes", "เทียบกับอีกระบบ"), ("months", "ผลเทียบเป้าหมาย (ว่างถ้าไม่มีเป้าหมาย)"))
    )
    assert row_heads("standing", SCHOOLS, (first, second), {}).labels == ("เทียบกับอีกระบบ",)
    assert row_heads("standing", SCHOOLS, (second, first), {}).labels == ("ผลเทียบเป้าหมาย",)


def test_what_is_headed_alike_everywhere_means_the_same_everywhere() -> None:
    known = datasets(read_params(PROJECT / "params")).values()
    fields = [field for source in known for schema in source.schemas for field in schema.fields]
    assert not [each for each in fields if not each.meaning.startswith(ONE_MEANING.get(each.name, ""))]
    assert _PLAIN.keys() == ONE_MEANING.keys()


def test_ranks_and_days_are_what_the_column_declares() -> None:
    schema = TableSchema(
        "posts", "แถว", (parts("step", "ที่", "รหัส", "วันที่", ranks=["ที่"], days=["วันที่"], sensitivity=PUBLIC),)
    )
    columns = list(row_heads("step", SCHOOLS, (schema,), {}).columns())
    assert [(each.label, each.holds) for each in columns] == [("ที่", "ranks"), ("รหัส", "words"), ("วันที่", "days")]


def test_a_dimension_of_several_parts_is_headed_part_by_part() -> None:
    schema = TableSchema("posts", "แถว", (parts("place", "รหัส", "โรงเรียน", "ห้อง", sensitivity=PUBLIC),))
    heads = row_heads("place", SCHOOLS, (schema,), {})
    assert heads.labels == ("รหัส", "โรงเรียน", "ห้อง")
    assert len(heads.widths) == 3
    assert heads.of(joined("34010001", "บ้าน|หนึ่ง", "ก")) == ("34010001", "บ้าน/หนึ่ง", "ก")
    assert heads.of("รวม") == ("รวม", "", "")
