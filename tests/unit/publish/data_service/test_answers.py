"""Answers to queries: their rows, and who may have them."""

import pytest

from helpers.catalogue import datasets
from helpers.params.folder import read_params
from helpers.publish.data_service.answers import office_reasons
from helpers.publish.data_service.dictionary import columns_of
from helpers.publish.data_service.queries import Query, QueryWords
from helpers.reports.folders import PROJECT
from helpers.tables.graph import Graph
from helpers.tables.requests import Audience
from helpers.tables.schemas import CONFIDENTIAL, PUBLIC
from unit.audit.small_office import SCHOOLS
from unit.publish.small_data import answer_to


def cells(graph: Graph, words: QueryWords) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in answer_to(graph, words).rows]


def test_a_sum_is_gathered_by_columns_in_reading_order(graph: Graph) -> None:
    words = QueryWords("dmc.enrolment", by=("grade", "sex"), measure="pupils")
    assert cells(graph, words) == [
        ("2568-1", "ป.1", "ช", 2),
        ("2568-1", "ป.1", "ญ", 1),
        ("2568-1", "ป.2", "ช", 1),
    ]
    assert cells(graph, QueryWords("dmc.enrolment", measure="pupils")) == [("2568-1", 4)]


def test_rows_are_counted_and_schools_have_their_names(graph: Graph) -> None:
    words = QueryWords("dmc.pupils", by=("smis",))
    assert cells(graph, words) == [
        ("2568-1", SCHOOLS[0], "โรงเรียนตัวอย่าง 1", 3),
        ("2568-1", SCHOOLS[1], "โรงเรียนตัวอย่าง 2", 1),
    ]
    assert [field.name for field in answer_to(graph, words).fields] == ["period", "smis", "school_name", "rows"]
    assert cells(graph, QueryWords("dmc.pupils", counts=True)) == [("2568-1", 4)]


def test_filters_of_one_column_are_alternatives_and_of_several_conditions(graph: Graph) -> None:
    both = QueryWords("dmc.enrolment", filters=("grade=ป.1", "grade=ป.2", "sex=ช"), measure="pupils")
    assert cells(graph, both) == [("2568-1", 3)]
    assert cells(graph, QueryWords("dmc.enrolment", filters=("grade=ม.6",), measure="pupils")) == [("2568-1", 0)]
    assert cells(graph, QueryWords("dmc.enrolment", filters=("grade=ม.6",), columns=("grade",))) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (QueryWords("dmc.enrolment"), ""),
        (QueryWords("dmc.enrolment", by=("smis", "grade"), measure="pupils"), ""),
        (QueryWords("dmc.pupils", by=("grade",)), ""),
        (QueryWords("dmc.pupils", by=("nationality",)), "nationality"),
        (QueryWords("dmc.pupils", filters=("nationality=ลาว",), by=("grade",)), "nationality"),
        (QueryWords("dmc.pupils", filters=("nationality=ลาว",), counts=True), "nationality"),
        (QueryWords("dmc.pupils", columns=("grade", "religion")), "religion"),
        (QueryWords("dmc.pupils", columns=("grade",)), "คนหนึ่งคน"),
    ],
)
def test_an_answer_is_public_where_all_that_it_uses_is(graph: Graph, words: QueryWords, why: str) -> None:
    answer = answer_to(graph, words)
    assert answer.audience is (Audience.OFFICE if why else Audience.PUBLIC)
    assert why in " ".join(answer.reasons)
    assert bool(answer.reasons) == bool(why)


def test_of_no_data_set_does_a_public_answer_use_anything_else() -> None:
    """Every column of every table, asked for in every part of a query."""
    known = datasets(read_params(PROJECT / "params")).values()
    tables = [(dataset.name, schema) for dataset in known for schema in dataset.tables]
    assert len(tables) > 100
    for dataset, schema in tables:
        offered = columns_of(schema)
        assert not [name for name, field in offered.items() if field.sensitivity is CONFIDENTIAL or field.identifies]
        for name, field in offered.items():
            parts = (
                {"columns": (name,)},
                {"by": (name,), "aggregates": True},
                {"filters": ((name, ""),), "aggregates": True},
                {"measure": name, "aggregates": True},
            )
            public = [not office_reasons(Query(dataset, schema.name, (), **part), schema) for part in parts]
            if field.sensitivity is not PUBLIC or schema.rows is not PUBLIC:
                assert not any(public), (dataset, schema.name, name)
            else:
                assert all(public[1:]), (dataset, schema.name, name)


def test_an_answer_says_which_table_and_files_it_comes_from(graph: Graph) -> None:
    (source,) = answer_to(graph, QueryWords("dmc.enrolment")).sources
    assert (source.period, source.rows) == ("2568-1", 4)
    assert [title for title, _ in source.files] == ["บัญชีรายชื่อนักเรียนรายบุคคล", "ทะเบียนโรงเรียน"]
    assert all(len(digest) == 64 for _, digest in source.files)
