import os
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.digests import file_digest
from helpers.errors import DeliveryError
from helpers.periods import Round
from helpers.tables.data_folder import DataFolder
from helpers.tables.register import Entry


def _entry(name: str = "ก,ข.csv", round_: str = "2568-1", sha256: str = "0" * 64) -> Entry:
    return Entry(
        "2026-05-02T04:10:12+07:00", round_, "dmc", "enrolment", sha256, name, f"{round_}/dmc/{name}", 3, "utf-8"
    )


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_new_folder_is_empty_and_real(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    assert (folder.register(), folder.rounds("dmc"), folder.kind) == ([], [], "real")
    assert not folder.root.exists()


def test_the_register_keeps_every_line_in_order(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    lines = [_entry("หนึ่ง.csv"), _entry('สอง"\n.csv', "2567-3"), _entry("สาม.csv")]
    for line in lines:
        folder.enter([line])
    assert folder.register() == lines
    assert folder.received("dmc", Round(2568, 1)) == [lines[0], lines[2]]
    assert folder.rounds("dmc") == [Round(2567, 3), Round(2568, 1)]
    assert folder.rounds("emis") == []


def test_a_register_from_before_files_dates_were_noted_is_read_and_added_to(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.enter([_entry()])
    path = tmp_path / "register.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rpartition(",")[0] for line in lines) + "\n", encoding="utf-8")
    assert folder.register() == [_entry()]
    folder.enter([_entry("สอง.csv")])
    assert folder.register() == [_entry(), _entry("สอง.csv")]


def test_a_register_whose_writing_is_killed_is_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = DataFolder(tmp_path)
    folder.enter([_entry()])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(os, "replace", _killed)
    with pytest.raises(KeyboardInterrupt):
        folder.enter([_entry("ใหม่.csv")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def _as_saved_by_excel(text: str) -> str:
    return text.replace(',"3",', ',"สาม",')


@pytest.mark.parametrize(
    "damage", [lambda _: "", lambda text: text + "1\n", lambda _: "a,rows\nx,1\n", _as_saved_by_excel]
)
def test_a_damaged_register_is_said(damage: Callable[[str], str], tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.enter([_entry()])
    path = tmp_path / "register.csv"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"(?s)ทะเบียนไฟล์.*เสียหาย.*register\.csv"):
        folder.register()


def test_a_folder_says_once_what_it_holds(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.mark("sample")
    folder.mark("sample")
    assert folder.kind == "sample"
    with pytest.raises(DeliveryError, match="เก็บข้อมูลตัวอย่าง จะรับข้อมูลจริงไม่ได้"):
        folder.mark("real")


def test_the_key_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    folder, other = DataFolder(tmp_path / "a"), DataFolder(tmp_path / "b")
    key = folder.key()
    assert folder.key() == key != other.key()
    assert len(key) == 32
    assert (tmp_path / "a" / "key").stat().st_mode & 0o777 == 0o600


def test_files_that_are_gone_or_changed_are_all_named(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    paths = {name: folder.deliveries / "2568-1" / "dmc" / name for name in ("ดี.csv", "แก้.csv", "หาย.csv")}
    paths["ดี.csv"].parent.mkdir(parents=True)
    for path in paths.values():
        path.write_text("1")
    digest = file_digest(paths["ดี.csv"])
    entries = [_entry(name, sha256=digest) for name in paths]
    folder.refuse_changed(entries)
    paths["แก้.csv"].write_text("2")
    paths["หาย.csv"].unlink()
    with pytest.raises(DeliveryError, match=r"(?s)พบปัญหา 2 รายการ.*ถูกแก้ไข.*แก้\.csv.*หายไป.*หาย\.csv"):
        folder.refuse_changed(entries)
