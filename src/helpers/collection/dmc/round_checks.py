"""What must hold between deliveries: report against report, list against report, either against the school list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pandas as pd

from helpers.collection.dmc import layouts
from helpers.collection.dmc.aggregate_checks import first_rows
from helpers.collection.dmc.aggregates import NOT_A_COUNT, Aggregate
from helpers.collection.dmc.layouts import TOTAL
from helpers.collection.findings import Finding
from helpers.params.folder import Params
from helpers.periods import Round


def check_round(aggregates: Mapping[str, Aggregate], pupils: pd.DataFrame, params: Params) -> Iterator[Finding]:
    """Findings between the aggregates by slug and the pupil list (empty when not delivered) of one round."""
    enrolment = aggregates.get("enrolment")
    if enrolment is not None:
        for aggregate in aggregates.values():
            if aggregate.layout.of_all_pupils:
                yield from _against_enrolment(
                    aggregate, enrolment, aggregate.layout.whole, "dmc.aggregate.whole_enrolment"
                )
        if "inspection" in aggregates:
            end = layouts.INSPECTION_END
            yield from _against_enrolment(aggregates["inspection"], enrolment, end, "dmc.aggregate.inspection_end")
        if not pupils.empty:
            yield from _list_against(enrolment, pupils)
    if "g_code" in aggregates and "nationality" in aggregates:
        yield from _g_codes(aggregates["g_code"], aggregates["nationality"])
    yield from _school_list(aggregates, pupils, params)


def _totals(aggregate: Aggregate, category: str = "") -> dict[str, tuple[int, int]]:
    """Each school's (and the area's) total of one category over all grades, with the place of its row."""
    column = aggregate.groups.index(TOTAL)
    chosen = np.flatnonzero(first_rows(aggregate) & (aggregate.category == category))
    return {str(aggregate.smis[place]): (int(aggregate.counts[place, column, 2]), int(place)) for place in chosen}


def _against_enrolment(aggregate: Aggregate, enrolment: Aggregate, category: str, rule: str) -> Iterator[Finding]:
    expected, stated = _totals(enrolment), _totals(aggregate, category)
    column = f"{category} · {TOTAL}"
    for smis, (found, place) in sorted(stated.items()):
        allowed, _ = expected.get(smis, (0, 0))
        if found != allowed and NOT_A_COUNT not in (found, allowed):
            yield aggregate.finding(rule, place, column=column, found=f"{found:,}", allowed=f"{allowed:,}")
    file = (aggregate.layout.slug, aggregate.delivery.id, aggregate.delivery.name, aggregate.sheet)
    for smis in sorted(expected.keys() - stated.keys()):
        allowed, place = expected[smis]
        if allowed > 0 and not enrolment.of_area[place]:
            yield Finding(rule, smis, *file, column=column, found="ไม่มีแถวของโรงเรียน", allowed=f"{allowed:,}")


def _list_against(enrolment: Aggregate, pupils: pd.DataFrame) -> Iterator[Finding]:
    listed = pupils.groupby(["smis", "grade", "sex"]).size().to_dict()
    covered = first_rows(enrolment) & ~enrolment.of_area & np.isin(enrolment.smis, pupils["smis"].unique().astype("U"))
    grades = [(number, group) for number, group in enumerate(enrolment.groups) if group in layouts.LEVEL_OF_GRADE]
    for place, (number, group), (measure, sex) in product(np.flatnonzero(covered), grades, enumerate(layouts.SEXES)):
        stated = int(enrolment.counts[place, number, measure])
        found = int(listed.get((str(enrolment.smis[place]), group, sex), 0))
        if stated not in (found, NOT_A_COUNT):
            details = {"column": f"{group} ({sex})", "found": f"รายชื่อ {found:,}", "allowed": f"รายงาน {stated:,}"}
            yield enrolment.finding("dmc.compare.list_against_enrolment", int(place), **details)


def _g_codes(g_code: Aggregate, nationality: Aggregate) -> Iterator[Finding]:
    everybody, thai = _totals(nationality, nationality.layout.whole), _totals(nationality, "ไทย")
    for smis, (found, place) in sorted(_totals(g_code).items()):
        if smis not in everybody or smis not in thai or g_code.of_area[place]:
            continue
        numbers = (everybody[smis][0], thai[smis][0])
        foreign = numbers[0] - numbers[1]
        if NOT_A_COUNT not in numbers and found > foreign:
            allowed = f"ไม่เกิน {foreign:,}"
            yield g_code.finding("dmc.aggregate.g_code_nationality", place, found=f"{found:,}", allowed=allowed)


def _school_list(aggregates: Mapping[str, Aggregate], pupils: pd.DataFrame, params: Params) -> Iterator[Finding]:
    if not params.schools:
        where = f"params/schools/{params.office.area_code}.csv"
        yield Finding("dmc.school.list_empty", smis="", report="enrolment", file=where)
        return
    delivered: dict[str, Finding] = {}
    for aggregate in aggregates.values():
        for place in np.flatnonzero(~aggregate.of_area)[::-1]:
            delivered[str(aggregate.smis[place])] = aggregate.finding("dmc.school.not_on_list", int(place))
    listed = pupils.drop_duplicates("smis").reindex(columns=["smis", "delivery", "file", "sheet", "row"])
    for origin in listed.to_dict("records"):
        details = {str(name): value for name, value in origin.items()}
        delivered.setdefault(details["smis"], Finding("dmc.school.not_on_list", report="pupil_list", **details))
    yield from (finding for smis, finding in sorted(delivered.items()) if smis not in params.schools)
    if "enrolment" in aggregates or not pupils.empty:
        reported = set(_totals(aggregates["enrolment"])) if "enrolment" in aggregates else set(pupils["smis"])
        for smis in (smis for smis in params.schools if smis not in reported):
            yield Finding("dmc.school.missing", smis, "enrolment")


def check_against_earlier(
    round_: Round, enrolment: pd.DataFrame, earlier_round: Round, earlier: pd.DataFrame, params: Params
) -> Iterator[Finding]:
    """Findings between this round's enrolment table and that of the latest earlier round in the store.

    Grades are compared only within one academic year: between years every pupil moves up.
    """
    if enrolment.empty:
        return
    for smis in sorted(set(earlier["smis"]) - set(enrolment["smis"])):
        yield Finding("dmc.rounds.school_gone", smis, "enrolment", found=f"มีในรอบ {earlier_round}")
    if earlier_round.year != round_.year:
        return
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
