"""Add a chart = one module that draws it. A notebook shows it by `report.chart`; nothing else is edited."""

from pathlib import Path

from made_up.project import posts_home, project_with_posts, write_notebook

MODULE = '''"""Marks in rows: as many marks as there are, for counts that can be told at a glance."""

from collections.abc import Sequence

from helpers.charts.alt_text import Series, alt_text, describe_series, writing_for
from helpers.charts.drawing import HEADING, PHONE, WIDTH, Picture, as_svg, heading, panel, sheet
from helpers.charts.rows import Rows, beside, rows_below_names, rows_beside


def tallies(
    title: str, categories: Sequence[str], series: Sequence[Series], *, unit: str, digits: str = "arabic"
) -> Picture:
    """A row of marks for each category of the first series."""
    writing = writing_for(categories, series, unit, digits)
    names = [writing.words(category) for category in categories]
    alt = alt_text("แผนภูมิขีด", title, writing, describe_series(categories, series, writing))
    page, phone = rows_beside(names), rows_below_names(names, PHONE, 6)
    return Picture(_drawn(page, series[0], WIDTH), alt, _drawn(phone, series[0], PHONE))


def _drawn(rows: Rows, series: Series, width: float) -> str:
    with sheet(HEADING + rows.height, width) as figure:
        axes = rows.axes(figure, HEADING)
        axes.set_xlim(0, 1)
        rows.write_names(axes, width)
        for value, middle in zip(series.values, rows.middles, strict=True):
            beside(axes, (0, middle), "|" * int(value), 2, "left")
        heading(figure, series.label)
        return as_svg(figure)
'''
CELLS = (
    "from helpers.charts.tallies import tallies",
    'report.chart(tallies, "by-post-chart", "ผู้ครองตำแหน่ง", "post", [column("คน", "people.by_post")],\n'
    '             question="ตำแหน่งใดมีคนมาก")',
)


def test_a_chart_needs_one_module(tmp_path: Path) -> None:
    project = project_with_posts(tmp_path / "project")
    (project / "src" / "helpers" / "charts" / "tallies.py").write_text(MODULE, encoding="utf-8")
    write_notebook(project, *CELLS)
    home = posts_home(tmp_path / "office", project, "2568-1")
    home.workbook("run")
    page = home.read("round/2568-1/posts/report.html").decode()
    assert page.index("ตำแหน่งใดมีคนมาก") < page.index('<figure class="chart" id="by-post-chart">')
    assert 'alt="แผนภูมิขีด: ผู้ครองตำแหน่ง – คน มากที่สุดคือ ครู จำนวน 12 คน น้อยที่สุดคือ ธุรการ จำนวน 1 คน รวม 13 คน"' in page
    assert page.count('<source media="screen and (max-width: 34rem)"') == 1, "a drawing of its own for phones"
    assert home.read("round/2568-1/posts/report.pdf").startswith(b"%PDF")
