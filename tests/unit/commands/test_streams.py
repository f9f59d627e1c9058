"""The command's output: in whatever encoding, and whoever reads it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from helpers.reports.folders import Folders
from unit.audit.small_office import office, received


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return office(tmp_path)


def asked_outside(*words: str, encoding: str = "utf-8", **options: Any) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "WORKBOOK_PARAMS": ""}
    command = [sys.executable, "-m", "helpers", *words]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, **options)


def test_a_reader_who_has_seen_enough_ends_it_quietly(folders: Folders) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with asked_outside("--data", str(folders.data), "status", stdout=writing) as process:
        os.close(writing)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")


def test_work_whose_reader_has_seen_enough_goes_on_to_its_end(folders: Folders) -> None:
    received(folders)
    reading, writing = os.pipe()
    os.close(reading)
    options = ("--data", str(folders.data), "--params", str(folders.params), "--outputs", str(folders.outputs))
    with asked_outside(*options, "check", stdout=writing) as process:
        os.close(writing)
        _, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")
    assert list(folders.outputs.rglob("findings.xlsx"))


def test_closed_streams_stop_no_work(folders: Folders) -> None:
    words = f'"{sys.executable}" -m helpers --data "{folders.data}" --params "{folders.params}" status >&- 2>&-'
    assert subprocess.run(["sh", "-c", words], check=False).returncode == 0


@pytest.mark.parametrize("encoding", ["cp1252", "cp874", "ascii"])
def test_output_in_any_encoding_is_no_reason_to_stop(folders: Folders, encoding: str) -> None:
    words = ("--data", str(folders.data), "--params", str(folders.params), "status")
    with asked_outside(*words, encoding=encoding, stdout=subprocess.PIPE) as process:
        out, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")
    assert ("ยังไม่ได้รับไฟล์" in out.decode(encoding)) == (encoding == "cp874")
