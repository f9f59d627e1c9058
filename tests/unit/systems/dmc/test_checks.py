"""What is found between the reports of a round, and about its schools: whole findings, with their rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from builders import ALL_PUPILS, ENROLLED, PROJECT_PARAMS, Counts, Rows, aggregate, place_of
from helpers.params.folder import Params, read_params
from helpers.params.school_list import School
from helpers.systems.dmc import checks, layouts
from helpers.tables.findings import Finding
from unit.systems.dmc.test_aggregate_checks import read

SCHOOL, OTHER = "34010001", "34010002"
ROUND_DAY = date(2026, 4, 30)
THREE = "34010003"
WHOLE, BUDDHIST, MUSLIM, *_ = layouts.LAYOUT_BY_SLUG["religion"].labels
END = f"{layouts.INSPECTION_END} · รวมทั้งหมด"
SLUGS = ("enrolment", "religion", "nationality", "g_code", "inspection")
Named = tuple[str, str, str, int, str, str, str]
"""The rule, school, report, row, column, what was found, what is allowed."""


def _named(findings: Iterable[Finding]) -> list[Named]:
    return [
        (each.rule.removeprefix("dmc."), each.smis, each.report, each.row, each.column, each.found, each.allowed)
        for each in findings
    ]


def _pupil_list(enrolled: Counts = ENROLLED, **stated: str) -> pd.DataFrame:
    """Everybody that is enrolled, Buddhist, Thai and not disadvantaged but for what is stated."""
    usual = {"religion": BUDDHIST, "nationality": "ไทย", "disadvantage": "-"}
    rows = [
        {"smis": smis, "grade": grade, "sex": sex, **usual, **stated}
        for smis, school in enrolled.items()
        for (grade, sex), count in school.items()
        for _ in range(count)
    ]
    columns = ["smis", "grade", "sex", *usual]
    return pd.DataFrame(rows, columns=columns).assign(
        delivery="fedcba987654", file="list.xlsx", sheet="", row=range(3, 3 + len(rows))
    )


def _more(slug: str, label: str = "", more: int = 1, code: str = SCHOOL, text: str = "") -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        row, column = place_of(slug, rows, code, "รวมทั้งหมด", "รวม", label)
        rows[row][column] = text or str(int(rows[row][column]) + more)

    return change


def _without(code: str) -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        rows[:] = [row for row in rows if row[1] != code]

    return change


def _round(
    folder: Path,
    pupils: pd.DataFrame | None = None,
    slugs: Sequence[str] = SLUGS,
    enrolled: Mapping[str, Counts] | None = None,
    **changes: Callable[[Rows], object],
) -> list[Named]:
    """What is found between clean reports of a round, some changed or of other pupils, and a pupil list or none."""
    aggregates = {}
    for slug in slugs:
        rows = aggregate(slug, enrolled=(enrolled or {}).get(slug, ENROLLED))
        if slug in changes:
            changes[slug](rows)
        aggregates[slug] = read(folder, slug, rows)
    return _named(checks.check_round(aggregates, _pupil_list({}) if pupils is None else pupils))


def test_a_clean_round_shows_nothing_with_a_list_or_without(tmp_path: Path) -> None:
    assert _round(tmp_path) == []
    assert _round(tmp_path, _pupil_list()) == []
    assert _round(tmp_path, _pupil_list(), slugs=("religion", "g_code")) == []


FOUND: list[tuple[dict[str, Callable[[Rows], object]], list[Named]]] = [
    (
        {"religion": _more("religion", WHOLE, 1_000)},
        [("aggregate.whole_enrolment", SCHOOL, "religion", 1, f"{WHOLE} · รวมทั้งหมด", "1,007", "7")],
    ),
    ({"religion": _more("religion", BUDDHIST)}, []),
    ({"religion": _more("religion", WHOLE, text="x")}, []),
    (
        {"religion": _without(SCHOOL)},
        [("aggregate.whole_enrolment", SCHOOL, "religion", 0, f"{WHOLE} · รวมทั้งหมด", "ไม่มีแถวของโรงเรียน", "7")],
    ),
    ({"religion": _without("34010000")}, []),
    (
        {"enrolment": _without(SCHOOL)},
        [
            ("aggregate.whole_enrolment", SCHOOL, "religion", 1, f"{WHOLE} · รวมทั้งหมด", "7", "0"),
            ("aggregate.whole_enrolment", SCHOOL, "nationality", 1, f"{WHOLE} · รวมทั้งหมด", "7", "0"),
            ("aggregate.inspection_end", SCHOOL, "inspection", 6, END, "7", "0"),
        ],
    ),
    ({"enrolment": _without("34010000")}, []),
    (
        {"g_code": _without(SCHOOL)},
        [("aggregate.schools_missing", "", "g_code", 0, "", f"ไม่มี {SCHOOL}", "ทุกโรงเรียนที่มีนักเรียน")],
    ),
    (
        {"g_code": lambda rows: [_without(code)(rows) for code in (OTHER, SCHOOL)]},
        [("aggregate.schools_missing", "", "g_code", 0, "", f"ไม่มี {SCHOOL}, {OTHER}", "ทุกโรงเรียนที่มีนักเรียน")],
    ),
    ({"g_code": _without("34010000")}, []),
    (
        {"inspection": _more("inspection", layouts.INSPECTION_END)},
        [("aggregate.inspection_end", SCHOOL, "inspection", 6, END, "8", "7")],
    ),
    (
        {"g_code": _more("g_code", more=1_001), "nationality": _more("nationality", WHOLE, 1_000)},
        [
            ("aggregate.whole_enrolment", SCHOOL, "nationality", 1, f"{WHOLE} · รวมทั้งหมด", "1,007", "7"),
            ("aggregate.g_code_nationality", SCHOOL, "g_code", 1, "", "1,001", "ไม่เกิน 1,000"),
        ],
    ),
    ({"g_code": _more("g_code"), "nationality": _more("nationality", "ไทย", -1)}, []),
    ({"g_code": _more("g_code", code="34010000")}, []),
    ({"g_code": _more("g_code"), "nationality": _more("nationality", "ไทย", text="x")}, []),
    (
        {"g_code": _more("g_code"), "nationality": _without(SCHOOL)},
        [("aggregate.whole_enrolment", SCHOOL, "nationality", 0, f"{WHOLE} · รวมทั้งหมด", "ไม่มีแถวของโรงเรียน", "7")],
    ),
]


@pytest.mark.parametrize(("changes", "found"), FOUND)
def test_reports_of_a_round_are_held_against_one_another(
    changes: dict[str, Callable[[Rows], object]], found: list[Named], tmp_path: Path
) -> None:
    assert _round(tmp_path, **changes) == found


@pytest.mark.parametrize(("schools", "more"), [(5, ""), (6, " และอีก 1 แห่ง"), (7, " และอีก 2 แห่ง")])
def test_five_schools_that_a_report_lacks_are_named(schools: int, more: str, tmp_path: Path) -> None:
    many: Counts = {f"3401{number:04}": {("ป.1", "ช"): 1} for number in range(1, schools + 2)}
    last = {f"3401{schools + 1:04}": {("ป.1", "ช"): 1}}
    nobody: Counts = {**many, "34019999": {}}
    found = _round(tmp_path, slugs=("enrolment", "g_code"), enrolled={"enrolment": nobody, "g_code": last})
    named = ", ".join(list(many)[:5])
    assert found == [("aggregate.schools_missing", "", "g_code", 0, "", f"ไม่มี {named}{more}", "ทุกโรงเรียนที่มีนักเรียน")]


BOYS: Counts = {SCHOOL: {("ป.1", "ช"): 20, ("ป.1", "ญ"): 3}, OTHER: {("ป.1", "ช"): 9, ("ป.1", "ญ"): 2}}
GIRLS: Counts = {
    smis: {("ป.1", "ช"): school["ป.1", "ญ"], ("ป.1", "ญ"): school["ป.1", "ช"]} for smis, school in BOYS.items()
}


def test_columns_that_are_exchanged_are_one_finding_about_the_file(tmp_path: Path) -> None:
    slugs = ("enrolment", "religion")
    title = layouts.LAYOUT_BY_SLUG["enrolment"].title
    assert _round(tmp_path, slugs=slugs, enrolled={"enrolment": BOYS, "religion": GIRLS}) == [
        ("aggregate.columns_exchanged", "", "religion", 0, "", "ช กับ ญ", f"เทียบกับ{title}")
    ]
    assert _round(tmp_path, _pupil_list(GIRLS), slugs=("enrolment",), enrolled={"enrolment": BOYS}) == [
        ("compare.columns_exchanged", "", "enrolment", 0, "", "ช กับ ญ", "เทียบกับบัญชีรายชื่อนักเรียน")
    ]


def test_every_grade_and_sex_of_which_the_list_has_others_is_found(tmp_path: Path) -> None:
    fewer = _pupil_list().iloc[1:]
    assert _round(tmp_path, fewer, slugs=("enrolment",)) == [
        ("compare.list_against_enrolment", SCHOOL, "enrolment", 1, "อ.2 (ช)", "รายชื่อ 0", "รายงาน 1")
    ]
    more = pd.concat([_pupil_list(), _pupil_list({OTHER: {("ม.1", "ญ"): 1, ("ม.2", "ช"): 2}})])
    assert _round(tmp_path, more, slugs=("enrolment",)) == [
        ("compare.list_against_enrolment", OTHER, "enrolment", 2, "ม.1 (ญ)", "รายชื่อ 3", "รายงาน 2"),
        ("compare.list_against_enrolment", OTHER, "enrolment", 2, "ม.2 (ช)", "รายชื่อ 2", "รายงาน 0"),
    ]
    without = _pupil_list({smis: school for smis, school in ENROLLED.items() if smis != SCHOOL})
    assert _round(tmp_path, without, slugs=("enrolment",)) == [], "a school without a list is not compared"


def test_a_category_of_which_the_list_has_others_is_one_finding(tmp_path: Path) -> None:
    slugs = ("religion",)
    assert _round(tmp_path, _pupil_list(religion=MUSLIM), slugs=slugs) == [
        ("compare.list_against_category", "", "religion", 0, "", f"{BUDDHIST} รายชื่อ 0", f"รายงาน {ALL_PUPILS}"),
        ("compare.list_against_category", "", "religion", 0, "", f"{MUSLIM} รายชื่อ {ALL_PUPILS}", "รายงาน 0"),
    ]
    assert _round(tmp_path, _pupil_list(religion="ไม่ระบุ"), slugs=slugs) == [], "those without one may be of any"


def _converted(number: int) -> pd.DataFrame:
    """The list with so many Muslims, and one pupil fewer than the report has."""
    pupils = _pupil_list().iloc[1:].reset_index(drop=True)
    pupils.loc[: number - 1, "religion"] = MUSLIM
    return pupils


def test_as_many_as_are_in_one_of_the_two_alone_may_differ(tmp_path: Path) -> None:
    unchanged = _pupil_list().iloc[1:]
    assert _round(tmp_path, unchanged, slugs=("religion",)) == []
    one = _round(tmp_path, _converted(1), slugs=("religion",))
    assert [(each[5], each[6]) for each in one] == [(f"{BUDDHIST} รายชื่อ 11", "รายงาน 13")]
    two = _round(tmp_path, _converted(2), slugs=("religion",))
    assert [(each[5], each[6]) for each in two] == [
        (f"{BUDDHIST} รายชื่อ 10", "รายงาน 13"),
        (f"{MUSLIM} รายชื่อ 2", "รายงาน 0"),
    ]


PARAMS = read_params(PROJECT_PARAMS)


def _params(*schools: School) -> Params:
    return replace(PARAMS, schools={school.smis: school for school in schools})


def _school(smis: str, **days: date) -> School:
    return School(smis, "", "", f"บ้าน {smis}", "อนุบาล-ประถมศึกษา", "", "", **days)


def test_an_unlisted_and_a_closed_school_are_named_in_the_first_report_that_has_them(tmp_path: Path) -> None:
    aggregates = {slug: read(tmp_path, slug, aggregate(slug)) for slug in ("religion", "enrolment")}
    params = _params(_school(SCHOOL), _school(OTHER, last_day=date(2026, 4, 29)))
    pupils = _pupil_list({SCHOOL: {("ป.1", "ช"): 1}, "34018888": {("ป.1", "ช"): 2}})
    found = list(checks.check_schools(aggregates, pupils, params, ROUND_DAY))
    assert _named(found) == [
        ("school.closed", OTHER, "religion", 10, "", "", params.schools[OTHER].days_open),
        ("school.not_on_list", THREE, "religion", 19, "", "", ""),
        ("school.not_on_list", "34018888", "pupil_list", 4, "", "", ""),
    ]
    assert [(each.delivery, each.file) for each in found] == [
        ("0123456789ab", "religion.csv"),
        ("0123456789ab", "religion.csv"),
        ("fedcba987654", "list.xlsx"),
    ]


def test_an_empty_school_list_is_the_only_finding(tmp_path: Path) -> None:
    aggregates = {"enrolment": read(tmp_path, "enrolment", aggregate("enrolment"))}
    assert list(checks.check_schools(aggregates, _pupil_list(), _params(), ROUND_DAY)) == [
        Finding("dmc.school.list_empty", "", "enrolment", file=f"params/schools/{PARAMS.office.area_code}.csv")
    ]


def test_a_school_without_a_pupil_is_named_at_its_row_and_one_without_a_row_is_missing() -> None:
    origins = [
        {"smis": smis, "delivery": "d", "file": "f", "sheet": "", "row": row}
        for row, smis in enumerate((SCHOOL, OTHER), 5)
    ]
    counted = pd.DataFrame({"smis": [SCHOOL, OTHER, THREE], "pupils": [1, 0, 0]})
    params = _params(_school(SCHOOL), _school(OTHER), _school(THREE), _school("34010004", last_day=date(2026, 4, 29)))
    assert list(checks.check_present_schools(pd.DataFrame(origins), counted, params, ROUND_DAY)) == [
        Finding("dmc.school.no_pupils", OTHER, "enrolment", "d", "f", "", 6, found="0 คน"),
        Finding("dmc.school.missing", THREE, "enrolment"),
    ]
