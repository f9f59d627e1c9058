"""What must hold between the deliveries of a round: report against report, list against report.

What must hold between this round's enrolment and that of the round before it.

The schools of a round against the school list: who is not on it, who is missing, who has no pupil.

Columns that stand in each other's place in every row, seen against counts that have them in the right one.

Sums inside a file do not show it: boys and girls exchanged still come to the same total.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise, product
from typing import Any

import numpy as np
import pandas as pd

from helpers.identifiers import is_smis
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.systems.dmc import layouts
from helpers.systems.dmc.aggregate_checks import first_rows
from helpers.systems.dmc.aggregates import NOT_A_COUNT, Aggregate
from helpers.systems.dmc.labels import IRREGULAR, OUT_OF_AGE
from helpers.systems.dmc.layouts import GRADES, GRADES_BY_LEVEL, SEXES, TOTAL
from helpers.systems.dmc.pupil_list import LABELLED
from helpers.systems.dmc.tables import categories_from_pupils, category_frame, enrolment_frame
from helpers.tables.findings import Finding

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
    """One finding about a report that has no row of some schools with pupils: nothing else would tell that it was cut
    off."""
    known = set(aggregate.smis)
    missing = [smis for smis, (pupils, _) in sorted(_totals(enrolment).items()) if pupils > 0 and smis not in known]
    missing = [smis for smis in missing if is_smis(smis)]
    if missing:
        more = f" และอีก {len(missing) - _NAMED:,} แห่ง" if len(missing) > _NAMED else ""
        found = f"ไม่มี {', '.join(missing[:_NAMED])}{more}"
        yield aggregate.finding_of_file("dmc.aggregate.schools_missing", found=found, allowed="ทุกโรงเรียนที่มีนักเรียน")


def _exchanged(aggregate: Aggregate, enrolment: Aggregate) -> Iterator[Finding]:
    own = category_frame(aggregate)
    pairs = exchanged(own[own["whole"]], enrolment_frame(enrolment))
    if pairs:
        known = f"เทียบกับ{enrolment.layout.title}"
        yield aggregate.finding_of_file("dmc.aggregate.columns_exchanged", found=", ".join(pairs), allowed=known)


def _totals(aggregate: Aggregate, category: str = "") -> dict[str, tuple[int, int]]:
    """Each school's (and the area's) total of one category over all grades, with the place of its row."""
    column = aggregate.groups.index(TOTAL)
    chosen = np.flatnonzero(first_rows(aggregate) & (aggregate.category == category))
    return {str(aggregate.smis[place]): (int(aggregate.counts[place, column, 2]), int(place)) for place in chosen}


def _against_enrolment(aggregate: Aggregate, enrolment: Aggregate, category: str, rule: str) -> Iterator[Finding]:
    expected, stated = _totals(enrolment), _totals(aggregate, category)
    column = f"{category} · {TOTAL}"
    for smis, (found, place) in sorted(stated.items()):
        if smis not in expected and not aggregate.of_schools[place]:
            continue  # the enrolment has no total of the area, which is a finding of its own
        allowed, _ = expected.get(smis, (0, 0))
        if found != allowed and NOT_A_COUNT not in (found, allowed):
            yield aggregate.finding(rule, place, column=column, found=f"{found:,}", allowed=f"{allowed:,}")
    file = (aggregate.layout.slug, aggregate.delivery.id, aggregate.delivery.name, aggregate.sheet)
    for smis in sorted(expected.keys() - stated.keys()):
        allowed, place = expected[smis]
        if allowed > 0 and enrolment.of_schools[place]:
            yield Finding(rule, smis, *file, column=column, found="ไม่มีแถวของโรงเรียน", allowed=f"{allowed:,}")


def _list_against(enrolment: Aggregate, pupils: pd.DataFrame) -> Iterator[Finding]:
    if pairs := exchanged(enrolment_frame(enrolment), pupils.assign(pupils=1)):
        known = "เทียบกับบัญชีรายชื่อนักเรียน"
        yield enrolment.finding_of_file("dmc.compare.columns_exchanged", found=", ".join(pairs), allowed=known)
        return
    listed = pupils.groupby(["smis", "grade", "sex"]).size().to_dict()
    covered = (
        first_rows(enrolment) & enrolment.of_schools & np.isin(enrolment.smis, pupils["smis"].unique().astype("U"))
    )
    grades = [(number, group) for number, group in enumerate(enrolment.groups) if group in layouts.LEVEL_OF_GRADE]
    for place, (number, group), (measure, sex) in product(np.flatnonzero(covered), grades, enumerate(layouts.SEXES)):
        stated = int(enrolment.counts[place, number, measure])
        found = int(listed.get((str(enrolment.smis[place]), group, sex), 0))
        if stated not in (found, NOT_A_COUNT):
            details = {"column": f"{group} ({sex})", "found": f"รายชื่อ {found:,}", "allowed": f"รายงาน {stated:,}"}
            yield enrolment.finding("dmc.compare.list_against_enrolment", int(place), **details)


def _labels_against(aggregate: Aggregate, pupils: pd.DataFrame) -> Iterator[Finding]:
    """One finding for each category of which the list counts others than the report in the schools that both have,
    unless so many pupils have no category in either, or are in one of the two alone."""
    layout, rule = aggregate.layout, "dmc.compare.list_against_category"
    schools = set(pupils["smis"]) & set(aggregate.smis[aggregate.of_schools])
    stated, listed = category_frame(aggregate), categories_from_pupils(pupils, layout.slug)
    assert listed is not None
    frames = (stated[~stated["whole"].astype(bool)], listed)
    own, other = (each[each["smis"].isin(schools)].groupby("category")["pupils"].sum() for each in frames)
    names = [name for name in layout.categories if name not in (IRREGULAR, OUT_OF_AGE)]
    unplaced = sum(int(each.drop(names, errors="ignore").sum()) for each in (own, other))
    unplaced += abs(int(own.sum()) - int(other.sum())) if layout.of_all_pupils else 0
    for name in names:
        allowed, found = (int(each.get(name, 0)) for each in (own, other))
        if abs(found - allowed) > unplaced:
            numbers = (f"{name} รายชื่อ {found:,}", f"รายงาน {allowed:,}")
            yield aggregate.finding_of_file(rule, found=numbers[0], allowed=numbers[1])


def _g_codes(g_code: Aggregate, nationality: Aggregate) -> Iterator[Finding]:
    everybody, thai = _totals(nationality, nationality.layout.whole), _totals(nationality, "ไทย")
    for smis, (found, place) in sorted(_totals(g_code).items()):
        if smis not in everybody or smis not in thai or not g_code.of_schools[place]:
            continue
        numbers = (everybody[smis][0], thai[smis][0])
        foreign = numbers[0] - numbers[1]
        if NOT_A_COUNT not in numbers and found > foreign:
            allowed = f"ไม่เกิน {foreign:,}"
            yield g_code.finding("dmc.aggregate.g_code_nationality", place, found=f"{found:,}", allowed=allowed)


_ENTERED = ("อ.2",)
"""Grades in which children come to a school although it teaches the one before."""
_NEXT_GRADE = {one: two for grades in GRADES_BY_LEVEL.values() for one, two in pairwise(grades) if two not in _ENTERED}
"""Where pupils of a grade are a year later in the same school; a new level may be in another one."""


@dataclass(frozen=True)
class Enrolled:
    """A round's enrolment, and the file that it is from where that is a report of the area."""

    round: Round
    pupils: pd.DataFrame
    file: Aggregate | None


def check_against_earlier(
    now: Enrolled, standing: Collection[str], earlier_round: Round, earlier: pd.DataFrame, params: Params
) -> Iterator[Finding]:
    """Findings between this round's enrolment table and that of the latest earlier round in the store. `standing` are
    the schools that stand in this round's deliveries, with pupils or without.

    Grades are compared only within one academic year: between years every pupil moves up. Columns that are exchanged
    are one finding about the file, and the grades that they change are none.
    """
    if now.pupils.empty:
        return
    day = params.round(now.round).as_of.date
    for smis in sorted(set(earlier["smis"]) - set(standing)):
        if smis not in params.schools or params.schools[smis].is_open(day):
            yield Finding("dmc.rounds.school_gone", smis, "enrolment", found=f"มีในรอบ {earlier_round}")
    if now.file is not None and (pairs := _exchanged_since(now, earlier_round, earlier)):
        allowed = f"เทียบกับรอบ {earlier_round}"
        yield now.file.finding_of_file("dmc.rounds.columns_exchanged", found=", ".join(pairs), allowed=allowed)
    elif earlier_round.year == now.round.year:
        yield from _changed_grades(now.pupils, earlier_round, earlier, params)


def _exchanged_since(now: Enrolled, earlier_round: Round, earlier: pd.DataFrame) -> list[str]:
    if earlier_round.year == now.round.year:
        return exchanged(now.pupils, earlier)
    if earlier_round.year + 1 == now.round.year:
        moved_up = earlier.assign(grade=earlier["grade"].map(_NEXT_GRADE))
        return exchanged(now.pupils, moved_up[moved_up["grade"].notna()])
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
    for each in changed.to_dict("records"):
        found, allowed = f"{each['now']:,}", f"รอบ {earlier_round} มี {each['before']:,}"
        rule = "dmc.rounds.grade_changed"
        yield Finding(rule, each["smis"], "enrolment", column=each["grade"], found=found, allowed=allowed)


def check_schools(
    aggregates: Mapping[str, Aggregate], pupils: pd.DataFrame, params: Params, day: date
) -> Iterator[Finding]:
    """Schools of any delivery that the list does not have, or has as closed or not yet open on the day of the data."""
    if not params.schools:
        where = f"params/schools/{params.office.area_code}.csv"
        yield Finding("dmc.school.list_empty", smis="", report="enrolment", file=where)
        return
    for smis, place in sorted(_first_places(aggregates, pupils).items()):
        school = params.schools.get(smis)
        if school is None:
            yield Finding("dmc.school.not_on_list", smis, **place)
        elif not school.is_open(day):
            yield Finding("dmc.school.closed", smis, **place, allowed=school.days_open)


def check_standing(standing: pd.DataFrame, schools: pd.DataFrame, params: Params, day: date) -> Iterator[Finding]:
    """Schools that stand in the deliveries without a pupil, and those that are open and do not stand there at all."""
    empty = set(schools.loc[schools["pupils"] == 0, "smis"])
    for origin in standing[standing["smis"].isin(empty)].to_dict("records"):
        place = {str(name): value for name, value in origin.items()}
        yield Finding("dmc.school.no_pupils", report="enrolment", found="0 คน", **place)
    for smis in params.open_schools(day):
        if smis not in set(standing["smis"]):
            yield Finding("dmc.school.missing", smis, "enrolment")


def _first_places(aggregates: Mapping[str, Aggregate], pupils: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Where each school first stands: in the first report that has it, else in the list of pupils."""
    places: dict[str, dict[str, Any]] = {}
    for aggregate in aggregates.values():
        origin = {"delivery": aggregate.delivery.id, "file": aggregate.delivery.name, "sheet": aggregate.sheet}
        for row in np.flatnonzero(aggregate.of_schools):
            own = {"report": aggregate.layout.slug, **origin, "row": int(aggregate.rows[row])}
            places.setdefault(str(aggregate.smis[row]), own)
    listed = pupils.drop_duplicates("smis").reindex(columns=["smis", "delivery", "file", "sheet", "row"])
    for each in listed.to_dict("records"):
        own = {str(name): value for name, value in each.items() if name != "smis"}
        places.setdefault(str(each["smis"]), {"report": "pupil_list", **own})
    return places


_PLACE = ["smis", "grade", "sex"]
_LEAST = 10
"""By so many pupils the exchange must explain more than the columns as they stand."""


def exchanged(found: pd.DataFrame, known: pd.DataFrame) -> list[str]:
    """The pairs of columns that are exchanged in `found`, as readers call them. Both frames have smis, grade, sex and
    pupils; only schools and grades that are in both are compared.

    A pair is exchanged where putting it right leaves less than half of the differences.
    """
    schools = set(found["smis"]) & set(known["smis"])
    grades = [grade for grade in GRADES if (found["grade"] == grade).any() and (known["grade"] == grade).any()]
    own, other = (_cube(frame, sorted(schools), grades) for frame in (found, known))
    if not own.size:
        return []
    if _explains(own[:, :, ::-1], own, other):
        return [" กับ ".join(SEXES)]
    return [*_sexes(own, other, grades), *_grades(own, other, grades)]


def _cube(frame: pd.DataFrame, schools: list[str], grades: list[str]) -> np.ndarray:
    """Pupils by school, grade and sex; 0 where no row says anything."""
    places = pd.MultiIndex.from_product([schools, grades, SEXES])
    counts = frame.groupby(_PLACE)["pupils"].sum().reindex(places, fill_value=0)
    return counts.to_numpy(dtype="int64").reshape(len(schools), len(grades), len(SEXES))


def _explains(turned: np.ndarray, own: np.ndarray, other: np.ndarray, least: int = _LEAST) -> bool:
    straight, exchange = (int(np.abs(each - other).sum()) for each in (own, turned))
    return 2 * exchange < straight and straight - exchange >= least


def _sexes(own: np.ndarray, other: np.ndarray, grades: list[str]) -> Iterator[str]:
    for place, grade in enumerate(grades):
        if _explains(own[:, place, ::-1], own[:, place], other[:, place]):
            yield f"{grade} {' กับ '.join(SEXES)}"


def _grades(own: np.ndarray, other: np.ndarray, grades: list[str]) -> Iterator[str]:
    """Two grades, each of which is the other one and not some third."""
    for one, two in combinations(range(len(grades)), 2):
        if _explains(own[:, [two, one]], own[:, [one, two]], other[:, [one, two]]) and all(
            _explains(own[:, there], own[:, here], other[:, here], least=1) for here, there in ((one, two), (two, one))
        ):
            yield f"{grades[one]} กับ {grades[two]}"
