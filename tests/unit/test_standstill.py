import os
import time
from pathlib import Path

import pytest

from helpers.standstill import Sight, lines_if_unchanged, look, record

LINES = ["รายงาน 1 ฉบับ", "index.html"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ก" / "ข").mkdir(parents=True)
    (tmp_path / "ก" / "ข" / "facts.csv").write_text("1")
    (tmp_path / "ก" / "report.html").write_text("1")
    return tmp_path


def _aged(sight: Sight) -> Sight:
    """The sight as it would be taken long after the last change."""
    return Sight(sight.stamps, time.time_ns() + 10**12)


def test_the_lines_are_those_of_the_record_while_nothing_changes(folder: Path) -> None:
    written = record(look([folder]), ["round"], LINES)
    assert lines_if_unchanged(written, look([folder]), ["round"]) == LINES
    assert lines_if_unchanged(written, look([folder]), []) == []


def test_any_new_or_gone_or_renamed_or_written_file_ends_it(folder: Path) -> None:
    for change in (
        lambda: (folder / "ก" / "new").write_text(""),
        lambda: (folder / "ก" / "new").rename(folder / "ข"),
        lambda: (folder / "ข").unlink(),
        lambda: (folder / "ก" / "report.html").write_text("12"),
    ):
        written = record(_aged(look([folder])), [], LINES)
        change()
        assert lines_if_unchanged(written, look([folder]), []) == []


def test_a_file_of_the_same_size_and_time_of_writing_is_noticed(folder: Path) -> None:
    file = folder / "ก" / "report.html"
    before = file.stat()
    written = record(_aged(look([folder])), [], LINES)
    time.sleep(0.02)
    file.write_text("2")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert lines_if_unchanged(written, look([folder]), []) == []


def test_of_a_file_written_a_moment_ago_the_content_counts(folder: Path) -> None:
    sight = look([folder])
    assert {Path(path).name for path in sight.young} == {"facts.csv", "report.html"}
    assert not _aged(sight).young
    written = record(sight, [], LINES)
    (folder / "ก" / "report.html").write_text("2")  # within one tick: as if the file system had not noticed
    assert lines_if_unchanged(written, sight, []) == []


def test_what_decides_nothing_is_not_looked_at(folder: Path) -> None:
    aside = folder / "notebooks"
    aside.mkdir()
    before = look([folder], [aside])
    (aside / "x").write_text("")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_text("")
    (folder / ".notebooks.lock").write_text("")
    (folder / "requirements.lock").write_text("")
    assert look([folder], [aside]).changed_since(before) == [str(folder / "requirements.lock")]


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"asked": [], "sight": "", "young": {}}', "null", '{"asked": []'])
def test_what_is_no_record_answers_nothing(folder: Path, written: str) -> None:
    assert lines_if_unchanged(written, look([folder]), []) == []
