"""An approval holds for the numbers that were signed, for no others, and nobody can make one without the key."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from helpers.audit.approvals import UNSIGNED, Standing, shown_approvals, standing_of
from helpers.audit.manifest import NAME, superseded
from helpers.audit.signing import APPROVALS, read_approvals
from helpers.audit.verification import Verified, report_folder, verify
from helpers.params.signing_keys import read_signing_keys
from helpers.reports.folders import Folders
from unit.audit.signatures import sign
from unit.audit.small_office import pupil, received
from unit.audit.small_report import REPORT, put_in_place, report_in_place

SIGNED = "ผู้อนุมัติ (ผู้อำนวยการ) ลงนามเมื่อ 12 มิถุนายน 2568 ฉบับ "
NOT_SHOWN = "การรับรองที่หน้ารายงานแสดง ไม่ใช่การรับรองที่มีผลอยู่"
"""A report that was put in place without rendering shows no approval."""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return report_in_place(tmp_path)


def standing(folders: Folders) -> Standing:
    return standing_of(*report_folder(REPORT, folders), folders)


def verified(folders: Folders, report: str = REPORT) -> Verified:
    return verify(report, folders)


def beside_pages(problems: tuple[str, ...]) -> list[str]:
    return [problem for problem in problems if problem != NOT_SHOWN]


def edit_consistently(folders: Folders, old: str, new: str, *, fingerprint: str = "") -> None:
    """Change a number in facts.csv and all that the manifest says of that file."""
    folder = folders.outputs / REPORT
    text = (folder / "facts.csv").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / "facts.csv").write_text(text.replace(old, new), encoding="utf-8")
    manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    content = (folder / "facts.csv").read_bytes()
    manifest["content"]["outputs"]["facts.csv"]["sha256"] = hashlib.sha256(content).hexdigest()
    manifest["content"]["fingerprint"] = fingerprint or manifest["content"]["fingerprint"]
    (folder / NAME).write_text(json.dumps(manifest), encoding="utf-8")


def test_a_report_that_nobody_signed_says_so(folders: Folders) -> None:
    assert verified(folders).approvals == (UNSIGNED,)
    assert standing(folders).words == (UNSIGNED,)


def test_a_signed_report_says_who_when_and_which_version(folders: Folders) -> None:
    version = sign(folders).parent.name
    result = verified(folders)
    assert result.approvals == (SIGNED + version,)
    assert not beside_pages(result.problems)


def test_two_signers_stand_side_by_side_and_sign_the_same_version(folders: Folders) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert sign(folders).parent == sign(folders, "planner", other).parent
    assert len(standing(folders).in_force) == 2


def test_other_words_for_the_same_numbers_keep_the_approval(folders: Folders) -> None:
    sign(folders)
    edit_consistently(folders, ",นักเรียน,sum,", ",จำนวนนักเรียน,sum,")
    assert len(standing(folders).in_force) == 1


def test_a_changed_number_voids_the_approval_and_is_listed(folders: Folders) -> None:
    sign(folders)
    put_in_place(folders, received(folders, (pupil(1), pupil(2))))
    result = verified(folders)
    assert not result.problems
    unsigned, void = result.approvals
    assert unsigned == UNSIGNED
    assert void.startswith(SIGNED)
    assert "ตัวเลขเปลี่ยนไปหลังลงนาม" in void
    assert "pupils.total 5 → 4" in void
    assert "share [sex=ญ] 0.200000 → 0.250000" in void


def test_the_version_that_was_signed_is_still_signed_in_the_history(folders: Folders) -> None:
    sign(folders)
    put_in_place(folders, received(folders, (pupil(1), pupil(2))))
    (earlier,) = superseded(folders.outputs)
    assert len(verified(folders, earlier).approvals) == 1
    assert verified(folders, earlier).approvals[0].startswith(SIGNED)


def test_numbers_and_manifest_that_were_edited_consistently_are_not_those_signed(folders: Folders) -> None:
    sign(folders)
    edit_consistently(folders, "pupils.total,,5,", "pupils.total,,6,")
    assert any(
        problem.startswith("ตัวเลขไม่ใช่ที่ลงนามไว้") and "pupils.total 5 → 6" in problem
        for problem in verified(folders).problems
    )


def test_a_signed_version_that_is_nowhere_any_more_is_a_problem(folders: Folders) -> None:
    sign(folders)
    put_in_place(folders, received(folders, (pupil(1), pupil(2))))
    shutil.rmtree(folders.outputs / "history")
    (problem,) = verified(folders).problems
    assert problem.startswith("ฉบับที่ลงนามไว้หายไปหรือถูกแก้")
    assert "pupils.total 5 → 4" in problem


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("2025-06-12", "2025-07-12", "ลายมือชื่อไม่ใช่ของกุญแจ director"),
        ("ผู้อำนวยการ", "รองผู้อำนวยการ", "ลายมือชื่อไม่ใช่ของกุญแจ director"),
        ('"count"', '"number"', "ไฟล์ลายมือชื่อเสียหาย"),
        ("{", "", "ไฟล์ลายมือชื่อเสียหาย"),
    ],
)
def test_an_approval_that_was_edited_counts_for_nothing(folders: Folders, old: str, new: str, why: str) -> None:
    path = sign(folders)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    result = verified(folders)
    assert result.approvals == (UNSIGNED,)
    (problem,) = result.problems
    assert f"/{path.name}: {why}" in problem


def test_a_key_that_nobody_registered_signs_nothing(folders: Folders) -> None:
    sign(folders)
    (folders.params / "signing_keys" / "director.yml").unlink()
    assert "ไม่มีกุญแจของผู้ลงนาม director ใน params" in verified(folders).problems[0]


def test_another_key_under_the_same_name_is_recognised(folders: Folders) -> None:
    sign(folders)
    sign(folders, key=Ed25519PrivateKey.generate())
    assert "ลายมือชื่อไม่ใช่ของกุญแจ director" in verified(folders).problems[0]


def test_an_approval_that_was_moved_to_another_report_counts_for_nothing(folders: Folders) -> None:
    version = sign(folders).parent
    moved = folders.outputs / APPROVALS / "round/2568-2/dmc"
    shutil.copytree(folders.outputs / REPORT, folders.outputs / "round/2568-2/dmc")
    shutil.copytree(version, moved / version.name)
    version_of_other = version.with_name("0" * 12)
    version.rename(version_of_other)
    assert "ลายมือชื่อเป็นของรายงานหรือฉบับอื่น" in verified(folders).problems[0]
    (of_other,) = read_approvals(folders.outputs, "round/2568-2/dmc", read_signing_keys(folders.params))
    assert of_other.problem == "ลายมือชื่อเป็นของรายงานหรือฉบับอื่น"


def test_an_approval_that_pages_show_and_nobody_signed_is_a_problem(folders: Folders) -> None:
    shown = {"kind": "opening", "report_id": REPORT, "title": "ก", "office": "ข", "office_short": "ข", "period": "ค"}
    shown |= {"as_of": "", "as_of_iso": "2025-06-10", "sample": False}
    line = {"role": "ผู้อนุมัติ", "position": "ผู้อำนวยการ", "signed_on": "12 มิถุนายน 2568", "version": "0" * 12}
    data = {"application/vnd.workbook.block+json": {**shown, "approvals": [line]}}
    notebook = {"cells": [{"cell_type": "code", "outputs": [{"data": data}]}]}
    (folders.outputs / REPORT / "report.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert len(shown_approvals(folders.outputs / REPORT)) == 1
    assert NOT_SHOWN in verified(folders).problems
