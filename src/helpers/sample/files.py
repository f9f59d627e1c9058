"""The list of planted defects: what a check must find, and nothing else.

But for the rules on the subsidy for pupils and on transfers, which find more that follows from the amounts, and those
between the systems, which find more where a defect of one system makes it differ from another.

How downloaded files are named and encoded: as in real folders both vary from file to file, but never by chance.

A plain XLSX writer: one sheet of text cells, the same bytes every time, and fast enough for every pupil of an area.

Written by hand because the sheets hold nothing but text, and the usual writer takes five times as long and stamps the
time into each file. The parts are the least that ECMA-376 asks of a workbook; equal texts are stored once.
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
"""First word of the note on a finding that another planted defect cannot help causing."""
_ABSENT = {
    *("dmc.school.missing", "emis.school.missing", "bobec.school.missing", "mobec.school.missing"),
    *("emis.school.not_on_list", "bobec.school.not_on_list", "mobec.school.not_on_list"),
}


class Planted(NamedTuple):
    """One finding to be expected; `row` counts from 1. File, sheet and row are empty where none is in question, the
    school where a finding is about the office. Forms have their fiscal year for a round."""

    rule: str
    round: str
    smis: str
    file: str = ""
    sheet: str = ""
    row: str = ""
    note: str = ""


def not_in_all(planted: Iterable[Planted]) -> Iterator[Planted]:
    """What a school that is missing from one system, or known to one alone, is found for between the systems."""
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
    """`2568-2-<title>.csv`, or the older `2567-3-age-34010000.csv` for reports that had one."""
    if layout.old_name and (older or _variant(round_, layout, 4) == 0):
        return f"{round_}-{layout.old_name}-{area_block}.csv"
    title = layout.title.replace(".", "-") if layout.shape is Shape.FLAGS and older else layout.title
    return f"{round_}-{title}.csv"


def aggregate_encoding(round_: Round, layout: Layout) -> str:
    """cp874 or UTF-8, with or without a byte order mark; reports without Thai text have none."""
    return ENCODINGS[_variant(round_, layout, len(ENCODINGS))] if layout.labels else "utf-8"


def pupil_list_name(round_: Round, part: int = 0) -> str:
    """`2568-1-student.xlsx`; a list that is delivered in parts numbers them from 1."""
    return f"{round_}-student{f'-{part}' if part else ''}.xlsx"


def confirmations_name(round_: Round) -> str:
    """`2568-1-confirmations.csv`."""
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
    """Write a workbook whose one sheet holds the banner in its first cell, the header in row 2 and `body` below."""
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
