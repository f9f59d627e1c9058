"""What check tells, and that it goes on."""

import re
from pathlib import Path

import pandas as pd
import pytest

from builders import aggregate, write_csv
from helpers.catalogue import rules
from helpers.commands import checking
from helpers.periods import Round
from unit.audit.small_office import office, received
from unit.commands.test_command_line import code_of, own_environment

__all__ = ["own_environment"]
TITLES = ("ยังไม่มีทะเบียนโรงเรียนของเขต", "โรงเรียนไม่อยู่ในทะเบียนโรงเรียนของเขต")


def test_what_is_found_alike_in_several_systems_is_told_with_the_system() -> None:
    one, other = (next(rule.id for rule in rules().values() if rule.title == title) for title in TITLES)
    alike = [(one, "นักเรียน (DMC)"), (one, "อุปกรณ์ (EMIS)"), (other, "นักเรียน (DMC)"), (one, "นักเรียน (DMC)")]
    counted = checking._counted(pd.DataFrame(alike, columns=["rule", "system"]))
    assert counted == f"{TITLES[0]} [DMC] (2 ข้อ), {TITLES[0]} [EMIS] (1 ข้อ), {TITLES[1]} (1 ข้อ)"


def test_a_file_that_is_gone_stops_no_other_check_and_is_received_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = office(tmp_path, rounds=(Round(2568, 1), Round(2568, 2)))
    received(folders)
    second = write_csv(tmp_path / "downloads" / "2568-2-enrolment.csv", aggregate("enrolment", "2568-2"))
    assert code_of("receive", str(second), folders=folders) == 0
    (path,) = (folders.data / "deliveries" / "2568-2").rglob("*.csv")
    path.unlink()
    capsys.readouterr()
    assert code_of("check", folders=folders) == 13
    out, err = capsys.readouterr()
    assert "รอบ 2568-1: พบ" in out
    assert re.search(r"ไม่ได้ตรวจ .*DMC.* รอบ 2568-2 เพราะไฟล์ที่ลงทะเบียนไว้หายไป", out)
    assert err.count(path.name) == 1
    assert "รับไฟล์เดิมอีกครั้งด้วย workbook receive" in err
    assert code_of("receive", str(second), folders=folders) == 0
    assert code_of("check", folders=folders) == 0
