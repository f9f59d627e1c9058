"""Signed copies of PDFs: what is signed, and everything that a copy may be instead."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.audit import pdf_signatures
from helpers.audit.manifest import PDF, read_manifest
from helpers.audit.pdf_signatures import Certificate, CopyVerdict, open_certificate, signed_copy, verdict_on
from helpers.audit.signing import keep_approval, keep_signed_pdf, statement_of
from helpers.audit.verification import verify
from helpers.errors import ParameterError
from helpers.params.signing_keys import read_signing_keys
from helpers.reports.folders import Folders
from unit.audit.certificates import HOLDER, PASSPHRASE, write_certificate
from unit.audit.signatures import DAY, KEY, register_signer
from unit.audit.small_report import REPORT, report_in_place

VALUES = "ab" * 32
SIGNED = CopyVerdict(words=f"ลายมือชื่อใน PDF ถูกต้อง ใบรับรองของ {HOLDER}")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return report_in_place(tmp_path / "office")


@pytest.fixture
def certificate(tmp_path: Path, request: pytest.FixtureRequest) -> Certificate:
    request.getfixturevalue("pdf_signing")
    return open_certificate(write_certificate(tmp_path / "director.p12"), lambda: PASSPHRASE)


def pdf_of(folders: Folders) -> bytes:
    return (folders.outputs / REPORT / PDF).read_bytes()


def verdict(tmp_path: Path, content: bytes, certificate: Certificate, values: str = VALUES) -> CopyVerdict:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(content)
    return verdict_on(copy, certificate.digest, values)


def test_a_copy_has_the_report_before_its_signature(folders: Folders, tmp_path: Path, certificate: Certificate) -> None:
    content = signed_copy(pdf_of(folders), certificate, VALUES)
    assert content.startswith(pdf_of(folders))
    assert certificate.subject == HOLDER
    assert verdict(tmp_path, content, certificate) == SIGNED


def test_a_copy_that_is_something_else_is_told(folders: Folders, tmp_path: Path, certificate: Certificate) -> None:
    pdf = pdf_of(folders)
    content = signed_copy(pdf, certificate, VALUES)
    other = open_certificate(write_certificate(tmp_path / "other.p12"), lambda: PASSPHRASE)
    forged = bytearray(content)
    forged[len(pdf) // 2] ^= 1
    for wrong, problem in {
        bytes(forged): "สำเนา PDF ถูกแก้หลังลงนาม",
        content + b"\n% more": "สำเนา PDF ถูกแก้หลังลงนาม",
        signed_copy(pdf, other, VALUES): "สำเนา PDF ลงนามด้วยใบรับรองอื่น",
        signed_copy(pdf, certificate, "cd" * 32): "สำเนา PDF ลงนามให้ตัวเลขชุดอื่น",
        pdf: "สำเนา PDF มีลายมือชื่อ 0 รายการ ต้องมีหนึ่ง",
        content[:-40]: "สำเนา PDF ที่ลงนามเสียหาย",
        b"": "สำเนา PDF ที่ลงนามเสียหาย",
        b"%PDF-1.7 foreign": "สำเนา PDF ที่ลงนามเสียหาย",
    }.items():
        assert verdict(tmp_path, wrong, certificate) == CopyVerdict(problem), problem


@pytest.mark.usefixtures("pdf_signing")
@pytest.mark.parametrize(
    ("write", "passphrase", "problem"),
    [
        (lambda path: write_certificate(path), "อื่น", "รหัสผ่านไม่ถูกต้อง"),
        (lambda path: path.write_bytes(b""), "", "ไม่ใช่ใบรับรอง"),
        (lambda path: path.write_bytes(b"-----BEGIN"), "", "ไม่ใช่ใบรับรอง"),
        (lambda path: path.exists(), "", "อ่านไฟล์ใบรับรองไม่ได้"),
    ],
)
def test_a_file_that_is_no_certificate_is_named(
    tmp_path: Path, write: Callable[[Path], object], passphrase: str, problem: str
) -> None:
    path = tmp_path / "x.p12"
    write(path)
    with pytest.raises(ParameterError, match=problem):
        open_certificate(path, lambda: passphrase)


def test_without_pyhanko_nothing_is_signed_and_the_way_out_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_signatures, "find_spec", lambda _: None)
    with pytest.raises(ParameterError, match=r"(?s)ไม่ได้ติดตั้ง pyHanko.*workbook\[pdf-signature\]"):
        open_certificate(tmp_path / "x.p12", lambda: "")


def approve(folders: Folders, certificate: str, copy: bytes | None) -> Path:
    """An approval that names a certificate, with this copy of the PDF beside it."""
    register_signer(folders)
    manifest = read_manifest(folders.outputs / REPORT)
    assert manifest is not None
    facts, key = (folders.outputs / REPORT / "facts.csv").read_bytes(), read_signing_keys(folders.params)["director"]
    about = {"role": "ผู้อนุมัติ", "signed_on": DAY}
    statement = statement_of(manifest, facts, "director", key, **about, certificate=certificate)  # type: ignore[arg-type]
    path = keep_approval(folders.outputs, statement, facts, KEY)
    if copy is not None:
        keep_signed_pdf(folders.outputs, statement, copy)
    return path


def test_verify_says_whose_certificate_signed_the_copy(folders: Folders, certificate: Certificate) -> None:
    manifest = read_manifest(folders.outputs / REPORT)
    assert manifest is not None
    values = manifest.content["facts"]["values"]
    approve(folders, certificate.digest, signed_copy(pdf_of(folders), certificate, values))
    verified = verify(REPORT, folders)
    assert verified.approvals[-1] == SIGNED.words
    assert not [problem for problem in verified.problems if "PDF" in problem]


def test_verify_tells_a_copy_that_is_gone(folders: Folders) -> None:
    path = approve(folders, "ab" * 32, None)
    (problem,) = [problem for problem in verify(REPORT, folders).problems if "PDF" in problem]
    assert problem == f"{path.with_suffix('.pdf').relative_to(folders.outputs)}: สำเนา PDF ที่ลงนามหายไป"


def test_verify_says_that_a_copy_is_unchecked_without_pyhanko(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(folders, "ab" * 32, b"whatever it is")
    monkeypatch.setattr(pdf_signatures, "find_spec", lambda _: None)
    verified = verify(REPORT, folders)
    assert verified.approvals[-1].startswith("ยังไม่ได้ตรวจลายมือชื่อใน director.pdf เพราะไม่ได้ติดตั้ง pyHanko")
    assert not [problem for problem in verified.problems if "PDF" in problem]


def test_an_approval_without_a_certificate_is_signed_as_ever(folders: Folders) -> None:
    register_signer(folders)
    manifest = read_manifest(folders.outputs / REPORT)
    assert manifest is not None
    key = read_signing_keys(folders.params)["director"]
    facts = (folders.outputs / REPORT / "facts.csv").read_bytes()
    statement = statement_of(manifest, facts, "director", key, role="ผู้อนุมัติ", signed_on=DAY)
    assert b"certificate" not in statement.message()
