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
    if not noted and content is not None and len(content) == 32:
        assert office.data.key() == content, "nothing says which key it was"
        return
    with pytest.raises(DeliveryError, match=r"(?s)กุญแจของหน่วยงาน.*key.*--new-key"):
        office.snapshot()
    assert key.exists() == (content is not None), "no key is made in silence"


def test_a_noted_key_that_is_no_text_is_told_as_another_key(office: Office) -> None:
    (office.data.root / "key.id").write_bytes(b"\xff\xfe\x80")
    with pytest.raises(DeliveryError, match="ไม่ใช่ดอกที่ใช้สร้างตารางไว้"):
        office.snapshot()


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
