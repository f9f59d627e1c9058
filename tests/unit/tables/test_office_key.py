"""The key that was in use is never replaced but by the office's own will."""

import shutil
from pathlib import Path

import pytest

from builders import Office, make_office, pupil_rows, roster, write_xlsx
from helpers.errors import DeliveryError
from helpers.tables.data_folder import DataFolder


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose tables were made."""
    made = make_office(tmp_path)
    made.receive(write_xlsx(tmp_path / "2568-3-student.xlsx", pupil_rows(roster())))
    made.snapshot()
    return made


@pytest.mark.parametrize("content", [None, b"", b"short", b"x" * 32, b"x" * 33])
@pytest.mark.parametrize("noted", [True, False], ids=["noted", "of an earlier version"])
def test_a_key_that_is_gone_damaged_or_another_is_refused(office: Office, content: bytes | None, noted: bool) -> None:
    key = office.data.root / "key"
    key.unlink()
    if content is not None:
        key.write_bytes(content)
    if not noted:
        (office.data.root / "key.id").unlink()
    with pytest.raises(DeliveryError, match=r"(?s)กุญแจของหน่วยงาน.*key.*--new-key"):
        office.snapshot()
    assert key.exists() == (content is not None), "no key is made in silence"


@pytest.mark.parametrize("note", [b"", b"\n", b"\xff\xfe\x80", b"0123456789abcde", b"0123456789abcdef0"])
def test_a_note_that_is_no_id_is_told_and_left_as_it_is(office: Office, note: bytes) -> None:
    path = office.data.root / "key.id"
    path.write_bytes(note)
    with pytest.raises(DeliveryError, match=r"(?s)key\.id.*ว่างหรือเสียหาย.*ลบ key\.id"):
        office.snapshot()
    assert path.read_bytes() == note


def test_a_note_of_another_key_is_told_and_left_as_it_is(office: Office) -> None:
    path = office.data.root / "key.id"
    path.write_text("0123456789abcdef\n", encoding="utf-8")
    with pytest.raises(DeliveryError, match="ไม่ใช่ดอกที่ใช้สร้างตารางไว้"):
        office.snapshot()
    assert path.read_text(encoding="utf-8") == "0123456789abcdef\n"


def test_a_note_that_is_gone_is_written_again_for_the_key_that_the_tables_name(office: Office) -> None:
    path = office.data.root / "key.id"
    noted = path.read_bytes()
    path.unlink()
    office.snapshot()
    assert path.read_bytes() == noted


def test_an_emptied_note_of_a_folder_without_a_key_is_no_new_folder(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.mark("real")
    folder.key()
    (folder.root / "key").unlink()
    (folder.root / "key.id").write_bytes(b"")
    with pytest.raises(DeliveryError, match="หายไป"):
        folder.key()


def test_the_backup_put_back_gives_the_same_tables(office: Office) -> None:
    before, key = office.snapshot().fingerprint, office.data.root / "key"
    shutil.move(key, office.folder / "backup")
    shutil.move(office.folder / "backup", key)
    assert office.snapshot().fingerprint == before


def test_a_new_key_is_begun_knowingly_and_makes_every_table_anew(office: Office) -> None:
    before, key = office.snapshot(), office.data.key()
    kept = office.data.begin_new_key()
    assert kept is not None
    assert kept.read_bytes() == key != office.data.key()
    after = office.snapshot()
    assert after.fingerprint != before.fingerprint
    assert not set(after.read("pupils")["person"].dropna()) & set(before.read("pupils")["person"].dropna())


def test_a_key_that_is_lost_can_be_replaced_knowingly(office: Office) -> None:
    (office.data.root / "key").unlink()
    assert office.data.begin_new_key() is None
    assert len(office.data.key()) == 32
    office.snapshot()


def test_samples_have_the_same_key_everywhere(tmp_path: Path) -> None:
    one, other = DataFolder(tmp_path / "a"), DataFolder(tmp_path / "b")
    for folder in (one, other):
        folder.mark("sample")
    assert one.key() == other.key()
