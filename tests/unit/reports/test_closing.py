"""The last pages: what is still to be confirmed, and what other sources say of it."""

from builders import PROJECT_PARAMS
from helpers.params.folder import read_params
from helpers.render.blocks import Span, TableBlock, TableRow
from helpers.reports.catalogue import kinds
from helpers.reports.closing import assumption_blocks

PARAMS = read_params(PROJECT_PARAMS)


def unconfirmed(programme: str) -> TableBlock:
    kind = kinds()[f"programme/{PARAMS.programmes[programme].kind}"]
    parameters = kind.parameters.model_validate({"programme": programme, "fiscal_year": "2569"})
    spec = kind.spec(parameters, PARAMS)
    blocks = assumption_blocks(PARAMS, spec, kind.subject(spec, PARAMS))
    (table,) = [block for block in blocks if isinstance(block, TableBlock) and block.name == "unconfirmed"]
    return table


def words(row: TableRow) -> list[str]:
    return ["".join(part.text for part in cell if isinstance(part, Span)) for cell in row.cells]


def test_a_rate_that_other_sources_contradict_stands_among_the_unconfirmed_with_what_they_say() -> None:
    table = unconfirmed("per-head")
    assert [column.label for column in table.columns] == ["ค่าที่ใช้", "ที่มา", "แหล่งอื่นว่าไว้"]
    rows = {name: (source, other) for name, source, other in map(words, table.rows)}
    source, other = rows["ค่าจัดการเรียนการสอน ประถม 2,204.00 บาท/คน/ปี"]
    assert "ร้อยละ 16" in source
    assert other.startswith("2,280.00 (")
    assert rows["งวดของภาคเรียนที่ 2"][1].startswith('"70"')
    assert not any("2,128.00" in name for name in rows)  # the rate of the year before


def test_where_no_other_source_says_anything_there_is_no_column_for_it() -> None:
    assert [column.label for column in unconfirmed("janitors").columns] == ["ค่าที่ใช้", "ที่มา"]
