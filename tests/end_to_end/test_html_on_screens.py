"""Pages on screens from a phone's to a desk's: what is seen at once, what is smaller, what has to be scrolled."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpers.audit.portal import portal_page
from helpers.params.folder import read_params
from helpers.render.blocks import Headline, Number, Span, TableBlock, TableColumn, TableRow
from helpers.render.html import render
from made_up.project import PROJECT
from unit.audit.in_place import made
from unit.reports.specimen import output, specimen

OnScreen = Callable[[str, int, str], Any]
SCHOOLS = 241
SCREEN = """
const frame = await framed(PAGE, WIDTH, 740);
const page = frame.contentDocument;
const styled = (node, pseudo) => frame.contentWindow.getComputedStyle(node, pseudo);
"""
SCHOOLS_ON_A_PHONE = """
const table = page.querySelector("#by-school table");
const row = table.tBodies[0].rows[0];
const box = table.closest(".scroll").getBoundingClientRect();
const figure = row.querySelector("td data").getBoundingClientRect();
const search = page.querySelector("#by-school input");
search.value = "34010005";
search.dispatchEvent(new frame.contentWindow.Event("input"));
const found = [...table.tBodies[0].rows].filter((each) => !each.hidden).map((each) => each.cells[1].textContent);
search.value = "";
search.dispatchEvent(new frame.contentWindow.Event("input"));
[...table.querySelectorAll("thead button")][2].click();
return {
  folded: [...table.querySelectorAll(".fold")].every((cell) => cell.getBoundingClientRect().width === 0),
  under: styled(row.querySelector(".pin"), "::after").content,
  seen: box.left < figure.left && figure.right <= box.right,
  found,
  first: table.tBodies[0].rows[0].querySelector("td").textContent,
  shade: styled(table.closest(".scroll")).backgroundAttachment,
  ground: styled(row.querySelector("td")).backgroundColor,
};
"""
WIDE_TABLE = """
const box = page.querySelector("#money .scroll");
const type = parseFloat(styled(page.querySelector("#money table")).fontSize);
return { table: box.scrollWidth, room: box.clientWidth, type };
"""
CHART = """
const image = page.querySelector(".chart img");
await image.decode();
const narrow = image.currentSrc === page.querySelector("source").srcset;
return { narrow, width: image.clientWidth, room: page.querySelector(".chart .scroll").clientWidth };
"""


def money_table() -> TableBlock:
    """More columns of millions than a screen of 1280 pixels has room for in full type."""
    amounts = tuple(Number(fact="money", key=str(place), value="1", text="261,310,028.70") for place in range(7))
    row = TableRow(cells=((Span(text="เงินอุดหนุนรายหัวทุกรายการ"),), *((each,) for each in amounts)))
    columns = (TableColumn(label="โครงการ", align="start", width=3), *(TableColumn(label="ได้รับจัดสรร") for _ in amounts))
    return TableBlock(name="money", title="เงินรายโครงการ (บาท)", columns=columns, rows=(row,))


@pytest.fixture(scope="module")
def report() -> str:
    return render(specimen(SCHOOLS)).decode()


@pytest.fixture
def on_screen(driven: Callable[..., Any], tmp_path: Path) -> OnScreen:
    """`on_screen(html, width, steps)` opens the page in a frame so wide and returns what the steps return."""

    def run(html: str, width: int, steps: str) -> Any:
        path = tmp_path / "framed.html"
        path.write_text(html, encoding="utf-8")
        opened = SCREEN.replace("PAGE", f'"{path.as_uri()}"').replace("WIDTH", str(width))
        return driven("<body></body>", opened + steps)

    return run


def test_a_phone_shows_a_number_beside_each_school(on_screen: OnScreen, report: str) -> None:
    assert on_screen(report, 360, SCHOOLS_ON_A_PHONE) == {
        "folded": True,
        "under": '"34010001"',
        "seen": True,
        "found": ["บ้านตัวอย่างวิทยาที่ 5"],
        "first": "1,690",
        "shade": "local, local, scroll, scroll",
        "ground": "rgba(0, 0, 0, 0)",
    }


def test_tables_of_money_fit_a_screen_in_smaller_type(on_screen: OnScreen) -> None:
    notebook = specimen(3)
    notebook.cells[6].outputs.append(output(money_table()))
    told = on_screen(render(notebook).decode(), 1280, WIDE_TABLE)
    assert told["table"] <= told["room"]
    assert 13 <= told["type"] < 17


@pytest.mark.parametrize(("width", "narrow"), [(1280, False), (360, True)])
def test_a_phone_sees_the_whole_of_a_narrow_drawing(on_screen: OnScreen, report: str, width: int, narrow: bool) -> None:
    told = on_screen(report, width, CHART)
    assert told["narrow"] is narrow
    assert told["width"] <= told["room"]


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_index_needs_no_sideways_scrolling(on_screen: OnScreen, width: int) -> None:
    amount = Number(fact="money", value="1", text="425,168,698.46", unit="บาท")
    figures = tuple(Headline(label=label, number=(amount,)) for label in ("ต้องจ่ายทั้งปี", "ได้รับจัดสรร", "เบิกจ่ายแล้ว"))
    cards = [
        replace(made(f"{kind}/2569/{name}"), figures=figures)
        for kind, name in (("annual", "allocation"), ("programme", "x"))
    ]
    wide = """
    const figures = [...page.querySelectorAll(".figure")].filter((each) => each.clientWidth);
    const whole = figures.every((each) => each.scrollWidth <= each.clientWidth);
    return [page.documentElement.scrollWidth, whole, figures.length];
    """
    office = read_params(PROJECT / "params").office
    assert on_screen(portal_page(cards, office, sample=True), width, wide) == [width, True, len(figures)]
