"""What the printed report says, as the data that the template sets."""

import json
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.render.blocks import Headline, Headlines, Number, Span, TableBlock, TableColumn, TableRow, Text
from helpers.render.table_layout import PORTRAIT_WIDTH
from helpers.render.typst_document import document
from unit.reports.specimen import DANGEROUS, OPENING, TOTAL, output, specimen


def kinds(content: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The items of a kind, those side by side in their order."""
    flow = [part for item in content["flow"] for part in (item["items"] if item["kind"] == "pair" else [item])]
    return [item for item in flow if item["kind"] == kind]


def words(inlines: list[dict[str, Any]]) -> str:
    return "".join(part["text"] if "text" in part else words(part["words"]) for part in inlines)


def of_blocks(*blocks: Any, markdown: str = "") -> dict[str, Any]:
    cells = [new_markdown_cell(markdown)] if markdown else []
    return document(new_notebook(cells=[*cells, new_code_cell("1", outputs=[output(block) for block in blocks])]))


def test_the_title_is_said_once() -> None:
    content = document(specimen(2))
    assert content["title"] == OPENING.title
    headings = [words(item["words"]) for item in kinds(content, "heading")]
    assert headings == ["สรุปสำหรับผู้บริหาร", "จำแนกตามชั้น", "รายโรงเรียน", "ที่มาของตัวเลข"]


def test_the_title_of_the_notebook_gives_way_to_that_of_the_report() -> None:
    content = of_blocks(OPENING, markdown="# ทุกรายงานของชนิดนี้\n\n# อีกเรื่อง")
    assert content["title"] == OPENING.title
    assert [words(item["words"]) for item in kinds(content, "heading")] == ["อีกเรื่อง"]


def test_without_an_opening_the_first_heading_is_the_title() -> None:
    content = of_blocks(markdown="# ทดลอง *เอง*")
    assert content["title"] == "ทดลอง เอง"
    assert kinds(content, "heading") == []


def test_heading_levels_leave_no_gap() -> None:
    content = of_blocks(OPENING, markdown="## ก\n\n##### ข\n\n### ค\n\n## ง\n\n#### จ")
    assert [item["level"] for item in kinds(content, "heading")] == [1, 2, 2, 1, 2]


def test_code_is_hidden_unless_asked_for() -> None:
    assert kinds(document(specimen(2)), "code") == []
    shown = kinds(document(specimen(2), show_code=True), "code")
    assert shown[0]["text"] == 'round_id = "2568-1"'


def test_what_is_no_block_is_not_lost() -> None:
    outputs = [
        new_output("stream", name="stdout", text="\x1b[31mพิมพ์\x1b[0m"),
        new_output("error", ename="ValueError", evalue="ผิด", traceback=["บรรทัด 1"]),
        new_output("execute_result", data={"text/html": "<b>ตาราง</b>"}),
    ]
    content = document(new_notebook(cells=[new_code_cell("1", outputs=outputs)]))
    texts = [item["text"] for item in kinds(content, "code")]
    assert texts == ["พิมพ์", "บรรทัด 1\nValueError: ผิด", "<b>ตาราง</b>"]


def test_an_empty_cell_stays_empty_and_a_total_is_marked() -> None:
    table = kinds(document(specimen(2)), "table")[0]
    assert table["rows"][0]["cells"][3] == []
    assert [row["total"] for row in table["rows"]] == [False, False, True]


def test_groups_span_their_columns() -> None:
    upper, lower = kinds(document(specimen(2)), "table")[0]["head"]
    assert [(cell["label"], cell["columns"], cell["rows"]) for cell in upper] == [
        ("ชั้น", 1, 2), ("นักเรียน", 2, 1), ("ห้องเรียน", 1, 2),
    ]  # fmt: skip
    assert [cell["label"] for cell in lower] == ["ชาย", "หญิง"]


def test_units_stand_where_thai_puts_them() -> None:
    share, count = kinds(document(specimen(2)), "headlines")[0]["items"][::-1]
    assert [part["text"] for part in share["number"]] == ["ร้อยละ", "47.1"]
    assert [part["text"] for part in count["number"]] == ["24,060", "คน"]
    lead = kinds(document(specimen(2)), "said")[0]
    assert words(lead["paragraphs"][0]) == "ปีการศึกษานี้มีนักเรียน 24,060\u00a0คน ลดลงจากรอบก่อน"


def test_a_cell_says_its_unit_only_where_no_header_does() -> None:
    def table(title: str) -> TableBlock:
        return TableBlock(
            name="t", title=title, columns=(TableColumn(label="จำนวน"),), rows=(TableRow(cells=((TOTAL,),)),)
        )

    texts, unsaid = kinds(of_blocks(table("นักเรียน (คน)"), table("นักเรียน")), "table")
    assert words(texts["rows"][0]["cells"][0]) == "24,060"
    assert words(unsaid["rows"][0]["cells"][0]) == "24,060\u00a0คน"


@pytest.mark.parametrize(("count", "across"), [(1, 1), (4, 4), (5, 3), (6, 3), (7, 4), (8, 4)])
def test_headlines_stand_in_even_rows(count: int, across: int) -> None:
    content = of_blocks(Headlines(items=(Headline(label="ก", number=(TOTAL,)),) * count))
    assert kinds(content, "headlines")[0]["across"] == across


def test_long_headlines_stand_in_fewer_columns_before_they_are_set_smaller() -> None:
    def figures(text: str, count: int) -> tuple[int, float]:
        money = Number(fact="budget", value="1", text=text, unit="บาท")
        headlines = kinds(of_blocks(Headlines(items=(Headline(label="งบ", number=(money,)),) * count)), "headlines")[0]
        return headlines["across"], headlines["size"]

    assert figures("61,836", 4) == (4, 20)
    assert figures("61,836,000.00", 4) == (2, 20)
    across, size = figures("61,836,000.00", 8)
    assert across == 3
    assert 15 <= size < 20
    assert figures("9,999,999,999,999,999.99", 8)[0] == 2


def test_text_of_a_delivery_travels_unchanged_as_data() -> None:
    table = kinds(document(specimen(6)), "table")[1]
    assert words(table["rows"][3]["cells"][1]).replace("\u200b", "") == DANGEROUS


def test_thai_digits_are_for_words_not_for_what_is_searched_for() -> None:
    thai = OPENING.model_copy(update={"digits": "thai"})
    notebook = specimen(2)
    notebook.cells[2].outputs[0] = output(thai)
    content = document(notebook)
    assert content["period"] == "ภาคเรียนที่ ๑ ปีการศึกษา ๒๕๖๘"
    assert words(kinds(content, "table")[0]["rows"][0]["cells"][1]) == "๑๒๐๐"
    technical = TableRow(cells=((Span(text="2568-1-a.csv", technical=True),), (Span(text="2568"),)))
    columns = (TableColumn(label="ก"), TableColumn(label="ข"))
    table = kinds(of_blocks(thai, TableBlock(name="t", title="ก", columns=columns, rows=(technical,))), "table")[0]
    assert [words(cell) for cell in table["rows"][0]["cells"]] == ["2568-1-a.csv", "๒๕๖๘"]
    assert kinds(content, "proof")[0]["fingerprint"] == "0123456789abcdef"


def test_the_data_are_plain_json() -> None:
    content = document(specimen(2), show_code=True)
    assert json.loads(json.dumps(content)) == content


def test_a_wide_table_takes_what_leads_to_it_onto_its_turned_page() -> None:
    wide = TableBlock(name="w", title="กว้าง", columns=(TableColumn(label="1,836,000.00"),) * 12, rows=())
    lead = Text(role="lead", paragraphs=((TOTAL,),))
    cells = [new_markdown_cell("ก่อนหน้า\n\n## รายโรงเรียน"), new_code_cell("1", outputs=[output(lead), output(wide)])]
    flow = document(new_notebook(cells=[*cells, new_markdown_cell("ต่อไป")]))["flow"]
    assert [item["kind"] for item in flow] == ["paragraph", "pages", "paragraph"]
    assert flow[1]["landscape"]
    assert [item["kind"] for item in flow[1]["flow"]] == ["heading", "said", "table"]


def test_where_the_lists_are_and_how_to_verify_end_a_report() -> None:
    *_, line, proof = document(specimen(2))["flow"]
    assert words(line["paragraphs"][0]).endswith("วิธีการและแหล่งข้อมูล ปี พ.ศ. 2568")
    assert proof["kind"] == "proof"


def small(name: str, rows: int, *, columns: int = 2) -> TableBlock:
    row = TableRow(cells=((Span(text="บ้านตัวอย่าง"),), *[(TOTAL,)] * (columns - 1)))
    labels = tuple(TableColumn(label="จำนวน (คน)") for _ in range(columns))
    return TableBlock(name=name, title=f"ตาราง {name} (คน)", columns=labels, rows=(row,) * rows)


def test_narrow_neighbours_stand_side_by_side_as_wide_as_the_page() -> None:
    (pair,) = kinds_in_flow(of_blocks(OPENING, small("a", 3), small("b", 8)), "pair")
    assert [item["title"] for item in pair["items"]] == ["ตาราง a (คน)", "ตาราง b (คน)"]
    assert sum(pair["columns"]) + pair["gap"] == pytest.approx(PORTRAIT_WIDTH)
    assert len({item["size"] for item in pair["items"]}) == 1


@pytest.mark.parametrize("second", [small("b", 3, columns=14), small("b", 21), Text(paragraphs=((Span(text="ก"),),))])
def test_what_has_no_room_or_is_long_or_no_neighbour_stands_alone(second: TableBlock | Text) -> None:
    assert kinds_in_flow(of_blocks(OPENING, small("a", 3), second, small("c", 3, columns=14)), "pair") == []


def test_titles_of_tables_are_headings_below_their_section() -> None:
    content = of_blocks(small("a", 3), markdown="## ก\n\n### ข")
    assert kinds(content, "table")[0]["level"] == 3
    assert kinds(of_blocks(OPENING, small("a", 3)), "table")[0]["level"] == 1


def kinds_in_flow(content: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [item for item in content["flow"] if item["kind"] == kind]
