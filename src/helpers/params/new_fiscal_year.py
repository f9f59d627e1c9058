"""A new fiscal year's parameter file: the rounds and days that follow from the year, the targets of the year before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from helpers.errors import ParameterError
from helpers.files import write_whole
from helpers.params.fiscal_years import DisbursementTargets, FiscalYearParams
from helpers.periods import FiscalYear, thai_date_short

_LAST_DAYS = ((12, 31), (3, 31), (6, 30), (9, 30))
"""Month and day on which each quarter ends."""


def write_fiscal_year(params_folder: Path, year: FiscalYear, before: FiscalYearParams) -> Path:
    """Write `fiscal_years/<year>.yml`; what does not follow from the year is taken from the year `before`.

    Raises ParameterError when the file is there already.
    """
    path = params_folder / "fiscal_years" / f"{year}.yml"
    if path.exists():
        raise ParameterError(f"มีพารามิเตอร์ของ{year.thai}แล้ว", where=str(path), remedy="แก้ไขไฟล์เดิม")
    term_2, term_1 = f"{year.year - 1}-2", f"{year.year}-1"
    middle, second = (date(year.closes.year, *day) for day in ((3, 31), (4, 1)))
    write_whole(
        path,
        f"# {year.thai} ตรวจกับหนังสือสั่งการ แล้วเปลี่ยน status เป็น confirmed\n"
        f"as_of: # วันที่ปิดทะเบียนเพื่อทำรายงาน\n  date: {_day(year.closes)}\n  reference: วันสิ้นปีงบประมาณ\n"
        f"  status: to_confirm\n"
        f"rounds: # รอบ DMC ที่ใช้คิดเงินอุดหนุนรายหัว\n  term_2: {term_2}\n  term_1_advance: {term_2}\n  term_1: {term_1}\n"
        f"  reference: {before.rounds.reference}\n  status: {before.rounds.status}\n"
        f"halves:\n  halves:\n"
        f"    - {{title: ครึ่งปีแรก, opens: {_day(year.opens)}, closes: {_day(middle)}}}\n"
        f"    - {{title: ครึ่งปีหลัง, opens: {_day(second)}, closes: {_day(year.closes)}}}\n"
        f"  reference: {before.halves.reference}\n  status: {before.halves.status}\n"
        f"targets:\n  targets:\n{_targets(year, before.targets)}"
        f"  reference: {before.targets.reference}\n  status: to_confirm\n",
    )
    return path


def _targets(year: FiscalYear, before: DisbursementTargets) -> str:
    lines = []
    for target in before.targets:
        month, day = _LAST_DAYS[target.quarter - 1]
        by = date(year.opens.year if month == _LAST_DAYS[0][0] else year.closes.year, month, day)
        percents = f'overall: "{target.overall}", investment: "{target.investment}"'
        lines.append(f"    - {{quarter: {target.quarter}, by: {_day(by)}, {percents}}}\n")
    return "".join(lines)


def _day(day: date) -> str:
    return thai_date_short(day)
