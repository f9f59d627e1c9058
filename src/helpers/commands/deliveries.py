"""receive."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from helpers.collection.data_folder import Entry
from helpers.collection.overlaps import Overlap, overlaps
from helpers.collection.receiving import Outcome, Received, receive, receive_in_place
from helpers.errors import raise_together
from helpers.params.folder import Params
from helpers.performance.sources import sources
from helpers.periods import Round
from helpers.reports.places import Places

_SCHOOLS_NAMED = 5


def receive_files(options: Namespace, places: Places) -> None:
    """workbook receive PATH… [--round ROUND]"""
    round_ = Round.parse(options.round) if options.round else None
    params = places.read_params()
    tell(receive([Path(path) for path in options.paths], places.data_folder, params, round_), params)


def receive_waiting(places: Places) -> Params:
    """Enter what somebody put into the deliveries folder by hand; the parameters as they are afterwards."""
    params = places.read_params()
    tell(receive_in_place(places.data_folder, params), params, quiet=True)
    return places.read_params()


def _about(entry: Entry) -> str:
    return f"{'รอบ' if '-' in entry.period else 'ปีงบประมาณ'} {entry.period}"


def _line(received: Received, entry: Entry, params: Params) -> str:
    if received.outcome is Outcome.ALREADY:
        return f"มีอยู่แล้ว {_about(entry)}  {received.shown} (ไบต์เดียวกับ {entry.name})"
    title = sources(params)[entry.system].reports[entry.report]
    instead = f" (แทน {received.replaces} ซึ่งยังเก็บไว้)" if received.replaces else ""
    return f"รับแล้ว   {_about(entry)}  {title}  {entry.rows:,} แถว  {entry.encoding}  {entry.name}{instead}"


def _twice(overlap: Overlap) -> str:
    more = len(overlap.schools) - _SCHOOLS_NAMED
    named = f"{', '.join(overlap.schools[:_SCHOOLS_NAMED])}{f' และอีก {more:,} แห่ง' if more > 0 else ''}"
    left_out = " และ ".join(overlap.left_out)
    return (
        f"ต้องตรวจสอบ โรงเรียน {named} อยู่ในหลายไฟล์ที่รับครั้งนี้ ใช้ข้อมูลใน {overlap.counted} ไม่ใช้ใน {left_out}\n"
        "  วิธีแก้: ถ้าไม่ถูกต้อง ให้แก้ไฟล์ที่ถูกต้องให้มีโรงเรียนนี้ครบ แล้วรับเข้าอีกครั้ง ไฟล์ที่รับหลังสุดใช้แทน"
    )


def tell(found: Sequence[Received], params: Params, *, quiet: bool = False) -> None:
    """One line a file and a summary; then raise what was refused, all together."""
    for each in found:
        if each.entry:
            print(_line(each, each.entry, params))
        if each.new_round:
            print(f"สร้าง {each.new_round} แล้ว ให้ตรวจวันที่กับหนังสือสั่งการของรอบ")
    for overlap in overlaps(found):
        print(_twice(overlap))
    counts = {outcome: sum(each.outcome is outcome for each in found) for outcome in Outcome}
    if found or not quiet:
        received, already, refused = (f"{counts[outcome]:,}" for outcome in Outcome)
        print(f"สรุป: รับเข้า {received} ไฟล์ มีอยู่แล้ว {already} ไฟล์ ใช้ไม่ได้ {refused} ไฟล์")
    raise_together(each.error for each in found if each.error)
