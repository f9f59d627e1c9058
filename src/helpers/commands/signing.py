"""The verbs `sign` and `new signer`: approving the numbers of reports, and making the keys for it."""

from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from functools import partial
from getpass import getpass
from pathlib import Path

from helpers.audit.approvals import described
from helpers.audit.freshness import State, statuses
from helpers.audit.manifest import FACTS, PDF
from helpers.audit.pdf_signatures import Certificate, open_certificate, signed_copy
from helpers.audit.portal import write_portal
from helpers.audit.private_keys import new_private_key, public_half, read_private_key
from helpers.audit.signing import Statement, keep_approval, keep_signed_pdf, statement_of
from helpers.audit.updating import bring_up_to_date, here
from helpers.audit.verification import report_folder, verify
from helpers.catalogue import open_graph
from helpers.errors import ParameterError, VerificationError, raise_together
from helpers.params.folder import Params
from helpers.params.signing_keys import FOLDER, SigningKey, read_signing_keys, write_signing_key
from helpers.periods import parse_thai_date
from helpers.reports.catalogue import existing_reports, selected_reports
from helpers.reports.folders import Folders
from helpers.reports.specs import Spec


def new_signer(options: Namespace, folders: Folders) -> None:
    """workbook new signer ID --position POSITION --key FILE [--no-passphrase]"""
    path = Path(options.key).expanduser()
    if options.id in read_signing_keys(folders.params):
        raise ParameterError(f"มีผู้ลงนาม {options.id} แล้ว", where=str(folders.params / FOLDER), remedy="ใช้ชื่ออื่น")
    passphrase = "" if options.no_passphrase else _chosen_passphrase()
    key = new_private_key(path, passphrase, folders)
    public = SigningKey(position=options.position, public_key=public_half(key))
    try:
        written = write_signing_key(folders.params, options.id, public)
    except ParameterError:
        path.unlink()
        raise
    print(f"กุญแจลับอยู่ที่ {path} ผู้ลงนามเก็บไว้เองและสำรองไว้ ห้ามส่งให้ผู้อื่น")
    print(f"กุญแจสาธารณะอยู่ที่ {written} เก็บไว้กับพารามิเตอร์ของสำนักงาน")


def _chosen_passphrase() -> str:
    first, again = getpass("รหัสผ่านของกุญแจ: "), getpass("รหัสผ่านอีกครั้ง: ")
    if not first or first != again:
        remedy = "สั่งอีกครั้ง หรือใส่ --no-passphrase ถ้าเก็บไฟล์กุญแจในที่ปลอดภัยอยู่แล้ว"
        raise ParameterError("รหัสผ่านว่างหรือสองครั้งไม่เหมือนกัน", remedy=remedy)
    return first


def sign_reports(options: Namespace, folders: Folders) -> None:
    """workbook sign REPORT… --signer ID --role ROLE --key FILE [--date DATE] [--certificate FILE]: sign what is current
    and verifies, then show it on the pages and in the index; with a certificate, sign a copy of each PDF as well."""
    params = folders.read_params()
    signed_on = parse_thai_date(options.date) if options.date else date.today()
    key = _key_of(options.signer, folders)
    private_key = read_private_key(Path(options.key).expanduser(), lambda: getpass("รหัสผ่านของกุญแจ: "))
    if public_half(private_key) != key.public_key:
        raise ParameterError(f"กุญแจลับนี้ไม่ใช่ของ {options.signer}", where=options.key, remedy="ตรวจ --signer และ --key")
    certificate = _certificate_of(options.certificate)
    digest = certificate.digest if certificate else None
    about = partial(statement_of, signer=options.signer, key=key, role=options.role, signed_on=signed_on)
    there = existing_reports(open_graph(folders.data_folder, params), options.reports)
    specs = selected_reports(there, options.reports)
    _refuse_unsound(specs, folders, params)
    statements = []
    for spec in specs:
        folder, manifest = report_folder(spec.id, folders)
        facts = (folder / FACTS).read_bytes()
        statements.append(about(manifest, facts, certificate=digest))
        keep_approval(folders.outputs, statements[-1], facts, private_key)
        _print_signed(statements[-1])
    results = bring_up_to_date(specs, folders, params, here(options.jobs), lambda _: None)
    failed = {result.report_id for result in results if result.error}
    if certificate:
        _sign_copies((each for each in statements if each.report not in failed), certificate, folders)
    print(write_portal(folders, params))
    raise_together(result.error for result in results if result.error)


def _certificate_of(name: str | None) -> Certificate | None:
    path = Path(name).expanduser() if name else None
    return open_certificate(path, lambda: getpass("รหัสผ่านของใบรับรอง: ")) if path else None


def _sign_copies(statements: Iterable[Statement], certificate: Certificate, folders: Folders) -> None:
    """Sign a copy of each report's PDF, which shows the approval by now."""
    for statement in statements:
        pdf = (folders.outputs / statement.report / PDF).read_bytes()
        print(keep_signed_pdf(folders.outputs, statement, signed_copy(pdf, certificate, statement.values)))


def _key_of(signer: str, folders: Folders) -> SigningKey:
    keys = read_signing_keys(folders.params)
    if signer not in keys:
        known = f"ที่มีคือ {', '.join(keys)}" if keys else "สร้างด้วย workbook new signer"
        raise ParameterError(f"ไม่มีผู้ลงนาม {signer}", where=str(folders.params / FOLDER), remedy=known)
    return keys[signer]


def _refuse_unsound(specs: list[Spec], folders: Folders, params: Params) -> None:
    """Raise VerificationError that names every report that is not current or does not verify: nobody signs what would
    be made otherwise today."""
    states = {status.report_id: status.state for status in statuses(folders, params)}
    stale = [spec.id for spec in specs if states[spec.id] is not State.CURRENT]
    raise_together(
        VerificationError("รายงานไม่เป็นปัจจุบัน จึงยังลงนามไม่ได้", where=report, remedy=f"สั่ง workbook run {report}")
        for report in stale
    )
    verifications = [verify(spec.id, folders) for spec in specs]
    raise_together(
        VerificationError(
            f"รายงานตรวจไม่ผ่าน จึงลงนามไม่ได้: {verified.problems[0]}",
            where=verified.report_id,
            remedy=f"ดูทั้งหมดด้วย workbook verify {verified.report_id}",
        )
        for verified in verifications
        if verified.problems
    )


def _print_signed(statement: Statement) -> None:
    print(f"ลงนามแล้ว {statement.report}: {described(statement)} ตัวเลข {statement.count:,} ค่า")
