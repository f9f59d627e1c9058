"""Deliveries that are older than the round that they were received for, as far as the files themselves tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from helpers.collection.between.rules import OLD, REPEATED
from helpers.collection.findings import Finding
from helpers.collection.register import Entry
from helpers.collection.schemas import DELIVERY_DIGITS
from helpers.collection.school_codes import named_school
from helpers.periods import Round, parse_period, thai_date_short


def earlier_rounds(entries: Sequence[Entry], round_: Round, register: Sequence[Entry]) -> dict[str, str]:
    """The latest earlier round in which the same bytes were received for the same system, by digest."""
    own = {(entry.system, entry.sha256) for entry in entries}
    found: dict[str, str] = {}
    for entry in register:
        period = parse_period(entry.period)
        if (entry.system, entry.sha256) in own and isinstance(period, Round) and period < round_:
            found[entry.sha256] = max(found.get(entry.sha256, ""), entry.period)
    return found


def check_age(
    entries: Sequence[Entry], before: Mapping[str, str], as_of: date, days: int, codes: Mapping[str, str]
) -> Iterator[Finding]:
    """Files that say that they were made over `days` before the day of the data, and files that came in an earlier
    round already (`before`). A school's own page is that school's, whose SMIS code `codes` may have; others are the
    area's."""
    oldest = as_of - timedelta(days=days)
    for entry in entries:
        code = named_school(entry.name)
        place = (codes.get(code, code), entry.report, entry.sha256[:DELIVERY_DIGITS], entry.name)
        if entry.made and date.fromisoformat(entry.made) < oldest:
            made = thai_date_short(date.fromisoformat(entry.made))
            yield Finding(OLD.id, *place, found=f"สร้างเมื่อ {made}", allowed=f"ตั้งแต่ {thai_date_short(oldest)}")
        if entry.sha256 in before:
            yield Finding(REPEATED.id, *place, found=f"รอบ {before[entry.sha256]}", allowed="ข้อมูลของรอบนี้")
