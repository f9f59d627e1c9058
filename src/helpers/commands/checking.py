"""check."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence

from helpers.audit.findings_workbook import PACKS, all_findings, school_names, write_findings
from helpers.collection.findings import SEVERITY_THAI, Severity
from helpers.collection.store import Snapshot, Store
from helpers.commands.deliveries import receive_waiting
from helpers.errors import CollectionError
from helpers.performance.sources import open_store, rules
from helpers.periods import Period, Round, parse_period
from helpers.reports.places import Places


def check(options: Namespace, places: Places) -> None:
    """workbook check [PERIOD]: what is wrong, by school, in all systems together; and the findings workbook."""
    store = open_store(places.data_folder, receive_waiting(places))
    wanted = parse_period(options.round) if options.round else None
    periods = [period for period in _periods(store) if wanted in (None, period)]
    found = [snapshots for period in periods if (snapshots := _snapshots(store, period))]
    if not found:
        about = f"ของ{wanted.thai}" if wanted else "ใด ๆ"
        raise CollectionError(f"ยังไม่ได้รับไฟล์{about}", where=str(places.data), remedy="รับไฟล์ด้วย workbook receive")
    for snapshots in found:
        _tell(snapshots, store, places)


def _periods(store: Store) -> list[Period]:
    """Everything that can be checked: the rounds, then the fiscal years."""
    rounds = {each for name in store.sources for each in store.folder.rounds(name)}
    return [*sorted(rounds), *sorted(store.params.fiscal_years)]


def _snapshots(store: Store, period: Period) -> list[Snapshot]:
    """Whatever there is of a period: systems and what is between them, or registers and programmes. What is put
    together from these has no rules of its own."""
    checked = [name for name, source in store.sources.items() if source.rules]
    return [snapshot for name in checked if (snapshot := store.snapshot(name, period))]


def _tell(snapshots: Sequence[Snapshot], store: Store, places: Places) -> None:
    findings, names = all_findings(snapshots, store.params), school_names(snapshots, store.params)
    period = snapshots[0].period
    print(f"{'รอบ' if isinstance(period, Round) else 'ปีงบประมาณ'} {period}: พบ {len(findings):,} ข้อ")
    for severity in Severity:
        print(f"  {SEVERITY_THAI[severity]} {(findings['severity'] == severity).sum():,} ข้อ")
    counts = Counter(findings["system"])
    for title in (store.sources[each.source].title for each in snapshots):
        print(f"  {title} {counts[title]:,} ข้อ")
    for smis, own in findings.groupby("smis"):
        listed = ", ".join(f"{rules()[rule].title} {count:,}" for rule, count in Counter(own["rule"]).most_common())
        named = f"{smis} {names.get(str(smis), '')}".strip()
        print(f"  {named or 'เขตพื้นที่'}: {listed}")
    path = write_findings(snapshots, places, store.params)
    print(f"สมุดงานทุกโรงเรียน (ลับ ใช้ในเขต): {path}")
    if any((path.parent / PACKS).iterdir()):
        print(f"สมุดงานแยกสำหรับส่งแต่ละโรงเรียน (ลับ): {path.parent / PACKS}")
