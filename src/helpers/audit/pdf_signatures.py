"""Signatures that PDF readers know (PAdES), on a copy of a report's PDF: the only module that knows pyHanko, which need
not be installed.

The copy lies among the approvals. The report's own PDF stays as it was rendered: signing adds a form field, which
PDF/UA does not allow as it stands there, and another digest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from helpers.errors import ParameterError

EXTRA = "pdf-signature"
"""What is installed beside the workbook for this: `pip install "workbook[pdf-signature]"`."""
_FIELD = "Approval"
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""What comes of a PDF that was cut off or forged, besides pyHanko's own errors."""


@dataclass(frozen=True)
class Certificate:
    """A certificate with its private key: whose it is, its SHA-256 in hex, and what pyHanko signs with."""

    subject: str
    digest: str
    signer: Any


@dataclass(frozen=True)
class CopyVerdict:
    """What there is to say of a signed copy: `problem` where it is not what was signed, else `words` about it."""

    problem: str = ""
    words: str = ""


def can_sign() -> bool:
    """Whether pyHanko is installed."""
    return find_spec("pyhanko") is not None


def open_certificate(path: Path, passphrase: Callable[[], str]) -> Certificate:
    """The certificate in a PKCS#12 file (.p12, .pfx). Raises ParameterError for a file that is gone, is none, or does
    not open with the passphrase, and where pyHanko is not installed."""
    if not can_sign():
        remedy = f'ติดตั้งด้วย pip install "workbook[{EXTRA}]" หรือสั่งโดยไม่ใส่ --certificate'
        raise ParameterError("ลงนามใน PDF ไม่ได้ เพราะไม่ได้ติดตั้ง pyHanko", where=str(path), remedy=remedy)
    from pyhanko.sign.signers import SimpleSigner

    try:
        content = path.read_bytes()
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=passphrase().encode())
    except OSError as error:
        raise ParameterError("อ่านไฟล์ใบรับรองไม่ได้", where=str(path), remedy="ตรวจ --certificate") from error
    except _UNREADABLE as error:
        remedy = "ตรวจ --certificate ว่าชี้ไฟล์ .p12 ที่มีกุญแจลับ และรหัสผ่านของไฟล์นั้น"
        raise ParameterError("ไฟล์นี้ไม่ใช่ใบรับรอง หรือรหัสผ่านไม่ถูกต้อง", where=str(path), remedy=remedy) from error
    return Certificate(_subject(signer.signing_cert), signer.signing_cert.sha256.hex(), signer)


def signed_copy(pdf: bytes, certificate: Certificate, values: str) -> bytes:
    """The PDF with a signature appended, which names the digest of the numbers that are approved."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

    about = PdfSignatureMetadata(
        field_name=_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=_reason(values)
    )
    content: bytes = sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), about, signer=certificate.signer).getvalue()
    return content


def verdict_on(copy: Path, certificate: str, values: str) -> CopyVerdict:
    """Whether a copy is whole and was signed with the certificate of this digest, for these numbers. Whether anybody
    trusts who issued the certificate is for its reader to judge."""
    if not copy.is_file():
        return CopyVerdict("สำเนา PDF ที่ลงนามหายไป")
    if not can_sign():
        words = f'ยังไม่ได้ตรวจลายมือชื่อใน {copy.name} เพราะไม่ได้ติดตั้ง pyHanko (pip install "workbook[{EXTRA}]")'
        return CopyVerdict(words=words)
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    try:
        return _verdict(copy.read_bytes(), certificate, values)
    except (PdfError, SigningError, *_UNREADABLE):
        return CopyVerdict("สำเนา PDF ที่ลงนามเสียหาย")


def _verdict(content: bytes, certificate: str, values: str) -> CopyVerdict:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    signatures = PdfFileReader(BytesIO(content)).embedded_signatures
    if len(signatures) != 1:
        return CopyVerdict(f"สำเนา PDF มีลายมือชื่อ {len(signatures)} รายการ ต้องมีหนึ่ง")
    (signature,) = signatures
    known = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=known)
    if not (status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE):
        return CopyVerdict("สำเนา PDF ถูกแก้หลังลงนาม")
    if signature.signer_cert.sha256.hex() != certificate:
        return CopyVerdict("สำเนา PDF ลงนามด้วยใบรับรองอื่น")
    if signature.sig_object.get("/Reason") != _reason(values):
        return CopyVerdict("สำเนา PDF ลงนามให้ตัวเลขชุดอื่น")
    return CopyVerdict(words=f"ลายมือชื่อใน PDF ถูกต้อง ใบรับรองของ {_subject(signature.signer_cert)}")


def _subject(certificate: Any) -> str:
    """Whom a certificate names."""
    named: str = certificate.subject.native.get("common_name") or certificate.subject.human_friendly
    return named


def _reason(values: str) -> str:
    return f"workbook approval {values}"
