"""Every rule finds its smallest example, with what cannot but follow from it, and nothing in clean data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from builders import (
    ENROLLED,
    ROUND,
    citizen_number,
    make_office,
    place_of,
    pupil,
    roster,
)
from helpers.params.folder import Params
from helpers.systems.dmc import labels
from helpers.systems.dmc.checks import RULES
from helpers.systems.dmc.layouts import TOTAL
from unit.systems.dmc.deliveries import AREA_BLOCK, SCHOOL, Deliveries, reports_of

EMPTY = ("34010008", "", "", "บ้านตัวอย่างแปด", "", "เมืองตัวอย่าง", "")


@pytest.fixture(scope="module")
def params(tmp_path_factory: pytest.TempPathFactory) -> Params:
    return make_office(tmp_path_factory.mktemp("office")).params


def _pupil(change: dict[str, str]) -> Callable[[Deliveries], None]:
    return lambda deliveries: deliveries.pupils[2].update(change)


def _column_empty(deliveries: Deliveries) -> None:
    for row in deliveries.pupils:
        row["disadvantage"] = ""


def _with_pupil(deliveries: Deliveries, **changes: str) -> None:
    deliveries.pupils.append(pupil(900, SCHOOL, "ป.1", "ช", **changes))
    index = {("ป.1", "ช"): ENROLLED[SCHOOL]["ป.1", "ช"] + 1}
    deliveries.reports = reports_of({**ENROLLED, SCHOOL: {**ENROLLED[SCHOOL], **index}})


def _twin_in_school(deliveries: Deliveries) -> None:
    deliveries.pupils[3]["learner_number"] = deliveries.pupils[2]["learner_number"]


def _twin_across_schools(deliveries: Deliveries) -> None:
    deliveries.pupils[-1]["learner_number"] = deliveries.pupils[2]["learner_number"]


def _grade_not_offered(deliveries: Deliveries) -> None:
    deliveries.pupils[2] |= {"grade": "ม.1", "birth_date": "01/02/2555"}
    moved = {**ENROLLED[SCHOOL], ("ป.1", "ช"): 2, ("ม.1", "ช"): 1}
    deliveries.reports = reports_of({**ENROLLED, SCHOOL: moved})


def _not_on_list(deliveries: Deliveries) -> None:
    deliveries.schools.pop()


def _list_empty(deliveries: Deliveries) -> None:
    deliveries.schools.clear()


def _school_missing(deliveries: Deliveries) -> None:
    deliveries.schools.append(("34010004", "", "", "บ้านตัวอย่างสี่", "", "เมืองตัวอย่าง", ""))


def _mixed_encoding(deliveries: Deliveries) -> None:
    def change(content: bytes) -> bytes:
        first, second, *others = content.split(b"\n")
        return b"\n".join([first.decode("utf-8").encode("cp874"), second, *others])

    deliveries.recoded["religion"] = change


def _row(deliveries: Deliveries, slug: str, code: str, label: str = "") -> list[str]:
    return next(row for row in deliveries.reports[slug] if row[1] == code and (not label or row[2] == label))


def _not_a_count(deliveries: Deliveries) -> None:
    row, column = place_of("g_code", deliveries.reports["g_code"], SCHOOL, "ป.4", "ช")
    deliveries.reports["g_code"][row][column] = "สอง"


def _whole_up(deliveries: Deliveries, slug: str, label: str) -> None:
    """Another school and area total, in every column and row that belongs together."""
    for code in (SCHOOL, AREA_BLOCK):
        for group in ("ป.4", "รวมประถม", TOTAL):
            deliveries.add(slug, code, group, "ช", label)
            deliveries.add(slug, code, group, "รวม", label)


def _whole_enrolment(deliveries: Deliveries) -> None:
    _whole_up(deliveries, "religion", "นักเรียนทั้งหมด")
    _whole_up(deliveries, "religion", "พุทธ")


def _inspection_end(deliveries: Deliveries) -> None:
    _whole_up(deliveries, "inspection", labels.INSPECTION_START)
    _whole_up(deliveries, "inspection", labels.INSPECTION_END)


def _g_codes(deliveries: Deliveries) -> None:
    for code in (SCHOOL, AREA_BLOCK):
        for group in ("ป.4", "รวมประถม", TOTAL):
            deliveries.add("g_code", code, group, "ญ")
            deliveries.add("g_code", code, group, "รวม")


def _rooms(deliveries: Deliveries) -> None:
    for code in (SCHOOL, AREA_BLOCK):
        deliveries.add("enrolment", code, "ป.4", "ห้อง")


def _area_up(deliveries: Deliveries) -> None:
    for group in ("ป.4", "รวมประถม", TOTAL):
        deliveries.add("g_code", AREA_BLOCK, group, "ญ")
        deliveries.add("g_code", AREA_BLOCK, group, "รวม")


def _school_gone(deliveries: Deliveries) -> None:
    deliveries.earlier = {**ENROLLED, "34010009": {("ป.1", "ช"): 1}}


def _grade_changed(deliveries: Deliveries) -> None:
    deliveries.earlier = {**ENROLLED, SCHOOL: {**ENROLLED[SCHOOL], ("ป.1", "ช"): 24}}


def _closed(deliveries: Deliveries) -> None:
    smis, *about = deliveries.schools[-1]
    deliveries.schools[-1] = (smis, *about)
    deliveries.last_days[smis] = date(2020, 3, 31)


def _district_missing(deliveries: Deliveries) -> None:
    (*before, _, subdistrict) = deliveries.schools[0]
    deliveries.schools[0] = (*before, "", subdistrict)


def _no_pupils(deliveries: Deliveries) -> None:
    """The last school stays in every report, with nobody."""
    deliveries.schools.append(EMPTY)
    deliveries.reports = reports_of({**ENROLLED, EMPTY[0]: {}})


def _layout_unknown(deliveries: Deliveries) -> None:
    for row in deliveries.reports["religion"]:
        row[3], row[4], row[5] = row[5], row[3], row[4]
        row[-3], row[-2], row[-1] = row[-1], row[-3], row[-2]


def _exchanged(deliveries: Deliveries, *slugs: str) -> None:
    """Boys stand in the columns of girls, in every row."""
    for slug in slugs:
        start, step = (2, 4) if slug == "enrolment" else (3, 3)
        for row in deliveries.reports[slug]:
            for index in range(start, len(row), step):
                row[index], row[index + 1] = row[index + 1], row[index]


def _labels_exchanged(deliveries: Deliveries) -> None:
    """Every row of one religion has the name of another."""
    names = {"พุทธ": "อิสลาม", "อิสลาม": "พุทธ"}
    deliveries.reports["religion"] = [[names.get(cell, cell) for cell in row] for row in deliveries.reports["religion"]]


def _many(deliveries: Deliveries) -> None:
    """So many boys that an exchange shows."""
    many = {SCHOOL: {**ENROLLED[SCHOOL], ("ป.1", "ช"): 30}}
    deliveries.reports, deliveries.pupils = reports_of({**ENROLLED, **many}), roster({**ENROLLED, **many})
    deliveries.earlier = {**ENROLLED, **many}


def _exchanged_report(deliveries: Deliveries) -> None:
    _many(deliveries)
    _exchanged(deliveries, "religion")


def _exchanged_enrolment(deliveries: Deliveries) -> None:
    _many(deliveries)
    deliveries.earlier = {}
    _exchanged(deliveries, "enrolment", "age", "nationality", "religion", "inspection")


def _exchanged_since_last_round(deliveries: Deliveries) -> None:
    _many(deliveries)
    deliveries.pupils.clear()
    _exchanged(deliveries, "enrolment", "age", "nationality", "religion", "inspection")


def _renamed(deliveries: Deliveries) -> None:
    deliveries.words = {"อิสลาม": "อิสลาม (ศาสนา)"}


def _confirmed(deliveries: Deliveries) -> None:
    deliveries.confirmations = [["34010001", "10/04/2569"], ["34010020", "10/04/2569"]]


def _confirmed_another_year(deliveries: Deliveries) -> None:
    deliveries.confirmations = [["34010001", "10/04/2569"], ["34010002", "10/04/2659"]]


@dataclass(frozen=True)
class Example:
    """A change of clean deliveries, and the other rules that it cannot but break."""

    change: Callable[[Deliveries], None]
    also: frozenset[str] = frozenset()


_COMPARED = frozenset({"dmc.compare.list_against_enrolment"})
EXAMPLES = {
    "dmc.pupil.number_missing": Example(_pupil({"learner_number": "-"})),
    "dmc.pupil.number_malformed": Example(_pupil({"learner_number": "12345"})),
    "dmc.pupil.number_check_digit": Example(_pupil({"learner_number": str(int(citizen_number(3)) ^ 1)})),
    "dmc.pupil.number_duplicate_in_school": Example(_twin_in_school),
    "dmc.pupil.number_duplicate_across_schools": Example(_twin_across_schools),
    "dmc.pupil.age_outside_grade": Example(_pupil({"birth_date": "01/02/2550"})),
    "dmc.pupil.birth_date_impossible": Example(_pupil({"birth_date": "31/02/2560"})),
    "dmc.pupil.birth_date_era": Example(_pupil({"birth_date": "01/02/2017"})),
    "dmc.pupil.birth_date_century": Example(_pupil({"birth_date": "12/10/2457"})),
    "dmc.pupil.label_missing": Example(_pupil({"religion": "-"})),
    "dmc.pupil.column_empty": Example(_column_empty),
    "dmc.pupil.label_unknown": Example(_pupil({"religion": "พุท"})),
    "dmc.pupil.room_missing": Example(_pupil({"room": "๐"})),
    "dmc.pupil.room_no_number": Example(_pupil({"room": "1 1"})),
    "dmc.pupil.school_name_differs": Example(_pupil({"school_name": "บ้านตัวอย่างสอง"})),
    "dmc.pupil.grade_unknown": Example(_pupil({"grade": "ป.7"}), _COMPARED),
    "dmc.pupil.grade_not_offered": Example(_grade_not_offered),
    "dmc.pupil.sex_unknown": Example(_pupil({"sex": "ชาย"}), _COMPARED),
    "dmc.pupil.sex_against_title": Example(_pupil({"title": "เด็กหญิง"})),
    "dmc.pupil.weight_impossible": Example(_pupil({"weight_kg": "250"})),
    "dmc.pupil.height_impossible": Example(_pupil({"height_cm": "1.2"})),
    "dmc.pupil.nationality_against_number": Example(_pupil({"learner_number": "G640000000001"})),
    "dmc.pupil.pending_discharge": Example(_pupil({"pending_discharge": "ใช่"})),
    "dmc.school.not_on_list": Example(_not_on_list),
    "dmc.school.list_empty": Example(_list_empty),
    "dmc.school.missing": Example(_school_missing),
    "dmc.school.closed": Example(_closed),
    "dmc.school.district_missing": Example(_district_missing),
    "dmc.school.no_pupils": Example(_no_pupils),
    "dmc.school.name_unsafe": Example(
        _pupil({"school_name": "<script>alert(1)</script>"}), frozenset({"dmc.pupil.school_name_differs"})
    ),
    "dmc.file.encoding_mixed": Example(_mixed_encoding),
    "dmc.file.error_cell": Example(_pupil({"blood_group": "#N/A"})),
    "dmc.aggregate.not_a_count": Example(_not_a_count),
    "dmc.aggregate.count_implausible": Example(
        lambda deliveries: deliveries.add("enrolment", SCHOOL, "ป.5", "ห้อง", more=999_999_000)
    ),
    "dmc.aggregate.layout_unknown": Example(_layout_unknown),
    "dmc.aggregate.columns_exchanged": Example(_exchanged_report),
    "dmc.aggregate.category_renamed": Example(_renamed),
    "dmc.aggregate.sex_sum": Example(
        lambda deliveries: deliveries.add("g_code", SCHOOL, "ป.4", "รวม"),
        frozenset({"dmc.aggregate.level_sum", "dmc.aggregate.area_sum"}),
    ),
    "dmc.aggregate.level_sum": Example(_rooms),
    "dmc.aggregate.category_sum": Example(
        lambda deliveries: _whole_up(deliveries, "disability", "ความพิการทางการเรียนรู้")
    ),
    "dmc.aggregate.category_unknown": Example(
        lambda deliveries: deliveries.reports["disability"].insert(2, [ROUND, SCHOOL, "ความพิการแบบใหม่", *["0"] * 69])
    ),
    "dmc.aggregate.category_missing": Example(
        lambda deliveries: deliveries.reports["disability"].remove(_row(deliveries, "disability", SCHOOL, "อื่น ๆ"))
    ),
    "dmc.aggregate.area_sum": Example(_area_up),
    "dmc.aggregate.area_missing": Example(
        lambda deliveries: deliveries.reports["g_code"].remove(_row(deliveries, "g_code", AREA_BLOCK)),
    ),
    "dmc.aggregate.schools_missing": Example(
        lambda deliveries: deliveries.reports["electricity"].remove(_row(deliveries, "electricity", SCHOOL)),
    ),
    "dmc.aggregate.whole_enrolment": Example(_whole_enrolment),
    "dmc.aggregate.duplicate_school_rows": Example(
        lambda deliveries: deliveries.reports["electricity"].append(list(_row(deliveries, "electricity", SCHOOL)))
    ),
    "dmc.aggregate.inspection_balance": Example(
        lambda deliveries: _whole_up(deliveries, "inspection", labels.INSPECTION_MOVED_OUT)
    ),
    "dmc.aggregate.inspection_end": Example(_inspection_end),
    "dmc.aggregate.g_code_nationality": Example(_g_codes),
    "dmc.compare.list_against_enrolment": Example(lambda deliveries: deliveries.pupils.pop()),
    "dmc.compare.columns_exchanged": Example(_exchanged_enrolment),
    "dmc.compare.list_against_category": Example(_labels_exchanged),
    "dmc.confirmation.school_unknown": Example(_confirmed),
    "dmc.confirmation.date_impossible": Example(_confirmed_another_year),
    "dmc.rounds.columns_exchanged": Example(_exchanged_since_last_round),
    "dmc.rounds.school_gone": Example(_school_gone),
    "dmc.rounds.grade_changed": Example(_grade_changed),
}


def test_clean_deliveries_have_no_findings(tmp_path: Path, params: Params) -> None:
    assert Deliveries().findings(tmp_path, params).empty


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_rule_finds_its_example(rule: str, tmp_path: Path, params: Params) -> None:
    deliveries = Deliveries()
    EXAMPLES[rule].change(deliveries)
    assert set(deliveries.findings(tmp_path, params)["rule"]) == {rule, *EXAMPLES[rule].also}


def test_no_example_is_of_a_rule_that_does_not_exist() -> None:
    assert EXAMPLES.keys() == {rule.id for rule in RULES}
