"""What a letter says is what the report says: its answer, flags, figures with their change, and what they lack."""

import nbformat
import pytest

from helpers.errors import RenderingError
from helpers.params.folder import read_params
from helpers.render.letters.content import change_text, letter_content, numbers_in
from helpers.render.wording import run_text
from helpers.reports.folders import PROJECT
from unit.render.letters.letter_specimen import NUMBERS, PEOPLE_CHANGE, content, notebook


def test_a_figure_has_the_change_that_the_report_shows_and_one_without_a_number_is_left_out() -> None:
    figures = content().figures
    assert [figure.label for figure in figures] == ["ต้องจ่ายทั้งปี", "คนทั้งหมด", "เบิกจ่ายแล้ว"]
    assert [change_text(figure.change) if figure.change else "" for figure in figures] == [
        "",
        "−318 คน",
        "+1.1 จุดร้อยละ",
    ]
    assert figures[1].change is not None
    assert (figures[1].change.against, figures[1].change.number) == ("เทียบรอบก่อน", PEOPLE_CHANGE)
    assert run_text(figures[2].printed) == "ร้อยละ 91.3"


def test_what_changed_is_what_the_prose_says_of_changes_or_why_nothing_is_compared() -> None:
    assert [run_text(paragraph) for paragraph in content().changes] == ["เทียบกับรอบก่อนลดลง 318\N{NO-BREAK SPACE}คน"]
    assert [run_text(paragraph) for paragraph in content(draft=False).changes] == ["ยังไม่ได้รับไฟล์ จึงเทียบกับปีก่อนไม่ได้"]


def test_drafts_samples_and_unconfirmed_values_are_named() -> None:
    letter = content()
    assert letter.marks == ("ร่าง", "ข้อมูลตัวอย่าง")
    assert [run_text(caution) for caution in letter.cautions] == [
        "อัตรา 38\N{NO-BREAK SPACE}รายการ ยังไม่ได้ยืนยัน",
        "ยอดในรายงานนี้ยังไม่ครบ",
        "มีค่าที่ยังไม่มีผู้ยืนยัน ได้แก่ วันที่ของข้อมูล",
    ]
    assert not content(draft=False).marks


def test_only_what_must_be_corrected_is_a_task() -> None:
    (task,) = content().tasks
    assert (task.finding, task.remedy) == ("จ่ายเกินสิทธิ", "ตรวจยอดในทะเบียน")
    assert content().prose(task.counts) == "40\N{NO-BREAK SPACE}ข้อ 7\N{NO-BREAK SPACE}โรงเรียน"


def test_every_number_is_one_of_the_report() -> None:
    letter = content()
    changes = [figure.change.number for figure in letter.figures if figure.change]
    runs = (letter.answer, *(figure.printed for figure in letter.figures), *letter.changes, *letter.cautions)
    numbers = [*numbers_in(*runs, *(flag.sentence for flag in letter.flags)), *changes]
    known = {(number.fact, number.key, number.value, number.text) for number in NUMBERS}
    assert {(number.fact, number.key, number.value, number.text) for number in numbers} <= known


def test_a_report_without_an_answer_or_figures_has_nothing_to_hand_on() -> None:
    office = read_params(PROJECT / "params").office
    with pytest.raises(RenderingError, match="ไม่มีคำตอบหรือตัวเลขสำคัญ"):
        letter_content(notebook(figures=0), office)
    with pytest.raises(RenderingError, match="ไม่มีคำตอบหรือตัวเลขสำคัญ"):
        letter_content(nbformat.v4.new_notebook(), office)


def test_the_words_for_nothing_to_compare_with_are_those_of_reports() -> None:
    source = (PROJECT / "src" / "helpers" / "reports" / "changes.py").read_text(encoding="utf-8")
    assert "จึงเทียบกับ" in source
