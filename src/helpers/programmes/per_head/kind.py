"""The paying list: what each school is paid in each tranche, when negative amounts are carried or returned.

The per-head subsidy as a kind of programme: three counted rounds of DMC in, the tranches of a fiscal year out.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

import pandas as pd

from helpers.params.fiscal_years import HALF_TITLES, CountedRound, FiscalYearParams, RateStep
from helpers.params.models import Referenced
from helpers.params.programmes.base import Programme
from helpers.params.programmes.per_head import WHOLE_YEAR, PerHeadProgramme
from helpers.periods import FiscalYear, Round
from helpers.programmes.allocation import MONEY, ZERO, AllocationRow
from helpers.programmes.kinds import Allocated, ProgrammeInputs
from helpers.programmes.per_head.allocating import PaidRound, check_example, read_round, year_amounts
from helpers.programmes.per_head.checks import ALLOTMENT_SHORT, RULES, UNRATED, round_missing, unrated_frame
from helpers.programmes.per_head.tranches import TERM_1, TERM_1_ADVANCE, TERM_2, TERM_2_ADVANCE, Tranche, tranches
from helpers.programmes.registers import allotments_of, short_of
from helpers.programmes.uncomputed import EVERY_ITEM, NO_ROUND, Uncomputed
from helpers.programmes.what_if import STEP_TITLE, Trial, alternatives, changed_rows, with_tried_rates
from helpers.tables.findings import Finding
from helpers.tables.graph import Origin
from helpers.tables.schemas import OFFICE_ONLY, PUBLIC, ROW_KEYS, Field, TableSchema, text, with_row_keys

PAYMENTS = TableSchema(
    "payments",
    "โรงเรียน × งวด: สิทธิ = เงินที่จ่าย − เงินที่หักหรือส่งคืน − เงินที่ยกไปหักงวดถัดไป",
    (
        text("smis", "รหัสโรงเรียน", PUBLIC),
        text("tranche", "งวด", PUBLIC),
        Field("due", MONEY, "สิทธิสุทธิของงวด", OFFICE_ONLY, "บาท"),
        Field("brought", MONEY, "ยอดติดลบที่ยกมา", OFFICE_ONLY, "บาท"),
        Field("paid", MONEY, "เงินที่จ่ายโรงเรียน", OFFICE_ONLY, "บาท"),
        Field("returned", MONEY, "เงินที่โรงเรียนส่งคืน", OFFICE_ONLY, "บาท"),
        Field("carried", MONEY, "ยอดติดลบที่ยกไป", OFFICE_ONLY, "บาท"),
        *ROW_KEYS,
    ),
    unique=("smis", "tranche"),
)
"""due + brought = paid − returned + carried."""


def paying_list(rows: Sequence[AllocationRow], rule: Literal["carried", "returned"]) -> pd.DataFrame:
    """By school, its tranches in the order of `rows`. A row rests on the first source row of its tranche."""
    amounts: dict[tuple[str, str], list[AllocationRow]] = {}
    for row in rows:
        amounts.setdefault((row.smis, row.tranche), []).append(row)
    brought: dict[str, Decimal] = {}
    cells = []
    for (smis, tranche), tranche_rows in sorted(amounts.items(), key=lambda item: item[0][0]):
        owed = brought.get(smis, ZERO)
        paid, returned, carried = _paid(tranche_rows, owed, rule)
        brought[smis] = carried
        due = sum((row.amount for row in tranche_rows), ZERO)
        source = tranche_rows[0].source
        cells.append((smis, tranche, due, owed, paid, returned, carried, source.delivery, source.sheet, source.row))
    names = [field.name for field in PAYMENTS.fields][:-1]
    frame = pd.DataFrame(cells, columns=names)
    return with_row_keys(frame.astype({"row": "int64"}))


def _paid(
    rows: Sequence[AllocationRow], owed: Decimal, rule: Literal["carried", "returned"]
) -> tuple[Decimal, Decimal, Decimal]:
    """What is paid, what is returned, and what is carried on to the next tranche."""
    amounts = [row.amount for row in rows]
    if rule == "returned":
        positive = sum((amount for amount in amounts if amount > 0), ZERO)
        return positive, positive - sum(amounts, ZERO), ZERO
    balance = sum(amounts, owed)
    return max(balance, ZERO), ZERO, min(balance, ZERO)


_EARLY = "รอบข้อมูลของงวดแรกของภาคเรียนที่ 2"


class PerHead:
    """The kind."""

    name = "per_head"
    title = "เงินอุดหนุนรายหัว"
    example = "per-head"
    allocates = True
    in_budget = True
    schemas = (PAYMENTS, UNRATED)
    rules = RULES
    sufficient = (TERM_2_ADVANCE, TERM_2, TERM_1_ADVANCE, TERM_1)
    check_example = staticmethod(check_example)

    def form(self, programme: Programme) -> str:
        """None: everything comes from the rounds."""
        return ""

    def reads(self, programme: Programme, year: FiscalYear, in_year: FiscalYearParams) -> Mapping[str, Origin]:
        """The counted rounds, and the register of allotments."""
        counted = _rounds(_of_kind(programme), in_year)
        rounds = {name: ("dmc", round_) for name, round_ in counted.items()}
        return {**rounds, **allotments_of(year)}

    def value_order(self, programme: Programme) -> Mapping[str, Sequence[str]]:
        """Items as the programme lists them, tranches as they are paid, levels and grades from the lowest."""
        per_head_programme = _of_kind(programme)
        return {
            "item": [item.title for item in per_head_programme.items],
            "tranche": [tranche.title for tranche in tranches(per_head_programme)],
            "half": HALF_TITLES,
            "level": [level.level for level in per_head_programme.levels.levels],
            "grade": per_head_programme.grades,
        }

    def settings(self, programme: Programme, in_year: FiscalYearParams) -> Sequence[tuple[str, Referenced]]:
        """Every setting of the programme, and the rounds of the year."""
        per_head_programme = _of_kind(programme)
        return [
            ("รอบข้อมูลที่ใช้คิดเงิน", in_year.rounds),
            *((_EARLY, early) for early in [_early(per_head_programme, in_year)] if early),
            ("ระดับและชั้นที่จัดสรร", per_head_programme.levels),
            *((f"ผู้มีสิทธิและสัดส่วนต่อภาคเรียนของ{item.title}", item) for item in per_head_programme.items),
            ("เกณฑ์โรงเรียนขนาดเล็ก", per_head_programme.small_schools),
            ("งวดของภาคเรียนที่ 2", per_head_programme.term_2),
            ("งวดแรกของภาคเรียนที่ 1", per_head_programme.term_1),
            *(("เศษบาทของอัตราที่แบ่งสองภาคเรียน", odd) for odd in [per_head_programme.odd_baht] if odd),
            ("เงินที่จ่ายเกินสิทธิ", per_head_programme.overpaid),
            ("โรงเรียนที่ไม่ยืนยันข้อมูล", per_head_programme.not_confirmed),
            ("อายุต่ำสุดของแต่ละชั้น", per_head_programme.under_age),
            ("นักเรียนที่มีชื่อซ้ำ", per_head_programme.duplicates),
            (STEP_TITLE, in_year.rate_step),
        ]

    def allocate(self, inputs: ProgrammeInputs) -> Allocated:
        """The tranches of the year whose rounds were received."""
        programme = _of_kind(inputs.programme)
        stated = _rounds(programme, inputs.in_year)
        planned = tranches(programme, inputs.year.opens if TERM_2_ADVANCE in stated else None)
        rounds: dict[str, PaidRound] = {}
        missing: list[Finding] = []
        uncomputed: list[Uncomputed] = []
        for name, round_ in stated.items():
            counted = _read(inputs, programme, name, round_, rounds)
            if counted:
                rounds[name] = counted
            else:
                titles = [tranche.title for tranche in planned if tranche.counted == name]
                missing.append(round_missing(str(round_), titles))
                uncomputed += (Uncomputed(EVERY_ITEM, title, NO_ROUND, str(round_)) for title in titles)
        year = year_amounts(programme, rounds, planned)
        needed = sum((row.amount for row in year.rows), ZERO)
        findings = (*missing, *year.findings, *short_of(ALLOTMENT_SHORT, inputs, needed))
        payments = paying_list(year.rows, programme.overpaid.rule)
        tables = {PAYMENTS.name: payments, UNRATED.name: unrated_frame(year.unrated)}
        trials = tuple(_trials(programme, year.rows, rounds, planned, inputs.in_year.rate_step))
        return Allocated(year.rows, year.excluded, findings, tables, (*uncomputed, *year.uncomputed), trials)


KIND = PerHead()


def _of_kind(programme: Programme) -> PerHeadProgramme:
    """The programme as the kind's model. Raises TypeError for one of another kind."""
    if not isinstance(programme, PerHeadProgramme):
        raise TypeError(f"not a per-head programme: {programme.title}")
    return programme


def _trials(
    programme: PerHeadProgramme,
    present: Sequence[AllocationRow],
    rounds: Mapping[str, PaidRound],
    planned: Sequence[Tranche],
    step: RateStep,
) -> Iterator[Trial]:
    """The year again by every alternative."""
    for alternative in alternatives(step):
        tried = year_amounts(with_tried_rates(programme, alternative), rounds, planned)
        yield from changed_rows(alternative, present, tried.rows)


def _rounds(programme: PerHeadProgramme, in_year: FiscalYearParams) -> Mapping[str, Round]:
    """The counted rounds of a fiscal year, by the kind's names."""
    early = _early(programme, in_year)
    round_ids = {TERM_2_ADVANCE: early.round} if early else {}
    round_ids |= {name: getattr(in_year.rounds, name) for name in (TERM_2, TERM_1_ADVANCE, TERM_1)}
    return {name: Round.parse(round_) for name, round_ in round_ids.items()}


def _early(programme: PerHeadProgramme, in_year: FiscalYearParams) -> CountedRound | None:
    """What the first of two payments of term 2 counts; None for one payment, and for two on the same count."""
    return in_year.rounds.term_2_advance if programme.term_2.first < WHOLE_YEAR else None


def _read(
    inputs: ProgrammeInputs, programme: PerHeadProgramme, name: str, round_: Round, known: Mapping[str, PaidRound]
) -> PaidRound | None:
    """A round by the kind's name for it; one that counts for several tranches is read once."""
    same = next((each for each in known.values() if each.id == str(round_)), None)
    if same or inputs.table(name, "enrolment") is None:
        return same
    on = inputs.params.round(round_).as_of.date
    return read_round(programme, str(round_), on, lambda table: inputs.table(name, table))
