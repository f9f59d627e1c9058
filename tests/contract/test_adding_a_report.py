"""Add a report = one notebook and one line of the catalogue, on data that another report reads too or on other data."""

from pathlib import Path

import nbformat
import pytest

from made_up.project import Home, notebook, posts_home, project_with_posts

LAST = "        PerformanceKind(),\n"
TEACHERS = """\
report.sum("people.teachers", "ครู", "posts.people", where={"post": "ครู"})
report.lead("{round} มีครู {people.teachers}")"""
PRESENCE = """\
report.count("entries.total", "รายการเทียบรายชื่อโรงเรียน", "presence", unit="รายการ")
report.lead("{round} เทียบรายชื่อโรงเรียน {entries.total}")"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("reports")
    project = project_with_posts(folder / "project")
    add_report(project, 'RoundKind("posts", "รายงานครูสมมติ", "teachers")', "round/teachers", TEACHERS)
    add_report(project, 'RoundKind("between", "รายงานตรวจระหว่างระบบ")', "round/between", PRESENCE)
    office = posts_home(folder / "office", project, "2568-1")
    office.workbook("run")
    return office


def add_report(project: Path, entry: str, kind: str, cell: str) -> None:
    """The two files that a report is: its line in the catalogue, and its notebook."""
    catalogue = project / "src" / "helpers" / "reports" / "catalogue.py"
    text = catalogue.read_text(encoding="utf-8")
    assert LAST in text
    catalogue.write_text(text.replace(LAST, f"        {entry},\n{LAST}"), encoding="utf-8")
    nbformat.write(notebook(kind, "รายงานใหม่", cell), project / "notebooks" / f"{kind}.ipynb")


@pytest.mark.parametrize(
    ("report", "line"),
    [("round/2568-1/teachers", "people.teachers,,12,"), ("round/2568-1/between", "entries.total,,")],
    ids=["on the same data", "on other data"],
)
def test_a_report_needs_a_notebook_and_a_line_of_the_catalogue(home: Home, report: str, line: str) -> None:
    assert f"\n{line}" in home.read(f"{report}/facts.csv").decode("utf-8-sig")
    assert f"ถูกต้อง {report}" in home.workbook("verify", report).stdout
    assert any(report in row and "เป็นปัจจุบัน" in row for row in home.workbook("status").stdout.splitlines())
