"""Writing new parameter files: of a programme, after the pattern of an existing one of its kind; of a fiscal year, with
the targets of the nearest existing year; and a whole folder for another office, with the thresholds and assumptions of
this one. Everything that is taken over is still to be confirmed."""

import re
import shutil
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import yaml

from helpers.errors import ParameterError
from helpers.files import PRIVATE, folder_in_the_making, write_whole
from helpers.identifiers import AREA_CODE
from helpers.params.fiscal_years import CountedRounds, DisbursementTargets, FiscalYearParams, Target
from helpers.params.models import Office
from helpers.params.programmes.base import PROGRAMME_ID
from helpers.params.programmes.reading import read_programme
from helpers.params.school_list import COLUMNS
from helpers.params.strict_yaml import read_model
from helpers.periods import FiscalYear, thai_date_short

_PARTS_WITHOUT_STATUS = {"references": "ที่มา", "conditions": "เงื่อนไข", "examples": "ตัวอย่าง"}
"""Parts of a pattern that have no status, with their Thai names."""
_STATUS = re.compile(r"\bstatus: confirmed\b")


def write_programme(params_folder: Path, programme_id: str, *, like: str, number: str, title: str) -> Path:
    """Write `programmes/<id>.yml` with the rates and settings of the programme `like`, all still to be confirmed, and
    return its path.

    Raises ParameterError for an id that is malformed or taken, for a pattern that does not exist, and for a malformed
    number.
    """
    folder = params_folder / "programmes"
    final, pattern = folder / f"{programme_id}.yml", folder / f"{like}.yml"
    if not PROGRAMME_ID.fullmatch(programme_id):
        raise ParameterError(
            f"รหัสโครงการ “{programme_id}” ใช้ไม่ได้", remedy="ใช้ตัวอักษร a-z เลข และขีดกลาง เช่น extra-teachers"
        )
    if final.exists():
        raise ParameterError(f"มีโครงการ {programme_id} แล้ว", where=str(final), remedy="ใช้รหัสอื่น หรือแก้ไขไฟล์เดิม")
    if not pattern.exists():
        known = ", ".join(sorted(path.stem for path in folder.glob("*.yml")))
        raise ParameterError(f"ไม่มีโครงการ {like} ให้ใช้เป็นแบบ", where=str(folder), remedy=f"โครงการที่มีคือ {known}")
    text = pattern.read_text(encoding="utf-8")
    for key, value in (("number", number), ("title", title)):
        text = _with_line(text, key, value)
    with folder_in_the_making(final) as scratch:
        draft = scratch / final.name
        write_whole(draft, _marked(_STATUS.sub("status: to_confirm", text), title, like))
        read_programme(draft)
        draft.rename(final)
    return final


def _marked(text: str, title: str, like: str) -> str:
    """The pattern's text under the new programme's heading. Its references, conditions and examples have no status, so
    a comment marks them as still being the pattern's; they stay until replaced, since a file without them is
    invalid."""
    lines = text.splitlines(keepends=True)
    settings = "".join(lines[next((number for number, line in enumerate(lines) if line[0] != "#"), len(lines)) :])
    heading = f"# {' '.join(title.split())}\n# สร้างตามแบบของโครงการ {like} ทุกค่ารอการยืนยัน ตรวจกับหนังสือของโครงการนี้ก่อนใช้\n"
    for key, part in _PARTS_WITHOUT_STATUS.items():
        mark = f"# {part}ของ {like} ยังไม่ใช่ของโครงการนี้ (to_confirm) ตรวจแล้วแก้ให้เป็นของโครงการนี้\n{key}:"
        settings = settings.replace(f"\n{key}:", f"\n{mark}", 1)
    return heading + settings


def _with_line(text: str, key: str, value: str) -> str:
    line = f"{key}: {_scalar(value)}"
    return re.sub(rf"^{key}:.*$", lambda _: line, text, count=1, flags=re.MULTILINE)


def _scalar(text: str) -> str:
    """A text as a quoted YAML scalar on one line."""
    return yaml.safe_dump(text, allow_unicode=True, default_style='"', width=sys.maxsize).rstrip("\n")


_LAST_DAYS = ((12, 31), (3, 31), (6, 30), (9, 30))
"""Month and day on which each quarter ends."""


def write_fiscal_year(params_folder: Path, year: FiscalYear, known: Mapping[FiscalYear, FiscalYearParams]) -> Path:
    """Write `fiscal_years/<year>.yml` and return its path. What does not follow from the year itself is taken from the
    nearest `known` year, of two equally near from the earlier one.

    Raises ParameterError when the file exists already.
    """
    path = params_folder / "fiscal_years" / f"{year}.yml"
    if path.exists():
        raise ParameterError(f"มีพารามิเตอร์ของ{year.thai}แล้ว", where=str(path), remedy="แก้ไขไฟล์เดิม")
    pattern = min(known, key=lambda each: (abs(each.year - year.year), each.year))
    like = known[pattern]
    middle, second = (date(year.closes.year, *day) for day in ((3, 31), (4, 1)))
    text = (
        f"# {year.thai} ตรวจกับหนังสือสั่งการ แล้วเปลี่ยน status เป็น confirmed\n"
        f"as_of: # วันที่ปิดทะเบียนเพื่อทำรายงาน\n  date: {_day(year.closes)}\n  reference: วันสิ้นปีงบประมาณ\n"
        f"  status: to_confirm\n"
        f"rounds: # รอบ DMC ที่ใช้คิดเงินอุดหนุนรายหัว\n{_rounds(year, like.rounds)}"
        f"  reference: {_scalar(f'รอบตามแบบของ{pattern.thai} ยังไม่ได้ตรวจกับหนังสือของปีนี้')}\n  status: to_confirm\n"
        f"halves:\n  halves:\n"
        f"    - {{title: ครึ่งปีแรก, opens: {_day(year.opens)}, closes: {_day(middle)}}}\n"
        f"    - {{title: ครึ่งปีหลัง, opens: {_day(second)}, closes: {_day(year.closes)}}}\n"
        f"  reference: {_scalar(like.halves.reference)}\n  status: to_confirm\n"
        f"targets:\n  targets:\n{_targets(year, like.targets)}"
        f"  reference: {_scalar(f'เป้าหมายของ{pattern.thai} ใช้แทนจนกว่าจะพบหนังสือของปีนี้')}\n  status: to_confirm\n"
    )
    return _written(path, text)


def _written(path: Path, text: str) -> Path:
    """Write a fiscal year's file, after the strict reader has read it back, and return its path."""
    with folder_in_the_making(path) as scratch:
        draft = scratch / path.name
        write_whole(draft, text)
        read_model(draft, FiscalYearParams)
        draft.rename(path)
    return path


def _rounds(year: FiscalYear, like: CountedRounds) -> str:
    """The rounds of the year; `term_2_advance` is among them where the pattern has it."""
    term_2, term_1 = f"{year.year - 1}-2", f"{year.year}-1"
    lines = f"  term_2: {term_2}\n  term_1_advance: {term_2}\n  term_1: {term_1}\n"
    if like.term_2_advance is None:
        return lines
    reference = _scalar(like.term_2_advance.reference)
    early = f"round: {year.year - 1}-1\n    reference: {reference}\n    status: to_confirm\n"
    return f"{lines}  term_2_advance: # ใช้เมื่อโครงการจ่ายภาคเรียนที่ 2 สองงวด\n    {early}"


def _targets(year: FiscalYear, like: DisbursementTargets) -> str:
    lines = []
    for target in like.targets:
        month, day = _LAST_DAYS[target.quarter - 1]
        by = date(year.opens.year if month == _LAST_DAYS[0][0] else year.closes.year, month, day)
        lines.append(f"    - {{quarter: {target.quarter}, by: {_day(by)}, {_percents(target)}}}\n")
    return "".join(lines)


def _percents(target: Target) -> str:
    kinds = ("overall", "investment", "current", "commitment")
    stated = ((kind, getattr(target, kind)) for kind in kinds)
    return ", ".join(f'{kind}: "{percent}"' for kind, percent in stated if percent is not None)


def _day(day: date) -> str:
    return thai_date_short(day)


_SHARED = ("checks.yml", "assumptions.yml", "indicators.yml", "social_security.yml")
_FOLDERS = ("programmes", "fiscal_years")


def write_office(folder: Path, template: Path, *, area_code: str, name: str, short_name: str) -> Path:
    """Write `folder/params` and return its path; its school list has only a header until the office fills it in.

    Raises ParameterError when the folder exists already or the area code is malformed.
    """
    if not AREA_CODE.fullmatch(area_code):
        remedy = "ใส่รหัสเขต 4 หลัก เช่น --area 8601"
        raise ParameterError(f"รหัสเขต “{area_code}” ใช้ไม่ได้", where="--area", remedy=remedy)
    final = folder / "params"
    if final.exists():
        raise ParameterError("มีโฟลเดอร์นี้อยู่แล้ว", where=str(final), remedy="ใช้ชื่อโฟลเดอร์อื่น หรือแก้ไขไฟล์ในโฟลเดอร์เดิม")
    office = yaml.safe_load((template / "office.yml").read_text(encoding="utf-8"))
    signers = [
        {**signer, "position": signer["position"].replace(office["name"], name)} for signer in office.get("signers", [])
    ]
    office |= {"name": name, "short_name": short_name or name, "area_code": area_code, "signers": signers}
    with folder_in_the_making(final) as scratch:
        text = yaml.safe_dump(office, allow_unicode=True, sort_keys=False, width=120)
        write_whole(scratch / "office.yml", text)
        read_model(scratch / "office.yml", Office)
        for shared in (name for name in _SHARED if (template / name).exists()):
            write_whole(scratch / shared, (template / shared).read_bytes())
        write_whole(scratch / "schools" / f"{area_code}.csv", ",".join(COLUMNS) + "\n")
        (scratch / "rounds").mkdir()
        for path in (path for part in _FOLDERS for path in sorted((template / part).glob("*.yml"))):
            write_whole(scratch / path.relative_to(template), path.read_bytes())
        scratch.rename(final)
        scratch.mkdir()
    return final


def write_params_for_schools(final: Path, template: Path, area_code: str, school_list: Path) -> Path:
    """Write a parameter folder that differs from the template only in its school list, replacing an older one. The
    folder lies among the data and is kept as private as they are."""
    with folder_in_the_making(final, PRIVATE) as scratch:
        for path in sorted(template.rglob("*.yml")):
            write_whole(scratch / path.relative_to(template), path.read_bytes(), PRIVATE)
        write_whole(scratch / "schools" / f"{area_code}.csv", school_list.read_bytes(), PRIVATE)
        shutil.rmtree(final, ignore_errors=True)
        scratch.rename(final)
        scratch.mkdir()
    return final
