"""Writing new parameter files: of a programme, after the pattern of an existing one of its kind; of a fiscal year, with
the targets of the nearest existing year; and a whole folder for another office, with the thresholds and assumptions of
this one. Everything that is taken over is still to be confirmed."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from helpers.errors import ParameterError
from helpers.files import PRIVATE, SHARED, folder_in_the_making, write_whole
from helpers.identifiers import AREA_CODE, NATIONAL_AREA
from helpers.params.fiscal_years import HALF_TITLES, CountedRounds, DisbursementTargets, FiscalYearParams, Target
from helpers.params.models import Office
from helpers.params.programmes.base import PROGRAMME_ID
from helpers.params.programmes.reading import read_programme
from helpers.params.school_list import COLUMNS
from helpers.params.strict_yaml import read_model
from helpers.periods import FiscalYear, thai_date_short

_PATTERNS_OWN = {
    "references": "กฎหมายและหนังสือที่โครงการนี้อ้าง",
    "conditions": "เงื่อนไขของโครงการนี้ พิมพ์หน้าแรกของรายงาน",
    "examples": "ตัวอย่างของโครงการนี้ คิดด้วยมืออย่างน้อยหนึ่งข้อ โปรแกรมต้องคิดได้เท่ากัน (คีย์อยู่ใน docs/parameters.md)",
}
"""The lists of a pattern that hold for itself alone: a new file has them empty, with these words above them."""


def write_programme(params_folder: Path, programme_id: str, *, like: str, number: str, title: str) -> Path:
    """Write `programmes/<id>.yml` with the rates and settings of the programme `like`, all still to be confirmed, and
    without its references, conditions and examples.

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
    body = _made_after(pattern.read_text(encoding="utf-8"), {"number": number, "title": title})
    heading = f"# {' '.join(title.split())}\n# สร้างตามแบบของโครงการ {like} ทุกค่ารอการยืนยัน ตรวจกับหนังสือของโครงการนี้ก่อนใช้\n"
    return write_read_back(final, heading + body, read_programme)


def _made_after(text: str, values: Mapping[str, str]) -> str:
    """The pattern's text below its heading, with these `values`, its own lists empty, and nothing confirmed. What YAML
    calls comments stays where it explains a value, and goes where it explains what is left out."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "the strict reader took it for a programme"
    edits = [(node.start_mark.index, node.end_mark.index, "to_confirm") for node in _confirmed(root)]
    for key, value in root.value:
        if key.value in values:
            edits.append((value.start_mark.index, value.end_mark.index, _scalar(values[key.value])))
        elif key.value in _PATTERNS_OWN:
            start, end = _comment_above(text, key.start_mark.index), _last_leaf(value).end_mark.index
            edits = [edit for edit in edits if not start <= edit[0] < end]
            edits.append((start, end, f"# {_PATTERNS_OWN[key.value]}\n{key.value}: []"))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    lines = text.splitlines(keepends=True)
    return "".join(lines[next(row for row, line in enumerate(lines) if not line.startswith("#")) :])


def _confirmed(node: yaml.Node) -> Iterator[yaml.Node]:
    """The values of every `status` that says that it is confirmed, at any depth."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _confirmed(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "status" and value.value == "confirmed":
                yield value
            else:
                yield from _confirmed(value)


def _last_leaf(node: yaml.Node) -> yaml.Node:
    """Where what a list says ends: the list itself ends at the next key, below the comments of that."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _comment_above(text: str, start: int) -> int:
    """Where the comment lines right above a key begin; the key itself where there are none."""
    while (line := text.rfind("\n", 0, start - 1) + 1) < start and text[line:start].startswith("#"):
        start = line
    return start


def _scalar(text: str) -> str:
    """A text as a quoted YAML scalar on one line."""
    return yaml.safe_dump(text, allow_unicode=True, default_style='"', width=sys.maxsize).rstrip("\n")


_LAST_DAYS = ((12, 31), (3, 31), (6, 30), (9, 30))
"""Month and day on which each quarter ends."""
_COMMENTS = {
    "as_of": "วันที่ปิดทะเบียนเพื่อทำรายงาน",
    "rounds": "รอบ DMC ที่ใช้คิดเงินอุดหนุนรายหัว term_2_advance ใช้เมื่อโครงการจ่ายภาคเรียนที่ 2 สองงวด",
}


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
    parts = {
        "as_of": {"date": thai_date_short(year.closes), **_to_confirm("วันสิ้นปีงบประมาณ")},
        "rounds": {
            **_rounds(year, like.rounds),
            **_to_confirm(f"รอบตามแบบของ{pattern.thai} ยังไม่ได้ตรวจกับหนังสือของปีนี้"),
        },
        "halves": {"halves": _halves(year), **_to_confirm(like.halves.reference)},
        "targets": {
            "targets": _targets(year, like.targets),
            **_to_confirm(f"เป้าหมายของ{pattern.thai} ใช้แทนจนกว่าจะพบหนังสือของปีนี้"),
        },
    }
    text = parameter_text(f"{year.thai} ตรวจกับหนังสือสั่งการ แล้วเปลี่ยน status เป็น confirmed", parts, _COMMENTS)
    return write_read_back(path, text, lambda draft: read_model(draft, FiscalYearParams))


def parameter_text(heading: str, parts: Mapping[str, object], comments: Mapping[str, str]) -> str:
    """A parameter file as YAML: a heading, then every part below its comment, if it has one."""
    text = f"# {heading}\n"
    for key, value in parts.items():
        text += f"# {comments[key]}\n" if key in comments else ""
        text += yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=sys.maxsize)
    return text


def write_read_back(path: Path, text: str, read: Callable[[Path], object]) -> Path:
    """Put a parameter file in place once `read`, as every command will read it, took it. The path. Raises what `read`
    raises, and leaves nothing then."""
    with folder_in_the_making(path) as scratch:
        draft = scratch / path.name
        write_whole(draft, text)
        read(draft)
        draft.rename(path)
    return path


def _to_confirm(reference: str) -> dict[str, str]:
    return {"reference": reference, "status": "to_confirm"}


def _rounds(year: FiscalYear, like: CountedRounds) -> dict[str, object]:
    """The rounds of the year, with one for the first of two payments of term 2 where the pattern has one."""
    term_2, term_1 = f"{year.year - 1}-2", f"{year.year}-1"
    rounds: dict[str, object] = {"term_2": term_2, "term_1_advance": term_2, "term_1": term_1}
    if like.term_2_advance:
        rounds["term_2_advance"] = {"round": f"{year.year - 1}-1", **_to_confirm(like.term_2_advance.reference)}
    return rounds


def _halves(year: FiscalYear) -> list[dict[str, str]]:
    middle, second = (date(year.closes.year, *day) for day in ((3, 31), (4, 1)))
    days = ((HALF_TITLES[0], year.opens, middle), (HALF_TITLES[1], second, year.closes))
    return [
        {"title": title, "opens": thai_date_short(opens), "closes": thai_date_short(closes)}
        for title, opens, closes in days
    ]


def _targets(year: FiscalYear, like: DisbursementTargets) -> list[dict[str, object]]:
    targets = []
    for target in like.targets:
        month, day = _LAST_DAYS[target.quarter - 1]
        by = date(year.opens.year if month == _LAST_DAYS[0][0] else year.closes.year, month, day)
        targets.append({"quarter": target.quarter, "by": thai_date_short(by), **_percents(target)})
    return targets


def _percents(target: Target) -> dict[str, str]:
    """In words, so that no reader ever takes them for floats."""
    kinds = ("overall", "investment", "current", "commitment")
    stated = ((kind, getattr(target, kind)) for kind in kinds)
    return {kind: str(percent) for kind, percent in stated if percent is not None}


_SHARED = (
    "assumptions.yml",
    "checks.yml",
    "flags.yml",
    "indicators.yml",
    "similar_schools.yml",
    "social_security.yml",
)
_FOLDERS = ("programmes", "fiscal_years")


def _at(name: str, signer: Mapping[str, str], office: Mapping[str, Any]) -> str:
    """The position of a signer at the office of this name, in place of the other office."""
    return signer["position"].replace(office["name"], name)


def _publication_taken_over(office: Mapping[str, Any]) -> dict[str, Any]:
    """What another office says of its public edition, all still to be confirmed, without the address and the unit that
    are its alone; nothing where it says nothing."""
    stated = {key: value for key, value in office.get("publication", {}).items() if key not in ("address", "contact")}
    if not stated:
        return {}
    unconfirmed = {"status": "to_confirm"}
    parts = {key: value | unconfirmed if isinstance(value, dict) else value for key, value in stated.items()}
    return {"publication": parts | unconfirmed}


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
    with folder_in_the_making(final) as scratch:
        _write_office_file(scratch / "office.yml", template, area_code, (name, short_name or name))
        _write_shared(scratch, template, area_code)
        for path in (path for part in _FOLDERS for path in sorted((template / part).glob("*.yml"))):
            write_whole(scratch / path.relative_to(template), path.read_bytes())
        scratch.rename(final)
        scratch.mkdir()
    return final


NATIONAL_NAME = "ภาพรวมทุกสำนักงาน"
_OF_ALL_OFFICES = ("digits", "kept_versions", "kept_years", "size_bands", "notebook_minutes")
"""What the folder of the national view takes over of an office: nobody signs there, and nothing is published."""


def write_national(folder: Path, template: Path) -> Path:
    """Write `folder/params` for the national view, unless it is there, with the thresholds of an office, and return its
    path; it has no school list, no programmes and no rounds."""
    final = folder / "params"
    if final.exists():
        return final
    stated = yaml.safe_load((template / "office.yml").read_text(encoding="utf-8"))
    office = {"name": NATIONAL_NAME, "short_name": NATIONAL_NAME, "area_code": NATIONAL_AREA}
    office |= {name: stated[name] for name in _OF_ALL_OFFICES if name in stated}
    with folder_in_the_making(final) as scratch:
        write_whole(scratch / "office.yml", yaml.safe_dump(office, allow_unicode=True, sort_keys=False, width=120))
        read_model(scratch / "office.yml", Office)
        _write_shared(scratch, template, NATIONAL_AREA)
        scratch.rename(final)
        scratch.mkdir()
    return final


def _write_shared(scratch: Path, template: Path, area_code: str) -> None:
    """The files that hold for every office, a school list of only a header, and no rounds."""
    for shared in (name for name in _SHARED if (template / name).exists()):
        write_whole(scratch / shared, (template / shared).read_bytes())
    write_whole(scratch / "schools" / f"{area_code}.csv", ",".join(COLUMNS) + "\n")
    (scratch / "rounds").mkdir()


def _write_office_file(path: Path, template: Path, area_code: str, names: tuple[str, str], mode: int = SHARED) -> None:
    """Write `office.yml` of another office than the template's, by its name and its short name. Raises ParameterError
    for values that an office cannot have."""
    office = yaml.safe_load((template / "office.yml").read_text(encoding="utf-8"))
    name, short_name = names
    signers = [signer | {"position": _at(name, signer, office)} for signer in office.get("signers", [])]
    office |= _publication_taken_over(office)
    office |= {"name": name, "short_name": short_name, "area_code": area_code, "signers": signers}
    write_whole(path, yaml.safe_dump(office, allow_unicode=True, sort_keys=False, width=120), mode)
    read_model(path, Office)


def write_params_for_schools(
    final: Path, template: Path, area_code: str, school_list: bytes, names: tuple[str, str] | None = None
) -> Path:
    """Write a parameter folder that differs from the template only in its school list, and, where `names` has the name
    and the short name of another office, in the office; it replaces an older one. The folder lies among the data and is
    kept as private as they are."""
    with folder_in_the_making(final, PRIVATE) as scratch:
        for path in sorted(template.rglob("*.yml")):
            write_whole(scratch / path.relative_to(template), path.read_bytes(), PRIVATE)
        if names:
            _write_office_file(scratch / "office.yml", template, area_code, names, PRIVATE)
        write_whole(scratch / "schools" / f"{area_code}.csv", school_list, PRIVATE)
        shutil.rmtree(final, ignore_errors=True)
        scratch.rename(final)
        scratch.mkdir()
    return final
