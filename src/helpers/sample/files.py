"""The files of a sample: the list of planted defects, the names and encodings of downloads, and a plain XLSX writer.

The checks find exactly the planted defects, except that the rules of the per-head subsidy and of transfers find more
which follows from the amounts, and the checks between systems more where a defect makes two systems differ. Names and
encodings vary from file to file, as in real folders, but do not depend on chance.

The XLSX writer writes one sheet of text cells, always the same bytes. It writes the minimal parts of a workbook by
ECMA-376 itself, since the usual writer takes five times as long and stamps the time into each file.
"""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.periods import Round
from helpers.systems.dmc.layouts import Layout, Shape

CONSEQUENCE = "ผลสืบเนื่อง"
"""The first word of the note on a finding that is a consequence of another planted defect."""
_ABSENT = {
    *("dmc.school.missing", "emis.school.missing", "bobec.school.missing", "mobec.school.missing"),
    *("emis.school.not_on_list", "bobec.school.not_on_list", "mobec.school.not_on_list"),
}


class Planted(NamedTuple):
    """One finding to be expected; `row` counts from 1. File, sheet and row are empty where the finding concerns none,
    `smis` where it concerns the office. `round` is the fiscal year for forms."""

    rule: str
    round: str
    smis: str
    file: str = ""
    sheet: str = ""
    row: str = ""
    note: str = ""


def not_in_all(planted: Iterable[Planted]) -> Iterator[Planted]:
    """The findings between systems about schools that are missing from one system, or known to only one."""
    named = {(each.round, each.smis) for each in planted if each.rule in _ABSENT}
    yield from (Planted("between.school.not_in_all", *each, note=CONSEQUENCE) for each in sorted(named))


def write_planted(path: Path, planted: Iterable[Planted]) -> None:
    """Write the list as UTF-8 CSV, sorted."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Planted._fields)
        writer.writerows(sorted(planted))


ENCODINGS = ("cp874", "utf-8-sig", "cp874", "utf-8-sig", "utf-8")


def _variant(round_: Round, layout: Layout, choices: int) -> int:
    return zlib.crc32(f"{round_}/{layout.slug}".encode()) % choices


def aggregate_name(round_: Round, layout: Layout, area_block: str, *, older: bool) -> str:
    """The file name of an aggregate: `2568-2-<title>.csv`, or for some reports the older `2567-3-age-34010000.csv`."""
    if layout.old_name and (older or _variant(round_, layout, 4) == 0):
        return f"{round_}-{layout.old_name}-{area_block}.csv"
    title = layout.title.replace(".", "-") if layout.shape is Shape.FLAGS and older else layout.title
    return f"{round_}-{title}.csv"


def aggregate_encoding(round_: Round, layout: Layout) -> str:
    """The encoding of an aggregate: cp874 or UTF-8 with or without a byte order mark; plain UTF-8 without Thai text."""
    return ENCODINGS[_variant(round_, layout, len(ENCODINGS))] if layout.labels else "utf-8"


def pupil_list_name(round_: Round, part: int = 0) -> str:
    """The file name of a pupil list: `2568-1-student.xlsx`, or `2568-1-student-2.xlsx` for the second of several
    parts."""
    return f"{round_}-student{f'-{part}' if part else ''}.xlsx"


def confirmations_name(round_: Round) -> str:
    """The file name of the confirmations: `2568-1-confirmations.csv`."""
    return f"{round_}-confirmations.csv"


SHEET_NAME = "Sheet1"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def _relationships(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types() -> str:
    parts = (
        ("/xl/workbook.xml", "sheet.main"),
        ("/xl/worksheets/sheet1.xml", "worksheet"),
        ("/xl/sharedStrings.xml", "sharedStrings"),
        ("/xl/styles.xml", "styles"),
    )
    overrides = "".join(f'<Override PartName="{name}" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in parts)
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


_WORKBOOK = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
    f'<sheet name="{SHEET_NAME}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def column_letters(position: int) -> str:
    """`A` for column 1, `AJ` for column 36."""
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _row_pattern(width: int) -> str:
    cells = "".join(f'<c r="{column_letters(column)}%d" t="s"><v>%d</v></c>' for column in range(1, width + 1))
    return f'<row r="%d">{cells}</row>'


def _sheet_rows(texts: npt.NDArray[np.int64], first_row: int) -> Iterable[str]:
    height, width = texts.shape
    row_numbers = np.arange(first_row, first_row + height)
    numbers = np.empty((height, 1 + 2 * width), dtype=np.int64)
    numbers[:, 0] = row_numbers
    numbers[:, 1::2] = row_numbers[:, None]
    numbers[:, 2::2] = texts
    pattern = _row_pattern(width)
    return (pattern % tuple(row) for row in numbers.tolist())


def _shared_strings(texts: Iterable[str]) -> str:
    entries = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'{_HEAD}<sst xmlns="{_MAIN}">{entries}</sst>'


def write_sheet(path: Path, banner: str, header: tuple[str, ...], body: npt.NDArray[np.object_]) -> None:
    """Write a workbook with one sheet: the banner in the first cell, the header in row 2, and `body` below."""
    cells = np.concatenate([[banner], np.asarray(header, dtype=object), body.ravel()]).astype(object)
    codes, texts = pd.factorize(cells)
    table = codes[1:].reshape(-1, len(header)).astype(np.int64)
    first = f'<row r="1"><c r="A1" t="s"><v>{codes[0]}</v></c></row>'
    rows = "".join([first, *_sheet_rows(table, 2)])
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relationships(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _shared_strings(texts),
        "xl/worksheets/sheet1.xml": f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _UNIX
            archive.writestr(entry, text, compresslevel=4)
