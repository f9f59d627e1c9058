"""check."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter

from helpers.audit.findings_workbook import PACKS, write_findings
from helpers.collection.findings import SEVERITY_THAI, Severity
from helpers.collection.store import Store
from helpers.collection.systems import rules, systems
from helpers.commands.deliveries import receive_waiting
from helpers.errors import CollectionError
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.reports.places import Places


def check(options: Namespace, places: Places) -> None:
    """workbook check [ROUND]: what is wrong, by school; and the findings workbook."""
    params = receive_waiting(places)
    wanted = Round.parse(options.round) if options.round else None
    delivered = [(name, round_) for name in systems() for round_ in places.data_folder.rounds(name)]
    chosen = [(name, round_) for name, round_ in delivered if wanted in (None, round_)]
    if not chosen:
        about = f"ของรอบ {wanted}" if wanted else "ใด ๆ"
        raise CollectionError(f"ยังไม่ได้รับไฟล์{about}", where=str(places.data), remedy="รับไฟล์ด้วย workbook receive")
    for name, round_ in chosen:
        _check_round(name, round_, places, params)


def _check_round(name: str, round_: Round, places: Places, params: Params) -> None:
    snapshot = Store(places.data_folder, params).snapshot(name, round_)
    assert snapshot is not None
    findings = snapshot.read("findings")
    schools = snapshot.read("schools").set_index("smis")["name"]
    print(f"{systems()[name].title} รอบ {round_}: พบ {len(findings):,} ข้อ")
    for severity in Severity:
        print(f"  {SEVERITY_THAI[severity]} {(findings['severity'] == severity).sum():,} ข้อ")
    for smis, own in findings.groupby("smis"):
        listed = ", ".join(f"{rules()[rule].title} {count:,}" for rule, count in Counter(own["rule"]).most_common())
        named = f"{own['smis'].iloc[0]} {schools.get(smis, '')}".strip()
        print(f"  {named or 'เขตพื้นที่'}: {listed}")
    path = write_findings(snapshot, places, params)
    print(f"สมุดงานทุกโรงเรียน (ลับ ใช้ในเขต): {path}")
    if any((path.parent / PACKS).iterdir()):
        print(f"สมุดงานแยกสำหรับส่งแต่ละโรงเรียน (ลับ): {path.parent / PACKS}")
