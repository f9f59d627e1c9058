"""Quarto is found where it is installed, must be new enough, finds nothing of the user around it, and leaves nothing
running."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from helpers.errors import RenderingError
from helpers.render.quarto.program import Quarto, find_quarto, render_project
from made_up.fake_quarto import write_fake_quarto

DAY = datetime(2025, 6, 10, tzinfo=UTC)


def script(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([f"#!{sys.executable}", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)
    return path


def answering(path: Path, version: str) -> Path:
    return script(path, f"print('{version}')")


def test_the_named_program_comes_before_that_on_the_path(tmp_path: Path) -> None:
    named = answering(tmp_path / "named" / "quarto", "1.10.18")
    answering(tmp_path / "bin" / "quarto", "1.9.38")
    surroundings = {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)}
    assert find_quarto(surroundings) == Quarto(tmp_path / "bin" / "quarto", "1.9.38")
    assert find_quarto({**surroundings, "QUARTO_PATH": str(named)}) == Quarto(named, "1.10.18")


@pytest.mark.skipif(os.name == "nt", reason="its program has another name there")
def test_a_known_folder_is_looked_at_where_the_path_has_an_old_one(tmp_path: Path) -> None:
    answering(tmp_path / "bin" / "quarto", "1.4.550")
    new = answering(tmp_path / ".local" / "bin" / "quarto", "1.9.38")
    assert find_quarto({"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)}) == Quarto(new, "1.9.38")


@pytest.mark.parametrize("answer", ["1.8.27", "0.9", "not a version"])
def test_an_old_program_is_refused_with_a_way_out(tmp_path: Path, answer: str) -> None:
    named = answering(tmp_path / "quarto", answer)
    with pytest.raises(RenderingError, match=r"เก่ากว่ารุ่น 1\.9") as refused:
        find_quarto({"QUARTO_PATH": str(named)})
    assert str(named) in refused.value.where
    assert "--project-only" in refused.value.remedy


def test_a_program_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderingError, match="ไม่พบโปรแกรม Quarto") as refused:
        find_quarto({"QUARTO_PATH": str(tmp_path / "quarto"), "PATH": ""})
    assert "environment.yml" in refused.value.remedy


def test_nothing_of_the_user_is_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s3cret")
    program = script(
        tmp_path / "quarto", "import json, os, sys", "json.dump([sys.argv, dict(os.environ)], open('seen.json', 'w'))"
    )
    project, scratch = tmp_path / "project", tmp_path / "scratch"
    project.mkdir()
    scratch.mkdir()
    render_project(Quarto(program, "1.9.38"), project, scratch, DAY, 30)
    seen = (project / "seen.json").read_text(encoding="utf-8")
    assert "s3cret" not in seen
    assert f'"HOME": "{scratch}' in seen
    assert '"SOURCE_DATE_EPOCH": "1749513600"' in seen
    assert '"render"' in seen
    assert '"--no-execute"' in seen


def test_a_failure_is_told_with_its_last_words(tmp_path: Path) -> None:
    program = write_fake_quarto(tmp_path / "fake", "fails")
    with pytest.raises(RenderingError, match="Quarto จบด้วยรหัส 1") as failed:
        render_project(Quarto(program, "1.9.38"), tmp_path, tmp_path, DAY, 30)
    assert "ERROR: the page could not be rendered" in failed.value.where


def runs(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up there")
def test_one_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    program = write_fake_quarto(tmp_path / "fake", "hangs")
    with pytest.raises(RenderingError, match="ไม่เสร็จภายใน 3 วินาที"):
        render_project(Quarto(program, "1.9.38"), tmp_path, tmp_path, DAY, 3)
    started = (tmp_path / "fake" / "child.txt").read_text(encoding="utf-8").split()
    until = time.monotonic() + 5
    while any(runs(int(pid)) for pid in started) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in started if runs(int(pid))] == []
