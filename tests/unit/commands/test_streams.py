"""The command's output: in whatever encoding, and whoever reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from helpers.reports.places import Places
from unit.audit.small_office import office, received


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return office(tmp_path)


def asked_outside(*words: str, encoding: str = "utf-8", **options: Any) -> subprocess.Popen[bytes]:
    """The command in a process of its own."""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "WORKBOOK_PARAMS": ""}
    command = [sys.executable, "-m", "helpers", *words]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, **options)


def test_a_reader_who_has_seen_enough_ends_it_quietly(places: Places) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with asked_outside("--data", str(places.data), "status", stdout=writing) as process:
        os.close(writing)
        _, said = process.communicate()
    assert (process.returncode, said) == (0, b"")


def test_work_whose_reader_has_seen_enough_goes_on_to_its_end(places: Places) -> None:
    received(places)
    reading, writing = os.pipe()
    os.close(reading)
    folders = ("--data", str(places.data), "--params", str(places.params), "--outputs", str(places.outputs))
    with asked_outside(*folders, "check", stdout=writing) as process:
        os.close(writing)
        _, said = process.communicate()
    assert (process.returncode, said) == (0, b"")
    assert list(places.outputs.rglob("findings.xlsx"))


def test_closed_streams_stop_no_work(places: Places) -> None:
    words = f'"{sys.executable}" -m helpers --data "{places.data}" --params "{places.params}" status >&- 2>&-'
    assert subprocess.run(["sh", "-c", words], check=False).returncode == 0


@pytest.mark.parametrize("encoding", ["cp1252", "cp874", "ascii"])
def test_output_in_any_encoding_is_no_reason_to_stop(places: Places, encoding: str) -> None:
    words = ("--data", str(places.data), "--params", str(places.params), "status")
    with asked_outside(*words, encoding=encoding, stdout=subprocess.PIPE) as process:
        out, said = process.communicate()
    assert (process.returncode, said) == (0, b"")
    assert ("ยังไม่ได้รับไฟล์" in out.decode(encoding)) == (encoding == "cp874")
