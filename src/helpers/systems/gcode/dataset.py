"""Building a G-Code round: open both registers, replace names and numbers by digests, check, lay out the tables."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from helpers.params.checks import Checks
from helpers.params.folder import Params
from helpers.systems.gcode import reading
from helpers.systems.gcode.checks import RULES, check_learners, check_users, check_users_of_schools
from helpers.systems.gcode.schemas import SCHEMAS
from helpers.systems.listed_schools import check_schools, school_frame
from helpers.systems.listings import ORIGIN, Listing, RoundRows, open_listings
from helpers.systems.system import RoundInputs
from helpers.tables.findings import (
    Finding,
    delivery_frame,
    empty_frame,
    finding_frame,
    threshold_frame,
    with_checks_file,
)
from helpers.tables.schemas import with_row_keys

_FrameOf = Callable[[pd.DataFrame, bytes, date, Checks], pd.DataFrame]
_REGISTERS: tuple[tuple[str, Listing, _FrameOf], ...] = (
    ("learners", reading.LEARNERS, reading.learner_frame),
    ("users", reading.USERS, reading.user_frame),
)


def build(inputs: RoundInputs) -> dict[str, pd.DataFrame]:
    """The round's tables by schema name, `findings` and `deliveries` included."""
    params, usual = inputs.params, inputs.params.checks.gcode_waiting
    as_of = params.round(inputs.round).as_of.date
    opened = {name: round_rows for name, listing, _ in _REGISTERS if (round_rows := _open(listing, inputs))}
    read = {
        name: frame_of(opened[name].rows, inputs.key, as_of, params.checks)
        for name, _, frame_of in _REGISTERS
        if name in opened
    }
    origins = pd.concat([frame[ORIGIN] for frame in read.values()], ignore_index=True)
    tables = {schema.name: empty_frame(schema) for schema in SCHEMAS} | read
    tables["schools"] = school_frame(origins, params, as_of)
    thresholds = {"waiting_usual": usual.usual, "waiting_long": usual.long}
    tables["thresholds"] = threshold_frame(thresholds, params)
    findings = [finding for register in opened.values() for finding in register.findings]
    used = [delivery for register in opened.values() for delivery in register.used]
    titles = {listing.report: listing.title for listing in reading.LISTINGS}
    return {name: with_row_keys(frame) for name, frame in tables.items()} | {
        "findings": finding_frame([*findings, *_checked(read, origins, params, as_of)], RULES),
        "deliveries": with_checks_file(delivery_frame(used, titles, params), thresholds, params),
    }


def _open(listing: Listing, inputs: RoundInputs) -> RoundRows | None:
    """The rows of one register; None where no file of it was delivered."""
    deliveries = tuple(delivery for delivery in inputs.deliveries if delivery.report == listing.report)
    return open_listings(listing, replace(inputs, deliveries=deliveries), "gcode") if deliveries else None


def _checked(read: dict[str, pd.DataFrame], origins: pd.DataFrame, params: Params, day: date) -> Iterator[Finding]:
    """The findings of both registers. A school that delivered nothing is none: most have no learner with a G code."""
    usual = params.checks.gcode_waiting
    if "learners" in read:
        yield from check_learners(read["learners"], usual)
    if "users" in read:
        yield from check_users(read["users"], usual)
    if len(read) == len(_REGISTERS):
        yield from check_users_of_schools(read["learners"], read["users"])
    for finding in check_schools(origins, params, "gcode", reading.LEARNERS.report, day):
        if finding.rule != "gcode.school.missing":
            yield finding
