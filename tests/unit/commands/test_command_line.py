"""The words of the command line, their help and their exits."""

import argparse
import errno
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import helpers.__main__ as command_line
from helpers import errors
from helpers.audit.versions import kept
from helpers.commands import reports
from helpers.errors import WorkbookError
from helpers.reports.folders import Folders
from unit.audit.small_office import FAULTY, office, received
from unit.audit.small_report import REPORT, put_in_place, report_in_place

THAI = re.compile(r"[ก-๙]{3}")
Words = tuple[str, ...]
VERBS = (
    *(
        "receive",
        "deliveries",
        "check",
        "run",
        "status",
        "template",
        "lab",
        "letter",
        "extract",
        "quarto",
        "publish",
        "verify",
        "sign",
        "evidence",
        "trace",
        "compare",
        "sample",
    ),
    "new",
    "offices",
)
KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, WorkbookError)]


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """`main` names the folders in the environment; that must not reach other tests."""
    for name in ("WORKBOOK_DATA", "WORKBOOK_PARAMS", "WORKBOOK_OUTPUTS"):
        monkeypatch.setenv(name, "")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return office(tmp_path)


def code_of(*words: str, folders: Folders | None = None) -> int:
    """What the command exits with."""
    folders = ("--data", folders.data, "--params", folders.params, "--outputs", folders.outputs) if folders else ()
    try:
        command_line.main([*map(str, folders), *words])
    except SystemExit as exit_:
        return int(exit_.code or 0)
    return 0


def parsers(parser: argparse.ArgumentParser, words: Words = ()) -> Iterator[tuple[Words, argparse.ArgumentParser]]:
    yield words, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from parsers(inner, (*words, name))


ALL = list(parsers(command_line.parser()))


def test_the_words_are_those_that_the_design_fixes() -> None:
    assert {words[0] for words, _ in ALL if words} == set(VERBS)
    assert {words[1] for words, _ in ALL if words[:1] == ("new",) and len(words) > 1} >= {"round", "office"}


@pytest.mark.parametrize(("words", "parser"), ALL, ids=lambda each: " ".join(each) if isinstance(each, tuple) else "")
def test_every_word_explains_itself_in_thai(
    words: tuple[str, ...], parser: argparse.ArgumentParser, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of(*words, "--help") == 0
    assert THAI.search(capsys.readouterr().out)
    assert THAI.search(parser.description or "")
    explained = [action for action in parser._actions if action.dest not in ("help", "verb", "kind")]
    assert not [action.dest for action in explained if not THAI.search(action.help or "")]


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'nbconvert', 'seaborn', 'duckdb'}"
    asked = f"import sys, helpers.__main__ as command; command.parser(); print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nothing",),
        ("receive",),
        ("trace", "round/2568-1/dmc"),
        ("compare", "round/2568-1/dmc"),
        ("compare", "a", "b", "c"),
        ("run", "--jobs", "0"),
        ("run", "--jobs", "many"),
        ("verify", "--jobs", "-1"),
        ("sample", "x", "--schools", "0"),
        ("new",),
        ("new", "office", "x"),
        ("offices",),
        ("offices", "run"),
        ("offices", "run", "x", "--jobs", "2", "--cluster", "tcp://x:1"),
        ("--data",),
    ],
)
def test_wrong_words_are_told_in_thai_and_exit_with_2(words: Words, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of(*words) == 2
    printed = capsys.readouterr().err
    assert printed.startswith("ผิดพลาด: คำสั่งไม่ครบหรือมีคำที่ไม่รู้จัก")
    assert re.search(r"วิธีแก้: .*workbook.* --help", printed)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_of_error_exits_with_its_own_code_and_says_what_to_do(
    kind: type[WorkbookError], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise kind("เกิดปัญหา", where="ไฟล์ ก", remedy="แก้ไข")

    monkeypatch.setattr(reports, "status", fail)
    assert code_of("status") == kind.exit_code
    assert capsys.readouterr().err == "ผิดพลาด: เกิดปัญหา\n  ที่: ไฟล์ ก\n  วิธีแก้: แก้ไข\n"


def test_exit_codes_are_those_that_the_design_fixes() -> None:
    named = {kind.__name__: kind.exit_code for kind in KINDS if kind is not WorkbookError}
    assert sorted(named.values()) == list(range(10, 21))
    assert named["VerificationError"] == 17


def test_ctrl_c_exits_with_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reports, "status", interrupted)
    assert code_of("status") == 130
    assert capsys.readouterr().err == "หยุดตามคำสั่ง รายงานที่เสร็จแล้วยังอยู่ครบ\n"


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(reports, "status", fail)


def test_what_nobody_foresaw_is_told_in_thai_with_the_place_of_its_details(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, LookupError("เด็กหญิงสมหญิง"))
    folders.data.mkdir(exist_ok=True)
    assert code_of("status", folders=folders) == 19
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ผิดพลาด: หยุดด้วยเหตุที่โปรแกรมไม่รู้จัก (LookupError) รายละเอียดอยู่ใน ")
    assert "สมหญิง" not in err
    (kept,) = (folders.data / "errors").iterdir()
    assert str(kept) in err
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "LookupError: เด็กหญิงสมหญิง" in kept.read_text(encoding="utf-8")


def test_details_have_a_place_where_the_data_folder_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, LookupError())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert code_of("--data", str(tmp_path / "none"), "status") == 19
    (kept,) = tmp_path.iterdir()
    assert str(kept) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "ดิสก์เต็ม"),
        (errno.EACCES, "ไม่มีสิทธิ์"),
        (errno.EROFS, "ไม่มีสิทธิ์"),
        (errno.EAGAIN, "ไม่พอ"),
        (errno.ENOTDIR, "ไม่ใช่โฟลเดอร์"),
        (errno.EIO, "ไม่ตอบสนอง"),
    ],
)
def test_what_the_machine_refuses_is_one_sentence_with_the_folder(
    tmp_path: Path, number: int, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, OSError(number, "refused", str(tmp_path / "outputs" / ".lock")))
    assert code_of("status") == 18
    printed = capsys.readouterr().err
    assert printed.startswith("ผิดพลาด: ")
    assert message in printed
    assert f"ที่: {tmp_path / 'outputs'}\n" in printed


def test_another_broken_pipe_than_our_output_is_no_quiet_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    failing(monkeypatch, BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert code_of("--data", str(tmp_path / "none"), "status") == 19
    assert "BrokenPipeError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("run", "round/2568-1"), 10, "ไม่มีรายงาน “round/2568-1”"),
        (("run",), 12, "ไม่มีรายงานให้สร้าง"),
        (("check",), 12, "ยังไม่ได้รับไฟล์"),
        (("check", "2568-2"), 12, "ยังไม่ได้รับไฟล์ของภาคเรียนที่ 2 ปีการศึกษา 2568"),
        (("check", "2568"), 12, "2568"),
        (("check", "รอบแรก"), 10, "รอบแรก"),
        (("verify",), 12, "ยังไม่มีรายงานให้ตรวจ"),
        (("trace", "round/2568-1/dmc", "pupils.total"), 17, "ไม่พบรายงานที่สมบูรณ์"),
        (("compare", "round/2568-1/dmc", "round/2568-2/dmc"), 10, "ไม่มีรายงานฉบับ “round/2568-1/dmc”"),
        (("receive", "/nowhere/at/all.csv"), 13, "ไม่พบไฟล์"),
        (("receive", "x.csv", "--round", "1/2568"), 10, "1/2568"),
        (("new", "round", "2568-1"), 10, "มีพารามิเตอร์ของรอบ 2568-1 แล้ว"),
    ],
)
def test_what_cannot_be_done_is_said(
    folders: Folders, words: tuple[str, ...], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of(*words, folders=folders) == code
    printed = capsys.readouterr().err
    assert message in printed
    assert "วิธีแก้: " in printed


def test_parameters_that_cannot_be_read_are_all_named(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    (folders.params / "office.yml").write_text("name: 1\n", encoding="utf-8")
    (folders.params / "rounds" / "2568-1.yml").write_text("x: [\n", encoding="utf-8")
    assert code_of("status", folders=folders) == 10
    printed = capsys.readouterr().err
    assert "office.yml" in printed
    assert "2568-1.yml" in printed


def test_receive_tells_each_file_and_takes_the_good_ones(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    received(folders)
    capsys.readouterr()
    downloaded, letter = tmp_path / "downloads" / "2568-1-student.csv", tmp_path / "downloads" / "letter.csv"
    letter.write_text("เรียน,ท่าน\n", encoding="utf-8")
    assert code_of("receive", str(downloaded), str(letter), folders=folders) == 13
    out, err = capsys.readouterr()
    assert "มีอยู่แล้ว รอบ 2568-1" in out
    assert "สรุป: รับเข้า 0 ไฟล์ มีอยู่แล้ว 1 ไฟล์ ใช้ไม่ได้ 1 ไฟล์" in out
    assert "letter.csv" in err


def test_receive_tells_which_of_two_files_counts_for_a_school(
    folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "รหัสโรงเรียน,ประเภท,ลำดับที่,แบบ,จำนวนห้องตามแปลน,สร้าง,สภาพปัจจุบัน"
    for name, rooms in (("a", 8), ("b", 9)):
        rows = [f"3401000{school},อาคารเรียน,1,017,{rooms} ห้อง,พ.ศ. 2506,ดี" for school in range(1, 8)]
        (tmp_path / f"2568-1-{name}.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    paths = [str(tmp_path / f"2568-1-{name}.csv") for name in "ab"]
    assert code_of("receive", *paths, folders=folders) == 0
    overlap = f"34010004, 34010005 และอีก 2 แห่ง อยู่ในหลายไฟล์ที่รับครั้งนี้ ใช้ข้อมูลใน {paths[1]} ไม่ใช้ใน {paths[0]}\n"
    assert overlap in capsys.readouterr().out


def test_check_counts_by_school_and_names_the_workbook(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    received(folders)
    assert code_of("check", "2568-1", folders=folders) == 0
    printed = capsys.readouterr().out
    assert "34010001 โรงเรียนตัวอย่าง 1: " in printed
    assert str(folders.outputs / "check") in printed
    assert list(folders.outputs.rglob("findings.xlsx"))
    assert re.search(r"34010001 โรงเรียนตัวอย่าง 1: [^(]+ \([1-9] ข้อ\)", printed)


def test_status_says_what_is_missing(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("status", folders=folders) == 0
    assert capsys.readouterr().out.splitlines()[1] == "  - ยังไม่ได้รับไฟล์"


def test_verify_and_trace_tell_in_thai_what_they_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = report_in_place(tmp_path)
    assert code_of("verify", folders=folders) == 0
    assert f"ถูกต้อง {REPORT}: คำนวณซ้ำ 11 ค่า" in capsys.readouterr().out
    assert code_of("trace", REPORT, "pupils.by_sex", "--key", "sex=ญ", folders=folders) == 0
    printed = capsys.readouterr().out
    assert "2568-1-student.csv แถว 6" in printed
    assert "เงื่อนไข: sex = 'ญ'" in printed


def test_compare_tells_what_differs_and_where_all_of_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = report_in_place(tmp_path)
    put_in_place(folders, received(folders, FAULTY[1:]))
    _, version = kept(folders.outputs)
    capsys.readouterr()
    assert code_of("compare", version, REPORT, folders=folders) == 0
    printed = capsys.readouterr().out
    assert "pupils.total: 5 → 4 คน (−1)  นักเรียน\n  จำนวนลด −1\n" in printed
    assert "จำนวนลด 34010001 โรงเรียนตัวอย่าง 1 ประถม ป.1 ช: 3 → 2 (−1) 2568-1-student.csv แถว 3" in printed
    folder = Path(printed.splitlines()[-1])
    assert {path.name for path in folder.iterdir()} == {"cells.csv", "reasons.csv", "comparison.xlsx"}


def test_a_new_office_can_be_used_at_once(folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "ชุมพร"
    assert code_of("new", "office", str(folder), "--area", "8601", "--name", "สพป.ตัวอย่าง", folders=folders) == 0
    new_folders = Folders(folder / "data", folder / "params", folder / "outputs")
    assert new_folders.read_params().office.area_code == "8601"
    assert code_of("new", "round", "2568-2", folders=new_folders) == 0
    assert (folder / "params" / "rounds" / "2568-2.yml").is_file()
    capsys.readouterr()
    assert code_of("new", "office", str(folder), "--area", "8601", "--name", "ก", folders=folders) == 10


def test_sample_says_how_to_use_it(folders: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("sample", str(tmp_path / "s"), "--schools", "2", "--pupils", "60", folders=folders) == 0
    printed = capsys.readouterr().out
    assert "ข้อมูลตัวอย่าง 2 โรงเรียน" in printed
    assert f"--params {tmp_path / 's' / 'params'}" in printed
