"""What a report shows: each call of a notebook emits one block, made of stated facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from IPython.display import display

from helpers.errors import NotebookError
from helpers.facts.definitions import WHOLE, Absent, Fact, Value, key_parts
from helpers.params.flags import FLAGS
from helpers.params.folder import Params
from helpers.periods import thai_date
from helpers.render import blocks
from helpers.render.blocks import Block, Headline, Headlines, Inline, Opening, Span, Text, to_bundle
from helpers.render.html_blocks import block_html
from helpers.render.plain_text import block_text
from helpers.reports import annexes, closing, indicators
from helpers.reports.fact_specs import Tables
from helpers.reports.flags import for_everybody, raised
from helpers.reports.prose import (
    WHY_WITHHELD,
    WITHHELD,
    FigureColumn,
    MissingFactError,
    figure_table,
    named,
    refuse_unknown,
    sentence,
)
from helpers.reports.released_facts import NOT_RELEASED, fact_book
from helpers.reports.specs import Subject
from helpers.reports.tables import (
    ALL_WITHHELD,
    WITHOUT_DISTRICT,
    FactColumn,
    RowHeads,
    display_name,
    fact_table,
    row_heads,
    row_values,
    withheld_values,
)

NO_FIGURE = "ยังไม่มีข้อมูล"
"""What a key figure says that cannot be stated; the line below it says why."""


class Views:
    """One open report's pages. Every method that shows puts one block (prose, table, chart) below the cell."""

    def __init__(self, subject: Subject, params: Params, tables: Tables, **marks: Any) -> None:
        """Open the report and show its title block; `marks` are what else the block holds: `sample`, `fingerprint`,
        `related`."""
        spec = tables.spec
        self._spec = spec
        self._subject = subject
        self._params = params
        self._tables = tables
        self._stated = fact_book(tables, params)
        self._in_annex, self._leaves_out, self._absence = False, False, ""
        self._names: set[str] = set()
        self._figures: tuple[str, ...] = ()
        self._linked: tuple[str, ...] = ()
        self._words = subject.words
        office = params.office
        self._show(
            Opening(
                report_id=spec.id,
                title=spec.title,
                office=office.name,
                office_short=office.short_name,
                period=subject.period,
                as_of=thai_date(subject.as_of),
                as_of_iso=subject.as_of.isoformat(),
                digits=office.digits,
                prints_lists=office.print_lists,
                one_page=subject.one_page,
                **marks,
            )
        )

    def headlines(self, *items: tuple[str, str, str], followed: Sequence[str] = ()) -> None:
        """Show the figures of the director's page: a label, and templates of the number and the line below it.
        `followed` are other facts whose changes are told as theirs are. In the public edition there is none that
        only says why it is empty."""
        figures = (fact for _, figure, _ in items for fact in named(figure))
        self._figures = tuple(dict.fromkeys((*figures, *followed)))
        shown = []
        for label, figure, note in items:
            number, why_not = self._filled(figure)
            below, why_no_note = self._filled(note)
            if self._tables.released is not None and why_not not in ("", WHY_WITHHELD):
                continue
            why = "" if WHY_WITHHELD in (why_not, why_no_note) else why_not or why_no_note
            reason = (Span(text=why),) if why else ()
            instead = (Span(text=WITHHELD if why_not == WHY_WITHHELD else NO_FIGURE),)
            shown.append(Headline(label=label, number=number or instead, note=reason or below))
        if shown:
            self._show(Headlines(items=tuple(shown)))

    def numbers(self, fact: str) -> Mapping[str, Value]:
        """A fact's numbers by key in reading order, those of nothing left out; none of an absent or unstated one."""
        known = self._stated.facts.get(fact)
        return {key: cell.value for key, cell in known.cells.items() if cell.value} if isinstance(known, Fact) else {}

    def cells(self, fact: str) -> Mapping[str, Value]:
        """The same with those of nothing."""
        known = self._stated.facts.get(fact)
        return {key: cell.value for key, cell in known.cells.items()} if isinstance(known, Fact) else {}

    def flags(self) -> None:
        """Show what a director must decide or know: the rules of `flags.yml` for this report that hold for the facts
        stated so far. Nothing where there are no rules for it."""
        if rules := self._params.flags.of(self._spec.id):
            flags = raised(rules, self._stated.facts, self._words, self._called)
            self._linked = tuple(flag.table for flag in flags.items)
            if self._tables.released is None:
                self._show(flags)
            elif flags.items:
                self._show(for_everybody(flags))

    def lead(self, *sentences: str) -> None:
        """Show the claim of a section."""
        self._prose("lead", sentences)

    def text(self, *sentences: str) -> None:
        """Show a paragraph."""
        self._prose("body", sentences)

    def note(self, *sentences: str) -> None:
        """Show a small note; none of words alone below what is closed to the public, of which it would speak."""
        if self._absence not in NOT_RELEASED or any(map(named, sentences)):
            self._prose("note", sentences)

    def draft(self, *sentences: str) -> None:
        """Show at the top why the report is provisional."""
        self._prose("draft", sentences)

    def listed(self, words: str, fact: str, dimension: str) -> None:
        """Show a small note that lists, after the words, what readers call the values of one dimension of a fact's
        keys, each leading to its page where it has one; nothing of an absent fact."""
        known = self._stated.known(fact)
        if isinstance(known, Fact):
            heads = self._heads(dimension, [known])
            values = dict.fromkeys(key_parts(key).get(dimension, WHOLE) for key in known.cells)
            names = [Span(text=display_name(heads, value), page=heads.pages.get(value, "")) for value in values]
            gaps = [Span(text=" · ")] * (len(names) - 1)
            shown = [part for pair in zip_longest(names, gaps) for part in pair if part]
            self._show(Text(role="note", paragraphs=((Span(text=f"{words} "), *shown),)))

    def incomplete(self, *sentences: str) -> None:
        """Show what the amounts lack, each on a line of its own, so that nobody takes them for the whole."""
        filled = [self._filled(sentence) for sentence in sentences]
        self._show(Text(role="incomplete", paragraphs=tuple(inlines for inlines, _ in filled)))

    def table(
        self,
        name: str,
        title: str,
        rows: str,
        columns: Sequence[FactColumn],
        notes: Sequence[str] = (),
        empty: str = "ไม่มีรายการ",
        sheet: str = "",
    ) -> None:
        """Show facts in columns, one row for each value of the dimension `rows` of their keys; the words `empty`, if
        any, where there is no such value. `sheet` names it in Excel where the title is too long for that."""
        self._claim(name)
        present = self._present(columns, rows, title)
        if present and row_values([fact for _, fact in present], rows) in ([], [WHOLE]):
            if empty:
                self.text(empty)
        elif present:
            heads = self._heads(rows, [fact for _, fact in present])
            schools = self._stated.facts.get(WITHOUT_DISTRICT)
            counted = schools if isinstance(schools, Fact) else None
            shown = fact_table(name, title, rows, present, heads, notes, sheet, counted)
            if all(row.total for row in shown.rows):
                self._say_all_withheld(title)
            else:
                self._show(shown)

    def _say_all_withheld(self, title: str) -> None:
        """Say in the place of a table that all of it is withheld; to the public as of a section that is closed."""
        if self._tables.released is None:
            self.text(f"{title} {ALL_WITHHELD}")
        else:
            self.say_absent(WHY_WITHHELD)

    def figures(self, name: str, title: str, columns: Sequence[FigureColumn], rows: Mapping[str, str]) -> None:
        """Show facts of one cell below each other: the facts of `rows` by the ids that name them, and what every column
        has beside each."""
        self._claim(name)
        if rows:
            self._show(figure_table(name, title, columns, rows, self._stated.facts))

    def indicators(self) -> None:
        """Show the year's indicators: every `indicator.<id>` that was stated, beside its target, and its formula;
        lay all their values ready to be handed on, which is the office's own affair."""
        for block in indicators.indicator_blocks(self._params.indicators.by_id(), self._stated.known):
            if self._tables.released is None or not isinstance(block, blocks.IndicatorExport):
                self._show_claimed(block)

    def annex(self, name: str, title: str) -> None:
        """Begin an account annexed to a letter: a page of its own through `signatures`, or up to the next heading. The
        public edition has none: a letter of the office is no page for everybody."""
        self._claim(name)
        self._in_annex = self._tables.released is not None
        run, why_not = self._filled(title)
        if why_not:
            self.say_absent(why_not)
        else:
            self._show(annexes.annex_title(name, run, self._subject.period, self._params.office))

    def signatures(self) -> None:
        """Show where the office's signers sign; nothing for an office that names none."""
        block = annexes.signatures(self._params.office)
        if block and self._tables.released is None:
            self._show(block)
        self._in_annex = False

    def assumptions(self) -> None:
        """Show the assumptions that the report states, and the parameters that nobody has confirmed yet."""
        public = self._tables.released is not None
        for block in closing.assumption_blocks(self._params, self._spec, self._subject, public=public):
            self._show_claimed(block)

    def close(self) -> None:
        """Show where the numbers come from: the delivered files, and every fact's receipt. Raises NotebookError where a
        flag names a table that the report does not have."""
        self._in_annex = False
        for table in self._linked:
            refuse_unknown(table, sorted(self._names), "ตาราง", FLAGS)
        self._show(closing.receipts(self._stated.present(), self._tables))

    def _prose(self, role: str, templates: Sequence[str]) -> None:
        filled = [self._filled(template) for template in templates]
        printed = [inlines for inlines, why_not in filled if not why_not]
        if printed:
            joined: list[Inline] = []
            for inlines in printed:
                joined += [Span(text=" ")] * bool(joined) + list(inlines)
            self._show(Text(role=role, paragraphs=(tuple(joined),)))
        else:
            self.say_absent(filled[0][1])

    def _filled(self, template: str) -> tuple[tuple[Inline, ...], str]:
        try:
            return sentence(template, self._stated.facts, self._words), ""
        except MissingFactError as missing:
            return (), missing.reason

    def _present(self, columns: Sequence[FactColumn], rows: str, title: str = "") -> list[tuple[FactColumn, Fact]]:
        """The columns whose fact is not absent, and not closed but for its margin. Raises NotebookError for one that no
        value of `rows` could fill."""
        facts = [self._stated.known(column.fact) for column in columns]
        stated = [(column, fact) for column, fact in zip(columns, facts, strict=True) if isinstance(fact, Fact)]
        for column, fact in stated:
            self._stated.refuse_unknown_key(fact, rows, column.key, f"คอลัมน์ “{column.label}”")
        closed = [self._stated.closed_in(fact, rows) for _, fact in stated]
        present = [pair for pair, why in zip(stated, closed, strict=True) if not why]
        self._leaves_out = any(withheld_values(fact, rows, column.key) for column, fact in present)
        if not present and not self._show_absence(facts, title):
            self.say_absent(next(filter(None, closed), ""), title)
        return present

    def _show_absence(self, facts: Sequence[Fact | Absent], title: str = "") -> bool:
        absent = next((fact for fact in facts if isinstance(fact, Absent)), None)
        if absent:
            self.say_absent(absent.reason, title)
        return absent is not None

    def say_absent(self, reason: str, about: str = "") -> None:
        """Say once, not under every table, what was not received. On a page without headings what is closed to the
        public says what it is `about`."""
        if reason != self._absence:
            named = about and self._subject.one_page and reason in NOT_RELEASED
            self._show(Text(role="absent", paragraphs=((Span(text=f"{about}: {reason}" if named else reason),),)))
        self._absence = reason

    def _called(self, fact: Fact, dimension: str, keys: Iterable[str]) -> list[str]:
        """What readers call the values that keys of a fact have in one dimension, each once, the whole left out. Raises
        NotebookError for a dimension that the keys do not have."""
        self._stated.refuse_unknown_dimension(fact.id, dimension, f"ข้อเท็จจริง “{fact.id}”")
        values = dict.fromkeys(key_parts(key).get(dimension, WHOLE) for key in keys)
        heads = self._heads(dimension, [fact])
        return [display_name(heads, value) for value in values if value != WHOLE]

    def _heads(self, dimension: str, facts: Sequence[Fact]) -> RowHeads:
        """As the tables of the facts declare the dimension, else those of the report's own source."""
        stated = [self._stated.asked[fact.id] for fact in facts]
        schemas = [self._tables.schema(each.rows.at, each.of) for each in stated if each.of]
        schemas += self._tables.dataset().schemas
        heads = row_heads(dimension, self._tables.schools(), schemas, self._params.programmes)
        return replace(heads, pages=self._tables.pages)

    def _claim(self, name: str) -> None:
        """Keep a name for what is to be shown, also where there turns out to be nothing to show. Raises NotebookError
        for one that is taken."""
        if name in self._names:
            remedy = "ใช้ชื่ออื่น ชื่อหนึ่งเป็นของตารางหรือภาพเดียว"
            raise NotebookError(f"รายงานแสดง “{name}” ไว้แล้ว", where=self._spec.id, remedy=remedy)
        self._names.add(name)

    def _show_claimed(self, block: Block) -> None:
        if name := getattr(block, "name", ""):
            self._claim(name)
        self._show(block)

    def _show(self, block: Block, svg: str = "", narrow: str = "") -> None:
        if self._in_annex:
            return
        if not (isinstance(block, Text) and block.role == "absent"):
            self._absence = ""
        shown = {"text/html": block_html(block, svg), "text/plain": block_text(block, self._params.office.digits)}
        display(to_bundle(block, svg, narrow) | shown, raw=True)
