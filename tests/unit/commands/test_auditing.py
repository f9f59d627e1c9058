from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.commands import auditing
from helpers.commands.auditing import verify_reports
from helpers.errors import VerificationError
from helpers.publish.edition.auditing import Audited
from helpers.publish.edition.record import PUBLIC
from helpers.reports.folders import Folders
from unit.audit.small_report import REPORT, report_in_place


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return report_in_place(tmp_path / "office")


def with_second_reader(folders: Folders, project: Path, code: int) -> Folders:
    """The same folders with a second reader that says which reports it was asked about, and ends with `code`."""
    (project / "src").mkdir(parents=True)
    (project / "src" / "recheck.py").write_text(
        f"import sys; print(*sys.argv[1:-4]); sys.exit({code})", encoding="utf-8"
    )
    return replace(folders, project=project)


def deep(folders: Folders) -> None:
    verify_reports(Namespace(reports=[REPORT], jobs=1, deep=True), folders)


def test_a_second_reader_that_agrees_is_no_difference(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deep(with_second_reader(folders, tmp_path / "project", 0))
    assert f"ผู้อ่านที่สอง (recheck): ตรงกัน\n{folders.outputs / REPORT}\n" in capsys.readouterr().out


@pytest.mark.parametrize(("code", "verdict"), [(1, "มีค่าที่ไม่ตรง"), (2, "อ่านไม่ได้บางส่วน"), (9, "หยุดกลางคัน")])
def test_whatever_else_the_second_reader_says_is_a_difference(
    folders: Folders, tmp_path: Path, code: int, verdict: str
) -> None:
    with pytest.raises(VerificationError, match=verdict) as different:
        deep(with_second_reader(folders, tmp_path / "project", code))
    assert different.value.exit_code == 17


def test_the_second_reader_is_not_asked_about_the_public_edition(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "audit_edition", lambda *_: Audited(5, ()))
    asked = Namespace(reports=[REPORT, PUBLIC], jobs=1, deep=True)
    verify_reports(asked, with_second_reader(folders, tmp_path / "project", 0))
    printed = capsys.readouterr().out
    assert "ฉบับเผยแพร่: ตรวจ 5 ค่า" in printed
    assert f"ตรงกัน\n{folders.outputs / REPORT}\n" in printed
