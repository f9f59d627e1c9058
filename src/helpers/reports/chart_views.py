"""The charts of a report: each call of a notebook draws stated facts, and shows one block."""

from collections.abc import Callable, Sequence
from typing import TypedDict

from helpers import charts
from helpers.errors import NotebookError
from helpers.facts.definitions import Absent, Fact
from helpers.periods import Round
from helpers.render.blocks import Chart
from helpers.reports.chart_data import Points, fields, points
from helpers.reports.prose import WHY_WITHHELD, WITHHELD
from helpers.reports.tables import UNPLACED, Drawn, FactColumn, address, charted, course, drawn
from helpers.reports.views import Views
from helpers.tables.schemas import NOT_STATED

Drawing = Callable[..., charts.Picture]
"""Draws `(title, labels, series, *, unit, digits)`."""
ORDINAL = frozenset({"age_band", "grade", "half", "level", "round", "size", "tranche"})
"""Dimensions whose values have an order that readers know, small to large or early to late."""
FEWEST_POINTS = 3
"""A line through fewer points says no more than a sentence."""
FEWEST_TILES = 2
_WITHOUT_WITHHELD = f"ไม่รวมจำนวนที่{WITHHELD}"


class Writing(TypedDict):
    """How a chart writes its numbers."""

    unit: str
    digits: str


class ChartViews(Views):
    """One open report's pages with their charts. Every method that shows puts one chart below the cell, after the
    `question` that it answers; the reason in its stead where its facts are absent."""

    def bars(self, name: str, title: str, x: str, series: Sequence[FactColumn]) -> None:
        """Show a bar chart: the values of one dimension side by side, up to five series."""
        self._claim(name)
        if data := self._drawn(x, series):
            self._picture(name, title, charts.bars(title, data.labels, data.series, **self._writing(data.unit)))

    def ranked(self, name: str, title: str, x: str, series: FactColumn) -> None:
        """Show horizontal bars, the largest first. Raises NotebookError for classes that have an order of their own."""
        self._claim(name)
        if x in ORDINAL:
            raise NotebookError(
                f"ภาพ “{name}” เรียง {x} ตามจำนวนไม่ได้ เพราะมีลำดับของตนเอง", where=x, remedy="ใช้ report.bars"
            )
        if data := self._drawn(x, [series]):
            self._picture(
                name, title, charts.ranked_bars(title, data.labels, data.series[0], **self._writing(data.unit))
            )

    def pyramid(self, name: str, title: str, x: str, left: FactColumn, right: FactColumn) -> None:
        """Show two series back to back."""
        self._claim(name)
        if data := self._drawn(x, [left, right]):
            self._picture(name, title, charts.pyramid(title, data.labels, *data.series, **self._writing(data.unit)))

    def waterfall(self, name: str, title: str, steps: Sequence[tuple[str, str, int]]) -> None:
        """Show how a start becomes an end: (label, fact, +1 or -1), the last step being the end itself."""
        self._claim(name)
        facts = [self._stated.known(fact) for _, fact, _ in steps]
        if self._show_absence(facts):
            return
        if any(isinstance(fact, Fact) and fact.withheld for fact in facts):
            self.say_absent(WHY_WITHHELD)
        else:
            values = [int(fact.cells[""].value) for fact in facts if isinstance(fact, Fact)]
            named = [(label, sign * value) for (label, _, sign), value in zip(steps, values, strict=True)]
            addresses = [address(fact, "") for fact in facts if isinstance(fact, Fact)]
            self._picture(name, title, charts.waterfall(title, named, addresses=addresses, **self._writing("คน")))

    def trend(self, name: str, title: str, series: FactColumn) -> None:
        """Show how a fact by `round` went over all its rounds, the earliest first; rounds that it has not keep their
        room. With fewer than three there is nothing to show: a sentence says a single change better."""
        self._claim(name)
        if data := self._points("round", [series]):
            rounds = [Round.parse(label) for label in data.labels]
            if len(rounds) >= FEWEST_POINTS:
                steps = [round_.after(rounds[0]) for round_ in rounds]
                writing = self._writing(data.units[0])
                self._picture(name, title, charts.trend(title, data.labels, data.series, **writing, steps=steps))

    def sparkline(self, name: str, title: str, series: FactColumn) -> None:
        """Show the same in little room."""
        self._claim(name)
        if data := self._points("round", [series]):
            rounds = [Round.parse(label) for label in data.labels]
            if len(rounds) >= FEWEST_POINTS:
                steps = [round_.after(rounds[0]) for round_ in rounds]
                writing = self._writing(data.units[0])
                picture = charts.sparkline(title, data.labels, data.series[0], **writing, steps=steps)
                self._picture(name, title, picture)

    def progress(self, name: str, title: str, x: str, reached: FactColumn, target: FactColumn) -> None:
        """Show a cumulative figure over the periods `x` against dated targets."""
        self._claim(name)
        present = self._present([reached, target], x)
        if len(present) == 2:
            data = course(x, present[0], present[1], self._heads(x, [fact for _, fact in present]))
            course_of = (data.periods, data.reached, data.targets)
            writing = self._writing(data.unit)
            picture = charts.against_targets(title, *course_of, addresses=data.addresses, **writing)
            self._picture(name, title, picture)

    def bullets(
        self,
        name: str,
        title: str,
        x: str,
        used: FactColumn,
        given: FactColumn,
        mark: FactColumn | None = None,
        *,
        whole: str,
    ) -> None:
        """Show shares of a whole: what was given, what of it is used, and a mark, for each value of one dimension; why
        not, where one of the first two is not known."""
        self._claim(name)
        if self._show_absence([self._stated.known(column.fact) for column in (used, given)]):
            return
        if data := self._drawn(x, [used, given, *([mark] if mark else ())]):
            digits = self._params.office.digits
            self._picture(name, title, charts.bullets(title, data.labels, *data.series, whole=whole, digits=digits))

    def chart(
        self, draw: Drawing, name: str, title: str, x: str, series: Sequence[FactColumn], question: str = ""
    ) -> None:
        """Show a chart that has no call of its own here: `draw` is a function of a module in `helpers.charts` that
        draws series over the values of one dimension."""
        self._claim(name)
        if data := self._drawn(x, series):
            self._picture(name, title, draw(title, data.labels, data.series, **self._writing(data.unit)), question)

    def distribution(
        self, name: str, title: str, x: str, series: FactColumn, question: str = "", noun: str = charts.SCHOOL
    ) -> None:
        """Show where each value of a dimension stands among all that the fact states; `noun` is what readers call
        one."""
        self._claim(name)
        if (data := self._points(x, [series])) and data.labels:
            writing = self._writing(data.units[0])
            picture = charts.distribution(title, data.labels, data.series[0], **writing, noun=noun)
            self._picture(name, title, picture, question)

    def scatter(
        self,
        name: str,
        title: str,
        x: str,
        across: FactColumn,
        upward: FactColumn,
        ratio: FactColumn,
        question: str = "",
    ) -> None:
        """Show each value of a dimension (a school) by two facts, and the line of their `ratio` in all, a fact of one
        cell: how much of `across` comes to one of `upward`."""
        self._claim(name)
        known = self._stated.known(ratio.fact)
        if self._show_absence([known]) or not isinstance(known, Fact) or "" not in known.cells:
            return
        data = self._points(x, [across, upward])
        if data and data.labels and len(data.series) == 2:
            line = charts.Ratio(ratio.label, charted(known, ""), known.unit, address(known, ""))
            units, digits = (data.units[0], data.units[1]), self._params.office.digits
            picture = charts.scatter(title, data.labels, *data.series, line, units=units, digits=digits)
            self._picture(name, title, picture, question)

    def heat_map(
        self,
        name: str,
        title: str,
        rows: str,
        columns: Sequence[FactColumn],
        dark: charts.Extreme = "high",
        question: str = "",
    ) -> None:
        """Show facts as fields, asked for like those of a table; the darkest are the highest or, with `dark="low"`, the
        lowest. Nothing where all fields are alike: no picture is needed to see that."""
        self._claim(name)
        if present := self._present(columns, rows):
            data = fields(rows, present, self._heads(rows, [fact for _, fact in present]))
            if data.differ:
                writing = self._writing(present[0][1].unit)
                shown = (data.rows, data.columns, data.values)
                picture = charts.heat_map(title, *shown, dark=dark, addresses=data.addresses, **writing)
                self._picture(name, title, picture, question)

    def tile_map(
        self, name: str, title: str, x: str, series: FactColumn, dark: charts.Extreme = "high", question: str = ""
    ) -> None:
        """Show a fact by district as tiles, where the office's parameters say that districts lie, or in reading order.
        Nothing for fewer than two districts: one is no map."""
        self._claim(name)
        data = self._points(x, [series])
        apart = self._heads(x, []).of(UNPLACED[x])[0]
        if data and len({*data.labels} - {apart}) >= FEWEST_TILES:
            stated = self._params.office.tile_map
            cells = {tile.district: (tile.row, tile.column) for tile in stated.districts} if stated else {}
            writing, values = self._writing(data.units[0]), data.series[0]
            picture = charts.tile_map(title, data.labels, values, **writing, dark=dark, cells=cells, apart=apart)
            self._picture(name, title, picture, question)

    def point_map(
        self, name: str, title: str, series: FactColumn, east: FactColumn, north: FactColumn, question: str = ""
    ) -> None:
        """Show a fact by school where the schools lie, `east` and `north` being the facts of their longitudes and
        latitudes. Nothing where any of the three is absent: most school lists have no coordinates."""
        self._claim(name)
        if any(isinstance(self._stated.known(column.fact), Absent) for column in (series, east, north)):
            return
        data = self._points("smis", [series, east, north])
        if data and len(data.labels) >= FEWEST_TILES:
            listed = self._tables.schools()[["smis", "district"]].itertuples(index=False, name=None)
            district_of = {smis: "" if district == NOT_STATED else district for smis, district in listed}
            districts = tuple(district_of.get(smis, "") for smis in data.values)
            coordinates = charts.Coordinates(data.series[1], data.series[2], districts)
            picture = charts.point_map(title, data.labels, data.series[0], coordinates, **self._writing(data.units[0]))
            self._picture(name, title, picture, question)

    def small_multiples(self, name: str, title: str, x: str, periods: Sequence[FactColumn], question: str = "") -> None:
        """Show how the facts of each value of a dimension went over the periods, the earliest first, in a small
        drawing of its own; a value that a period lacks has none. Nothing for fewer than three periods; why not, where
        one of them is not known."""
        self._claim(name)
        present = self._present(periods, x)
        if present:
            data = fields(x, present, self._heads(x, [fact for _, fact in present]))
            lines = zip(data.rows, data.values, data.addresses, strict=True)
            whole = [(label, row, known_by) for label, row, known_by in lines if None not in row]
            series = [
                charts.Series(label, tuple(value for value in row if value is not None), known_by)
                for label, row, known_by in whole
            ]
            if len(data.columns) >= FEWEST_POINTS and series:
                writing = self._writing(present[0][1].unit)
                picture = charts.small_multiples(title, data.columns, series, **writing)
                self._picture(name, title, picture, question)
            elif len(present) < len(periods):
                self._show_absence([self._stated.known(column.fact) for column in periods])

    def _drawn(self, x: str, series: Sequence[FactColumn]) -> Drawn | None:
        present = self._present(series, x)
        data = drawn(x, present, self._heads(x, [fact for _, fact in present])) if present else None
        return data if data and (data.labels or not self._leaves_out) else None

    def _points(self, x: str, series: Sequence[FactColumn]) -> Points | None:
        present = self._present(series, x)
        data = points(x, present, self._heads(x, [fact for _, fact in present])) if present else None
        return data if data and (data.labels or not self._leaves_out) else None

    def _writing(self, unit: str) -> Writing:
        return {"unit": unit, "digits": self._params.office.digits}

    def _picture(self, name: str, title: str, picture: charts.Picture, question: str = "") -> None:
        if question:
            self.text(question)
        alt = f"{picture.alt} ({_WITHOUT_WITHHELD})" if self._leaves_out else picture.alt
        drawn = Chart(name=name, title=title, alt=alt, width_mm=picture.width)
        self._show(drawn, picture.svg, picture.narrow)
