"""Header rows of tables with and without spanning groups."""

from helpers.render.blocks import Column
from helpers.render.table_layout import HeadCell, head_rows


def test_without_groups_there_is_one_row() -> None:
    assert head_rows([Column(label="ก"), Column(label="ข")]) == [[HeadCell("ก", 0), HeadCell("ข", 1)]]


def test_groups_span_neighbours_and_others_reach_down() -> None:
    columns = [
        Column(label="ชั้น"),
        Column(label="ช", group="อนุบาล"),
        Column(label="ญ", group="อนุบาล"),
        Column(label="ช", group="ประถม"),
        Column(label="รวม"),
        Column(label="ห้อง"),
    ]
    assert head_rows(columns) == [
        [
            HeadCell("ชั้น", 0, rows=2),
            HeadCell("อนุบาล", 1, columns=2),
            HeadCell("ประถม", 3),
            HeadCell("รวม", 4, rows=2),
            HeadCell("ห้อง", 5, rows=2),
        ],
        [HeadCell("ช", 1), HeadCell("ญ", 2), HeadCell("ช", 3)],
    ]
