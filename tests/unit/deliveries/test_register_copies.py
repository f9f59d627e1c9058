"""A copy of the register is kept with each receipt; it shows what is gone, and puts it back."""

import shutil
from pathlib import Path

import pytest

from helpers.deliveries.receiving import receive_in_place
from helpers.deliveries.withdrawing import undo_receive
from helpers.errors import DeliveryError
from helpers.reports.folders import Folders
from unit.audit.small_office import office, pupil, received


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    folders = office(tmp_path)
    received(folders)
    return folders


def copies(folders: Folders) -> list[Path]:
    return sorted((folders.data / "register-copies").iterdir())


def register(folders: Folders) -> Path:
    return folders.data / "register.csv"


def test_each_command_that_enters_something_leaves_a_copy(folders: Folders) -> None:
    (first,) = copies(folders)
    assert first.read_bytes() == register(folders).read_bytes()
    assert first.stat().st_mode & 0o077 == 0
    receive_in_place(folders.data_folder, folders.read_params())
    assert copies(folders) == [first], "nothing was entered"
    received(folders, (pupil(1), pupil(2)))
    undo_receive(folders.data_folder)
    *_, last = copies(folders)
    assert len(copies(folders)) == 3
    assert last.read_bytes() == register(folders).read_bytes()


def test_only_the_newest_copies_are_kept(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.tables.register_copies._KEPT", 1)
    received(folders, (pupil(1), pupil(2)))
    assert [path.name for path in copies(folders)] == ["00000002.csv"]


@pytest.mark.parametrize("content", [None, "", "ไฟล์ของโปรแกรมอื่น\n", '"received","period"\n"2'])
def test_a_register_that_is_gone_or_foreign_is_told_with_its_copy(folders: Folders, content: str | None) -> None:
    if content is None:
        register(folders).unlink()
    else:
        register(folders).write_text(content, encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"คัดลอกสำเนา .*00000001\.csv ทับ") as error:
        folders.data_folder.in_force()
    assert "ทะเบียนไฟล์ที่ได้รับ" in error.value.problem
    shutil.copy(copies(folders)[0], register(folders))
    assert len(folders.data_folder.in_force()) == 1


def test_lines_that_are_gone_stop_what_would_enter_more(folders: Folders) -> None:
    received(folders, (pupil(1), pupil(2)))
    lines = register(folders).read_text(encoding="utf-8").splitlines(keepends=True)
    register(folders).write_text("".join(lines[:-1]), encoding="utf-8")
    assert folders.data_folder.lost_lines() == 1
    with pytest.raises(DeliveryError, match="ถูกแก้หรือขาดไป 1 บรรทัด"):
        receive_in_place(folders.data_folder, folders.read_params())
    assert register(folders).read_text(encoding="utf-8") == "".join(lines[:-1])
    shutil.rmtree(folders.data / "register-copies")
    assert folders.data_folder.lost_lines() == 0, "an office that deletes lines on purpose deletes the copies too"


def test_a_register_that_a_program_for_tables_saved_has_lost_nothing(folders: Folders) -> None:
    text = register(folders).read_text(encoding="utf-8")
    register(folders).write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert folders.data_folder.lost_lines() == 0
