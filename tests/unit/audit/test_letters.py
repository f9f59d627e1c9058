"""Letters are made of current reports alone, lie where nothing of a report lies, and are noticed when they are older,
changed or foreign."""

import json
from argparse import Namespace
from hashlib import sha256
from pathlib import Path

import pytest

from helpers.audit.inventory import Inventory, take_inventory
from helpers.audit.letters import LETTERS, RECORD, letters_in_words
from helpers.audit.manifest import NAME
from helpers.audit.portal import NAME as INDEX
from helpers.audit.portal import write_portal
from helpers.commands.letters import letter
from helpers.commands.reports import status
from helpers.errors import DataQualityError, ParameterError, RenderingError, VerificationError
from helpers.reports.folders import Folders
from unit.audit import in_place, small_report
from unit.audit.small_office import FIRST_NAME, LAST_NAME, citizen_number, received
from unit.audit.small_office import office as small_office

REPORT = in_place.REPORT
NAMES = [f"round-2568-1-dmc-{form}" for form in ("card.png", "memo.docx", "sheet.pdf", "slides.pptx")]


@pytest.fixture
def shown(folders: Folders) -> Folders:
    """An office with one report in place, and the index of it."""
    in_place.put_in_place(folders)
    in_place.page(folders)
    return folders


def write(folders: Folders, *reports: str, form: str | None = None) -> None:
    letter(Namespace(reports=list(reports or (REPORT,)), form=form), folders)


def there(folders: Folders) -> Path:
    return folders.outputs / LETTERS / REPORT


def names(folders: Folders) -> list[str]:
    return sorted(path.name for path in there(folders).iterdir())


def inventory(folders: Folders) -> Inventory:
    return take_inventory(folders, folders.read_params())


def test_all_four_are_written_beside_no_file_of_the_report(shown: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted((shown.outputs / REPORT).iterdir())
    write(shown)
    assert names(shown) == sorted([*NAMES, RECORD])
    assert sorted((shown.outputs / REPORT).iterdir()) == before
    printed = capsys.readouterr().out
    assert all(str(there(shown) / name) in printed for name in NAMES)
    assert inventory(shown) == Inventory(0, (), ())
    assert letters_in_words(REPORT, shown.outputs) == (f"เอกสารสรุป: {' '.join(NAMES)}",)


def test_the_index_links_the_letters_of_this_version_alone(shown: Folders) -> None:
    def linked() -> list[str]:
        page = (shown.outputs / INDEX).read_text(encoding="utf-8")
        return [name for name in NAMES if f'href="{LETTERS}/{REPORT}/{name}"' in page]

    write(shown, form="memo")
    assert linked() == [NAMES[1]]
    record = json.loads((there(shown) / RECORD).read_text(encoding="utf-8"))
    (there(shown) / RECORD).write_text(json.dumps(record | {"fingerprint": "earlier"}), encoding="utf-8")
    write_portal(shown, shown.read_params())
    assert linked() == []


def test_one_form_leaves_the_others_of_the_same_version(shown: Folders) -> None:
    write(shown, form="card")
    card = (there(shown) / NAMES[0]).read_bytes()
    write(shown, form="memo")
    assert names(shown) == sorted([*NAMES[:2], RECORD])
    assert (there(shown) / NAMES[0]).read_bytes() == card


def test_letters_of_an_older_version_are_told_and_go_with_the_next(
    shown: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    write(shown, form="card")
    record = json.loads((there(shown) / RECORD).read_text(encoding="utf-8"))
    (there(shown) / RECORD).write_text(json.dumps(record | {"fingerprint": "earlier"}), encoding="utf-8")
    older = f"เอกสารสรุปใน {LETTERS}/{REPORT} ไม่ใช่ของรายงานฉบับปัจจุบัน สั่ง workbook letter {REPORT}"
    assert older in inventory(shown).notices
    status(Namespace(), shown)
    assert older in capsys.readouterr().out
    write(shown, form="memo")
    assert names(shown) == sorted([NAMES[1], RECORD])


def test_a_changed_a_missing_and_a_foreign_file_are_problems(shown: Folders) -> None:
    write(shown)
    (there(shown) / NAMES[1]).write_bytes(b"other")
    (there(shown) / NAMES[2]).unlink()
    (there(shown) / "notes.txt").write_text("x", encoding="utf-8")
    problems = sorted(inventory(shown).problems)
    assert problems == [
        f"{LETTERS}/{REPORT}/notes.txt ไม่ใช่ไฟล์ของรายงานที่สมบูรณ์ฉบับใด",
        f"{LETTERS}/{REPORT}/{NAMES[1]} ถูกแก้ไขหลังสร้าง",
        f"{LETTERS}/{REPORT}/{NAMES[2]} หายไป",
    ]
    (there(shown) / RECORD).write_text("{", encoding="utf-8")
    assert f"{LETTERS}/{REPORT}/{RECORD} เสียหาย" in inventory(shown).problems
    assert letters_in_words(REPORT, shown.outputs) == (f"{LETTERS}/{REPORT}/{RECORD} เสียหาย",)


def test_a_report_that_is_not_there_not_current_or_unknown_is_refused(shown: Folders) -> None:
    with pytest.raises(ParameterError, match="ไม่มีรายงาน"):
        write(shown, "round/2568-1/dcm")
    with pytest.raises(VerificationError, match=r"ยังสร้างไม่ได้ .*จึงไม่ทำเอกสารสรุป"):
        write(shown, "round/2568-2/dmc")
    (shown.outputs / REPORT / "report.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(VerificationError, match=r"ต้องสร้างใหม่ \(ไฟล์ report.ipynb ถูกแก้ไขหลังสร้างรายงาน\)"):
        write(shown)
    assert not (shown.outputs / LETTERS).exists()


def test_of_many_those_that_can_be_are_written_before_the_others_are_refused(shown: Folders) -> None:
    with pytest.raises(VerificationError, match="ยังสร้างไม่ได้"):
        write(shown, "round", form="card")
    assert names(shown) == sorted([NAMES[0], RECORD])


def test_a_report_without_key_figures_has_no_letters(tmp_path: Path) -> None:
    folders = small_office(tmp_path)
    small_report.put_in_place(folders, received(folders))
    with pytest.raises(RenderingError, match="ไม่มีคำตอบหรือตัวเลขสำคัญ"):
        write(folders)


@pytest.mark.parametrize("form", ["memo", "slides", "sheet", "card"])
@pytest.mark.parametrize("words", [citizen_number(1), f"{FIRST_NAME} {LAST_NAME}"])
def test_nothing_that_identifies_a_learner_is_handed_on(shown: Folders, form: str, words: str) -> None:
    notebook = shown.outputs / REPORT / "report.ipynb"
    text = notebook.read_text(encoding="utf-8")
    assert "ปีการศึกษานี้มีนักเรียน " in text
    content = text.replace("ปีการศึกษานี้มีนักเรียน ", f"{words} ").encode()
    notebook.write_bytes(content)
    manifest = json.loads((shown.outputs / REPORT / NAME).read_text(encoding="utf-8"))
    manifest["content"]["outputs"]["report.ipynb"]["sha256"] = sha256(content).hexdigest()
    (shown.outputs / REPORT / NAME).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DataQualityError, match="ระบุตัวนักเรียนได้"):
        write(shown, form=form)
    assert not there(shown).exists()
