"""Complete, on time and current: what every school had in every round and when it confirmed it, the reports that each
round expects, and the files that were used for it. Also next year's rounds and what the indicators aim at.

A system that the round's parameters name and that sent nothing counts: each of its schools has nothing and has not
confirmed. When a file was received stands in the register alone (docs/decisions/0004); so a system that did send, but
without confirmations, has no time that is data, and its schools are `UNKNOWN`, never on time.

A row that stands in no received file has the parameter file that decides it as its source.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.digests import file_digest
from helpers.params.folder import Params
from helpers.params.models import CollectionRound
from helpers.performance.reading import ORIGIN, ReadRound, SilentRound, districts
from helpers.performance.schemas import COMPLETE, NOTHING, OF_ROUND, PARTIAL, REPEATED, UNKNOWN
from helpers.periods import AcademicYear, Round, thai_date_short
from helpers.systems.dmc.schemas import NOT_CONFIRMED
from helpers.systems.system import expected_reports
from helpers.tables.schemas import DELIVERY_DIGITS, joined, with_row_keys

PARAMETERS = "parameters"


def file_row(path: Path) -> dict[str, object]:
    """The row keys of a row that a parameter file as a whole decides."""
    delivery = file_digest(path)[:DELIVERY_DIGITS]
    return {"delivery": delivery, "sheet": "", "row": 0, "row_key": f"{delivery}::0"}


def round_file(round_: Round, params: Params) -> Path:
    """The file of a round's parameters."""
    return params.folder / "rounds" / f"{round_}.yml"


def round_row(round_: Round, params: Params) -> dict[str, object]:
    """The row keys of a row that a round's parameters decide."""
    return file_row(round_file(round_, params))


def indicators_row(params: Params) -> dict[str, object]:
    """The row keys of a row that the file of the indicators decides."""
    return file_row(params.indicators_file)


def file_frame(paths: list[Path], folder: Path) -> pd.DataFrame:
    """Parameter files as rows of the table of deliveries."""
    rows = [
        {
            "sha256": file_digest(path),
            "name": path.relative_to(folder).as_posix(),
            "report": PARAMETERS,
            "title": "พารามิเตอร์",
            "encoding": "utf-8",
            "rows": 0,
            **file_row(path),
        }
        for path in paths
    ]
    return with_row_keys(pd.DataFrame(rows))


_CENT = Decimal("0.01")


def calendar(year: AcademicYear, params: Params) -> pd.DataFrame:
    """One row a round of the next year, with the dates of its parameter file; where it has none yet, with this year's
    dates a year later, to be confirmed. A round that neither year has is left out."""
    rows = []
    for round_ in year.following.rounds:
        stated = next((known for known in (round_, round_.same_last_year) if known in params.rounds), None)
        if stated:
            rows.append(_row(round_, params.rounds[stated], 0 if stated == round_ else 1) | round_row(stated, params))
    return pd.DataFrame(rows)


def calendar_rounds(year: AcademicYear, params: Params) -> Iterator[str]:
    """The parameter files of the rounds of this year and the next, relative to the folder; only those that exist."""
    for round_ in (*year.rounds, *year.following.rounds):
        if round_ in params.rounds:
            yield round_file(round_, params).relative_to(params.folder).as_posix()


def _row(round_: Round, stated: CollectionRound, later: int) -> dict[str, object]:
    window, as_of = stated.window, stated.as_of
    opens, closes = _later(window.opens, later), _later(window.closes, later)
    if later:
        standing = "วันเดียวกับปีนี้ ต้องยืนยัน"
    else:
        confirmed = {window.status, as_of.status} == {"confirmed"}
        standing = "พารามิเตอร์ของรอบ" + ("" if confirmed else " ต้องยืนยัน")
    collected = f"{thai_date_short(opens)} – {thai_date_short(closes)}"
    described = thai_date_short(_later(as_of.date, later))
    return {
        "entry": joined(str(round_), round_.thai, collected, described, standing),
        "days": (closes - opens).days + 1,
    }


def _later(day: date, years: int) -> date:
    """The same day so many years later; the last of February where the year has no such day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def targets(params: Params) -> pd.DataFrame:
    """One row an indicator with a target."""
    indicators = params.indicators.by_id().items()
    stated = {name: indicator.target for name, indicator in indicators if indicator.target is not None}
    origin = indicators_row(params)
    return pd.DataFrame([{"indicator": name, "target": aim.quantize(_CENT), **origin} for name, aim in stated.items()])


def submissions(read: Iterable[ReadRound], silent: Iterable[SilentRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a round, system and school on the list; none for schools that the list lacks."""
    partial = params.indicators.partial_systems.systems
    for read_round in read:
        schools = _listed(read_round, params)
        submission = np.where(schools["complete"], COMPLETE, np.where(schools["delivered"], PARTIAL, NOTHING))
        yield read_round.labelled(schools.assign(submission=submission, required=read_round.system.name not in partial))
    for absent in silent:
        schools = _awaited(absent, params)
        yield absent.labelled(schools.assign(submission=NOTHING, required=absent.system.name not in partial))


def confirmations(read: Iterable[ReadRound], silent: Iterable[SilentRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a round, system and school on the list. Its row keys are those of the confirmation file, where there is
    one. Of a silent round, no rows where the system does not need every school: its silence says nothing then."""
    for read_round in read:
        schools = _listed(read_round, params)
        confirmed = read_round.table("confirmations")
        if confirmed is None:
            yield read_round.labelled(schools.assign(timing=UNKNOWN, days=None))
        else:
            days = _days(confirmed["confirmed_at"], params.round(read_round.round).window.opens)
            timed = confirmed.rename(columns={"confirmation": "timing"}).assign(days=days)
            timed = timed[["smis", "timing", "days", *ORIGIN]]
            yield read_round.labelled(schools[["smis", "district"]].merge(timed, on="smis", validate="one_to_one"))

    for absent in silent:
        if absent.system.name not in params.indicators.partial_systems.systems:
            yield absent.labelled(_awaited(absent, params).assign(timing=NOT_CONFIRMED, days=None))


def _days(moments: pd.Series, opens: date) -> pd.Series:
    """On which day of the collection each moment lies, the opening day being the first; none for no moment."""
    days: pd.Series = (moments.dt.normalize() - pd.Timestamp(opens)).dt.days
    return days.add(1).astype("Int64")


def _awaited(silent: SilentRound, params: Params) -> pd.DataFrame:
    """Every school that was open on the round's day; the round's parameters say that its data was awaited."""
    codes, awaited = sorted(_open(silent.round, params)), round_row(silent.round, params)
    schools = pd.DataFrame([{"smis": smis, **awaited} for smis in codes], columns=["smis", *ORIGIN])
    return schools.assign(district=districts(params)(schools["smis"]))


def _listed(read_round: ReadRound, params: Params) -> pd.DataFrame:
    schools = read_round.schools
    listed = schools[schools["smis"].isin(_open(read_round.round, params))]
    return listed.assign(district=districts(params)(listed["smis"]))


def _open(round_: Round, params: Params) -> Collection[str]:
    """The schools of the list that were open on the round's day."""
    return params.open_schools(params.round(round_).as_of.date)


_THOUSAND = Decimal("0.001")


def reports(read: Iterable[ReadRound], silent: Iterable[SilentRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a round, system and report. Its row keys are those of its first file, else of the round's parameters,
    which expect it."""
    for read_round in read:
        system, round_ = read_round.system, read_round.round
        expected, stated = expected_reports(system, round_, params), round_row(round_, params)
        by_report = read_round.deliveries.groupby("report", sort=False)
        first = {str(slug): deliveries.iloc[0][ORIGIN].to_dict() for slug, deliveries in by_report}
        rows = [
            {
                "title": system.reports.get(slug, slug),
                "expected": slug in expected,
                "received": slug in first,
                **(first.get(slug) or stated),
            }
            for slug in dict.fromkeys((*expected, *first))
        ]
        yield read_round.labelled(pd.DataFrame(rows))
    for absent in silent:
        titles = [
            absent.system.reports.get(slug, slug) for slug in expected_reports(absent.system, absent.round, params)
        ]
        awaited = {"expected": True, "received": False, **round_row(absent.round, params)}
        yield absent.labelled(pd.DataFrame([{"title": title, **awaited} for title in titles]))


def files(read: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """One row a file that was used. A file with the bytes of one of an earlier round is `REPEATED`: it has nothing
    new."""
    seen: dict[str, set[str]] = {}
    for read_round in read:
        deliveries, before = read_round.deliveries, seen.setdefault(read_round.system.name, set())
        repeated = deliveries["sha256"].isin(before)
        frame = deliveries.assign(currency=np.where(repeated, REPEATED, OF_ROUND), entries=deliveries["rows"])
        yield read_round.labelled(frame.assign(thousands=frame["rows"].map(lambda rows: int(rows) * _THOUSAND)))
        before.update(deliveries["sha256"])
