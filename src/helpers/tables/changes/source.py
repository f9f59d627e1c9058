"""What changed since an earlier period, as a source of tables: it reads two snapshots of another source and follows the
tables that they share.

With which earlier periods a report is compared.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from helpers.digests import description_digest, source_digests
from helpers.params.folder import Params
from helpers.periods import Period, Round
from helpers.tables.changes.causes import Cause
from helpers.tables.changes.movements import Followed, followed
from helpers.tables.findings import Rule, empty_frame
from helpers.tables.schemas import FINDINGS, TableSchema
from helpers.tables.sources import Source
from helpers.tables.store import Snapshot, Store


@dataclass(frozen=True)
class Since:
    """With what a period is compared: the same source's tables of an earlier one. Where `column` is named, only the
    tables that have it: of the earlier period the rows with the first value, of the later those with the second."""

    name: str
    """As the source is called, after the name of the one that it follows: `dmc-since-previous`."""
    earlier: Callable[[Any], Period] = lambda period: period
    column: str = ""
    values: tuple[str | bool, str | bool] = ("", "")
    without: tuple[str, ...] = ()


class ChangesSource:
    """The changes of another source's tables since an earlier period. A report that only one of the periods has is not
    followed, and neither are its tables."""

    reports: Mapping[str, str] = {}
    rules: tuple[Rule, ...] = ()

    def __init__(self, of: Source, since: Since) -> None:
        self.name = changes_name(of.name, since)
        self.title = of.title
        self._of = of
        self._since = since
        self._followed = tuple(
            each
            for each in followed(of.schemas, since.without)
            if not since.column or since.column in each.of.arrow.names
        )
        self.schemas: tuple[TableSchema, ...] = tuple(each.schema for each in self._followed)

    def orders(self, report: str) -> Mapping[str, Sequence[str]]:
        """As the other source has them, and the causes."""
        return {**self._of.orders(report), "cause": tuple(Cause)}

    def missing_reason(self, needs: Collection[str], period: Period, params: Params) -> str:
        """What the two periods do not both have."""
        earlier = self._since.earlier(period)
        if not needs:
            return self._of.missing_reason((), earlier, params)
        titles = " หรือ ".join(f"“{self._of.reports.get(report, report)}”" for report in needs)
        return f"ไม่ได้รับไฟล์ {titles} ครบทั้ง {earlier} และ {period} จึงบอกเหตุของการเปลี่ยนแปลงไม่ได้"

    def available(self, period: Period, store: Store) -> bool:
        """Whether both periods are there."""
        earlier = self._since.earlier(period)
        return bool(self._followed) and all(store.available(self._of.name, each) for each in (earlier, period))

    def inputs(self, period: Period, store: Store) -> dict[str, Any]:
        """The two snapshots, and the helpers."""
        both = (self._since.earlier(period), period)
        return {
            "snapshots": {str(each): store.fingerprint(self._of.name, each) for each in both},
            "helpers": description_digest(source_digests("tables", "foreign", "forms", "systems")),
        }

    def param_files(self, period: Period, params: Params) -> list[str]:
        """None beside those of the other source."""
        return []

    def build(self, period: Period, store: Store) -> dict[str, pd.DataFrame]:
        """The movements of every table that is followed, and the files of both periods."""
        sides = [store.snapshot(self._of.name, each) for each in (self._since.earlier(period), period)]
        before, after = (side for side in sides if side is not None)
        both = self._answers(before) & self._answers(after)
        tables = {each.of.name: self.movements(each, before, after) for each in self._followed}
        return tables | {"findings": empty_frame(FINDINGS), "deliveries": _deliveries(before, after, both)}

    def follows(self, source: str, table: str) -> bool:
        """Whether it follows this table from one period to another, and not from one part of a period to the next."""
        one, other = self._since.values
        return source == self._of.name and one == other and any(each.of.name == table for each in self._followed)

    def movements(self, table: Followed, before: Snapshot, after: Snapshot) -> pd.DataFrame:
        """The movements of one table between two snapshots of the source that is followed."""
        both = self._answers(before) & self._answers(after)
        frames = [self._rows(side.read(table.of.name), place, both) for place, side in enumerate((before, after))]
        return table.frame(*frames, moved_up=_moved_up(before.period, after.period))

    def _rows(self, frame: pd.DataFrame, place: int, both: Collection[str]) -> pd.DataFrame:
        """The rows of one side that can be compared."""
        if "report" in frame:
            frame = frame[frame["report"].isin(both)]
        return frame[frame[self._since.column] == self._since.values[place]] if self._since.column else frame

    def _answers(self, side: Snapshot) -> set[str]:
        """The reports that were delivered, and those that a table answers from another delivery."""
        tables = ["deliveries", *(each.of.name for each in self._followed)]
        frames = [side.read(name) for name in tables if "report" in side.columns(name)]
        return {report for frame in frames for report in frame["report"].unique()}


def between(table: Followed, before: Snapshot, after: Snapshot) -> pd.DataFrame:
    """The movements between two snapshots of a table that no report follows."""
    return table.frame(before.read(table.of.name), after.read(table.of.name))


def _moved_up(before: Period, after: Period) -> bool:
    """Whether pupils are one grade higher than before: two rounds of neighbouring school years."""
    return isinstance(before, Round) and isinstance(after, Round) and after.year - before.year == 1


def changes_name(of: str, since: Since) -> str:
    """The name of the source that follows another."""
    return f"{of}-{since.name}"


def _deliveries(before: Snapshot, after: Snapshot, both: Collection[str]) -> pd.DataFrame:
    """The files of both periods, each once. One whose report the other period lacks says so in its report's name, so
    that nothing which needs the report in both is stated from it."""
    frames = []
    for side in (after, before):
        frame = side.read("deliveries")
        alone = ~frame["report"].isin(both)
        frames.append(frame.assign(report=frame["report"].mask(alone, frame["report"] + f"@{side.period}")))
    return pd.concat(frames, ignore_index=True).drop_duplicates("delivery", ignore_index=True)


def _previous(period: Period) -> Period:
    return period.previous


def _last_year(period: Period) -> Period:
    return period.same_last_year if isinstance(period, Round) else period.previous


ROUND_SINCES = (Since("since-previous", _previous), Since("since-last-year", _last_year))
"""A round: the round before it, and the same round a year earlier."""
SINCE_LAST_YEAR = ROUND_SINCES[1]
OWN_SINCE_LAST_YEAR = replace(SINCE_LAST_YEAR, column="own", values=(True, True))
"""The year before, of tables that have rows of still earlier years too."""
