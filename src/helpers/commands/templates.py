"""template: the Excel form of a programme or register, ready to be filled in."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from helpers.budget.choices import choices_of, offered_by
from helpers.budget.kinds import kinds
from helpers.collection.forms.definitions import FORMS, Form
from helpers.collection.forms.writing import write_form
from helpers.errors import ParameterError
from helpers.params.folder import Params
from helpers.periods import FiscalYear
from helpers.reports.places import Places


def write_template(options: Namespace, places: Places) -> None:
    """workbook template NAME [--year 2569] [--output FILE]

    Without a year, the newest of the parameters. A file that is there already is kept: it may be filled in.
    """
    params = places.read_params()
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
