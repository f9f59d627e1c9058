"""The table of docs/auditing.md that says of every planted fault who saw it."""

from collections.abc import Iterable, Mapping

from faults.catalogue import ROOT, read_faults
from faults.planting import Sight, Trial, Verdict

PAGE = ROOT / "docs" / "auditing.md"
BEGINS, ENDS = "<!-- faults: begin -->", "<!-- faults: end -->"
_HEAD = ("| ความผิด | การทดสอบ | ข้อที่พบ | verify | verify --deep |", "|---|---|---|---|---|")


def write_table(trials: Iterable[Trial]) -> None:
    """Put the verdicts on all faults into the page, in the order of the catalogue."""
    verdicts = {trial.fault.title: trial.verdict for trial in trials}
    ordered = [(fault.title, verdicts[fault.title]) for fault in read_faults()]
    rows = [f"| {' | '.join((title, *verdict.columns))} |" for title, verdict in ordered]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    table = "\n".join((BEGINS, *_HEAD, *rows, ENDS))
    PAGE.write_text(f"{before}{table}{after}", encoding="utf-8", newline="\n")


def published() -> Mapping[str, Verdict]:
    """The verdicts that the page has, by the titles of the faults."""
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGINS)
    table, _, _ = rest.partition(ENDS)
    lines = [line for line in table.splitlines() if line.startswith("| ") and line not in _HEAD]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {title: Verdict(*map(Sight, sights)) for title, *sights in cells}
