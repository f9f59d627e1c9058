"""`workbook sample DIR --offices N` says in one summary what it wrote."""

from argparse import Namespace
from pathlib import Path

import pytest

from builders import PROJECT_PARAMS
from helpers.commands.starting import write_sample_data
from helpers.reports.folders import Folders


def test_many_offices_are_told_in_one_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = Folders(tmp_path / "data", PROJECT_PARAMS, tmp_path / "outputs")
    root = tmp_path / "country"
    write_sample_data(Namespace(folder=str(root), offices=2, schools=1, pupils=20, seed=1, year=2568), folders)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("ข้อมูลตัวอย่าง 2 สำนักงาน 2 โรงเรียน รอบ ")
    assert len(lines) == 3
    assert sorted(path.name for path in root.iterdir()) == ["9701", "9702"]
