"""The verbs new, sample and template: parameters from a template, synthetic deliveries, and the Excel form of a
programme or register.
"""

import os
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from helpers.deliveries.new_round import write_round
from helpers.errors import ParameterError
from helpers.forms.definitions import FORMS
from helpers.forms.form import Form
from helpers.forms.writing import write_form
from helpers.params.folder import Params
from helpers.params.new import write_fiscal_year, write_office, write_params_for_schools, write_programme
from helpers.periods import FiscalYear, Round
from helpers.programmes.kinds import kinds
from helpers.programmes.reading import choices_of, offered_by
from helpers.reports.folders import Folders
from helpers.sample import SCHOOL_LIST, Country, write_country, write_sample


def new_round(options: Namespace, folders: Folders) -> None:
    """workbook new round 2569-1"""
    path = write_round(folders.params, Round.parse(options.id))
    if path is None:
        raise ParameterError(f"มีพารามิเตอร์ของรอบ {options.id} แล้ว", where=str(folders.params), remedy="แก้ไขไฟล์เดิม")
    print(f"สร้าง {path} แล้ว ตรวจวันที่กับหนังสือสั่งการก่อนใช้")


def new_fiscal_year(options: Namespace, folders: Folders) -> None:
    """workbook new fiscal-year 2570"""
    params, year = folders.read_params(), FiscalYear.parse(options.year)
    if not params.fiscal_years:
        remedy = "เขียนไฟล์ปีแรกเองตาม docs/parameters.md"
        raise ParameterError("ไม่มีปีงบประมาณใดให้ใช้เป็นแบบ", where=str(params.folder / "fiscal_years"), remedy=remedy)
    path = write_fiscal_year(params.folder, year, params.fiscal_years)
    print(f"สร้าง {path} แล้ว ตรวจรอบ วันที่ และเป้าหมายกับหนังสือสั่งการก่อนใช้ ทุกค่ารอการยืนยัน")


def new_programme(options: Namespace, folders: Folders) -> None:
    """workbook new programme ID --like ID --number N --title …"""
    path = write_programme(folders.params, options.id, like=options.like, number=options.number, title=options.title)
    print(f"สร้าง {path} แล้ว ตรวจอัตรา แล้วกรอกที่มา เงื่อนไข และตัวอย่างของโครงการนี้ก่อนใช้ ทุกค่ารอการยืนยัน")


def new_office(options: Namespace, folders: Folders) -> None:
    """workbook new office DIR --area 8601 --name …"""
    folder = Path(options.folder)
    params = write_office(
        folder, folders.params, area_code=options.area, name=options.name, short_name=options.short_name
    )
    print(f"สร้างพารามิเตอร์ของสำนักงานไว้ที่ {params}")
    print(f"คำสั่งต่อไป: workbook --data {folder / 'data'} --params {params} --outputs {folder / 'outputs'} receive ไฟล์…")


def write_sample_data(options: Namespace, folders: Folders) -> None:
    """workbook sample DIR [--schools N --pupils N --seed N --year Y] [--offices N]"""
    params, folder = folders.read_params(), Path(options.folder)
    settings = {name: getattr(options, name) for name in ("schools", "pupils", "seed", "year")}
    if options.offices:
        country = Country(params.folder, params.school_list_file, choices_of(params), **settings)
        _write_country(options.offices, folder, country)
        return
    summary, area = write_sample(folder, params, choices_of(params), **settings), params.office.area_code
    print(f"ข้อมูลตัวอย่าง {summary.schools:,} โรงเรียน {_by_round(summary.pupils)}")
    print(f"ไฟล์ดาวน์โหลด {summary.files:,} ไฟล์ใน {folder / 'downloads'}")
    print(f"ข้อผิดพลาดที่วางไว้ {summary.planted:,} ข้อ รายการอยู่ใน {folder / 'planted.csv'}")
    if (folder / SCHOOL_LIST).exists():
        params_folder = write_params_for_schools(
            folder / "params", params.folder, area, (folder / SCHOOL_LIST).read_bytes()
        )
        print(f"ข้อมูลนี้มีเพียงบางโรงเรียน ใช้กับพารามิเตอร์ --params {params_folder}")


def _write_country(offices: int, root: Path, country: Country) -> None:
    summary = write_country(root, country, offices=offices, jobs=os.cpu_count() or 1)
    print(f"ข้อมูลตัวอย่าง {summary.offices:,} สำนักงาน {summary.schools:,} โรงเรียน {_by_round(summary.pupils)}")
    print(f"ไฟล์ดาวน์โหลด {summary.files:,} ไฟล์ ข้อผิดพลาดที่วางไว้ {summary.planted:,} ข้อ")
    print(f"แต่ละสำนักงานอยู่ใน {root / 'รหัสเขต'} พารามิเตอร์ใน params ข้อมูลใน data")


def _by_round(pupils: Mapping[str, int]) -> str:
    return ", ".join(f"รอบ {round_} {count:,} คน" for round_, count in pupils.items())


def write_template(options: Namespace, folders: Folders) -> None:
    """workbook template NAME [--year 2569] [--output FILE]

    Without a year, the newest fiscal year of the parameters. Raises ParameterError where the file exists already: it
    may be filled in.
    """
    params = folders.read_params()
    form, title = _form_of(options.name, params)
    year = FiscalYear.parse(str(options.year)) if options.year else max(params.fiscal_years, default=None)
    if year is None:
        raise ParameterError("ยังไม่มีพารามิเตอร์ของปีงบประมาณใด", where=str(params.folder), remedy="ระบุปี เช่น --year 2569")
    path = Path(options.output or f"{options.name}-{year}.xlsx")
    if path.exists():
        remedy = "ระบุชื่อไฟล์อื่นด้วย --output หรือย้ายไฟล์เดิมออกก่อน"
        raise ParameterError("มีไฟล์ชื่อนี้อยู่แล้ว และอาจกรอกไว้แล้ว", where=str(path), remedy=remedy)
    write_form(
        form,
        path,
        subject_id=options.name,
        subject_title=title,
        year=year,
        office=params.office.name,
        choices=choices_of(params),
    )
    print(f"เขียน{form.title} {year.thai} ไว้ที่ {path} กรอกแล้วสั่ง workbook receive {path}")


def _form_of(name: str, params: Params) -> tuple[Form, str]:
    """The form of a register or programme, and its title. Raises ParameterError for a name that has none."""
    forms = {slug: (form, form.title) for slug, form in FORMS.items() if form.register}
    for programme_id, programme in params.programmes.items():
        slug = kinds()[programme.kind].form(programme)
        if slug:
            forms[programme_id] = offered_by(programme, FORMS[slug]), programme.title
    if name not in forms:
        why = "โครงการนี้ไม่มีแบบกรอก" if name in params.programmes else f"ไม่รู้จักโครงการหรือทะเบียน “{name}”"
        raise ParameterError(why, where=str(params.folder / "programmes"), remedy=f"ที่มีแบบกรอกคือ {', '.join(forms)}")
    return forms[name]
