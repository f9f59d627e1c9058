"""Whatever was done to a file, opening it ends in clean cells or in a refusal that names it, and nothing else."""

import io
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import write_xlsx
from helpers.errors import DeliveryError
from helpers.foreign.spreadsheets import Spreadsheet, open_spreadsheet
from helpers.params.checks import FileLimits
from helpers.thai import normalised
from made_up.old_excel import write_xls

LIMITS = FileLimits(reference="ก", status="confirmed", rows=1000, unpacked_megabytes=8)
ROWS: list[list[object]] = [["รหัส", "จำนวน", "ร้อยละ"], ["34010001", 12, 0.5], ["34010002", "#N/A", "=1+1"]]
PIECES = ["<", "/>", '"', "&amp;", "&x;", "\x00", "r=", 't="e"', "1", "A1", "-1", "</c>", "<v>", "NaN", " ", "\r", "ํา"]


def _opened(content: bytes) -> Spreadsheet | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ก.xlsx"
        path.write_bytes(content)
        try:
            return open_spreadsheet(path, LIMITS)
        except DeliveryError as error:
            refusal = error
    assert refusal.where.startswith("ก.xlsx")
    assert "exit code" not in refusal.problem, "it was refused by what reads it, which did not break"
    return None


def _clean(sheet: Spreadsheet | None) -> bool:
    return sheet is None or all(normalised(cell) == cell for row in sheet.rows for cell in row)


def _members() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = write_xlsx(Path(folder) / "a.xlsx", ROWS)
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def _old() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_xls(Path(folder) / "a.xls", [["รหัส", 1.0], ["#N/A", 2.0]]).read_bytes()


MEMBERS = _members()
OLD = _old()
XML = sorted(name for name in MEMBERS if name.startswith("xl/") and name != "xl/theme/theme1.xml")
changes = st.tuples(st.integers(0, 2000), st.integers(0, 12), st.sampled_from(PIECES))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(XML), st.lists(changes, min_size=1, max_size=3))
def test_a_workbook_with_changed_xml_is_read_or_refused(name: str, edits: list[tuple[int, int, str]]) -> None:
    text = MEMBERS[name].decode()
    for place, length, piece in edits:
        start = place % len(text)
        text = text[:start] + piece + text[start + length :]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member, content in MEMBERS.items():
            archive.writestr(member, text.encode() if member == name else content)
    assert _clean(_opened(target.getvalue()))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(OLD)), st.binary(max_size=8), st.integers(0, 600))
def test_an_old_workbook_with_changed_bytes_is_read_or_refused(place: int, piece: bytes, length: int) -> None:
    assert _clean(_opened(OLD[:place] + piece + OLD[place + length :]))


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(max_size=40).map(str.encode),
        st.text(max_size=40).map(lambda text: text.encode("utf-16", "surrogatepass")),
    )
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert _clean(_opened(content))
