"""check."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter

from helpers.audit.findings_workbook import PACKS, write_findings
from helpers.collection.findings import SEVERITY_THAI, Severity
from helpers.collection.store import Snapshot, Store
from helpers.commands.deliveries import receive_waiting
from helpers.errors import CollectionError
from helpers.performance.sources import open_store, rules
from helpers.periods import Period, Round, parse_period
from helpers.reports.places import Places


def check(options: Namespace, places: Places) -> None:
    """workbook check [PERIOD]: what is wrong, by school; and the findings workbook."""
    store = open_store(places.data_folder, receive_waiting(places))
    wanted = parse_period(options.round) if options.round else None
    found = [snapshot for snapshot in _snapshots(store, wanted) if snapshot is not None]
    if not found:
        about = f"ของ{wanted.thai}" if wanted else "ใด ๆ"
        raise CollectionError(f"ยังไม่ได้รับไฟล์{about}", where=str(places.data), remedy="รับไฟล์ด้วย workbook receive")
    for snapshot in found:
        _tell(snapshot, store, places)


def _snapshots(store: Store, wanted: Period | None) -> list[Snapshot | None]:
    """Everything that can be checked: the systems' rounds, then the registers and programmes of the fiscal years."""
    rounds: list[tuple[str, Period]] = [(name, each) for name in store.sources for each in store.folder.rounds(name)]
    years = [(name, year) for year in sorted(store.params.fiscal_years) for name in store.sources]
    origins = [*rounds, *(origin for origin in years if store.available(*origin))]
    return [store.snapshot(*origin) for origin in origins if wanted in (None, origin[1])]


def _tell(snapshot: Snapshot, store: Store, places: Places) -> None:
    findings, schools = snapshot.read("findings"), _school_names(snapshot, store)
    title, about = store.sources[snapshot.source].title, "รอบ" if isinstance(snapshot.period, Round) else "ปีงบประมาณ"
    print(f"{title} {about} {snapshot.period}: พบ {len(findings):,} ข้อ")
    for severity in Severity:
        print(f"  {SEVERITY_THAI[severity]} {(findings['severity'] == severity).sum():,} ข้อ")
    for smis, own in findings.groupby("smis"):
        listed = ", ".join(f"{rules()[rule].title} {count:,}" for rule, count in Counter(own["rule"]).most_common())
        named = f"{own['smis'].iloc[0]} {schools.get(str(smis), '')}".strip()
        print(f"  {named or 'เขตพื้นที่'}: {listed}")
    path = write_findings(snapshot, places, store.params)
    print(f"สมุดงานทุกโรงเรียน (ลับ ใช้ในเขต): {path}")
    if any((path.parent / PACKS).iterdir()):
        print(f"สมุดงานแยกสำหรับส่งแต่ละโรงเรียน (ลับ): {path.parent / PACKS}")


def _school_names(snapshot: Snapshot, store: Store) -> dict[str, str]:
    return {smis: school.name for smis, school in store.params.schools.items()} | _counted_names(snapshot)


def _counted_names(snapshot: Snapshot) -> dict[str, str]:
    """The names that the source itself knows; a register knows none."""
    if not snapshot.path("schools").exists():
        return {}
    schools = snapshot.read("schools")
    return dict(zip(schools["smis"], schools["name"], strict=True))
