"""The table of docs/auditing.md of what the numerals of the sample's reports are, written anew: `make numerals`.

One row a kind of report, the first of each that lies in the folder of outputs.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat

from helpers.audit.manifest import in_place, read_manifest
from helpers.audit.pages_numerals import Format, Kind, numerals, numerals_by_format, shares
from helpers.audit.verification import stated_facts
from helpers.render.notebook_parts import notebook_pieces

PAGE = Path(__file__).parent.parent / "docs" / "auditing.md"
PARAMS = Path(__file__).parent.parent / "params"
HEADS = ("รายงาน (ร้อยละ)", "ตัวเลข", "ข้อเท็จจริง", "วันและงวด", "รหัสและชื่อ", "พารามิเตอร์", "อื่น ๆ")
BY_FORMAT = {Format.HTML: "HTML", Format.PDF: "PDF", Format.EXCEL: "Excel", Format.CHARTS: "ภาพ"}
_TABLE = re.compile(r"(?m)^\| รายงาน \(ร้อยละ\) .*\n(?:\|.*\n)+")


def table(outputs: Path, params: Path) -> str:
    """The table in Markdown."""
    heads = (*HEADS, *(f"ข้อเท็จจริงใน {name}" for name in BY_FORMAT.values()))
    lines = [
        heads,
        ("---", *["--:"] * (len(heads) - 1)),
        *(_row(report, outputs, params) for report in _one_a_kind(outputs)),
    ]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _one_a_kind(outputs: Path) -> Iterator[str]:
    """The first report of each notebook; of rounds, those of the first round with every system."""
    known = set()
    for report in sorted(in_place(outputs), key=lambda report: (report.startswith("round/2567"), report)):
        manifest = read_manifest(outputs / report)
        notebooks = tuple(manifest.inputs["notebook"]) if manifest else ()
        if notebooks not in known:
            known.add(notebooks)
            yield report


def _row(report: str, outputs: Path, params: Path) -> tuple[str, ...]:
    folder = outputs / report
    pieces, facts = notebook_pieces(nbformat.read(folder / "report.ipynb", as_version=4)), stated_facts(folder)
    counted = numerals(pieces, facts, params)
    by_format = numerals_by_format(folder, pieces, facts, params)
    kinds = (f"{100 * share:.1f}" for share in shares(counted).values())
    formats = (
        f"{100 * shares(by_format[each]).get(Kind.FACT, 0):.1f}" if by_format[each] else "–" for each in BY_FORMAT
    )
    return (f"`{report}`", f"{sum(counted.values()):,}", *kinds, *formats)


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    written = _TABLE.sub(lambda _: table(Path(sys.argv[1]), PARAMS), page)
    PAGE.write_text(written, encoding="utf-8")
