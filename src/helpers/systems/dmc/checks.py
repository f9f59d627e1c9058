"""The checks of a DMC round as a whole: its deliveries with each other, with the school list and with the round before.

`RULES` are those of all checks on DMC deliveries.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from typing import Any

import numpy as np
import pandas as pd

from helpers.foreign.checks import file_rules
from helpers.identifiers import is_smis
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.systems.dmc import layouts
from helpers.systems.dmc.aggregate_checks import AGGREGATE_RULES, exchanged_columns, first_rows
from helpers.systems.dmc.aggregates import NOT_A_COUNT, Aggregate
from helpers.systems.dmc.labels import IRREGULAR, OUT_OF_AGE
from helpers.systems.dmc.layouts import GRADES_BY_LEVEL, TOTAL
from helpers.systems.dmc.pupil_checks import PUPIL_RULES
from helpers.systems.dmc.pupil_list import LABELLED
from helpers.systems.dmc.tables import categories_from_pupils, category_frame, enrolment_frame
from helpers.systems.listed_schools import district_missing
from helpers.tables.findings import Finding, Owner, Rule, Severity

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

RULES = (
    *PUPIL_RULES,
    Rule(
        "dmc.school.not_on_list",
        _ERROR,
        "โรงเรียนไม่อยู่ในทะเบียนโรงเรียนของเขต",
        "เขตตรวจรหัส แล้วเพิ่มในทะเบียนโรงเรียนหรือแจ้งแก้ในระบบ",
        Owner.AREA,
    ),
    Rule(
        "dmc.school.list_empty",
        _WARNING,
        "ยังไม่มีทะเบียนโรงเรียนของเขต",
        "เติมทะเบียนโรงเรียนของเขตให้ครบ รายงานจะมีชื่อโรงเรียนและอำเภอ",
        Owner.AREA,
    ),
    Rule(
        "dmc.school.missing",
        _ERROR,
        "โรงเรียนในทะเบียนไม่มีข้อมูลในรอบนี้",
        "โรงเรียนบันทึกและยืนยันข้อมูล หรือเขตใส่วันสุดท้ายของโรงเรียนที่ยุบเลิกในทะเบียน",
    ),
    Rule(
        "dmc.school.closed",
        _WARNING,
        "โรงเรียนมีข้อมูลในวันที่ทะเบียนระบุว่าไม่ได้เปิด ข้อมูลยังนับอยู่",
        "เขตตรวจวันเปิดและวันสุดท้ายในทะเบียนโรงเรียน หรือแจ้งแก้ในระบบ",
        Owner.AREA,
    ),
    district_missing("dmc"),
    Rule(
        "dmc.school.no_pupils",
        _NOTICE,
        "โรงเรียนมีชื่อในข้อมูลแต่ไม่มีนักเรียน",
        "ถ้าโรงเรียนยังมีนักเรียนให้บันทึกข้อมูล ถ้ายุบแล้วให้เขตใส่วันสุดท้ายในทะเบียนโรงเรียน",
    ),
    Rule("dmc.school.name_unsafe", _WARNING, "ชื่อโรงเรียนมีสูตรหรือสัญลักษณ์ที่ไม่ควรมี", "แก้ชื่อโรงเรียนในระบบ"),
    *file_rules("dmc", "DMC"),
    *AGGREGATE_RULES,
    Rule(
        "dmc.compare.list_against_enrolment",
        _ERROR,
        "รายชื่อนักเรียนไม่เท่ากับรายงานแยกชั้น",
        "ดาวน์โหลดทั้งสองรายงานในวันเดียวกัน ถ้ายังต่างให้โรงเรียนตรวจ",
        Owner.AREA,
    ),
    Rule(
        "dmc.compare.columns_exchanged",
        _ERROR,
        "คอลัมน์ของรายงานแยกชั้นดูเหมือนสลับที่กันทั้งไฟล์เมื่อเทียบกับรายชื่อนักเรียน",
        "ดาวน์โหลดรายงานแยกชั้นใหม่โดยไม่ย้ายคอลัมน์ แล้วรับเข้าแทน",
        Owner.AREA,
    ),
    Rule(
        "dmc.compare.list_against_category",
        _ERROR,
        "จำนวนในประเภทของรายงานไม่เท่ากับรายชื่อนักเรียน ชื่อประเภทอาจสลับที่กัน",
        "ดาวน์โหลดทั้งสองรายงานในวันเดียวกัน ถ้ายังต่างให้โรงเรียนตรวจ",
        Owner.AREA,
    ),
    Rule(
        "dmc.confirmation.school_unknown",
        _ERROR,
        "โรงเรียนในไฟล์ยืนยันไม่อยู่ในทะเบียนและไม่มีข้อมูลในรอบนี้ จึงไม่นับการยืนยันนี้",
        "เขตตรวจรหัสโรงเรียนในไฟล์ยืนยัน แล้วรับเข้าใหม่",
        Owner.AREA,
    ),
    Rule(
        "dmc.confirmation.date_impossible",
        _ERROR,
        "วันที่ยืนยันข้อมูลอยู่นอกช่วงที่เป็นไปได้ของรอบ จึงไม่นับการยืนยันนี้",
        "เขตตรวจวันเดือนปีในไฟล์ยืนยัน มักพิมพ์ปีผิด แล้วรับเข้าใหม่ ถ้าถูกต้องให้แก้ confirmed_within ในเกณฑ์ตรวจสอบ",
        Owner.AREA,
    ),
    Rule(
        "dmc.rounds.columns_exchanged",
        _ERROR,
        "คอลัมน์ของรายงานแยกชั้นดูเหมือนสลับที่กันทั้งไฟล์เมื่อเทียบกับรอบก่อน",
        "ดาวน์โหลดรายงานแยกชั้นใหม่โดยไม่ย้ายคอลัมน์ แล้วรับเข้าแทน",
        Owner.AREA,
    ),
    Rule("dmc.rounds.school_gone", _WARNING, "โรงเรียนเคยมีข้อมูลในรอบก่อนแต่ไม่มีในรอบนี้", "ตรวจว่ายุบเลิกหรือยังไม่ส่งข้อมูล"),
    Rule("dmc.rounds.grade_changed", _WARNING, "จำนวนนักเรียนในชั้นเปลี่ยนจากรอบก่อนมากผิดปกติ", "ยืนยันการย้ายเข้าออก หรือแก้ไขชั้น"),
)

_NAMED = 5
"""Schools that a finding names."""


def check_round(aggregates: Mapping[str, Aggregate], pupils: pd.DataFrame) -> Iterator[Finding]:
    """Findings between the aggregates by slug and the pupil list (empty when not delivered) of one round."""
    enrolment = aggregates.get("enrolment")
    if enrolment is not None:
        for aggregate in aggregates.values():
            if aggregate.layout.of_all_pupils:
                whole, rule = aggregate.layout.whole, "dmc.aggregate.whole_enrolment"
                yield from _against_enrolment(aggregate, enrolment, whole, rule)
                yield from _exchanged(aggregate, enrolment)
            elif aggregate is not enrolment:
                yield from _schools_missing(aggregate, enrolment)
        if "inspection" in aggregates:
            end = layouts.INSPECTION_END
            yield from _against_enrolment(aggregates["inspection"], enrolment, end, "dmc.aggregate.inspection_end")
        if not pupils.empty:
            yield from _list_against(enrolment, pupils)
    for slug in LABELLED if not pupils.empty else ():
        if slug in aggregates:
            yield from _labels_against(aggregates[slug], pupils)
    if "g_code" in aggregates and "nationality" in aggregates:
        yield from _g_codes(aggregates["g_code"], aggregates["nationality"])


def _schools_missing(aggregate: Aggregate, enrolment: Aggregate) -> Iterator[Finding]:
    """One finding about a report that lacks rows of schools with pupils: the only sign that the file was cut off."""
    known = set(aggregate.smis)
    missing = [smis for smis, (pupils, _) in sorted(_totals(enrolment).items()) if pupils > 0 and smis not in known]
    missing = [smis for smis in missing if is_smis(smis)]
    if missing:
        more = f" และอีก {len(missing) - _NAMED:,} แห่ง" if len(missing) > _NAMED else ""
        listed = f"ไม่มี {', '.join(missing[:_NAMED])}{more}"
        yield aggregate.finding_of_file("dmc.aggregate.schools_missing", found=listed, allowed="ทุกโรงเรียนที่มีนักเรียน")


def _exchanged(aggregate: Aggregate, enrolment: Aggregate) -> Iterator[Finding]:
    categories = category_frame(aggregate)
    pairs = exchanged_columns(categories[categories["whole"]], enrolment_frame(enrolment))
    if pairs:
        known = f"เทียบกับ{enrolment.layout.title}"
        yield aggregate.finding_of_file("dmc.aggregate.columns_exchanged", found=", ".join(pairs), allowed=known)


def _totals(aggregate: Aggregate, category: str = "") -> dict[str, tuple[int, int]]:
    """By school, and for the area, the total of one category over all grades, with the index of its row."""
    column = aggregate.groups.index(TOTAL)
    chosen = np.flatnonzero(first_rows(aggregate) & (aggregate.category == category))
    return {str(aggregate.smis[index]): (int(aggregate.counts[index, column, 2]), int(index)) for index in chosen}


def _against_enrolment(aggregate: Aggregate, enrolment: Aggregate, category: str, rule: str) -> Iterator[Finding]:
    expected, stated = _totals(enrolment), _totals(aggregate, category)
    column = f"{category} · {TOTAL}"
    for smis, (count, index) in sorted(stated.items()):
        if smis not in expected and not aggregate.of_schools[index]:
            continue  # the enrolment has no total of the area, which is a finding of its own
        enrolled, _ = expected.get(smis, (0, 0))
        if count != enrolled and NOT_A_COUNT not in (count, enrolled):
            yield aggregate.finding(rule, index, column=column, found=f"{count:,}", allowed=f"{enrolled:,}")
    file = (aggregate.layout.slug, aggregate.delivery.id, aggregate.delivery.name, aggregate.sheet)
    for smis in sorted(expected.keys() - stated.keys()):
        enrolled, index = expected[smis]
        if enrolled > 0 and enrolment.of_schools[index]:
            yield Finding(rule, smis, *file, column=column, found="ไม่มีแถวของโรงเรียน", allowed=f"{enrolled:,}")


def _list_against(enrolment: Aggregate, pupils: pd.DataFrame) -> Iterator[Finding]:
    if pairs := exchanged_columns(enrolment_frame(enrolment), pupils.assign(pupils=1)):
        known = "เทียบกับบัญชีรายชื่อนักเรียน"
        yield enrolment.finding_of_file("dmc.compare.columns_exchanged", found=", ".join(pairs), allowed=known)
        return
    listed = pupils.groupby(["smis", "grade", "sex"]).size().to_dict()
    covered = (
        first_rows(enrolment) & enrolment.of_schools & np.isin(enrolment.smis, pupils["smis"].unique().astype("U"))
    )
    grades = [(number, group) for number, group in enumerate(enrolment.groups) if group in layouts.LEVEL_OF_GRADE]
    for index, (number, group), (measure, sex) in product(np.flatnonzero(covered), grades, enumerate(layouts.SEXES)):
        stated = int(enrolment.counts[index, number, measure])
        counted = int(listed.get((str(enrolment.smis[index]), group, sex), 0))
        if stated not in (counted, NOT_A_COUNT):
            details = {"column": f"{group} ({sex})", "found": f"รายชื่อ {counted:,}", "allowed": f"รายงาน {stated:,}"}
            yield enrolment.finding("dmc.compare.list_against_enrolment", int(index), **details)


def _labels_against(aggregate: Aggregate, pupils: pd.DataFrame) -> Iterator[Finding]:
    """One finding for each category in which list and report differ over the schools that both have, by more than the
    pupils without a category and those who are in one of the two alone could explain."""
    layout, rule = aggregate.layout, "dmc.compare.list_against_category"
    schools = set(pupils["smis"]) & set(aggregate.smis[aggregate.of_schools])
    stated, listed = category_frame(aggregate), categories_from_pupils(pupils, layout.slug)
    assert listed is not None
    frames = (stated[~stated["whole"].astype(bool)], listed)
    in_report, in_list = (counts[counts["smis"].isin(schools)].groupby("category")["pupils"].sum() for counts in frames)
    names = [name for name in layout.categories if name not in (IRREGULAR, OUT_OF_AGE)]
    unplaced = sum(int(counts.drop(names, errors="ignore").sum()) for counts in (in_report, in_list))
    unplaced += abs(int(in_report.sum()) - int(in_list.sum())) if layout.of_all_pupils else 0
    for name in names:
        stated_count, listed_count = (int(counts.get(name, 0)) for counts in (in_report, in_list))
        if abs(listed_count - stated_count) > unplaced:
            numbers = (f"{name} รายชื่อ {listed_count:,}", f"รายงาน {stated_count:,}")
            yield aggregate.finding_of_file(rule, found=numbers[0], allowed=numbers[1])


def _g_codes(g_code: Aggregate, nationality: Aggregate) -> Iterator[Finding]:
    everybody, thai = _totals(nationality, nationality.layout.whole), _totals(nationality, "ไทย")
    for smis, (count, index) in sorted(_totals(g_code).items()):
        if smis not in everybody or smis not in thai or not g_code.of_schools[index]:
            continue
        numbers = (everybody[smis][0], thai[smis][0])
        foreign = numbers[0] - numbers[1]
        if NOT_A_COUNT not in numbers and count > foreign:
            allowed = f"ไม่เกิน {foreign:,}"
            yield g_code.finding("dmc.aggregate.g_code_nationality", index, found=f"{count:,}", allowed=allowed)


_ENTERED = ("อ.2",)
"""Grades in which new children enter a school that teaches the grade before too."""
_NEXT_GRADE = {one: two for grades in GRADES_BY_LEVEL.values() for one, two in pairwise(grades) if two not in _ENTERED}
"""The grade of the same pupils a year later in the same school; none where the next level may be another school's."""


@dataclass(frozen=True)
class RoundEnrolment:
    """A round's enrolment table, and the area aggregate that it comes from; None where it comes from the pupil list."""

    round: Round
    pupils: pd.DataFrame
    file: Aggregate | None


def check_against_earlier(
    now: RoundEnrolment, present: Collection[str], earlier_round: Round, earlier: pd.DataFrame, params: Params
) -> Iterator[Finding]:
    """Findings between this round's enrolment table and that of the latest earlier round in the store. `present` are
    the schools in this round's deliveries, with pupils or without.

    Grades are compared only within one academic year, as every pupil moves up between two. Exchanged columns are one
    finding about the file instead of one for each grade.
    """
    if now.pupils.empty:
        return
    day = params.round(now.round).as_of.date
    for smis in sorted(set(earlier["smis"]) - set(present)):
        if smis not in params.schools or params.schools[smis].is_open(day):
            yield Finding("dmc.rounds.school_gone", smis, "enrolment", found=f"มีในรอบ {earlier_round}")
    if now.file is not None and (pairs := _exchanged_since(now, earlier_round, earlier)):
        allowed = f"เทียบกับรอบ {earlier_round}"
        yield now.file.finding_of_file("dmc.rounds.columns_exchanged", found=", ".join(pairs), allowed=allowed)
    elif earlier_round.year == now.round.year:
        yield from _changed_grades(now.pupils, earlier_round, earlier, params)


def _exchanged_since(now: RoundEnrolment, earlier_round: Round, earlier: pd.DataFrame) -> list[str]:
    if earlier_round.year == now.round.year:
        return exchanged_columns(now.pupils, earlier)
    if earlier_round.year + 1 == now.round.year:
        moved_up = earlier.assign(grade=earlier["grade"].map(_NEXT_GRADE))
        return exchanged_columns(now.pupils, moved_up[moved_up["grade"].notna()])
    return []


def _changed_grades(
    enrolment: pd.DataFrame, earlier_round: Round, earlier: pd.DataFrame, params: Params
) -> Iterator[Finding]:
    limit = params.checks.grade_change
    now = enrolment.groupby(["smis", "grade"])["pupils"].sum()
    before = earlier.groupby(["smis", "grade"])["pupils"].sum()
    both = pd.DataFrame({"now": now, "before": before}).fillna(0).astype("int64").reset_index()
    both = both[both["smis"].isin(set(enrolment["smis"]) & set(earlier["smis"]))]
    change = (both["now"] - both["before"]).abs()
    changed = both[(change > limit.pupils) & (change > limit.share * both["before"])]
    for cell in changed.to_dict("records"):
        now_count, before_count = f"{cell['now']:,}", f"รอบ {earlier_round} มี {cell['before']:,}"
        rule = "dmc.rounds.grade_changed"
        yield Finding(rule, cell["smis"], "enrolment", column=cell["grade"], found=now_count, allowed=before_count)


def check_schools(
    aggregates: Mapping[str, Aggregate], pupils: pd.DataFrame, params: Params, day: date
) -> Iterator[Finding]:
    """A finding for each school of any delivery that is not on the school list, or not open on the day of the data; one
    alone where there is no list."""
    if not params.schools:
        where = f"params/schools/{params.office.area_code}.csv"
        yield Finding("dmc.school.list_empty", smis="", report="enrolment", file=where)
        return
    for smis, location in sorted(_first_rows(aggregates, pupils).items()):
        school = params.schools.get(smis)
        if school is None:
            yield Finding("dmc.school.not_on_list", smis, **location)
        elif not school.is_open(day):
            yield Finding("dmc.school.closed", smis, **location, allowed=school.days_open)


def check_present_schools(present: pd.DataFrame, schools: pd.DataFrame, params: Params, day: date) -> Iterator[Finding]:
    """A finding for each school that is present without a pupil, and for each that is open and not present. `present`
    has one row a school of the deliveries."""
    empty = set(schools.loc[schools["pupils"] == 0, "smis"])
    for origin in present[present["smis"].isin(empty)].to_dict("records"):
        location = {str(name): value for name, value in origin.items()}
        yield Finding("dmc.school.no_pupils", report="enrolment", found="0 คน", **location)
    for smis in params.open_schools(day):
        if smis not in set(present["smis"]):
            yield Finding("dmc.school.missing", smis, "enrolment")


def _first_rows(aggregates: Mapping[str, Aggregate], pupils: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """By school, the location of its first row: in the first report that has it, else in the pupil list."""
    locations: dict[str, dict[str, Any]] = {}
    for aggregate in aggregates.values():
        origin = {"delivery": aggregate.delivery.id, "file": aggregate.delivery.name, "sheet": aggregate.sheet}
        for row in np.flatnonzero(aggregate.of_schools):
            location = {"report": aggregate.layout.slug, **origin, "row": int(aggregate.rows[row])}
            locations.setdefault(str(aggregate.smis[row]), location)
    listed = pupils.drop_duplicates("smis").reindex(columns=["smis", "delivery", "file", "sheet", "row"])
    for record in listed.to_dict("records"):
        location = {str(name): value for name, value in record.items() if name != "smis"}
        locations.setdefault(str(record["smis"]), {"report": "pupil_list", **location})
    return locations
