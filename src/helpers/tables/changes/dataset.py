"""What changed since an earlier period, as a data set of its own: it reads two snapshots of another data set and gives
the movements between their tables. Here also stand the earlier periods that reports are compared with.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from helpers.params.folder import Params
from helpers.periods import Period, Round
from helpers.tables.changes.causes import Cause
from helpers.tables.changes.movements import DiffTable, diff_tables
from helpers.tables.findings import empty_frame
from helpers.tables.graph import Dataset, Graph, Origin
from helpers.tables.schemas import FINDINGS
from helpers.tables.snapshots import Snapshot


@dataclass(frozen=True)
class Baseline:
    """What a period is compared with: the tables of the same data set for an earlier period.

    `Baseline("since-previous", lambda period: period.previous)` compares a period with the one before it. With a
    `column` it compares two parts of one period: `Baseline("since-first-half", column="half", values=HALF_TITLES,
    ignore=("half",))` the two halves of a fiscal year.
    """

    name: str
    """The end of the name of the data set of changes: `since-previous` gives `dmc-since-previous`."""
    earlier: Callable[[Any], Period] = lambda period: period
    """The earlier period of a period; by default the same one, whose parts are then compared."""
    column: str = ""
    """Where it is named, only the tables that have this column are compared, and of them only the rows with one of
    `values` in it."""
    values: tuple[str | bool, str | bool] = ("", "")
    """The value of `column` in the rows of the earlier side, and in those of the later side."""
    ignore: tuple[str, ...] = ()
    """Columns of a subject that differ between the two sides by their nature, like the half where halves are
    compared."""


class Changes:
    """The changes of another data set's tables since a baseline. Rows of a report that was delivered for only one of
    the two periods are left out: they did not come or go, they are not known."""

    def __init__(self, of: Dataset[Any], baseline: Baseline) -> None:
        self.name = changes_name(of.name, baseline)
        self._of = of
        self._baseline = baseline
        self._diffs = tuple(
            diff
            for diff in diff_tables(of.schemas, baseline.ignore)
            if not baseline.column or baseline.column in diff.of.arrow.names
        )

    def dataset(self) -> Dataset[Any]:
        """The changes as a data set."""
        return Dataset(
            name=self.name,
            title=self._of.title,
            period_type=self._of.period_type,
            schemas=tuple(diff.schema for diff in self._diffs),
            modules=(__name__,),
            build=self._build,
            missing_reason=self._missing_reason,
            value_order=lambda report: {**self._of.value_order(report), "cause": tuple(Cause)},
            reads=lambda period, _graph: self._reads(period),
            available=lambda period, graph: len(graph.present(self._reads(period))) == len(self._reads(period)) > 0,
        )

    def _reads(self, period: Period) -> Mapping[str, Origin]:
        """The two snapshots that are compared; none where the data set has no table that can be followed."""
        both = (self._baseline.earlier(period), period) if self._diffs else ()
        return {str(each): (self._of.name, each) for each in both}

    def _missing_reason(self, needs: Collection[str], period: Any, params: Params) -> str:
        """What the two periods do not both have."""
        earlier = self._baseline.earlier(period)
        if not needs:
            return self._of.missing_reason((), earlier, params)
        titles = " หรือ ".join(f"“{self._of.reports.get(report, report)}”" for report in needs)
        return f"ยังได้รับ {titles} ไม่ครบทั้งสองรอบ ({earlier} และ {period}) จึงบอกเหตุของการเปลี่ยนแปลงไม่ได้"

    def _build(self, period: Period, graph: Graph) -> dict[str, pd.DataFrame]:
        """The movements of every table that is followed, and the files of both periods."""
        snapshots = graph.snapshots(self._reads(period))
        before, after = snapshots[str(self._baseline.earlier(period))], snapshots[str(period)]
        both = self._answers(before) & self._answers(after)
        tables = {diff.of.name: self.movements(diff, before, after) for diff in self._diffs}
        return tables | {"findings": empty_frame(FINDINGS), "deliveries": _deliveries(before, after, both)}

    def follows(self, dataset: str, table: str) -> bool:
        """Whether this table of this data set is compared from period to period, and not between two parts of one."""
        one, other = self._baseline.values
        return dataset == self._of.name and one == other and any(diff.of.name == table for diff in self._diffs)

    def movements(self, diff: DiffTable, before: Snapshot, after: Snapshot) -> pd.DataFrame:
        """The movements of one table, a row a subject and cause, between two snapshots of the data set that is
        followed."""
        both = self._answers(before) & self._answers(after)
        frames = [self._rows(side.read(diff.of.name), index, both) for index, side in enumerate((before, after))]
        return diff.frame(*frames, promoted=_school_year_began(before.period, after.period))

    def _rows(self, frame: pd.DataFrame, side: int, both: Collection[str]) -> pd.DataFrame:
        """The rows of one side that can be compared."""
        if "report" in frame:
            frame = frame[frame["report"].isin(both)]
        column, values = self._baseline.column, self._baseline.values
        return frame[frame[column] == values[side]] if column else frame

    def _answers(self, side: Snapshot) -> set[str]:
        """The reports of which a side knows something: those that were delivered, and those of which a table has rows
        though another delivery brought these."""
        tables = ["deliveries", *(diff.of.name for diff in self._diffs)]
        frames = [side.read(name) for name in tables if "report" in side.columns(name)]
        return {report for frame in frames for report in frame["report"].unique()}


def _school_year_began(before: Period, after: Period) -> bool:
    """Whether pupils are one grade higher than before: two rounds of neighbouring school years."""
    return isinstance(before, Round) and isinstance(after, Round) and after.year - before.year == 1


def changes_name(of: str, baseline: Baseline) -> str:
    """The name of the data set of changes of another one: `dmc-since-previous`."""
    return f"{of}-{baseline.name}"


def _deliveries(before: Snapshot, after: Snapshot, both: Collection[str]) -> pd.DataFrame:
    """The files of both periods, each once. Where the other period lacks a file's report, the period is added to the
    name of the report (`pupils@2568-1`): no fact that needs the report in both periods is stated from such a file."""
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


ROUND_BASELINES = (Baseline("since-previous", _previous), Baseline("since-last-year", _last_year))
"""A round: the round before it, and the same round a year earlier."""
SINCE_LAST_YEAR = ROUND_BASELINES[1]
OWN_SINCE_LAST_YEAR = replace(SINCE_LAST_YEAR, column="own", values=(True, True))
"""The year before, of tables that have rows of still earlier years too."""
