"""The command `evidence`."""

import zipfile
from argparse import Namespace
from pathlib import Path

import pytest

from helpers.commands.evidence import collect_evidence
from helpers.errors import ParameterError, VerificationError
from helpers.facts.codes import number_code
from helpers.reports.folders import Folders
from unit.audit.small_report import REPORT, report_in_place


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return report_in_place(tmp_path / "office")


def collect(folders: Folders, fact: str | None, key: str = "", output: Path | None = None) -> None:
    options = Namespace(report=REPORT, fact=fact, key=key, output=str(output) if output else None)
    collect_evidence(options, folders)


def test_it_says_the_number_what_the_others_say_and_where_the_evidence_lies(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    collect(folders, "pupils.by_sex", "sex=ช")
    printed = capsys.readouterr().out
    assert "pupils.by_sex [sex=ช] = 4 คน" in printed
    assert "เครื่องคำนวณที่สอง: ตรงกัน" in printed
    (written,) = (folders.outputs / "evidence").iterdir()
    assert written.name.startswith("round-2568-1-dmc-pupils.by_sex-")
    assert str(written) in printed


def test_a_short_code_stands_for_its_number(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    collect(folders, number_code("pupils.by_sex", "sex=ช"))
    assert "pupils.by_sex [sex=ช] = 4 คน" in capsys.readouterr().out
    (written,) = (folders.outputs / "evidence").iterdir()
    assert written.name.startswith("round-2568-1-dmc-pupils.by_sex-")
    with pytest.raises(ParameterError, match="ไม่มีตัวเลขที่มีรหัสนี้"):
        collect(folders, "BBBBBB")


def test_a_folder_of_evidence_never_lies_among_the_reports(folders: Folders) -> None:
    with pytest.raises(ParameterError, match="จะปนกับรายงาน"):
        collect(folders, "pupils.total", output=folders.outputs / "evidence" / "x")


def test_what_the_report_does_not_state_or_no_longer_is_gives_no_evidence(folders: Folders, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"ชื่อใกล้เคียงคือ pupils\.total"):
        collect(folders, "pupils.totl", output=tmp_path / "e")
    facts = folders.outputs / REPORT / "facts.csv"
    facts.write_text(
        facts.read_text(encoding="utf-8").replace("pupils.total,,5,", "pupils.total,,6,"), encoding="utf-8"
    )
    with pytest.raises(VerificationError, match="ไม่เหมือนเดิม"):
        collect(folders, "pupils.total", output=tmp_path / "e")
    assert not (tmp_path / "e").exists()


def test_without_a_number_the_whole_report_is_collected_with_what_it_was_made_from(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    collect(folders, None)
    (written,) = (folders.outputs / "evidence").iterdir()
    assert written.name == "round-2568-1-dmc.zip"
    assert str(written) in capsys.readouterr().out
    with zipfile.ZipFile(written) as archive:
        names = set(archive.namelist())
        described = archive.read("ro-crate-metadata.json").decode()
    assert names == {path.name for path in (folders.outputs / REPORT).iterdir()} | {"ro-crate-metadata.json"}
    assert "2568-1-student.csv" in described
    assert written.stat().st_mode & 0o077 == 0


def test_a_key_without_a_number_is_refused(folders: Folders) -> None:
    with pytest.raises(ParameterError, match="--key"):
        collect(folders, None, key="sex=ช")
