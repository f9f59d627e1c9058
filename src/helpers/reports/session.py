"""What a notebook sees: one report object that states facts and shows them as prose, tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from IPython.display import display

from helpers.collection.store import Store
from helpers.collection.systems import systems
from helpers.errors import DeliveryError
from helpers.facts.definitions import WHOLE, Absent, Fact, Operation, Unlike
from helpers.params.folder import Params
from helpers.periods import thai_date
from helpers.reports import charts, closing
from helpers.reports.blocks import BLOCK_MIME, Block, Chart, Headline, Headlines, Inline, Opening, Span, Text, to_json
from helpers.reports.catalogue import Spec, spec_for
from helpers.reports.inputs import described_inputs, fingerprint, snapshots_read
from helpers.reports.places import places_from_environment
from helpers.reports.prose import MissingFactError, sentence
from helpers.reports.rendering.html_blocks import block_html
from helpers.reports.row_heads import row_heads
from helpers.reports.stating import Rows, Stated, Tables
from helpers.reports.tables import Drawn, FactColumn, RowHeads, column, drawn, fact_table, row_values
from helpers.thai import in_digits

__all__ = ["Report", "Unlike", "column", "open_report"]


def open_report(kind: str, **parameters: str) -> Report:
    """Open a report of a kind (`round/dmc`) with the notebook's parameters, and show its title block.

    Raises ParameterError for wrong parameters, DeliveryError where nothing was received for it or where the data
    changed since the run began.
    """
    places = places_from_environment()
    params = places.read_params()
    spec = spec_for(kind, parameters)
    store = Store(places.data_folder, params)
    snapshots = snapshots_read(spec, store)
    if "this" not in snapshots:
        remedy = "รับไฟล์ด้วย workbook receive ก่อน"
        raise DeliveryError(f"ยังไม่ได้รับข้อมูลของรายงาน {spec.id}", where=str(places.data), remedy=remedy)
    now = fingerprint(described_inputs(spec, places, params, store))
    if spec.parameters.fingerprint not in ("", now):
        raise DeliveryError("ข้อมูลหรือพารามิเตอร์เปลี่ยนไประหว่างสร้างรายงาน", where=spec.id, remedy="สั่ง workbook run อีกครั้ง")
    return Report(spec, params, Tables(spec, snapshots), sample=store.folder.kind == "sample", fingerprint=now)


class Writing(TypedDict):
    """How a chart writes its numbers."""

    unit: str
    digits: str


class Report:
    """One open report. Facts are stated first (`sum`, `count`, `distinct`, `ratio`, `difference`), then shown."""

    def __init__(self, spec: Spec, params: Params, tables: Tables, *, sample: bool, fingerprint: str) -> None:
        self._spec = spec
        self._params = params
        self._tables = tables
        self._system = systems()[spec.reads["this"][0]]
        self._stated = Stated(tables, self._system, params)
        self._absence = ""
        as_of = params.round(spec.round).as_of.date
        self._words = {
            "round": spec.round.thai,
            "previous_round": spec.round.previous.thai,
            "last_year_round": spec.round.same_last_year.thai,
            "as_of": thai_date(as_of),
            "deadline": thai_date(params.round(spec.round).window.closes),
        }
        self._show(
            Opening(
                report_id=spec.id,
                title=spec.title,
                office=params.office.name,
                office_short=params.office.short_name,
                period=spec.round.thai,
                as_of=thai_date(as_of),
                as_of_iso=as_of.isoformat(),
                sample=sample,
                digits=params.office.digits,
                fingerprint=fingerprint,
            )
        )

    def sum(self, fact: str, title: str, of: str, *, unit: str = "คน", **rows: Any) -> None:
        """State a sum of `table.column`; `by`, `totals`, `where`, `at`, `needs` as in `Rows`."""
        self._stated.from_table(Operation.SUM, fact, title, of, unit, Rows(**rows))

    def count(self, fact: str, title: str, of: str, *, unit: str, **rows: Any) -> None:
        """State how many rows of a table there are."""
        self._stated.from_table(Operation.COUNT, fact, title, of, unit, Rows(**rows))

    def distinct(self, fact: str, title: str, of: str, *, unit: str, **rows: Any) -> None:
        """State how many different values `table.column` has."""
        self._stated.from_table(Operation.DISTINCT, fact, title, of, unit, Rows(**rows))

    def ratio(self, fact: str, title: str, part: str, whole: str, *, unit: str = "ร้อยละ") -> None:
        """State each cell of one fact over the same (or the only) cell of another; unit `ร้อยละ` prints a percentage."""
        self._stated.from_facts(Operation.RATIO, fact, title, part, whole, unit)

    def difference(self, fact: str, title: str, minuend: str, subtrahend: str, *, unit: str = "คน") -> None:
        """State each cell of one fact less the same cell of another."""
        self._stated.from_facts(Operation.DIFFERENCE, fact, title, minuend, subtrahend, unit)

    def headlines(self, *items: tuple[str, str, str]) -> None:
        """Show the figures of the director's page: a label, and templates of the number and the line below it."""
        shown = []
        for label, figure, note in items:
            number, why_not = self._filled(figure)
            below, why_no_note = self._filled(note)
            reason = (Span(text=why_not or why_no_note),) if why_not or why_no_note else ()
            shown.append(Headline(label=label, number=number or (Span(text="–"),), note=reason or below))
        self._show(Headlines(items=tuple(shown)))

    def lead(self, *sentences: str) -> None:
        """Show the claim of a section."""
        self._prose("lead", sentences)

    def text(self, *sentences: str) -> None:
        """Show a paragraph."""
        self._prose("body", sentences)

    def note(self, *sentences: str) -> None:
        """Show a small note."""
        self._prose("note", sentences)

    def table(
        self,
        name: str,
        title: str,
        rows: str,
        columns: Sequence[FactColumn],
        notes: Sequence[str] = (),
        empty: str = "ไม่มีรายการ",
    ) -> None:
        """Show facts in columns, one row for each value of the dimension `rows` of their keys; the words `empty` where
        there is no such value."""
        present = self._present(columns)
        if present and row_values([fact for _, fact in present], rows) in ([], [WHOLE]):
            self.text(empty)
        elif present:
            self._show(fact_table(name, title, rows, present, self._heads(rows), notes))

    def bars(self, name: str, title: str, x: str, series: Sequence[FactColumn]) -> None:
        """Show a bar chart: the values of one dimension side by side, up to two series."""
        if data := self._drawn(x, series):
            self._picture(name, title, charts.bars(title, data.labels, data.series, **self._writing(data.unit)))

    def ranked(self, name: str, title: str, x: str, series: FactColumn) -> None:
        """Show horizontal bars, the largest first."""
        if data := self._drawn(x, [series]):
            self._picture(
                name, title, charts.ranked_bars(title, data.labels, data.series[0], **self._writing(data.unit))
            )

    def pyramid(self, name: str, title: str, x: str, left: FactColumn, right: FactColumn) -> None:
        """Show two series back to back."""
        if data := self._drawn(x, [left, right]):
            self._picture(name, title, charts.pyramid(title, data.labels, *data.series, **self._writing(data.unit)))

    def waterfall(self, name: str, title: str, steps: Sequence[tuple[str, str, int]]) -> None:
        """Show how a start becomes an end: (label, fact, +1 or -1), the last step being the end itself."""
        facts = [self._stated.known(fact) for _, fact, _ in steps]
        if not self._said_absent(facts):
            values = [int(fact.cells[""].value) for fact in facts if isinstance(fact, Fact)]
            named = [(label, sign * value) for (label, _, sign), value in zip(steps, values, strict=True)]
            self._picture(name, title, charts.waterfall(title, named, **self._writing("คน")))

    def trend(self, name: str, title: str, label: str, points: Sequence[tuple[str, str]]) -> None:
        """Show how one figure went from point to point: (words of the period, fact of one cell). Points whose fact is
        absent are left out; with fewer than two left there is nothing to show."""
        stated = [(self._words[period], self._stated.known(fact)) for period, fact in points]
        present = [(period, fact) for period, fact in stated if isinstance(fact, Fact)]
        if len(present) > 1:
            series = charts.Series(label, tuple(fact.cells[""].value for _, fact in present))
            periods, unit = [period for period, _ in present], present[0][1].unit
            self._picture(name, title, charts.trend(title, periods, [series], **self._writing(unit)))

    def assumptions(self) -> None:
        """Show the assumptions that the report states, and the parameters that nobody has confirmed yet."""
        for block in closing.assumption_blocks(self._params, self._spec):
            self._show(block)

    def close(self) -> None:
        """Show where the numbers come from: the delivered files, and every fact's receipt."""
        self._show(closing.receipts(self._stated.present(), self._tables))

    def _prose(self, role: str, sentences: Sequence[str]) -> None:
        filled = [self._filled(each) for each in sentences]
        said = [inlines for inlines, why_not in filled if not why_not]
        if said:
            joined: list[Inline] = []
            for inlines in said:
                joined += [Span(text=" ")] * bool(joined) + list(inlines)
            self._show(Text(role=role, paragraphs=(tuple(joined),)))
        else:
            self._say_absent(filled[0][1])

    def _filled(self, template: str) -> tuple[tuple[Inline, ...], str]:
        try:
            return sentence(template, self._stated.facts, self._words), ""
        except MissingFactError as missing:
            return (), missing.reason

    def _present(self, columns: Sequence[FactColumn]) -> list[tuple[FactColumn, Fact]]:
        facts = [self._stated.known(own.fact) for own in columns]
        present = [(own, fact) for own, fact in zip(columns, facts, strict=True) if isinstance(fact, Fact)]
        if not present:
            self._said_absent(facts)
        return present

    def _said_absent(self, facts: Sequence[Fact | Absent]) -> bool:
        absent = next((fact for fact in facts if isinstance(fact, Absent)), None)
        if absent:
            self._say_absent(absent.reason)
        return absent is not None

    def _say_absent(self, reason: str) -> None:
        """Say once, not under every table, what was not received."""
        if reason != self._absence:
            self._show(Text(role="absent", paragraphs=((Span(text=reason),),)))
        self._absence = reason

    def _drawn(self, x: str, series: Sequence[FactColumn]) -> Drawn | None:
        present = self._present(series)
        return drawn(x, present, self._heads(x)) if present else None

    def _writing(self, unit: str) -> Writing:
        return {"unit": unit, "digits": self._params.office.digits}

    def _picture(self, name: str, title: str, picture: charts.Picture) -> None:
        self._show(Chart(name=name, title=title, alt=picture.alt), svg=picture.svg)

    def _heads(self, dimension: str) -> RowHeads:
        return row_heads(dimension, self._tables.frame("this", "schools"), self._system.schemas)

    def _show(self, block: Block, svg: str = "") -> None:
        if not (isinstance(block, Text) and block.role == "absent"):
            self._absence = ""
        words = in_digits(getattr(block, "title", block.kind), self._params.office.digits)
        bundle = {BLOCK_MIME: to_json(block), "text/html": block_html(block, svg), "text/plain": words}
        display(bundle | ({"image/svg+xml": svg} if svg else {}), raw=True)
