"""The commands `new signer` and `sign`."""

import stat
from argparse import Namespace
from pathlib import Path

import pytest

from helpers.audit.approvals import standing_of
from helpers.audit.freshness import State, Status
from helpers.audit.inventory import take_inventory
from helpers.audit.private_keys import public_half, read_private_key
from helpers.audit.verification import report_folder, verify
from helpers.commands import signing
from helpers.commands.reports import status
from helpers.errors import ParameterError, VerificationError
from helpers.params.signing_keys import read_signing_keys
from helpers.reports.folders import Folders
from unit.audit.certificates import HOLDER, PASSPHRASE, write_certificate
from unit.audit.small_office import office
from unit.audit.small_report import REPORT, report_in_place


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return report_in_place(tmp_path / "office")


def make_signer(folders: Folders, key: Path, signer: str = "director", *, plain: bool = True) -> None:
    options = Namespace(id=signer, position="ผู้อำนวยการ", key=str(key), no_passphrase=plain)
    signing.new_signer(options, folders)


def sign(
    folders: Folders,
    key: Path,
    signer: str = "director",
    date: str | None = "12 มิ.ย. 2568",
    certificate: Path | None = None,
) -> None:
    options = Namespace(reports=[REPORT], signer=signer, role="ผู้อนุมัติ", key=str(key), date=date, jobs=1)
    options.certificate = str(certificate) if certificate else None
    signing.sign_reports(options, folders)


def refuse(*_: object) -> str:
    raise AssertionError("a passphrase is asked for")


def test_a_signer_has_a_public_half_in_the_parameters_and_a_private_file(tmp_path: Path) -> None:
    folders, path = office(tmp_path / "office"), tmp_path / "director.pem"
    make_signer(folders, path)
    registered = read_signing_keys(folders.params)["director"]
    assert registered.position == "ผู้อำนวยการ"
    assert registered.public_key == public_half(read_private_key(path, refuse))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_opens_with_its_passphrase_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders, path = office(tmp_path / "office"), tmp_path / "director.pem"
    monkeypatch.setattr(signing, "getpass", lambda _: "ลับ")
    make_signer(folders, path, plain=False)
    assert read_private_key(path, lambda: "ลับ")
    with pytest.raises(ParameterError, match="รหัสผ่านไม่ถูกต้อง"):
        read_private_key(path, lambda: "อื่น")


@pytest.mark.parametrize("folder", ["data", "params", "outputs"])
def test_a_private_key_never_lies_in_a_folder_of_the_workbook(tmp_path: Path, folder: str) -> None:
    folders = office(tmp_path / "office")
    with pytest.raises(ParameterError, match="ต้องไม่อยู่ในโฟลเดอร์ของสมุดรายงาน"):
        make_signer(folders, getattr(folders, folder) / "director.pem")
    assert not read_signing_keys(folders.params)


def test_neither_a_key_nor_a_signer_is_replaced(tmp_path: Path) -> None:
    folders, path = office(tmp_path / "office"), tmp_path / "director.pem"
    make_signer(folders, path)
    kept = path.read_bytes()
    with pytest.raises(ParameterError, match="มีไฟล์กุญแจนี้แล้ว"):
        make_signer(folders, path, "planner")
    with pytest.raises(ParameterError, match="มีผู้ลงนาม director แล้ว"):
        make_signer(folders, tmp_path / "other.pem")
    assert path.read_bytes() == kept
    assert not (tmp_path / "other.pem").exists()


def test_a_name_that_cannot_be_leaves_no_key(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="ใช้ไม่ได้"):
        make_signer(office(tmp_path / "office"), tmp_path / "x.pem", "../x")
    assert not (tmp_path / "x.pem").exists()


@pytest.mark.parametrize(
    ("content", "mode", "why"),
    [
        (b"", 0o600, "ไม่ใช่กุญแจลับ"),
        (b"-----BEGIN", 0o600, "ไม่ใช่กุญแจลับ"),
        (b"", 0o644, "ผู้อื่นอ่านไฟล์กุญแจลับได้"),
        (None, 0, "อ่านไฟล์กุญแจลับไม่ได้"),
    ],
)
def test_a_file_that_is_no_private_key_is_named(tmp_path: Path, content: bytes | None, mode: int, why: str) -> None:
    path = tmp_path / "key.pem"
    if content is not None:
        path.write_bytes(content)
        path.chmod(mode)
    with pytest.raises(ParameterError, match=why):
        read_private_key(path, refuse)


def test_what_is_current_is_signed(folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "bring_up_to_date", lambda *_, **__: [])
    make_signer(folders, tmp_path / "director.pem")
    sign(folders, tmp_path / "director.pem")
    (statement,) = standing_of(*report_folder(REPORT, folders), folders).in_force
    assert (statement.signer, statement.role, statement.position) == ("director", "ผู้อนุมัติ", "ผู้อำนวยการ")
    assert statement.signed_on.isoformat() == "2025-06-12"
    assert statement.count == 11


@pytest.mark.usefixtures("pdf_signing")
def test_a_copy_of_the_pdf_is_signed_with_a_certificate(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "bring_up_to_date", lambda *_, **__: [])
    monkeypatch.setattr(signing, "getpass", lambda _: PASSPHRASE)
    pdf = (folders.outputs / REPORT / "report.pdf").read_bytes()
    make_signer(folders, tmp_path / "director.pem")
    sign(folders, tmp_path / "director.pem", certificate=write_certificate(tmp_path / "director.p12"))
    (approval,) = standing_of(*report_folder(REPORT, folders), folders).in_force_files
    assert approval.signed_pdf.read_bytes().startswith(pdf)
    assert (folders.outputs / REPORT / "report.pdf").read_bytes() == pdf
    assert verify(REPORT, folders).approvals[-1] == f"ลายมือชื่อใน PDF ถูกต้อง ใบรับรองของ {HOLDER}"
    assert not [line for line in take_inventory(folders, folders.read_params()).problems if "approvals" in line]


@pytest.mark.usefixtures("pdf_signing")
def test_a_certificate_that_does_not_open_signs_nothing(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "getpass", lambda _: "อื่น")
    make_signer(folders, tmp_path / "director.pem")
    with pytest.raises(ParameterError, match="รหัสผ่านไม่ถูกต้อง"):
        sign(folders, tmp_path / "director.pem", certificate=write_certificate(tmp_path / "director.p12"))
    assert not (folders.outputs / "approvals").exists()


def test_status_says_who_signed_what_is_void_and_what_counts_for_nothing(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(signing, "bring_up_to_date", lambda *_, **__: [])
    assert "  - ยังไม่มีผู้ลงลายมือชื่อรับรอง" in status_lines(folders, capsys)
    make_signer(folders, tmp_path / "director.pem")
    sign(folders, tmp_path / "director.pem")
    (approval,) = standing_of(*report_folder(REPORT, folders), folders).in_force_files
    approved = f"ผู้อนุมัติ (ผู้อำนวยการ) ลงนามเมื่อ 12 มิถุนายน 2568 ฉบับ {approval.path.parent.name}"
    assert f"  - {approved}" in status_lines(folders, capsys)
    (approval.path.parent / "planner.json").write_text("{", encoding="utf-8")
    damaged = approval.path.with_name("planner.json").relative_to(folders.outputs)
    assert f"  - {damaged}: ไฟล์ลายมือชื่อเสียหาย" in status_lines(folders, capsys)
    facts = folders.outputs / REPORT / "facts.csv"
    facts.write_text(
        facts.read_text(encoding="utf-8").replace("pupils.total,,5,", "pupils.total,,6,"), encoding="utf-8"
    )
    lines = status_lines(folders, capsys)
    assert "  - ยังไม่มีผู้ลงลายมือชื่อรับรอง" in lines
    assert [line for line in lines if line.startswith(f"  - {approved} แต่ตัวเลขเปลี่ยนไปหลังลงนาม 1 ค่า")]


def status_lines(folders: Folders, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    status(Namespace(), folders)
    return capsys.readouterr().out.splitlines()


def test_nobody_signs_with_the_key_of_another(folders: Folders, tmp_path: Path) -> None:
    make_signer(folders, tmp_path / "director.pem")
    make_signer(folders, tmp_path / "planner.pem", "planner")
    with pytest.raises(ParameterError, match="กุญแจลับนี้ไม่ใช่ของ director"):
        sign(folders, tmp_path / "planner.pem")
    with pytest.raises(ParameterError, match="ไม่มีผู้ลงนาม nobody"):
        sign(folders, tmp_path / "planner.pem", "nobody")


def test_what_does_not_verify_is_not_signed(folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_signer(folders, tmp_path / "director.pem")
    (folders.outputs / REPORT / "report.html").write_bytes(b"forged")
    with pytest.raises(VerificationError, match="ไม่เป็นปัจจุบัน"):
        sign(folders, tmp_path / "director.pem")
    monkeypatch.setattr(signing, "statuses", lambda *_: [Status(REPORT, State.CURRENT)])
    with pytest.raises(VerificationError, match="ตรวจไม่ผ่าน"):
        sign(folders, tmp_path / "director.pem")
    assert not (folders.outputs / "approvals").exists()
