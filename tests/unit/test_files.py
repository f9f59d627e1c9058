import os
from pathlib import Path

import pytest

from helpers.files import folder_in_the_making, write_whole


def _stopped(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_file_is_replaced_whole_and_readable_by_others(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ทะเบียน.csv"
    write_whole(path, "เก่า")
    write_whole(path, "ใหม่".encode())
    assert path.read_text(encoding="utf-8") == "ใหม่"
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "key", b"k", mode=0o600)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_write_that_is_stopped_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path / "a", "old")
    monkeypatch.setattr(os, "replace", _stopped)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a", "new")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def _leave_half(final: Path) -> None:
    with folder_in_the_making(final) as scratch:
        (scratch / "a").write_text("half")
        raise KeyboardInterrupt


def test_a_folder_in_the_making_is_moved_or_gone(tmp_path: Path) -> None:
    final = tmp_path / "reports" / "final"
    with folder_in_the_making(final) as scratch:
        (scratch / "a").write_text("whole")
        scratch.rename(final)
    with pytest.raises(KeyboardInterrupt):
        _leave_half(tmp_path / "reports" / "other")
    assert [path.name for path in final.parent.iterdir()] == ["final"]
    assert (final / "a").read_text() == "whole"
