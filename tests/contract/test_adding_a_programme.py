"""Add a programme of a known kind = one parameter file. Nothing else is edited."""

import shutil
from pathlib import Path

from openpyxl import load_workbook

from made_up.project import PROJECT, Home

CLAIM = ["1/2569", None, "ผู้อำนวยการ", "เช่าบ้าน", "3500.00", "3000.00", "1 ต.ค. 2568", None, "ทส 1"]
"""A rent of 3,500 baht a month through the year, of which 3,000 are paid: 36,000 in all."""


def test_a_programme_of_a_known_kind_needs_one_file(tmp_path: Path) -> None:
    params = Path(shutil.copytree(PROJECT / "params", tmp_path / "params"))
    shutil.rmtree(params / "programmes")
    (params / "programmes").mkdir()
    shutil.copy(PROJECT / "params" / "programmes" / "house-rent.yml", params / "programmes")
    home = Home(tmp_path / "office", PROJECT, params)
    home.workbook("new", "programme", "extra-rent", "--like", "house-rent", "--number", "17", "--title", "ค่าเช่าพิเศษ")
    form = tmp_path / "form.xlsx"
    home.workbook("template", "extra-rent", "--output", str(form))
    fill_in(form)
    assert "ปีงบประมาณ 2569" in home.workbook("receive", str(form)).stdout
    home.workbook("run")
    facts = (home.outputs / "programme" / "2569" / "extra-rent" / "facts.csv").read_text(encoding="utf-8")
    assert "\namount.total,,36000.00,บาท," in facts
    assert "ถูกต้อง programme/2569/extra-rent" in home.workbook("verify", "programme/2569/extra-rent").stdout
    checked = home.workbook("check", "2569").stdout
    assert "ไฟล์โครงการยังไม่มีที่มา เงื่อนไข หรือตัวอย่างที่คิดด้วยมือ (3 ข้อ)" in checked, "what the officer has to enter"
    traced = home.workbook("trace", "programme/2569/extra-rent", "amount.total").stdout
    assert "6 เดือน × 3,000.00" in traced, "the working of the amount"
    assert "form.xlsx" in traced, "the row that it comes from"


def fill_in(path: Path) -> None:
    workbook = load_workbook(path)
    for place, value in enumerate(CLAIM, 1):
        workbook.worksheets[0].cell(3, place, value)
    workbook.save(path)
