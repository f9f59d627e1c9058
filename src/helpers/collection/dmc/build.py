"""Building a DMC round: open what was delivered, check it, and lay it out in the canonical tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from helpers.collection.dmc import aggregate_tables, confirmations, pupil_list, pupil_tables
from helpers.collection.dmc.aggregate_checks import check_aggregate
from helpers.collection.dmc.aggregates import Aggregate, read_aggregate
from helpers.collection.dmc.layouts import LAYOUT_BY_SLUG, LAYOUTS, Shape
from helpers.collection.dmc.pupil_checks import check_pupils
from helpers.collection.dmc.round_checks import check_against_earlier, check_round
from helpers.collection.dmc.rules import RULES
from helpers.collection.dmc.schemas import PUPILS, SCHEMAS
from helpers.collection.dmc.school_table import Confirmed, confirmation_frame, school_frame
from helpers.collection.encodings import mixed_encoding
from helpers.collection.findings import Finding
from helpers.collection.frames import delivery_frame, empty_frame, finding_frame, school_list_delivery
from helpers.collection.schemas import with_row_keys
from helpers.collection.spreadsheets import open_spreadsheet
from helpers.collection.systems import Delivery, RoundInputs


@dataclass(frozen=True)
class _Opened:
    """A round's files, opened: the latest aggregate of each report, the pupil rows, the confirmations."""

    aggregates: Mapping[str, Aggregate]
    pupils: pd.DataFrame
    confirmed: Confirmed | None
    used: tuple[Delivery, ...]
    findings: tuple[Finding, ...]


def build(inputs: RoundInputs) -> dict[str, pd.DataFrame]:
    """The round's tables by schema name, `findings` and `deliveries` included."""
    opened = _open(inputs)
    tables = {schema.name: empty_frame(schema) for schema in SCHEMAS} | _counted(opened)
    pupils = opened.pupils
    names = dict(zip(pupils["smis"], pupils["school_name"], strict=True)) if not pupils.empty else {}
    listed = school_list_delivery(inputs.params)
    tables["schools"] = school_frame(tables["enrolment"], names, inputs.params, listed)
    if opened.confirmed is not None:
        deadline = inputs.params.round(inputs.round).window.deadline
        tables["confirmations"] = confirmation_frame(tables["schools"], opened.confirmed, deadline)
    if not pupils.empty:
        tables["pupils"] = pupils
    found = [*opened.findings, *_checked(inputs, opened, tables["enrolment"])]
    keyed = {name: with_row_keys(frame) for name, frame in tables.items()}
    titles = {layout.slug: layout.title for layout in LAYOUTS}
    titles |= {pupil_list.REPORT: pupil_list.TITLE, confirmations.REPORT: confirmations.TITLE}
    return keyed | {
        "findings": finding_frame(found, RULES),
        "deliveries": delivery_frame(opened.used, titles, inputs.params),
    }


def _open(inputs: RoundInputs) -> _Opened:
    aggregates: dict[str, Aggregate] = {}
    lists: list[tuple[Delivery, pd.DataFrame]] = []
    confirmed: Confirmed | None = None
    used: list[Delivery] = []
    findings: list[Finding] = []
    params = inputs.params
    superseding = {each.report: each for each in inputs.deliveries if each.report != pupil_list.REPORT}
    for delivery in inputs.deliveries:
        if superseding.get(delivery.report, delivery) is not delivery:
            continue
        sheet = open_spreadsheet(delivery.path, params.checks.file_limits, name=delivery.name)
        findings += mixed_encoding("dmc.file.encoding_mixed", sheet, delivery)
        if delivery.report == pupil_list.REPORT:
            as_of = params.round(inputs.round).as_of.date
            lists.append((delivery, pupil_list.read_pupils(sheet, delivery, inputs.key, as_of)))
            continue
        used.append(delivery)
        if delivery.report == confirmations.REPORT:
            confirmed = Confirmed(delivery.id, sheet.sheet, confirmations.read_confirmations(sheet))
        else:
            layout = LAYOUT_BY_SLUG[delivery.report]
            aggregates[delivery.report] = read_aggregate(sheet, delivery, layout, params.office.area_code)
    pupils = _latest_of_each_school([frame for _, frame in lists])
    counted = set(pupils["delivery"]) if not pupils.empty else set()
    used += [delivery for delivery, _ in lists if delivery.id in counted]
    return _Opened(aggregates, pupils, confirmed, tuple(used), tuple(findings))


def _latest_of_each_school(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Of several lists, each school's rows come from the last list that holds the school."""
    kept: list[pd.DataFrame] = []
    seen: set[str] = set()
    for frame in reversed(frames):
        kept.insert(0, frame[~frame["smis"].isin(seen)])
        seen |= set(frame["smis"])
    return pd.concat(kept, ignore_index=True) if kept else empty_frame(PUPILS)


def _counted(opened: _Opened) -> dict[str, pd.DataFrame]:
    aggregates, pupils = opened.aggregates, opened.pupils
    tables: dict[str, pd.DataFrame] = {}
    if "enrolment" in aggregates:
        tables["enrolment"] = aggregate_tables.enrolment_frame(aggregates["enrolment"])
        tables["classrooms"] = aggregate_tables.classroom_frame(aggregates["enrolment"])
    elif not pupils.empty:
        tables["enrolment"] = pupil_tables.enrolment_from_pupils(pupils)
        tables["classrooms"] = pupil_tables.classrooms_from_pupils(pupils)
    counts = {slug: each for slug, each in aggregates.items() if each.layout.shape is not Shape.FLAGS}
    flags = [aggregate_tables.flag_frame(each) for slug, each in aggregates.items() if slug not in counts]
    tables |= _joined("area_totals", [aggregate_tables.area_total_frame(each) for each in counts.values()])
    tables |= _joined("categories", _category_frames(opened))
    return tables | _joined("facility_flags", flags)


def _category_frames(opened: _Opened) -> list[pd.DataFrame]:
    frames = []
    for layout in LAYOUTS:
        if layout.slug in opened.aggregates and layout.shape is not Shape.FLAGS and layout.slug != "enrolment":
            frames.append(aggregate_tables.category_frame(opened.aggregates[layout.slug]))
        elif layout.slug not in opened.aggregates and not opened.pupils.empty:
            derived = pupil_tables.categories_from_pupils(opened.pupils, layout.slug)
            frames += [derived] if derived is not None else []
    return frames


def _joined(name: str, frames: list[pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name: pd.concat(frames, ignore_index=True)} if frames else {}


def _checked(inputs: RoundInputs, opened: _Opened, enrolment: pd.DataFrame) -> Iterable[Finding]:
    yield from chain.from_iterable(check_aggregate(each) for each in opened.aggregates.values())
    if not opened.pupils.empty:
        yield from check_pupils(opened.pupils, inputs.params)
    yield from check_round(opened.aggregates, opened.pupils, inputs.params)
    if inputs.earlier:
        earlier = inputs.earlier.table("enrolment")
        yield from check_against_earlier(inputs.round, enrolment, inputs.earlier.round, earlier, inputs.params)
