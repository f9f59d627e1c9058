"""What receive and deliveries tell, and how they are undone from the command line."""

import os
import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from builders import PROJECT_PARAMS, aggregate, write_csv
from helpers import __main__ as command_line
from helpers.audit.findings_workbook import write_findings
from helpers.catalogue import open_graph
from helpers.periods import Round
from helpers.reports.folders import Folders, folders_from_environment
from unit.audit.small_office import office, received
from unit.audit.small_report import REPORT, report_in_place
from unit.commands.test_command_line import code_of, own_environment

__all__ = ["own_environment"]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return office(tmp_path)


def test_what_was_received_is_undone_listed_and_put_back(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write_csv(tmp_path / "a.csv", aggregate("enrolment", "2568-1"))
    second = write_csv(tmp_path / "b.csv", [*aggregate("enrolment", "2568-1"), []])
    assert code_of("receive", str(first), folders=folders) == code_of("receive", str(second), folders=folders) == 0
    assert code_of("receive", str(first), folders=folders) == 0
    printed = capsys.readouterr().out
    assert "ขณะนี้ใช้ข้อมูลจาก b.csv" in printed
    assert "workbook deliveries --restore 1" in printed
    assert code_of("receive", "--undo", folders=folders) == 0
    undone = capsys.readouterr().out
    assert re.search(
        r"เอาออกแล้ว รอบ 2568-1  เลขรับ 2  b.csv ขณะนี้ใช้ a.csv เลขรับ 1 ไฟล์วันที่ \d+ [ก-๙.]+ 25\d\d [\d:]+ น\.\n", undone
    )
    assert "สั่ง workbook deliveries --restore 2\n" in undone
    assert code_of("deliveries", folders=folders) == 0
    listed = capsys.readouterr().out
    assert "ใช้  เลขรับ 1  a.csv" in listed
    assert "เอาออก  เลขรับ 2  b.csv" in listed
    assert code_of("deliveries", "--restore", "2", folders=folders) == 0
    assert code_of("deliveries", "2568-1", folders=folders) == 0
    assert "แทนด้วยเลขรับ 2  เลขรับ 1  a.csv" in capsys.readouterr().out
    assert code_of("deliveries", "2567-1", folders=folders) == 0
    assert "ยังไม่ได้รับไฟล์" in capsys.readouterr().out
    assert code_of("deliveries", "--remove", "9", folders=folders) == 13


def test_putting_a_file_back_says_which_file_counts(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    received = [write_csv(tmp_path / "a.csv", aggregate("enrolment", "2568-1"))]
    received += [write_csv(tmp_path / "b.csv", [*aggregate("enrolment", "2568-1"), []])]
    for path in received:
        assert code_of("receive", str(path), folders=folders) == 0
    assert code_of("deliveries", "--remove", "1", folders=folders) == 0
    capsys.readouterr()
    assert code_of("deliveries", "--restore", "1", folders=folders) == 0
    assert "ขณะนี้ใช้ข้อมูลจาก b.csv" in capsys.readouterr().out, "it is back in its own turn"
    assert code_of("deliveries", "--restore", "1", folders=folders) == 0
    assert "ขณะนี้ใช้ a.csv" in capsys.readouterr().out, "it was in force, and counts over the others now"


def test_reports_of_files_that_were_taken_out_stay_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = report_in_place(tmp_path)
    capsys.readouterr()
    assert code_of("receive", "--undo", folders=folders) == 0
    printed = capsys.readouterr().out
    assert f"รายงานที่ทำจากไฟล์ที่เอาออกไม่เป็นปัจจุบันแล้ว: {REPORT} ให้สั่ง workbook run" in printed
    assert code_of("status", folders=folders) == 0
    assert "ไม่มีไฟล์ต้นทางแล้ว\n  - มีรายงานที่ทำจากไฟล์ที่เอาออกแล้ว\n" in capsys.readouterr().out
    for words in ((), (REPORT,)):
        assert code_of("verify", *words, folders=folders) == 0
        assert f"ถูกต้อง {REPORT}: คำนวณซ้ำ 11 ค่า" in capsys.readouterr().out
    assert code_of("run", folders=folders) == 12
    assert 'data-state="orphaned"' in (folders.outputs / "index.html").read_text(encoding="utf-8")
    (snapshot,) = (folders.data / "store" / "2568-1").glob("dmc/*/snapshot.json")
    shutil.rmtree(snapshot.parent)
    assert code_of("verify", folders=folders) == 17
    assert "ไม่พบตารางที่รายงานนี้คำนวณจาก" in capsys.readouterr().err


def test_files_of_one_name_are_told_apart_by_number_and_day(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, day in enumerate((20, 25, 15), 1):
        (tmp_path / str(number)).mkdir()
        rows = [*aggregate("enrolment", "2568-1"), *([[]] * number)]
        path = write_csv(tmp_path / str(number) / "same.csv", rows)
        saved = datetime(2025, 6, day, 8, 30).timestamp()
        os.utime(path, (saved, saved))
        assert code_of("receive", str(path), folders=folders) == 0
    printed = capsys.readouterr().out
    assert "(แทน same.csv เลขรับ 1 ไฟล์วันที่ 20 มิ.ย. 2568 08:30 น. ซึ่งยังเก็บไว้)" in printed
    assert "ขณะนี้ใช้ข้อมูลจาก same.csv เลขรับ 2 ไฟล์วันที่ 25 มิ.ย. 2568 08:30 น." in printed
    assert code_of("deliveries", folders=folders) == 0
    listed = capsys.readouterr().out
    assert "แทนด้วยเลขรับ 2  เลขรับ 1  same" in listed
    assert re.search(r"ไม่ใช้ เพราะมีไฟล์ที่ทำหลังกว่า \(เลขรับ 2\)  เลขรับ 3  same\S*", listed)
    assert re.search(r"บันทึก 15 มิ.ย. 2568 08:30 น.  รับ \d+ [ก-๙.]+ 25\d\d \d\d:\d\d น.\n", listed)


def test_undoing_takes_one_line_a_file_and_one_remedy(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slugs = ("enrolment", "religion", "nationality")
    paths = [str(write_csv(tmp_path / f"{slug}.csv", aggregate(slug, "2568-1"))) for slug in slugs]
    assert code_of("receive", *paths, folders=folders) == 0
    capsys.readouterr()
    assert code_of("receive", "--undo", folders=folders) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(slugs) + 1


def test_a_folder_without_files_is_told(folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty" / "inside").mkdir(parents=True)
    assert code_of("receive", str(tmp_path / "empty"), folders=folders) == 13
    assert f"ไม่พบไฟล์ใน {tmp_path / 'empty'}" in capsys.readouterr().err


def test_receive_needs_files_or_undo_and_not_both(folders: Folders) -> None:
    assert code_of("receive", folders=folders) == 2
    assert code_of("receive", "a.csv", "--undo", folders=folders) == 2


@pytest.mark.parametrize("name", ["desktop.ini", "note.txt", "2568-1/dmc/letter.csv", "2568-1/dmc/0.csv", "x\r.csv"])
def test_a_bad_file_in_deliveries_is_named_and_stops_nothing(
    name: str, folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    received(folders)
    bad = folders.data / "deliveries" / name
    bad.parent.mkdir(parents=True, exist_ok=True)
    bad.write_bytes(b"" if "0.csv" in name else "เรียน,ท่าน\n".encode())
    capsys.readouterr()
    assert code_of("check", folders=folders) == 0
    printed = capsys.readouterr()
    assert "พบ" in printed.out
    assert bad.name.replace("\r", " ") in printed.err or name == "desktop.ini"


def test_a_form_with_mistakes_says_so_when_it_is_received(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form, folders = tmp_path / "form.xlsx", ("--data", tmp_path / "data", "--params", PROJECT_PARAMS)
    assert code_of(*map(str, folders), "template", "house-rent", "--year", "2569", "--output", str(form)) == 0
    book = load_workbook(form)
    for cell, value in (("A3", "เลขที่หนึ่ง"), ("C3", "นักวิชาการ"), ("D3", "เช่าบ้าน"), ("E3", 4000), ("F3", 4000)):
        book.worksheets[0][cell] = value
    book.save(form)
    capsys.readouterr()
    assert code_of(*map(str, folders), "receive", str(form)) == 0
    printed = capsys.readouterr().out
    assert "ข้อในแบบกรอกนี้ ดูทั้งหมดด้วย workbook check 2569" in printed
    assert re.search(r"ช่อง [A-Z]3: .*ยังว่าง ต้องเป็น", printed)


def test_a_form_is_read_by_what_its_template_offers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form, folders = tmp_path / "form.xlsx", ("--data", tmp_path / "data", "--params", PROJECT_PARAMS)
    assert code_of(*map(str, folders), "template", "school-clerks-15000", "--year", "2569", "--output", str(form)) == 0
    book = load_workbook(form)
    for row, legal_form in ((3, "พนักงานราชการ"), (4, "จ้างเหมาบริการ")):
        for column, value in zip("ABCDEG", ("34010001", row, "ธุรการ", legal_form, "1 ต.ค. 2568", 15000), strict=True):
            book.worksheets[0][f"{column}{row}"] = value
    book.save(form)
    capsys.readouterr()
    assert code_of(*map(str, folders), "receive", str(form)) == 0
    printed = capsys.readouterr().out
    assert "ช่อง D3: ไม่ใช่ตัวเลือกของช่องนี้ (พนักงานราชการ) ต้องเลือกจากรายการ: จ้างเหมาบริการ, ลูกจ้างชั่วคราว\n" in printed
    assert "ช่อง F4 ว่าง จึงถือว่า “ยังไม่มีกำหนดสิ้นสุด” ถ้าใช่ให้พิมพ์คำนี้ในช่อง\n" in printed
    assert "D4" not in printed


def test_our_own_packs_and_tables_are_told_from_deliveries(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    received(folders)
    graph = open_graph(folders.data_folder, folders.read_params())
    snapshot = graph.snapshot("dmc", Round(2568, 1))
    assert snapshot
    packs = write_findings([snapshot], folders, graph.params).parent
    capsys.readouterr()
    assert code_of("receive", str(packs), folders=folders) == 13
    printed = capsys.readouterr().err
    assert printed.count("สมุดข้อที่พบที่คำสั่ง check เขียนไว้ส่งโรงเรียน") == len(list(packs.rglob("*.xlsx")))
    assert "ส่งไฟล์ที่ดาวน์โหลดใหม่จากระบบ" in printed


def test_a_key_is_begun_anew_from_the_command_line(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    received(folders)
    assert code_of("check", folders=folders) == 0
    (folders.data / "key").unlink()
    assert code_of("check", folders=folders) == 13
    assert "workbook deliveries --new-key" in capsys.readouterr().err
    assert code_of("deliveries", "--new-key", folders=folders) == 0
    assert code_of("check", folders=folders) == 0


def test_a_wrong_area_names_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("new", "office", str(tmp_path / "o"), "--area", "86010000", "--name", "ก") == 10
    printed = capsys.readouterr().err
    assert "--area" in printed
    assert "86010000" in printed
    assert not (tmp_path / "o").exists()


def test_the_home_folder_is_understood_without_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("WORKBOOK_DATA", "~/ข้อมูล")
    monkeypatch.setenv("WORKBOOK_OUTPUTS", "~nobody-of-this-name/x")
    folders = folders_from_environment()
    assert folders.data == tmp_path / "ข้อมูล"
    assert folders.outputs == Path("~nobody-of-this-name/x")
    options = command_line.parser().parse_args(["--data", "~/ก", "status"])
    assert command_line._folders(options).data == tmp_path / "ก"
