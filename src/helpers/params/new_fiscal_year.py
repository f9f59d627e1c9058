"""A new fiscal year's parameter file, before or after those that are there: the rounds and days that follow from the
year, the targets of the nearest one. All of it is still to be confirmed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from helpers.errors import ParameterError
from helpers.files import write_whole
from helpers.params.fiscal_years import CountedRounds, DisbursementTargets, FiscalYearParams, Target
from helpers.periods import FiscalYear, thai_date_short

_LAST_DAYS = ((12, 31), (3, 31), (6, 30), (9, 30))
"""Month and day on which each quarter ends."""


def write_fiscal_year(params_folder: Path, year: FiscalYear, known: Mapping[FiscalYear, FiscalYearParams]) -> Path:
    """Write `fiscal_years/<year>.yml`; what does not follow from the year is taken from the nearest of the `known`
    ones, of two as near the one before.

    Raises ParameterError when the file is there already.
    """
    path = params_folder / "fiscal_years" / f"{year}.yml"
    if path.exists():
        raise ParameterError(f"มีพารามิเตอร์ของ{year.thai}แล้ว", where=str(path), remedy="แก้ไขไฟล์เดิม")
    pattern = min(known, key=lambda each: (abs(each.year - year.year), each.year))
    like = known[pattern]
    middle, second = (date(year.closes.year, *day) for day in ((3, 31), (4, 1)))
    write_whole(
        path,
        f"# {year.thai} ตรวจกับหนังสือสั่งการ แล้วเปลี่ยน status เป็น confirmed\n"
        f"as_of: # วันที่ปิดทะเบียนเพื่อทำรายงาน\n  date: {_day(year.closes)}\n  reference: วันสิ้นปีงบประมาณ\n"
        f"  status: to_confirm\n"
        f"rounds: # รอบ DMC ที่ใช้คิดเงินอุดหนุนรายหัว\n{_rounds(year, like.rounds)}"
        f"  reference: รอบตามแบบของ{pattern.thai} ยังไม่ได้ตรวจกับหนังสือของปีนี้\n  status: to_confirm\n"
        f"halves:\n  halves:\n"
        f"    - {{title: ครึ่งปีแรก, opens: {_day(year.opens)}, closes: {_day(middle)}}}\n"
        f"    - {{title: ครึ่งปีหลัง, opens: {_day(second)}, closes: {_day(year.closes)}}}\n"
        f"  reference: {_quoted(like.halves.reference)}\n  status: to_confirm\n"
        f"targets:\n  targets:\n{_targets(year, like.targets)}"
        f"  reference: เป้าหมายของ{pattern.thai} ใช้แทนจนกว่าจะพบหนังสือของปีนี้\n  status: to_confirm\n",
    )
    return path


def _rounds(year: FiscalYear, like: CountedRounds) -> str:
    """The rounds of the year, with one for the first of two payments of term 2 where the pattern has one."""
    term_2, term_1 = f"{year.year - 1}-2", f"{year.year}-1"
    lines = f"  term_2: {term_2}\n  term_1_advance: {term_2}\n  term_1: {term_1}\n"
    if like.term_2_advance is None:
        return lines
    early = (
        f"round: {year.year - 1}-1\n    reference: {_quoted(like.term_2_advance.reference)}\n    status: to_confirm\n"
    )
    return f"{lines}  term_2_advance: # ใช้เมื่อโครงการจ่ายภาคเรียนที่ 2 สองงวด\n    {early}"


def _targets(year: FiscalYear, like: DisbursementTargets) -> str:
    lines = []
    for target in like.targets:
        month, day = _LAST_DAYS[target.quarter - 1]
        by = date(year.opens.year if month == _LAST_DAYS[0][0] else year.closes.year, month, day)
        lines.append(f"    - {{quarter: {target.quarter}, by: {_day(by)}, {_percents(target)}}}\n")
    return "".join(lines)


def _percents(target: Target) -> str:
    kinds = ("overall", "investment", "current", "commitment")
    stated = ((kind, getattr(target, kind)) for kind in kinds)
    return ", ".join(f'{kind}: "{percent}"' for kind, percent in stated if percent is not None)


def _quoted(reference: str) -> str:
    """Another file's words as YAML, whatever marks they hold."""
    return json.dumps(reference, ensure_ascii=False)


def _day(day: date) -> str:
    return thai_date_short(day)
