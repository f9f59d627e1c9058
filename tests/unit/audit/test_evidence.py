"""The evidence of a number stands by itself: another machine with nothing but Python checks it, and sees what was
changed."""

import hashlib
import json
import runpy
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from helpers.audit.evidence import evidence_files, gather_evidence, write_evidence
from helpers.audit.evidence_rows import ABSENT, cells_behind, rule_words
from helpers.audit.verification import report_folder, tables_of
from helpers.catalogue import datasets
from helpers.errors import ParameterError
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.reports.folders import PROJECT, Folders
from unit.audit.signatures import sign
from unit.audit.small_office import FIRST_NAME, LAST_NAME, citizen_number
from unit.audit.small_report import REPORT, report_in_place

CHECK = runpy.run_path(str(PROJECT / "src" / "check_evidence.py"))
CELLS = [
    ("pupils.total", "", "ผลรวมของ"),
    ("pupils.by_sex", "sex=ช", "เพศ คือ “ช”"),
    ("listed.total", "", "นับแถว"),
    ("schools.counted", "", "นับค่าที่ไม่ซ้ำของ"),
    ("share", "sex=ช", "pupils.by_sex [sex=ช] หารด้วย pupils.total"),
]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return report_in_place(tmp_path / "office")


def collected(folders: Folders, fact: str, key: str, target: Path) -> Path:
    params = folders.read_params()
    return write_evidence(evidence_files(gather_evidence(REPORT, fact, key, folders, params), folders, params), target)


def checked(folder: Path, *arguments: str) -> tuple[int, str]:
    """What check.py says in a Python without any package, and with nothing of this machine but itself."""
    command = [sys.executable, "-I", "-S", str(folder / "check.py"), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, env={})
    assert not done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode()


def put_sum_right(folder: Path) -> None:
    """Write SHA256SUMS anew, as whoever edits the rest consistently would."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    sums = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    )
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


@pytest.mark.parametrize(("fact", "key", "rule"), CELLS)
def test_every_kind_of_number_checks_without_the_workbook(
    folders: Folders, tmp_path: Path, fact: str, key: str, rule: str
) -> None:
    folder = collected(folders, fact, key, tmp_path / "evidence")
    code, words = checked(folder)
    assert (code, words.splitlines()[1]) == (0, "  ยังไม่มีผู้ลงลายมือชื่อรับรอง")
    assert rule in (folder / "evidence.html").read_text(encoding="utf-8")


def test_the_page_has_rows_results_and_lines_to_sign(folders: Folders, tmp_path: Path) -> None:
    page = (collected(folders, "pupils.total", "", tmp_path / "evidence") / "evidence.html").read_text(encoding="utf-8")
    assert "2568-1-student.csv" in page
    assert "เครื่องคำนวณที่สอง (DuckDB จากคลังตาราง): ตรงกันทุกค่าข้างบน" in page
    assert page.count("ลงชื่อ ……") == len(folders.read_params().office.signers)


def test_the_delivered_files_are_recognised_by_their_bytes(folders: Folders, tmp_path: Path) -> None:
    folder = collected(folders, "pupils.total", "", tmp_path / "evidence")
    assert checked(folder, str(folders.data / "deliveries"))[0] == 0
    (delivered,) = (folders.data / "deliveries").rglob("*.csv")
    delivered.write_bytes(delivered.read_bytes() + b"\n")
    code, words = checked(folder, str(folders.data / "deliveries"))
    assert code == 1
    assert "ไม่พบไฟล์ต้นทาง 2568-1-student.csv" in words


@pytest.mark.parametrize(
    ("name", "old", "new", "named"),
    [
        ("rows-1.csv", ",1\n", ",2\n", "หลักฐานว่า 5 จาก 5 แถว คำนวณได้"),
        ("evidence.json", '"value": "5"', '"value": "6"', "ไม่ใช่ค่าในรายงาน"),
        ("report/facts.csv", "pupils.total,,5,", "pupils.total,,6,", "facts.csv ไม่ใช่ไฟล์ที่ manifest.json บอก"),
    ],
)
def test_what_was_changed_is_seen_also_with_new_sums(
    folders: Folders, tmp_path: Path, name: str, old: str, new: str, named: str
) -> None:
    folder = collected(folders, "pupils.total", "", tmp_path / "evidence")
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    assert f"ไฟล์ {name} ถูกแก้" in checked(folder)[1]
    put_sum_right(folder)
    code, words = checked(folder)
    assert code == 1
    assert f"ไฟล์ {name} ถูกแก้" not in words
    assert named in words


def test_an_approval_travels_with_its_number_and_holds_for_no_other(folders: Folders, tmp_path: Path) -> None:
    sign(folders)
    folder = collected(folders, "pupils.total", "", tmp_path / "evidence")
    assert checked(folder)[1].splitlines()[1] == "  รับรองโดย ผู้อนุมัติ (ผู้อำนวยการ) ลงนามวันที่ 12/6/2568"
    (path,) = (folder / "approvals").iterdir()
    path.write_text(path.read_text(encoding="utf-8").replace("2025-06-12", "2025-06-13"), encoding="utf-8")
    put_sum_right(folder)
    code, words = checked(folder)
    assert code == 1
    assert "ลายมือชื่อใช้ไม่ได้กับตัวเลขนี้" in words


def test_the_signature_check_without_a_library_agrees_with_the_library() -> None:
    for seed in range(4):
        key, message = Ed25519PrivateKey.from_private_bytes(bytes([seed] * 32)), bytes([seed]) * seed
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        assert CHECK["is_signed"](public, message, signature)
        assert not CHECK["is_signed"](public, message + b"x", signature)
        assert not CHECK["is_signed"](public, message, signature[:32] + bytes(32))
        assert not CHECK["is_signed"](public, message, b"\xff" * 64)
    assert not CHECK["is_signed"](b"", b"", b"")


def test_a_zip_has_the_same_bytes_every_time_and_is_for_its_owner_alone(folders: Folders, tmp_path: Path) -> None:
    one, other = (collected(folders, "share", "sex=ช", tmp_path / name) for name in ("one.zip", "other.ZIP"))
    assert one.read_bytes() == other.read_bytes()
    assert one.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(one) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert checked(tmp_path / "unpacked")[0] == 0
    with pytest.raises(ParameterError, match="มีหลักฐานชื่อนี้แล้ว"):
        write_evidence({}, one)


def test_a_person_is_a_running_number_and_no_name_is_anywhere(folders: Folders, tmp_path: Path) -> None:
    _, manifest = report_folder(REPORT, folders)
    line = FactLine("x", "", "4", "คน", "ก", Operation.DISTINCT, "2568-1/dmc/pupils", "person", "", 5, "")
    schemas = {name: dataset.schemas for name, dataset in datasets(folders.read_params()).items()}
    (cell,) = cells_behind(line, {}, tables_of(manifest, folders), schemas)
    shown = {row[-1] for row in cell.rows}
    assert shown == {"บุคคลที่ 1", "บุคคลที่ 2", "บุคคลที่ 3", "บุคคลที่ 4", ABSENT}
    assert CHECK["ABSENT"] == ABSENT
    assert rule_words(cell).startswith("นับค่าที่ไม่ซ้ำของ")
    contents = b"".join(
        path.read_bytes()
        for path in collected(folders, "listed.total", "", tmp_path / "e").rglob("*")
        if path.is_file()
    )
    assert not [word for word in (FIRST_NAME, LAST_NAME, citizen_number(3)) if word.encode() in contents]


@pytest.mark.parametrize(("code", "verdict"), [(0, "ตรงกัน"), (1, "มีค่าที่ไม่ตรง"), (2, "อ่านไม่ได้บางส่วน"), (9, "หยุดกลางคัน")])
def test_the_second_reader_is_asked_and_goes_along(folders: Folders, tmp_path: Path, code: int, verdict: str) -> None:
    project = tmp_path / "project"
    (project / "src").mkdir(parents=True)
    shutil.copy(PROJECT / "src" / "check_evidence.py", project / "src")
    program = f"import sys; print(' '.join(sys.argv[1:])); sys.exit({code})"
    (project / "src" / "recheck.py").write_text(program, encoding="utf-8")
    evidence = collected(replace(folders, project=project), "pupils.total", "", tmp_path / "evidence")
    assert verdict in json.loads((evidence / "evidence.json").read_text(encoding="utf-8"))["second_reader"]
    asked = f"{folders.outputs / REPORT} --data {folders.data} --params {folders.params}\n"
    assert (evidence / "recheck.txt").read_text(encoding="utf-8") == asked
    assert (evidence / "recheck.py").read_text(encoding="utf-8") == program
