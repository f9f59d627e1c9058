"""new and sample: parameters from a template, deliveries from nothing."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from helpers.budget.choices import choices_of
from helpers.collection.new_round import write_round
from helpers.errors import ParameterError
from helpers.params.new_fiscal_year import write_fiscal_year
from helpers.params.new_office import write_office, write_params_for_schools
from helpers.params.new_programme import write_programme
from helpers.periods import FiscalYear, Round
from helpers.reports.places import Places
from helpers.sample import SCHOOL_LIST, write_sample


def new_round(options: Namespace, places: Places) -> None:
    """workbook new round 2569-1"""
    path = write_round(places.params, Round.parse(options.id))
    if path is None:
        raise ParameterError(f"มีพารามิเตอร์ของรอบ {options.id} แล้ว", where=str(places.params), remedy="แก้ไขไฟล์เดิม")
    print(f"สร้าง {path} แล้ว ตรวจวันที่กับหนังสือสั่งการก่อนใช้")


def new_fiscal_year(options: Namespace, places: Places) -> None:
    """workbook new fiscal-year 2570"""
    params, year = places.read_params(), FiscalYear.parse(options.year)
    if not params.fiscal_years:
        remedy = "เขียนไฟล์ปีแรกเองตาม docs/parameters.md"
        raise ParameterError("ไม่มีปีงบประมาณใดให้ใช้เป็นแบบ", where=str(params.folder / "fiscal_years"), remedy=remedy)
    path = write_fiscal_year(params.folder, year, params.fiscal_years)
    print(f"สร้าง {path} แล้ว ตรวจรอบ วันที่ และเป้าหมายกับหนังสือสั่งการก่อนใช้ ทุกค่ารอการยืนยัน")


def new_programme(options: Namespace, places: Places) -> None:
    """workbook new programme ID --like ID --number N --title …"""
    path = write_programme(places.params, options.id, like=options.like, number=options.number, title=options.title)
    print(f"สร้าง {path} แล้ว ตรวจอัตรา ที่มา และตัวอย่างก่อนใช้ ทุกค่ารอการยืนยัน")


def new_office(options: Namespace, places: Places) -> None:
    """workbook new office DIR --area 8601 --name …"""
    folder = Path(options.folder)
    params = write_office(
        folder, places.params, area_code=options.area, name=options.name, short_name=options.short_name
    )
    print(f"สร้างพารามิเตอร์ของสำนักงานไว้ที่ {params}")
    print(f"คำสั่งต่อไป: workbook --data {folder / 'data'} --params {params} --outputs {folder / 'outputs'} receive ไฟล์…")


def write_sample_data(options: Namespace, places: Places) -> None:
    """workbook sample DIR [--schools N --pupils N --seed N --year Y]"""
    params, folder = places.read_params(), Path(options.folder)
    area = params.office.area_code
    summary = write_sample(
        folder,
        params,
        choices_of(params),
        schools=options.schools,
        pupils=options.pupils,
        seed=options.seed,
        year=options.year,
    )
    pupils = ", ".join(f"รอบ {round_} {count:,} คน" for round_, count in summary.pupils.items())
    print(f"ข้อมูลตัวอย่าง {summary.schools:,} โรงเรียน {pupils}")
    print(f"ไฟล์ดาวน์โหลด {summary.files:,} ไฟล์ใน {folder / 'downloads'}")
    print(f"ข้อผิดพลาดที่วางไว้ {summary.planted:,} ข้อ รายการอยู่ใน {folder / 'planted.csv'}")
    if (folder / SCHOOL_LIST).exists():
        own = write_params_for_schools(folder / "params", params.folder, area, folder / SCHOOL_LIST)
        print(f"ข้อมูลนี้มีเพียงบางโรงเรียน ใช้กับพารามิเตอร์ --params {own}")
