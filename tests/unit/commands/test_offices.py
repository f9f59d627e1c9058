"""Many offices in one folder: what is done for one stops no other, and every one is named."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from helpers.__main__ import main
from helpers.audit import updating
from helpers.audit.gathering import NATIONAL_FOLDER as NATIONAL
from helpers.audit.publishing import ReportTask, Result
from helpers.audit.updating import OfficePlan, OfficeTask
from helpers.commands import office_folders, offices
from helpers.commands.office_folders import office_name, offices_in
from helpers.errors import DeliveryError, NotebookError, ParameterError
from helpers.processes import TaskOutcome
from helpers.reports.folders import PROJECT, Folders, folders_of
from unit.audit.small_office import office, received

REPORT = "round/2568-1/dmc"


class Here:
    """Stands for processes: it does everything in this one, in the order in which it is asked to."""

    jobs = 2

    def __init__(self) -> None:
        self.dies: tuple[str, ...] = ()
        """The offices of which a task ends its process."""
        self.done: list[str] = []

    def outcomes(
        self, work: Callable[[Any], Any], batched: Sequence[Sequence[Any]], *, limit: object = None
    ) -> Iterator[TaskOutcome[Any, Any]]:
        for task in (task for batch in batched for task in batch):
            name = office_name(self.folders(task))
            self.done.append(name)
            dies = name in self.dies
            yield TaskOutcome(task, None if dies else work(task), "exit code -9" if dies else "")

    @staticmethod
    def folders(task: Any) -> Folders:
        folders = task if isinstance(task, Folders) else task[1] if isinstance(task, tuple) else task.folders
        assert isinstance(folders, Folders)
        return folders


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Here:
    stands = Here()

    @contextmanager
    def workers_of(*_: object) -> Iterator[Here]:
        yield stands

    for module in (offices, office_folders):
        monkeypatch.setattr(module, "workers_of", workers_of)
    monkeypatch.setattr(updating, "make_report", lambda task: made(task))
    return stands


def made(task: ReportTask) -> Result:
    """Stands for making a report."""
    name = office_name(task.folders)
    if name == "9002":
        return Result(task.spec.id, error=NotebookError("หยุดที่เซลล์ 4", where=task.spec.id, remedy="แก้"))
    return Result(task.spec.id, made=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two offices that received a pupil list, and one whose parameters are broken."""
    folder = tmp_path / "offices"
    for name in ("9001", "9002"):
        received(office(folder / name))
    broken = office(folder / "9003")
    (broken.params / "office.yml").write_text("name: [", encoding="utf-8")
    (folder / "notes").mkdir()
    return folder


def code_of(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(str(ended.value.code))


def test_an_office_is_a_folder_with_its_parameters_and_the_view_over_all_is_the_last(root: Path) -> None:
    office(root / NATIONAL)
    assert [office_name(each) for each in offices_in(root)] == ["9001", "9002", "9003", NATIONAL]


def test_a_folder_without_offices_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("offices", "status", tmp_path) == 10
    assert "ไม่มีโฟลเดอร์ของสำนักงานใด" in capsys.readouterr().err


def test_every_office_is_run_and_what_fails_in_one_is_said_with_its_name(
    root: Path, here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of("offices", "run", root) == 15
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert "9001         รายงาน 1 ฉบับ: สร้าง 1 เป็นปัจจุบันอยู่แล้ว 0 ไม่สำเร็จ 0" in lines
    assert "9002         รายงาน 1 ฉบับ: สร้าง 0 เป็นปัจจุบันอยู่แล้ว 0 ไม่สำเร็จ 1" in lines
    assert any(line.startswith("9003         ทำไม่ได้") for line in lines)
    assert f"  ไม่สำเร็จ {REPORT}" in lines
    assert lines[-1] == "สำนักงาน 3 แห่ง: ครบ 1 ไม่ครบ 2"
    assert f"9002: {REPORT}" in said.err
    assert "9003: " in said.err
    every = ["9001", "9002", "9003"]
    assert here.done == [*every, "9001", "9002", "9001", "9002", *every, NATIONAL], "planned, made, finished, read"
    assert all((root / name / "outputs" / "index.html").exists() for name in ("9001", "9002", NATIONAL))
    assert not (root / "9003" / "outputs").exists()


@pytest.mark.usefixtures("here")
def test_the_view_over_all_offices_is_made_when_all_others_are_finished(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(root / "9003")
    seen: list[tuple[str, bool]] = []

    def finished(task: ReportTask) -> Result:
        seen.append(
            (f"{office_name(task.folders)}/{task.spec.id}", (root / "9002" / "outputs" / "index.html").exists())
        )
        return made(task)

    monkeypatch.setattr(updating, "make_report", finished)
    code_of("offices", "run", root)
    assert seen == [(f"9001/{REPORT}", False), (f"9002/{REPORT}", False), ("national/national/2568-1/dmc", True)]


@pytest.mark.usefixtures("here")
def test_where_offices_cannot_be_put_side_by_side_all_are_run_and_that_is_said(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> None:
        raise DeliveryError("มีทั้งข้อมูลจริงและข้อมูลตัวอย่าง", remedy="แยกโฟลเดอร์")

    monkeypatch.setattr(offices, "gather", refused)
    shutil.rmtree(root / "9002")
    shutil.rmtree(root / "9003")
    assert code_of("offices", "run", root) == DeliveryError.exit_code
    said = capsys.readouterr()
    assert "สำนักงาน 1 แห่ง: ครบ 1 ไม่ครบ 0" in said.out
    assert "มีทั้งข้อมูลจริงและข้อมูลตัวอย่าง" in said.err


def test_an_office_whose_process_dies_is_one_failed_office(
    root: Path, here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    here.dies = ("9001",)
    code_of("offices", "run", root)
    assert "ที่: 9001\n" in capsys.readouterr().err
    assert not (root / "9001" / "outputs" / "round").exists()


@pytest.mark.usefixtures("here")
def test_a_report_that_some_office_has_is_asked_of_those_that_have_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(root / "9003")
    monkeypatch.setattr(updating, "make_report", lambda task: Result(task.spec.id, made=True))
    shutil.rmtree(root / "9002" / "data" / "deliveries")
    (root / "9002" / "data" / "register.csv").unlink()
    shutil.rmtree(root / "9002" / "data" / "register-copies")
    main(["offices", "run", str(root), REPORT])
    assert "9002         ไม่มีรายงานให้ทำ" in capsys.readouterr().out.splitlines()
    assert code_of("offices", "run", root, "round/2599-1") == 10
    assert "ไม่มีรายงาน “round/2599-1”" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_the_states_are_counted_office_by_office(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert code_of("offices", "status", root, "-v") == 10
    lines = capsys.readouterr().out.splitlines()
    assert "9001         ยังไม่ได้สร้าง 1" in lines
    assert not any(line.startswith("  ") for line in lines), "what was never made needs no line"
    assert any(line.startswith("9003         อ่านไม่ได้") for line in lines)


@pytest.mark.usefixtures("here")
def test_of_names_of_both_each_folder_is_asked_its_own_and_no_problem_hides_another(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code_of("offices", "run", root, REPORT, "national") == 15
    said = capsys.readouterr()
    assert f"9002: {REPORT}" in said.err
    assert "9003: " in said.err
    assert "ไม่มีรายงาน" not in said.err
    assert "รอบ 2568-1: ตัวเลขเข้า 0 จาก 3 สำนักงาน" in said.out
    assert str(root / NATIONAL / "outputs" / "index.html") in said.out
    assert code_of("offices", "verify", root, "national") == 17, "nothing was made here"
    assert "9001" not in "".join(capsys.readouterr())


@pytest.mark.usefixtures("here")
def test_the_view_alone_has_no_office_run(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["offices", "run", str(root), "national"])
    assert "9001" not in capsys.readouterr().out
    assert not (root / "9001" / "outputs").exists()


@pytest.mark.usefixtures("here")
def test_a_name_that_nobody_has_is_said_and_hides_nothing_and_the_view_is_left_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code_of("offices", "run", root, "round/2599-1")
    said = capsys.readouterr().err
    assert "ไม่มีรายงาน “round/2599-1”" in said
    assert "9003: " in said
    assert not (root / NATIONAL).exists()


@pytest.mark.usefixtures("here")
def test_verifying_what_an_office_does_not_have_is_no_difference(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(root / "9003")
    assert code_of("offices", "verify", root, "round/2599-1") == ParameterError.exit_code
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"{name:<12} ไม่มีรายงาน “round/2599-1”" for name in ("9001", "9002")]


@pytest.mark.usefixtures("here")
def test_an_office_that_lost_its_parameters_does_not_vanish(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "9001" / "params" / "office.yml").unlink()
    code_of("offices", "run", root)
    said = capsys.readouterr()
    assert "สำนักงาน 3 แห่ง: ครบ 0 ไม่ครบ 3" in said.out
    assert "9001: " in said.err
    assert "ตัวเลขเข้า 0 จาก 3 สำนักงาน" in said.out


@pytest.mark.usefixtures("here")
def test_a_difference_in_one_office_is_17_for_the_command_and_said_with_the_office(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(root / "9003")
    (root / "9002" / "outputs").mkdir()
    (root / "9002" / "outputs" / "stray.html").write_text("?", encoding="utf-8")
    assert code_of("offices", "verify", root) == 17
    said = capsys.readouterr()
    assert "9001         รหัสออก 0 รายงาน 0 ฉบับ คำนวณซ้ำ 0 ค่า ไม่ตรง 0" in said.out
    assert "9002         รหัสออก 17 " in said.out
    assert "9002: outputs: " in said.err


def test_new_offices_are_those_of_the_list_that_are_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "list.csv"
    text = "area_code,name,short_name\n9001,สพป.ตัวอย่าง เขต 1,ตย.1\n90,สั้นไป,\n9002,สพป.ตัวอย่าง เขต 2,\n9003, ,\n"
    names.write_text(text, encoding="utf-8-sig")
    root = tmp_path / "offices"
    kept = office(root / "9002").params / "office.yml"
    before = kept.read_bytes()
    words = ("--params", PROJECT / "params", "offices", "new", root, names)
    assert code_of(*words) == 10
    said = capsys.readouterr()
    assert "สร้าง 1 สำนักงาน" in said.out
    assert "มีอยู่แล้ว ไม่แก้ไข: 9002" in said.out
    assert "บรรทัด 3" in said.err
    assert "บรรทัด 5" in said.err
    assert kept.read_bytes() == before
    params = folders_of(root / "9001").read_params()
    assert (params.office.area_code, params.office.short_name) == ("9001", "ตย.1")


def test_a_list_of_other_columns_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = tmp_path / "list.csv"
    for text in ("code,name\n9001,ก\n", "area_code,name\n9001,ก,ข,ค\n", ""):
        names.write_text(text, encoding="utf-8")
        assert code_of("offices", "new", tmp_path / "offices", names) == 10
        assert "หัวตาราง" in capsys.readouterr().err


def pupil_list(root: Path, name: str, target: Path) -> Path:
    """The pupil list of an office, where the office is to find it; the office has received nothing."""
    target.mkdir(parents=True)
    (target / "KIND").write_text("real\n", encoding="utf-8")
    shutil.move(root / name / "downloads" / "2568-1-student.csv", target)
    shutil.rmtree(root / name / "downloads")
    shutil.rmtree(root / name / "data")
    return target


@pytest.mark.usefixtures("here")
def test_every_office_receives_its_own_files_and_one_bad_file_stops_none(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(root / "9003")
    pupil_list(root, "9001", root / "9001" / "downloads-before").rename(root / "9001" / "downloads")
    (root / "9002" / "downloads" / "letter.txt").write_text("?", encoding="utf-8")
    assert code_of("offices", "receive", root) == 13
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "9001         รับ 1 ไฟล์ มีอยู่แล้ว 0 ใช้ไม่ได้ 0",
        "9002         รับ 0 ไฟล์ มีอยู่แล้ว 1 ใช้ไม่ได้ 1",
    ]
    assert "9002: " in said.err


@pytest.mark.usefixtures("here")
def test_folders_are_received_by_the_office_whose_code_they_are_called(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(root / "9002")
    shutil.rmtree(root / "9003")
    sent = pupil_list(root, "9001", tmp_path / "sent" / "3401")
    main(["offices", "receive", str(root), str(sent.parent)])
    assert capsys.readouterr().out == "9001         รับ 1 ไฟล์ มีอยู่แล้ว 0 ใช้ไม่ได้ 0\n"
    main(["offices", "receive", str(root), str(sent)])
    assert capsys.readouterr().out == "9001         รับ 0 ไฟล์ มีอยู่แล้ว 1 ใช้ไม่ได้ 0\n"
    strange = tmp_path / "strange"
    strange.mkdir()
    assert code_of("offices", "receive", root, strange) == 10
    assert "ไม่มีสำนักงานใดรับไฟล์จากโฟลเดอร์นี้" in capsys.readouterr().err


def test_a_cluster_needs_its_library(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(office_folders, "find_spec", lambda _: None)
    assert code_of("offices", "status", root, "--cluster", "tcp://127.0.0.1:1") == 20
    assert "distributed" in capsys.readouterr().err


def test_an_office_in_which_nothing_changed_is_not_looked_at_again(
    root: Path, here: Here, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("9002", "9003"):
        shutil.rmtree(root / name)
    folders_of(root / "9001").data_folder.key()  # what is made once
    plans = [OfficePlan(folders_of(root / "9001"), settled=(Result(REPORT),))]
    monkeypatch.setattr(updating, "planned_office", lambda _: plans.pop())
    said = set[str]()
    for _ in range(2):
        main(["offices", "run", str(root), "round"])
        said.add(capsys.readouterr().out)
    assert said == {"9001         รายงาน 1 ฉบับ: สร้าง 0 เป็นปัจจุบันอยู่แล้ว 1 ไม่สำเร็จ 0\nสำนักงาน 1 แห่ง: ครบ 1 ไม่ครบ 0\n"}
    assert not plans
    assert not here.done
    (root / "9001" / "params" / "note.txt").write_text("?", encoding="utf-8")
    with pytest.raises(IndexError):
        updating.begun_office(OfficeTask(folders_of(root / "9001")))
