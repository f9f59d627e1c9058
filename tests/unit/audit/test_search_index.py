"""The index of what can be searched holds what the pages of reports in place print, and nothing else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from helpers.audit.freshness import State
from helpers.audit.school_pages import pages_in_place
from helpers.audit.search_index import NO_INDEX, search_index
from helpers.facts.codes import number_code
from helpers.params.school_list import School
from helpers.render.blocks import Number
from unit.audit.in_place import made

SCHOOLS = {
    smis: School(smis, f"10{smis}", "", name, "", "", "")
    for smis, name in (("34010001", "บ้านหนึ่ง"), ("34010002", "บ้าน</script>สอง"), ("34010003", "บ้านสาม"))
}
NUMBERS = (
    ("pupils.total", ""),
    ("pupils.by_school", "smis=34010001"),
    ("pupils.by_school", "smis=34010002"),
    ("teachers.by_school", "smis=34010001;sex=ช"),
    ("teachers.by_school", "smis=34019999;sex=ช"),
)
FACTS = """\
fact,key,title
pupils.total,,นักเรียนทั้งหมด
pupils.all,,นักเรียนทั้งหมด
pupils.hidden,,ไม่พิมพ์
pupils.by_school,smis=34010001,นักเรียนรายโรงเรียน
pupils.by_school,smis=34010002,นักเรียนรายโรงเรียน
teachers.by_school,smis=34010001;sex=ช,ครูรายโรงเรียน
"""
REPORT = "round/2568-1/dmc"


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    folder = tmp_path / REPORT
    folder.mkdir(parents=True)
    page = "".join(f'<data value="1" data-fact="{fact}" data-key="{key}">1</data>' for fact, key in NUMBERS)
    (folder / "report.html").write_text(page, encoding="utf-8")
    (folder / "facts.csv").write_text(FACTS, encoding="utf-8-sig")
    return tmp_path


def test_schools_and_facts_have_the_addresses_of_printed_numbers(outputs: Path) -> None:
    found = json.loads(search_index([made("round/2568-2/dmc", State.WAITING), made(REPORT)], outputs, SCHOOLS))
    assert [href for _, _, href in found["reports"]] == [f"{REPORT}/report.html"]
    assert [smis for _, smis, _ in found["schools"]] == list(SCHOOLS)
    assert found["numbers"] == [[0, "pupils.by_school", "smis={}", [0, 1]]]
    assert found["facts"] == [
        ["ครูรายโรงเรียน", [[0, "teachers.by_school"]]],
        ["นักเรียนทั้งหมด", [[0, "pupils.total"]]],
        ["นักเรียนรายโรงเรียน", [[0, "pupils.by_school"]]],
    ]


def test_the_pages_of_schools_are_found_of_those_that_have_one(outputs: Path) -> None:
    for year, smis in (("2568", "34010002"), ("2567", "34010003"), ("2568", "34010003")):
        folder = outputs / "school" / year / smis
        folder.mkdir(parents=True)
        (folder / "report.html").touch()
    (outputs / "school" / "2568" / "34010001").mkdir()
    pages = pages_in_place(outputs, SCHOOLS)
    assert [pages_of.year.year for pages_of in pages] == [2568, 2567]
    found = json.loads(search_index([made(REPORT)], outputs, SCHOOLS, pages))
    assert found["pages"] == [
        ["หน้าโรงเรียน ปีการศึกษา 2568", "school/2568", [1, 2]],
        ["หน้าโรงเรียน ปีการศึกษา 2567", "school/2567", [2]],
    ]
    assert found["reports"] == json.loads(search_index([made(REPORT)], outputs, SCHOOLS))["reports"], (
        "no card of their own"
    )


def test_a_code_leads_to_the_numbers_that_letters_print(outputs: Path) -> None:
    """Those that stand alone, and those of the first page."""
    keyed = Number(fact="pupils.by_school", key="smis=34010001", value="1", text="1")
    card = replace(made(REPORT), answer=(keyed,))
    codes = json.loads(search_index([card], outputs, SCHOOLS))["codes"]
    assert codes == [
        [number_code(keyed.fact, keyed.key), "นักเรียนรายโรงเรียน", keyed.fact, keyed.key, [0]],
        [number_code("pupils.total", ""), "นักเรียนทั้งหมด", "pupils.total", "", [0]],
    ]


def test_no_name_ends_the_script_element(outputs: Path) -> None:
    written = search_index([made(REPORT)], outputs, SCHOOLS)
    assert isinstance(written, Markup)
    assert "<" not in written


def test_a_report_without_its_files_is_found_by_its_title_alone(tmp_path: Path) -> None:
    found = json.loads(search_index([made(REPORT)], tmp_path, SCHOOLS))
    assert (len(found["reports"]), found["numbers"], found["facts"]) == (1, [], [])


def test_without_reports_there_is_nothing_to_search(tmp_path: Path) -> None:
    assert search_index([made(REPORT, State.WAITING)], tmp_path, SCHOOLS) is NO_INDEX
