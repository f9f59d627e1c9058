"""The verb check."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from helpers.audit.findings_workbook import PACKS, all_findings, school_names, write_findings
from helpers.catalogue import open_graph, rules
from helpers.commands.deliveries import receive_waiting
from helpers.errors import CollectionError, WorkbookError, raise_together
from helpers.periods import Period, Round, parse_period
from helpers.reports.folders import Folders
from helpers.systems.system import short_title
from helpers.tables.findings import SEVERITY_THAI, Severity
from helpers.tables.graph import Graph
from helpers.tables.snapshots import Snapshot


def check(options: Namespace, folders: Folders) -> None:
    """workbook check [PERIOD]: what is wrong, by school, in all systems together; and the findings workbook. What
    cannot be checked stops nothing else, and is named at the end."""
    params, _ = receive_waiting(folders)
    graph = open_graph(folders.data_folder, params)
    wanted = parse_period(options.round) if options.round else None
    periods = [period for period in _periods(graph) if wanted in (None, period)]
    problems: list[WorkbookError] = []
    by_period = [snapshots for period in periods if (snapshots := _snapshots(graph, period, problems))]
    if not by_period and not problems:
        about = f"ของ{wanted.thai}" if wanted else "ใด ๆ"
        raise CollectionError(f"ยังไม่ได้รับไฟล์{about}", where=str(folders.data), remedy="รับไฟล์ด้วย workbook receive")
    for snapshots in by_period:
        _print_findings(snapshots, graph, folders)
    raise_together(problems)


def _periods(graph: Graph) -> list[Period]:
    """Everything that can be checked: the rounds, then the fiscal years."""
    return [*graph.folder.rounds(), *sorted(graph.params.fiscal_years)]


def _snapshots(graph: Graph, period: Period, problems: list[WorkbookError]) -> list[Snapshot]:
    """The snapshots of a period that have findings: of systems and the checks between them, or of registers and
    programmes. Why others could not be built is added to `problems`. What is put together from these has no rules of
    its own, and is left out."""
    snapshots = []
    for name in (name for name, dataset in graph.datasets.items() if dataset.rules):
        try:
            snapshot = graph.snapshot(name, period)
        except WorkbookError as error:
            print(f"ไม่ได้ตรวจ {graph.datasets[name].title} {_about(period)} เพราะ{error.problem.splitlines()[0]}")
            problems.append(error)
            continue
        snapshots += [snapshot] if snapshot else []
    return snapshots


def _print_findings(snapshots: Sequence[Snapshot], graph: Graph, folders: Folders) -> None:
    path = write_findings(snapshots, folders, graph.params)
    findings, names = all_findings(snapshots, graph.params), school_names(snapshots, graph.params)
    print(f"{_about(snapshots[0].period)}: พบ {len(findings):,} ข้อ")
    for severity in Severity:
        print(f"  {SEVERITY_THAI[severity]} {(findings['severity'] == severity).sum():,} ข้อ")
    counts = Counter(findings["system"])
    for title in (graph.datasets[snapshot.dataset].title for snapshot in snapshots):
        print(f"  {title} {counts[title]:,} ข้อ")
    for smis, of_school in findings.groupby("smis"):
        named = f"{smis} {names.get(str(smis), '')}".strip()
        print(f"  {named or 'เขตพื้นที่'}: {_counted(of_school)}")
    print(f"สมุดงานทุกโรงเรียน (ลับ ใช้ในเขต): {path}")
    if any((path.parent / PACKS).iterdir()):
        print(f"สมุดงานแยกสำหรับส่งแต่ละโรงเรียน (ลับ): {path.parent / PACKS}")


def _about(period: Period) -> str:
    """`รอบ 2568-1`, `ปีงบประมาณ 2569`."""
    return f"{'รอบ' if isinstance(period, Round) else 'ปีงบประมาณ'} {period}"


def _counted(findings: pd.DataFrame) -> str:
    """How many findings of each rule, the most first; a title that rules of several systems share has the system
    behind it."""
    counts = Counter((rules()[rule].title, short_title(system)) for rule, system in _rules_and_systems(findings))
    alike = Counter(title for title, _ in counts)
    return ", ".join(
        f"{title}{f' [{system}]' if alike[title] > 1 else ''} ({count:,} ข้อ)"
        for (title, system), count in counts.most_common()
    )


def _rules_and_systems(findings: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Rule and system of each finding."""
    return zip(findings["rule"], findings["system"], strict=True)
