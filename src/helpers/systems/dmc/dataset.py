"""Building a DMC round: open its files, check them, and lay them out in the canonical tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

import pandas as pd

from helpers.foreign.checks import check_file
from helpers.foreign.spreadsheets import Spreadsheet, open_spreadsheet
from helpers.params.folder import Params
from helpers.systems.dmc import confirmations, pupil_list
from helpers.systems.dmc.aggregate_checks import check_aggregate, check_layout
from helpers.systems.dmc.aggregates import Aggregate, read_aggregate
from helpers.systems.dmc.checks import (
    RULES,
    RoundEnrolment,
    check_against_earlier,
    check_present_schools,
    check_round,
    check_schools,
)
from helpers.systems.dmc.confirmations import ConfirmationFile
from helpers.systems.dmc.layouts import LAYOUT_BY_SLUG, LAYOUTS, Shape
from helpers.systems.dmc.pupil_checks import check_pupils
from helpers.systems.dmc.schemas import PUPILS, SCHEMAS
from helpers.systems.dmc.tables import (
    area_total_frame,
    categories_from_pupils,
    category_frame,
    classroom_frame,
    classrooms_from_pupils,
    confirmation_frame,
    enrolment_frame,
    enrolment_from_pupils,
    flag_frame,
    present_schools,
    school_frame,
)
from helpers.systems.listed_schools import check_districts, position_frame
from helpers.systems.system import RoundInputs
from helpers.tables.findings import Finding, delivery_frame, empty_frame, finding_frame
from helpers.tables.register import Delivery
from helpers.tables.schemas import with_row_keys


@dataclass(frozen=True)
class _RoundFiles:
    """A round's files, opened: the latest aggregate of each report, the rows of the pupil list, the confirmation
    file."""

    aggregates: Mapping[str, Aggregate]
    pupils: pd.DataFrame
    confirmed: ConfirmationFile | None
    used: tuple[Delivery, ...]
    findings: tuple[Finding, ...]

    @property
    def present_schools(self) -> pd.DataFrame:
        """One row a school of the enrolment or, without one, of the pupil list: its first row there."""
        enrolment = self.aggregates.get("enrolment")
        rows = self.pupils if enrolment is None else present_schools(enrolment)
        return rows.reindex(columns=["smis", "delivery", "file", "sheet", "row"]).drop_duplicates("smis")


def build(inputs: RoundInputs) -> dict[str, pd.DataFrame]:
    """The round's tables by schema name, `findings` and `deliveries` included."""
    opened, params = _open(inputs), inputs.params
    tables = {schema.name: empty_frame(schema) for schema in SCHEMAS} | _counted(opened)
    window, day = params.round(inputs.round).window, params.round(inputs.round).as_of.date
    tables["schools"] = school_frame(tables["enrolment"], opened.present_schools, _names(opened.pupils), params, day)
    tables["positions"] = position_frame(tables["schools"]["smis"], params)
    findings = [*opened.findings, *_checked(inputs, opened, tables)]
    if opened.confirmed is not None:
        tables["confirmations"] = confirmation_frame(tables["schools"], opened.confirmed, window.deadline)
        findings += opened.confirmed.findings(tables["schools"])
    if not opened.pupils.empty:
        tables["pupils"] = opened.pupils
    keyed = {name: with_row_keys(frame) for name, frame in tables.items()}
    titles = {layout.slug: layout.title for layout in LAYOUTS}
    titles |= {pupil_list.REPORT: pupil_list.TITLE, confirmations.REPORT: confirmations.TITLE}
    return keyed | {
        "findings": finding_frame(findings, RULES),
        "deliveries": delivery_frame(opened.used, titles, params),
    }


def _names(pupils: pd.DataFrame) -> dict[str, str]:
    """The name of each school in the pupil list: the one that most of its rows have."""
    named = pupils[pupils["school_name"] != ""] if not pupils.empty else pupils
    if named.empty:
        return {}
    usual = named.groupby("smis")["school_name"].agg(lambda names: names.mode().iloc[0])
    return {str(smis): str(name) for smis, name in usual.items()}


def _open(inputs: RoundInputs) -> _RoundFiles:
    aggregates: dict[str, Aggregate] = {}
    lists: list[tuple[Delivery, pd.DataFrame]] = []
    confirmed: ConfirmationFile | None = None
    used: list[Delivery] = []
    findings: list[Finding] = []
    superseding = {delivery.report: delivery for delivery in inputs.deliveries if delivery.report != pupil_list.REPORT}
    for delivery in inputs.deliveries:
        if superseding.get(delivery.report, delivery) is not delivery:
            continue
        sheet = open_spreadsheet(delivery.path, inputs.params.checks.file_limits, name=delivery.name)
        findings += check_file("dmc", sheet, delivery)
        if delivery.report == pupil_list.REPORT:
            lists.append((delivery, _pupils(sheet, delivery, inputs)))
            continue
        if delivery.report == confirmations.REPORT:
            confirmed = _confirmed(sheet, delivery, inputs)
        else:
            aggregate = _aggregate(sheet, delivery, inputs.params)
            if unknown := list(check_layout(aggregate)):
                findings += unknown
                continue
            aggregates[delivery.report] = aggregate
        used.append(delivery)
    pupils = _latest_of_each_school([frame for _, frame in lists])
    counted = set(pupils["delivery"]) if not pupils.empty else set()
    used += [delivery for delivery, _ in lists if delivery.id in counted]
    return _RoundFiles(aggregates, pupils, confirmed, tuple(used), tuple(findings))


def _pupils(sheet: Spreadsheet, delivery: Delivery, inputs: RoundInputs) -> pd.DataFrame:
    as_of, oldest = inputs.params.round(inputs.round).as_of.date, inputs.params.checks.plausible.oldest
    return pupil_list.read_pupils(sheet, delivery, inputs.key, as_of, oldest)


def _confirmed(sheet: Spreadsheet, delivery: Delivery, inputs: RoundInputs) -> ConfirmationFile:
    round_params, days = inputs.params.round(inputs.round), inputs.params.checks.confirmed_within.days
    last = max(round_params.as_of.date, round_params.window.closes) + timedelta(days=days)
    rows = confirmations.read_confirmations(sheet)
    return ConfirmationFile(delivery.id, delivery.name, sheet.sheet, rows, round_params.window.opens, last)


def _aggregate(sheet: Spreadsheet, delivery: Delivery, params: Params) -> Aggregate:
    return read_aggregate(sheet, delivery, LAYOUT_BY_SLUG[delivery.report], params.office.area_code, params.checks)


def _latest_of_each_school(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Of several lists, each school's rows come from the last list that holds the school."""
    kept: list[pd.DataFrame] = []
    seen: set[str] = set()
    for frame in reversed(frames):
        kept.insert(0, frame[~frame["smis"].isin(seen)])
        seen |= set(frame["smis"])
    return pd.concat(kept, ignore_index=True) if kept else empty_frame(PUPILS)


def _counted(opened: _RoundFiles) -> dict[str, pd.DataFrame]:
    aggregates, pupils = opened.aggregates, opened.pupils
    tables: dict[str, pd.DataFrame] = {}
    if "enrolment" in aggregates:
        tables["enrolment"] = enrolment_frame(aggregates["enrolment"])
        tables["classrooms"] = classroom_frame(aggregates["enrolment"])
    elif not pupils.empty:
        tables["enrolment"] = enrolment_from_pupils(pupils)
        tables["classrooms"] = classrooms_from_pupils(pupils)
    counts = {slug: aggregate for slug, aggregate in aggregates.items() if aggregate.layout.shape is not Shape.FLAGS}
    flags = [flag_frame(aggregate) for slug, aggregate in aggregates.items() if slug not in counts]
    tables |= _joined("area_totals", [area_total_frame(aggregate) for aggregate in counts.values()])
    tables |= _joined("categories", _category_frames(opened))
    return tables | _joined("facility_flags", flags)


def _category_frames(opened: _RoundFiles) -> list[pd.DataFrame]:
    frames = []
    for layout in LAYOUTS:
        if layout.slug in opened.aggregates and layout.shape is not Shape.FLAGS and layout.slug != "enrolment":
            frames.append(category_frame(opened.aggregates[layout.slug]))
        elif layout.slug not in opened.aggregates and not opened.pupils.empty:
            derived = categories_from_pupils(opened.pupils, layout.slug)
            frames += [derived] if derived is not None else []
    return frames


def _joined(name: str, frames: list[pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name: pd.concat(frames, ignore_index=True)} if frames else {}


def _checked(inputs: RoundInputs, opened: _RoundFiles, tables: Mapping[str, pd.DataFrame]) -> Iterable[Finding]:
    params, day = inputs.params, inputs.params.round(inputs.round).as_of.date
    yield from chain.from_iterable(check_aggregate(aggregate) for aggregate in opened.aggregates.values())
    if not opened.pupils.empty:
        yield from check_pupils(opened.pupils, params)
    yield from check_round(opened.aggregates, opened.pupils)
    yield from check_schools(opened.aggregates, opened.pupils, params, day)
    if not opened.present_schools.empty:
        yield from check_present_schools(opened.present_schools, tables["schools"], params, day)
        yield from check_districts(tables["schools"]["smis"], params, "dmc", "enrolment")
    if inputs.earlier:
        earlier = inputs.earlier.table("enrolment")
        now = RoundEnrolment(inputs.round, tables["enrolment"], opened.aggregates.get("enrolment"))
        present = tables["schools"].loc[tables["schools"]["delivered"], "smis"]
        yield from check_against_earlier(now, set(present), inputs.earlier.round, earlier, params)
