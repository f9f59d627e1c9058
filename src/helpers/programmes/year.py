"""Rows of the year's money that no rule of a programme makes: what registers and requests say was received and paid.

The money of a whole fiscal year as a data set: every programme's need, and what the registers say of it.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

import pandas as pd

from helpers.forms import registers as forms
from helpers.forms.claims import PAID as CLAIM_PAID
from helpers.forms.definitions import FORMS
from helpers.identifiers import area_block_code
from helpers.params.fiscal_years import HALF_TITLES, FiscalYearParams, Half
from helpers.params.folder import Params
from helpers.params.programmes.base import EXPENDITURES
from helpers.periods import FiscalYear, thai_date_short
from helpers.programmes.allocation import (
    ALLOCATION,
    RATES,
    SCHOOLS,
    ZERO,
    AllocationRow,
    SourceRow,
    allocation_frame,
    lump_sum,
    school_frame,
)
from helpers.programmes.dataset import BudgetProgramme, register_not_counted
from helpers.programmes.kinds import programme_labels
from helpers.programmes.local_support.kind import REQUESTS
from helpers.programmes.per_head_result.kind import ENTITLEMENT
from helpers.programmes.registers import ALLOTTED, SPENT, Movement, closed, half_of, register_movements
from helpers.programmes.uncomputed import UNCOMPUTED, uncomputed_frame
from helpers.tables.findings import all_deliveries, delivery_frame, empty_frame
from helpers.tables.graph import Dataset, Graph, Origin
from helpers.tables.schemas import PUBLIC, TableSchema, text, with_row_keys
from helpers.tables.snapshots import Snapshot
from helpers.thai import listed


def moved(entry: Movement, halves: Sequence[Half]) -> AllocationRow:
    """An entry of a register as an amount of the office."""
    return lump_sum(
        entry.amount,
        smis="",
        item=entry.expenditure,
        tranche=entry.quarter,
        half=half_of(entry.day, halves),
        reference=entry.document,
        status="confirmed",
        rule=f"{entry.entry} {thai_date_short(entry.day)}",
        source=entry.source,
    )


def left(entry: Movement, halves: Sequence[Half]) -> AllocationRow:
    """The same entry in what is left: allotments add to it, spending takes from it."""
    row = moved(entry, halves)
    return row if entry.measure == ALLOTTED else replace(row, quantity=ZERO, already_paid=entry.amount)


def paid(payment: Mapping[Hashable, Any], halves: Sequence[Half]) -> AllocationRow:
    """An allocation of the register of payments as an amount of its school."""
    day = date(payment["date"].year, payment["date"].month, payment["date"].day)
    return lump_sum(
        payment["amount"],
        smis=payment["smis"],
        item=payment["item"],
        tranche=payment["tranche"],
        half=half_of(day, halves),
        reference=payment["document_no"],
        status="confirmed",
        rule=f"{payment['entry']} {thai_date_short(day)}",
        source=_source(payment),
    )


def granted(request: Mapping[Hashable, Any]) -> AllocationRow:
    """What others paid on a request of a school, as an amount of the school; the register says of no day or half."""
    return lump_sum(
        request["approved"],
        smis=request["smis"],
        item=request["item"],
        tranche="",
        reference=request["number"],
        status="confirmed",
        rule=f"{request['state']} {request['authority']}",
        source=_source(request),
    )


def _source(row: Mapping[Hashable, Any]) -> SourceRow:
    return SourceRow(row["delivery"], row["sheet"], int(row["row"]))


NAME = "programmes"
MEASURES = NEED, RECEIVED, ALLOCATED, DISBURSED, LEFT = ("ต้องจ่าย", "ได้รับจัดสรร", "จัดสรรแล้ว", "เบิกจ่าย", "คงเหลือ")
"""What an amount says of a programme's year: due by the rules, allotted to the office, handed on, spent; and what is
allotted and not spent."""
FUNDS = IN_BUDGET, OFF_BUDGET = ("เงินงบประมาณ", "เงินนอกงบประมาณ")
"""Whose money it is: of the office's budget, or what others give to schools; of the latter what was received is what
they paid."""
_MEASURED = {ALLOTTED: RECEIVED, SPENT: DISBURSED}
_REGISTERS = (forms.ALLOTMENTS.slug, forms.SPENDING.slug)
MONEY = TableSchema(
    "money",
    "แถวจัดสรรของทุกโครงการ และรายการในทะเบียน แยกตามประเภทเงิน",
    (
        text("label", "โครงการ", PUBLIC),
        text("programme", "รหัสโครงการ", PUBLIC),
        text("expenditure", "งบรายจ่าย", PUBLIC, allowed=EXPENDITURES),
        text("fund", "แหล่งเงิน", PUBLIC, allowed=FUNDS),
        text("measure", "ประเภทเงิน", PUBLIC, allowed=MEASURES),
        *ALLOCATION.fields,
    ),
    subject=("measure", "fund", "label", *ALLOCATION.subject),
    entity=("measure", "label", *ALLOCATION.entity),
    noun=ALLOCATION.noun,
    persons=ALLOCATION.persons,
)


_ORDERS = {"expenditure": EXPENDITURES, "fund": FUNDS, "measure": MEASURES, "half": HALF_TITLES}


class FiscalYearMoney:
    """All programmes of a fiscal year. Those that report on the money of others (`Kind.allocates` is False) add
    nothing."""

    def __init__(self, programmes: Mapping[str, BudgetProgramme], params: Params) -> None:
        self._labels = programme_labels(params.programmes)
        self._outside = {name for name, each in programmes.items() if not each.kind.in_budget}
        self._allocating = {name: each for name, each in programmes.items() if each.kind.allocates}
        self._reporting = {name: each for name, each in programmes.items() if not each.kind.allocates}

    def dataset(self) -> Dataset[FiscalYear]:
        """The year's money as a data set."""
        return Dataset(
            name=NAME,
            title="งบประมาณทุกโครงการ",
            period_type=FiscalYear,
            schemas=(MONEY, UNCOMPUTED, RATES, SCHOOLS),
            modules=(__name__,),
            build=self._build,
            missing_reason=_missing_reason,
            value_order=lambda _report: {"label": tuple(self._labels.values()), **_ORDERS},
            reads=self._reads,
            param_files=_param_files,
            available=self._is_available,
        )

    def _reads(self, year: FiscalYear, graph: Graph) -> Mapping[str, Origin]:
        return {name: (name, year) for name in (*_REGISTERS, *self._allocating, *self._reporting)}

    def _is_available(self, year: FiscalYear, graph: Graph) -> bool:
        """Whether any programme that allocates or register of the year is there; not in a year that has no file."""
        there = (graph.available(name, year) for name in (*_REGISTERS, *self._allocating))
        return year in graph.params.fiscal_years and any(there)

    def _build(self, year: FiscalYear, graph: Graph) -> dict[str, pd.DataFrame]:
        """One row for every allocation row of every programme, and for every entry of the registers."""
        params, snapshots = graph.params, graph.snapshots(self._reads(year, graph))
        frames = [*self._due(snapshots, params), *self._entries(snapshots, params, params.fiscal_year(year))]
        schools = [frame for _, frame in _tables_of(snapshots, self._allocating, "schools")]
        used = [snapshot.read("deliveries") for snapshot in snapshots.values()]
        return {
            "money": pd.concat(frames, ignore_index=True) if frames else empty_frame(MONEY),
            "uncomputed": self._uncomputed(snapshots),
            "rates": self._numbered(snapshots, RATES, "rate_used"),
            "schools": _schools(params, schools),
            "findings": _findings(snapshots.values()),
            "deliveries": all_deliveries(delivery_frame((), {}, params), used),
        }

    def _due(self, snapshots: Mapping[str, Snapshot], params: Params) -> Iterator[pd.DataFrame]:
        """What the rules give; what was handed on, of those programmes alone whose register of payments says it; and
        what others paid."""
        for name, allocation in _tables_of(snapshots, self._allocating, "allocation"):
            yield self._labelled(allocation, name, NEED)
        for name, handed_on in self._handed_on(snapshots, params):
            yield self._labelled(handed_on, name, ALLOCATED)
        office = area_block_code(params.office.area_code)
        for name, requests in _tables_of(snapshots, self._asking(), REQUESTS.name):
            rows = [granted(row) for row in requests[requests["state"] == CLAIM_PAID].to_dict("records")]
            yield self._labelled(allocation_frame(rows, snapshots[name].read("schools"), office), name, RECEIVED)

    def _asking(self) -> dict[str, BudgetProgramme]:
        """The programmes with requests to others."""
        return {name: each for name, each in self._allocating.items() if REQUESTS in each.kind.schemas}

    def _handed_on(self, snapshots: Mapping[str, Snapshot], params: Params) -> Iterator[tuple[str, pd.DataFrame]]:
        """The allocations that a register of payments holds, by the programme whose money they are."""
        office = area_block_code(params.office.area_code)
        for name, programme in self._reporting.items():
            if name in snapshots and forms.PER_HEAD_PAYMENTS.slug in programme.reports:
                payments = snapshots[name].read(forms.PER_HEAD_PAYMENTS.schema.name)
                allotted = payments[payments["entry"] == forms.ALLOTTED]
                halves = params.fiscal_year(_year_of(snapshots[name])).halves.halves
                rows = [paid(row, halves) for row in allotted.to_dict("records")]
                owner, _ = programme.reads(_year_of(snapshots[name]), params)[ENTITLEMENT]
                yield owner, allocation_frame(rows, snapshots[name].read("schools"), office)

    def _entries(
        self, snapshots: Mapping[str, Snapshot], params: Params, in_year: FiscalYearParams
    ) -> Iterator[pd.DataFrame]:
        """The entries up to the closing day, each as what it is and once more in what is left."""
        tables = {slug: snapshots[slug].read(slug) if slug in snapshots else None for slug in _REGISTERS}
        counted, _ = closed(register_movements(tables), in_year.as_of.date)
        office, schools = area_block_code(params.office.area_code), school_frame(params, (), ("",))
        entries = [each for each in counted if each.measure in _MEASURED and each.programme in self._labels]
        if entries:
            halves = in_year.halves.halves
            entry_rows = allocation_frame([moved(each, halves) for each in entries], schools, office)
            rest = allocation_frame([left(each, halves) for each in entries], schools, office)
            for frame, measures in ((entry_rows, [_MEASURED[each.measure] for each in entries]), (rest, LEFT)):
                yield frame.assign(
                    label=[self._labels[each.programme] for each in entries],
                    programme=[each.programme for each in entries],
                    expenditure=[each.expenditure for each in entries],
                    fund=[self._fund(each.programme) for each in entries],
                    measure=measures,
                )

    def _labelled(self, frame: pd.DataFrame, programme: str, measure: str) -> pd.DataFrame:
        label, expenditure = self._labels[programme], self._allocating[programme].programme.expenditure
        fund = self._fund(programme)
        return frame.assign(label=label, programme=programme, expenditure=expenditure, fund=fund, measure=measure)

    def _fund(self, programme: str) -> str:
        return OFF_BUDGET if programme in self._outside else IN_BUDGET

    def _uncomputed(self, snapshots: Mapping[str, Snapshot]) -> pd.DataFrame:
        """What the programmes cannot compute, and the rows that are not counted of every form whose money is here."""
        of_registers = [register_not_counted(snapshots[slug]) for slug in _REGISTERS if slug in snapshots]
        paid = [name for name, each in self._reporting.items() if each.reports and name in snapshots]
        frames = [
            self._numbered(snapshots, UNCOMPUTED, "line"),
            *(snapshots[name].read(UNCOMPUTED.name) for name in paid),
            uncomputed_frame(chain.from_iterable(of_registers)),
        ]
        every = pd.concat(frames, ignore_index=True).drop_duplicates(list(UNCOMPUTED.unique), ignore_index=True)
        return with_row_keys(every.assign(row=range(len(every))).astype({"row": "int64"}))

    def _numbered(self, snapshots: Mapping[str, Snapshot], of: TableSchema, label: str) -> pd.DataFrame:
        """One table of all programmes, each row's label after its programme's number."""
        frames = [
            frame.assign(**{label: self._allocating[name].programme.number + " " + frame[label]})
            for name, frame in _tables_of(snapshots, self._allocating, of.name)
        ]
        return pd.concat(frames, ignore_index=True) if frames else empty_frame(of)


def _missing_reason(needs: Collection[str], year: FiscalYear, _params: Params) -> str:
    """No programme and no register of the year was received, or none of the forms that a figure needs."""
    if needs:
        return f"ยังไม่ได้รับ{listed([FORMS[slug].title for slug in needs])} {year.thai}"
    return f"ยังไม่มีข้อมูลของโครงการใดใน{year.thai}"


def _param_files(year: FiscalYear, params: Params) -> list[str]:
    """The fiscal year's file, and those of all programmes."""
    if year not in params.fiscal_years:
        return []
    return [f"fiscal_years/{year}.yml", *(f"programmes/{name}.yml" for name in sorted(params.programmes))]


def _year_of(snapshot: Snapshot) -> FiscalYear:
    assert isinstance(snapshot.period, FiscalYear)
    return snapshot.period


def _tables_of(
    snapshots: Mapping[str, Snapshot], names: Mapping[str, BudgetProgramme], table: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    """One table of every programme that is there and has rows in it."""
    for name in names:
        frame = snapshots[name].read(table) if name in snapshots else None
        if frame is not None and not frame.empty:
            yield name, frame


def _findings(snapshots: Iterable[Snapshot]) -> pd.DataFrame:
    """What is wrong with any form, register or programme, each finding once: two programmes can read one register."""
    frames = [snapshot.read("findings") for snapshot in snapshots]
    return pd.concat(frames, ignore_index=True).drop_duplicates(ignore_index=True)


def _schools(params: Params, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Every school that a programme knows, and the office."""
    office = school_frame(params, (), ("",))
    return pd.concat([*frames, office], ignore_index=True).drop_duplicates("smis", ignore_index=True)
