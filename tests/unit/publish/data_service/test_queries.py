"""What can be asked, and queries that cannot."""

import pytest

from helpers.errors import ParameterError
from helpers.publish.data_service.queries import QueryWords, offered_datasets, parse_query
from helpers.tables.graph import Graph


def test_data_sets_of_which_something_was_received_are_offered(graph: Graph) -> None:
    assert {"dmc", "between"} <= offered_datasets(graph).keys()
    assert "emis" not in offered_datasets(graph)
    assert not [name for name in offered_datasets(graph) if "since" in name]


def test_what_is_not_said_is_all_there_is(graph: Graph) -> None:
    query, _, schema = parse_query(QueryWords("dmc.pupils"), graph)
    assert [str(period) for period in query.periods] == ["2568-1"]
    never = {"person", "name_digest", "birth_date", "delivery", "sheet", "row", "row_key"}
    assert set(query.columns) == set(schema.arrow.names) - never
    public, _, _ = parse_query(QueryWords("dmc.pupils", public=True), graph)
    assert {"smis", "grade", "sex"} <= set(public.columns) < set(query.columns)
    assert "religion" not in public.columns


@pytest.mark.parametrize(
    ("words", "problem", "remedy"),
    [
        (QueryWords("dcm.pupils"), "ไม่มีชุดข้อมูล “dcm”", "อาจหมายถึง dmc"),
        (QueryWords("dmc.pupil"), "ไม่มีตารางของ dmc “pupil”", "อาจหมายถึง pupils"),
        (QueryWords("dmc.findings"), "ไม่มีตารางของ dmc", "enrolment"),
        (QueryWords("dmc.pupils", columns=("person",)), "ไม่มีคอลัมน์ “person”", "smis"),
        (QueryWords("dmc.pupils", by=("row_key",)), "ไม่มีคอลัมน์ “row_key”", "smis"),
        (QueryWords("dmc.pupils", filters=("birth_date=2019-01-01",)), "ไม่มีคอลัมน์ “birth_date”", "smis"),
        (QueryWords("dmc.pupils", measure="name_digest"), "ไม่มีคอลัมน์ “name_digest”", "smis"),
        (QueryWords("dmc.pupils", filters=("sex",)), "ไม่มีเครื่องหมาย =", "grade=ป.1"),
        (QueryWords("dmc.pupils", periods=("2568-2",)), "ไม่มีงวด “2568-2”", "2568-1"),
        (QueryWords("dmc.pupils", periods=("x",)), "รหัสรอบ “x” ไม่ถูกต้อง", "2568-1"),
        (QueryWords("dmc.enrolment", measure="grade"), "คอลัมน์ grade รวมกันไม่ได้", "pupils"),
        (QueryWords("dmc.pupils", measure="weight_kg"), "คอลัมน์ weight_kg รวมกันไม่ได้", ""),
        (QueryWords("dmc.enrolment", by=("grade",), columns=("sex",)), "--columns ใช้กับการรวม", "--by"),
        (QueryWords("dmc.enrolment", measure="pupils", counts=True), "ใช้พร้อมกันไม่ได้", "อย่างใดอย่างหนึ่ง"),
        (QueryWords("dmc.categories", by=("category",), measure="pupils"), "จะนับซ้ำ", "whole"),
    ],
)
def test_what_cannot_be_asked_is_named(graph: Graph, words: QueryWords, problem: str, remedy: str) -> None:
    with pytest.raises(ParameterError) as raised:
        parse_query(words, graph)
    assert problem in raised.value.problem
    assert remedy in raised.value.remedy


def test_a_value_that_a_column_never_holds_is_named(graph: Graph) -> None:
    with pytest.raises(ParameterError, match="ไม่มีค่า “ทัน”"):
        parse_query(QueryWords("dmc.confirmations", filters=("confirmation=ทัน",)), graph)
