"""A report's card: its state, its first figures and its links."""

import json
from pathlib import Path

from helpers.audit.freshness import State
from helpers.audit.manifest import NAME
from helpers.audit.report_cards import first_page
from helpers.render.blocks import Headline, Headlines, Span, to_bundle
from helpers.reports.folders import Folders
from helpers.systems.system import systems
from unit.audit.in_place import FILES, REPORT, card, cards, fail, page, put_in_place


def test_a_report_that_is_current_tells_its_first_figures_and_leads_to_its_files(folders: Folders) -> None:
    put_in_place(folders)
    own = card(folders)
    assert (own.state, own.reasons) == (State.CURRENT, ())
    assert (own.title, own.period) == ("รายงานข้อมูลนักเรียนรายบุคคล (DMC)", "ภาคเรียนที่ 1 ปีการศึกษา 2568")
    assert own.as_of == "10 มิถุนายน 2568"
    assert [link.href for link in own.links] == [f"{REPORT}/{name}" for name in FILES if name != "findings.csv"]
    written = page(folders)
    assert '<data value="24060" data-fact="pupils.total" data-key="">24,060</data>' in written
    assert '<data value="0.4712" data-fact="pupils.share_poor" data-key="">47.1</data>' in written


def test_a_file_that_is_not_there_is_not_linked(folders: Folders) -> None:
    folder = put_in_place(folders)
    for name in FILES[2:]:
        (folder / name).unlink()
    assert [link.name for link in card(folders).links] == ["report.html", "report.pdf"]


def test_a_folder_without_a_whole_manifest_is_no_report(folders: Folders) -> None:
    (put_in_place(folders) / NAME).write_text('{"content": {', encoding="utf-8")
    own = card(folders)
    assert (own.state, own.links, own.figures) == (State.STALE, (), ())


def test_a_report_whose_inputs_changed_says_why_in_short(folders: Folders) -> None:
    put_in_place(folders)
    path = folders.params / "rounds" / "2568-1.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("to_confirm", "confirmed"), encoding="utf-8")
    own = card(folders)
    assert own.state is State.STALE
    assert own.reasons == ("ไฟล์ใน params rounds/2568-1.yml เปลี่ยน",)
    assert "รายงานด้านล่างเป็นฉบับก่อนหน้า" in page(folders)


def test_many_reasons_are_counted_and_not_listed(folders: Folders) -> None:
    put_in_place(folders)
    for path in (folders.params / "rounds").glob("2568-*.yml"):
        path.write_text(path.read_text(encoding="utf-8") + "# ตรวจแล้ว\n", encoding="utf-8")
    for name in ("checks.yml", "assumptions.yml"):
        path = folders.params / name
        path.write_text(path.read_text(encoding="utf-8") + "# ตรวจแล้ว\n", encoding="utf-8")
    first, second, rest = card(folders).reasons
    assert (first, second) == ("ไฟล์ใน params assumptions.yml เปลี่ยน", "ไฟล์ใน params checks.yml เปลี่ยน")
    assert rest == "และอีก 1 รายการ"


def test_a_failed_run_shows_the_first_line_of_its_error(folders: Folders) -> None:
    fail(folders, "สมุดงานหยุด <b>กลางทาง</b>\n  ที่: สมุดงาน\n  วิธีแก้: แก้แล้วสั่งใหม่\n")
    own = card(folders)
    assert (own.state, own.failed, own.words) == (State.NEW, True, "สร้างไม่สำเร็จ")
    assert own.reasons == ("สมุดงานหยุด <b>กลางทาง</b>",)
    written = page(folders)
    assert "สมุดงานหยุด &lt;b&gt;กลางทาง&lt;/b&gt;" in written
    assert "วิธีแก้: แก้แล้ว" not in written
    assert "ฉบับก่อนหน้า" not in written


def test_an_old_failure_of_a_report_that_is_current_is_not_told(folders: Folders) -> None:
    put_in_place(folders)
    fail(folders, "เคยไม่สำเร็จ\n")
    own = card(folders)
    assert (own.state, own.failed) == (State.CURRENT, False)


def test_a_report_whose_deliveries_are_gone_is_still_listed(folders: Folders) -> None:
    put_in_place(folders, "round/2566-2/dmc")
    own = card(folders, "round/2566-2/dmc")
    assert own.state is State.ORPHANED
    assert own.page is not None


def test_a_round_without_files_waits(folders: Folders) -> None:
    own = card(folders, "round/2568-2/dmc")
    assert (own.state, own.reasons, own.links) == (State.WAITING, ("ยังไม่ได้รับไฟล์",), ())
    assert (own.period, own.as_of) == ("ภาคเรียนที่ 2 ปีการศึกษา 2568", "")
    assert own.title == "รายงานข้อมูลนักเรียนรายบุคคล (DMC)"


def test_what_was_set_aside_superseded_or_failed_is_no_report(folders: Folders) -> None:
    for report_id in ("round/2568-1/.dmc.superseded", "history/round/2568-1", "failed/round/2568-1"):
        put_in_place(folders, report_id)
    rounds = ("2568-1", "2568-2", "2569-1")
    assert set(cards(folders)) == {f"round/{round_}/{system}" for round_ in rounds for system in systems()}


def test_a_notebook_that_can_no_longer_be_read_costs_only_the_figures(folders: Folders) -> None:
    (put_in_place(folders) / "report.ipynb").write_text("{", encoding="utf-8")
    own = card(folders)
    assert (own.state, own.figures) == (State.STALE, ())
    assert own.title == "รายงานข้อมูลนักเรียนรายบุคคล (DMC)"


def test_the_first_figures_of_a_notebook_are_those_of_its_card(tmp_path: Path) -> None:
    shown = [Headlines(items=(Headline(label=label, number=(Span(text="1"),), note=()),)) for label in ("แรก", "หลัง")]
    cells = [{"outputs": [{"data": to_bundle(block)}]} for block in shown]
    (tmp_path / "report.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    figures = first_page(tmp_path / "report.ipynb").figures
    assert [figure.label for figure in figures] == ["แรก"]
