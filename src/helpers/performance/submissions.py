"""Parameter files as the source rows of what they decide.

The rounds of the next academic year, and what the indicators aim at.

Complete and on time: what every school on the list had in every round, and when it confirmed it.

A system that the round's parameters name and that sent nothing counts: each of its schools has nothing and has not
confirmed. When a file was received stands in the register alone (docs/decisions/0004); so a system that did send, but
without confirmations, has no time that is data, and its schools are `UNKNOWN`, never on time.

Complete and current: the reports that each round expects, and the files that were used for it.
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
from helpers.performance.schemas import COMPLETE, NOTHING, OWN, PARTIAL, REPEATED, UNKNOWN
from helpers.periods import AcademicYear, Round, thai_date_short
from helpers.systems.dmc.schemas import NOT_CONFIRMED
from helpers.systems.system import expected_reports
from helpers.tables.schemas import DELIVERY_DIGITS, joined, with_row_keys

PARAMETERS = "parameters"


def file_row(path: Path) -> dict[str, object]:
    """The keys of a row that a parameter file as a whole decides."""
    delivery = file_digest(path)[:DELIVERY_DIGITS]
    return {"delivery": delivery, "sheet": "", "row": 0, "row_key": f"{delivery}::0"}


def round_file(round_: Round, params: Params) -> Path:
    """The file of a round's parameters."""
    return params.folder / "rounds" / f"{round_}.yml"


def round_row(round_: Round, params: Params) -> dict[str, object]:
    """The keys of a row that a round's parameters decide."""
    return file_row(round_file(round_, params))


def indicators_row(params: Params) -> dict[str, object]:
    """The keys of a row that the file of the indicators decides."""
    return file_row(params.indicators_file)


def file_frame(paths: list[Path], folder: Path) -> pd.DataFrame:
    """The files as rows of the table of deliveries."""
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
    """One row a round of the next year: of its own parameter file, else a year after this year's, to be confirmed. A
    round that neither year has is left out."""
    rows = []
    for round_ in year.following.rounds:
        known = next((each for each in (round_, round_.same_last_year) if each in params.rounds), None)
        if known:
            rows.append(_row(round_, params.rounds[known], 0 if known == round_ else 1) | round_row(known, params))
    return pd.DataFrame(rows)


def calendar_rounds(year: AcademicYear, params: Params) -> Iterator[str]:
    """The parameter files that the calendar and the year itself rest on, relative to the folder."""
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
    stated = {name: each.target for name, each in params.indicators.by_id().items() if each.target is not None}
    origin = indicators_row(params)
    return pd.DataFrame([{"indicator": name, "target": aim.quantize(_CENT), **origin} for name, aim in stated.items()])


def submissions(read: Iterable[ReadRound], silent: Iterable[SilentRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a school on the list; none for schools that the list lacks."""
    partial = params.indicators.partial_systems.systems
    for each in read:
        schools = _listed(each, params)
        found = np.where(schools["complete"], COMPLETE, np.where(schools["delivered"], PARTIAL, NOTHING))
        yield each.placed(schools.assign(submission=found, required=each.system.name not in partial))
    for absent in silent:
        schools = _unheard(absent, params)
        yield absent.placed(schools.assign(submission=NOTHING, required=absent.system.name not in partial))


def confirmations(read: Iterable[ReadRound], silent: Iterable[SilentRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a school on the list. Its source row is that of the confirmation file, where there is one. The silence
    of a system in which not every school must be says nothing."""
    for each in read:
        schools = _listed(each, params)
        confirmed = each.table("confirmations")
        if confirmed is None:
            yield each.placed(schools.assign(timing=UNKNOWN, days=None))
        else:
            days = _days(confirmed["confirmed_at"], params.round(each.round).window.opens)
            timed = confirmed.rename(columns={"confirmation": "timing"}).assign(days=days)
            timed = timed[["smis", "timing", "days", *ORIGIN]]
            yield each.placed(schools[["smis", "district"]].merge(timed, on="smis", validate="one_to_one"))

    for absent in silent:
        if absent.system.name not in params.indicators.partial_systems.systems:
            yield absent.placed(_unheard(absent, params).assign(timing=NOT_CONFIRMED, days=None))


def _days(moments: pd.Series, opens: date) -> pd.Series:
    """On which day of the collection each moment lies, the opening day being the first; none for no moment."""
    days: pd.Series = (moments.dt.normalize() - pd.Timestamp(opens)).dt.days
    return days.add(1).astype("Int64")


def _unheard(each: SilentRound, params: Params) -> pd.DataFrame:
    """Every school that was open; that it was awaited stands in the round's parameters."""
    codes, awaited = sorted(_open(each, params)), round_row(each.round, params)
    schools = pd.DataFrame([{"smis": smis, **awaited} for smis in codes], columns=["smis", *ORIGIN])
    return schools.assign(district=districts(params)(schools["smis"]))


def _listed(each: ReadRound, params: Params) -> pd.DataFrame:
    schools = each.schools
    listed = schools[schools["smis"].isin(_open(each, params))]
    return listed.assign(district=districts(params)(listed["smis"]))


def _open(each: ReadRound | SilentRound, params: Params) -> Collection[str]:
    """The schools of the list that were there on the round's day."""
    return params.open_schools(params.round(each.round).as_of.date)


_THOUSAND = Decimal("0.001")


def reports(read: Iterable[ReadRound], silent: Iterable[SilentRound], params: Params) -> Iterator[pd.DataFrame]:
    """One row a report. Its source is its first file, or the file of the round that expects it."""
    for each in read:
        expected, stated = expected_reports(each.system, each.round, params), round_row(each.round, params)
        first = {
            str(slug): own.iloc[0][ORIGIN].to_dict() for slug, own in each.deliveries.groupby("report", sort=False)
        }
        rows = [
            {
                "title": each.system.reports.get(slug, slug),
                "expected": slug in expected,
                "received": slug in first,
                **(first.get(slug) or stated),
            }
            for slug in dict.fromkeys((*expected, *first))
        ]
        yield each.placed(pd.DataFrame(rows))
    for absent in silent:
        titles = [
            absent.system.reports.get(slug, slug) for slug in expected_reports(absent.system, absent.round, params)
        ]
        awaited = {"expected": True, "received": False, **round_row(absent.round, params)}
        yield absent.placed(pd.DataFrame([{"title": title, **awaited} for title in titles]))


def files(read: Iterable[ReadRound]) -> Iterator[pd.DataFrame]:
    """One row a file that was used. A file with the bytes of one of an earlier round brought nothing new."""
    seen: dict[str, set[str]] = {}
    for each in read:
        own, before = each.deliveries, seen.setdefault(each.system.name, set())
        repeated = own["sha256"].isin(before)
        frame = own.assign(currency=np.where(repeated, REPEATED, OWN), entries=own["rows"])
        yield each.placed(frame.assign(thousands=frame["rows"].map(lambda rows: int(rows) * _THOUSAND)))
        before.update(own["sha256"])
