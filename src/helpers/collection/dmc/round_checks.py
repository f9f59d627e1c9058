"""What must hold between the deliveries of a round: report against report, list against report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pandas as pd

from helpers.collection.dmc import layouts
from helpers.collection.dmc.aggregate_checks import first_rows
from helpers.collection.dmc.aggregate_tables import category_frame, enrolment_frame
from helpers.collection.dmc.aggregates import Aggregate
from helpers.collection.dmc.exchanges import exchanged
from helpers.collection.dmc.labels import IRREGULAR, OUT_OF_AGE
from helpers.collection.dmc.layouts import TOTAL
from helpers.collection.dmc.pupil_list import LABELLED
from helpers.collection.dmc.pupil_tables import categories_from_pupils
from helpers.collection.dmc.sums import NOT_A_COUNT
from helpers.collection.findings import Finding
from helpers.identifiers import is_smis

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
