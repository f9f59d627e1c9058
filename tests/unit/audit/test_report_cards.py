"""A report's card: its state, its first figures and its links."""

from __future__ import annotations

from helpers.audit.manifest import NAME
from helpers.audit.report_cards import Standing
from helpers.collection.systems import systems
from helpers.reports.places import Places
from unit.audit.in_place import FILES, REPORT, card, cards, fail, page, put_in_place


def test_a_report_that_is_current_tells_its_first_figures_and_leads_to_its_files(places: Places) -> None:
    put_in_place(places)
    own = card(places)
    assert (own.standing, own.reasons) == (Standing.CURRENT, ())
    assert (own.title, own.period) == ("รายงานข้อมูลนักเรียนรายบุคคล (DMC)", "ภาคเรียนที่ 1 ปีการศึกษา 2568")
    assert own.as_of == "10 มิถุนายน 2568"
    assert [link.href for link in (*own.links, *own.internal)] == [f"{REPORT}/{name}" for name in FILES]
    written = page(places)
    assert '<data value="24060" data-fact="pupils.total" data-key="">24,060</data>' in written
    assert '<data value="0.4712" data-fact="pupils.share_poor" data-key="">47.1</data>' in written


def test_a_file_that_is_not_there_is_not_linked(places: Places) -> None:
    put_in_place(places, files=FILES[:2])
    assert [link.name for link in card(places).links] == ["report.html", "report.pdf"]


def test_a_folder_without_a_whole_manifest_is_no_report(places: Places) -> None:
    (put_in_place(places) / NAME).write_text('{"content": {', encoding="utf-8")
    own = card(places)
    assert (own.standing, own.links, own.figures) == (Standing.STALE, (), ())


def test_a_report_whose_inputs_changed_says_why_in_short(places: Places) -> None:
    put_in_place(places)
    path = places.params / "rounds" / "2568-1.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("to_confirm", "confirmed"), encoding="utf-8")
    own = card(places)
    assert own.standing is Standing.STALE
    assert own.reasons == ("ไฟล์ใน params rounds/2568-1.yml เปลี่ยน",)
    assert "รายงานด้านล่างเป็นฉบับก่อนหน้า" in page(places)


def test_many_reasons_are_counted_and_not_listed(places: Places) -> None:
    put_in_place(places)
    for path in (places.params / "rounds").glob("2568-*.yml"):
        path.write_text(path.read_text(encoding="utf-8") + "# ตรวจแล้ว\n", encoding="utf-8")
    for name in ("checks.yml", "assumptions.yml"):
        path = places.params / name
        path.write_text(path.read_text(encoding="utf-8") + "# ตรวจแล้ว\n", encoding="utf-8")
    first, second, rest = card(places).reasons
    assert (first, second) == ("ไฟล์ใน params assumptions.yml เปลี่ยน", "ไฟล์ใน params checks.yml เปลี่ยน")
    assert rest == "และอีก 1 รายการ"


def test_a_failed_run_shows_the_first_line_of_its_error(places: Places) -> None:
    fail(places, "สมุดงานหยุด <b>กลางทาง</b>\n  ที่: สมุดงาน\n  วิธีแก้: แก้แล้วสั่งใหม่\n")
    own = card(places)
    assert (own.standing, own.reasons) == (Standing.FAILED, ("สมุดงานหยุด <b>กลางทาง</b>",))
    written = page(places)
    assert "สมุดงานหยุด &lt;b&gt;กลางทาง&lt;/b&gt;" in written
    assert "วิธีแก้: แก้แล้ว" not in written
    assert "ฉบับก่อนหน้า" not in written


def test_an_old_failure_of_a_report_that_is_current_is_not_told(places: Places) -> None:
    put_in_place(places)
    fail(places, "เคยไม่สำเร็จ\n")
    assert card(places).standing is Standing.CURRENT


def test_a_report_whose_deliveries_are_gone_is_still_listed(places: Places) -> None:
    put_in_place(places, "round/2566-2/dmc")
    own = card(places, "round/2566-2/dmc")
    assert own.standing is Standing.ORPHANED
    assert own.page is not None


def test_a_round_without_files_waits(places: Places) -> None:
    own = card(places, "round/2568-2/dmc")
    assert (own.standing, own.links) == (Standing.WAITING, ())
    assert (own.period, own.as_of) == ("ภาคเรียนที่ 2 ปีการศึกษา 2568", "")
    assert own.title == "รายงานข้อมูลนักเรียนรายบุคคล (DMC)"


def test_what_was_set_aside_superseded_or_failed_is_no_report(places: Places) -> None:
    for report_id in ("round/2568-1/.dmc.superseded", "history/round/2568-1", "failed/round/2568-1"):
        put_in_place(places, report_id)
    rounds = ("2568-1", "2568-2", "2569-1")
    assert set(cards(places)) == {f"round/{round_}/{system}" for round_ in rounds for system in systems()}


def test_a_notebook_that_can_no_longer_be_read_costs_only_the_figures(places: Places) -> None:
    (put_in_place(places) / "report.ipynb").write_text("{", encoding="utf-8")
    own = card(places)
    assert (own.standing, own.figures) == (Standing.STALE, ())
    assert own.title == "รายงานข้อมูลนักเรียนรายบุคคล (DMC)"
