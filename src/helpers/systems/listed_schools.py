"""The schools of a round of listings, on the school list or in the deliveries: their table, rules and findings."""

from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd
import pyarrow as pa

from helpers.foreign.checks import file_rules
from helpers.params.folder import Params
from helpers.systems.listings import ORIGIN
from helpers.tables.file_names import both_kinds_of_code
from helpers.tables.findings import Finding, Owner, Rule, Severity, school_list_delivery
from helpers.tables.schemas import NOT_STATED, PUBLIC, ROW_KEYS, Field, TableSchema, text

SCHOOLS = TableSchema(
    "schools",
    "โรงเรียนในทะเบียนหรือในข้อมูลของรอบ",
    (
        text("smis", "รหัสโรงเรียน (รหัสกระทรวง 10 หลัก ถ้าทะเบียนไม่มีโรงเรียนนี้)", PUBLIC),
        text("name", "ชื่อโรงเรียน", PUBLIC),
        text("district", "อำเภอ", PUBLIC),
        Field("listed", pa.bool_(), "อยู่ในทะเบียนโรงเรียนและเปิดอยู่ในวันที่ของข้อมูล", PUBLIC),
        Field("expected", pa.bool_(), "ต้องมีข้อมูล: เปิดอยู่ตามทะเบียนในวันที่ของข้อมูล หรือเขตยังไม่มีทะเบียน", PUBLIC),
        Field("delivered", pa.bool_(), "มีข้อมูลในรอบนี้", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("smis",),
    subject=("smis", "expected", "delivered"),
    entity=("smis",),
    present="delivered",
)


def listing_rules(system: str, title: str) -> tuple[Rule, ...]:
    """The rules of the checks that every system of listings makes on its schools and files; `title` is its short
    title."""
    return (
        Rule(
            f"{system}.school.not_on_list",
            Severity.ERROR,
            "โรงเรียนไม่อยู่ในทะเบียนโรงเรียนของเขต",
            "เขตตรวจรหัส แล้วเพิ่มในทะเบียนโรงเรียน ข้อมูลของโรงเรียนนี้ยังนับอยู่",
            Owner.AREA,
        ),
        Rule(
            f"{system}.school.list_empty",
            Severity.WARNING,
            "ยังไม่มีทะเบียนโรงเรียนของเขต",
            "เติมทะเบียนโรงเรียนของเขตให้ครบ รายงานจะมีชื่อโรงเรียนและอำเภอ และรู้ว่าโรงเรียนใดยังไม่ส่ง",
            Owner.AREA,
        ),
        codes_mixed(system),
        Rule(
            f"{system}.school.missing",
            Severity.ERROR,
            f"โรงเรียนในทะเบียนไม่มีข้อมูล {title} ในรอบนี้",
            f"โรงเรียนบันทึกข้อมูลในระบบ {title} หรือเขตส่งไฟล์ของโรงเรียนนี้ให้ครบ",
        ),
        *_office_rules(system, title),
    )


def codes_mixed(system: str) -> Rule:
    """The rule about deliveries with both kinds of school code where no school list tells which are one school's."""
    return Rule(
        f"{system}.school.codes_mixed",
        Severity.ERROR,
        "มีทั้งรหัส SMIS และรหัสกระทรวง แต่ยังไม่มีทะเบียนโรงเรียน โรงเรียนเดียวอาจนับเป็นสองแห่ง",
        "เติมทะเบียนโรงเรียนของเขต หรือใช้รหัสชนิดเดียวกันทุกไฟล์",
        Owner.AREA,
    )


def district_missing(system: str) -> Rule:
    """The rule about schools whose district the school list leaves empty. It is a notice: no figure is wrong, and what
    the office's own list lacks must not count round after round against the data that schools send."""
    return Rule(
        f"{system}.school.district_missing",
        Severity.NOTICE,
        "ทะเบียนโรงเรียนไม่ระบุอำเภอของโรงเรียน ยอดรายอำเภอจึงไม่ครบ",
        "เขตกรอกอำเภอและตำบลในคอลัมน์ district และ subdistrict ของทะเบียนโรงเรียน (params/schools)",
        Owner.AREA,
    )


def _office_rules(system: str, title: str) -> tuple[Rule, ...]:
    """The rules about what the office itself corrects: its school list and the files."""
    return (
        Rule(
            f"{system}.school.closed",
            Severity.WARNING,
            f"โรงเรียนมีข้อมูล {title} ในวันที่ทะเบียนระบุว่าไม่ได้เปิด ข้อมูลยังนับอยู่",
            "เขตตรวจวันเปิดและวันสุดท้ายในทะเบียนโรงเรียน",
            Owner.AREA,
        ),
        *file_rules(system, title),
        Rule(
            f"{system}.file.column_unknown",
            Severity.NOTICE,
            "มีคอลัมน์ที่ไม่รู้จักหรือไม่มีหัว ซึ่งไม่ได้นำมาใช้",
            "ใส่หัวคอลัมน์ หรือตรวจการสะกดกับคู่มือไฟล์ที่รับ",
            Owner.AREA,
        ),
    )


def school_frame(rows: pd.DataFrame, params: Params, day: date) -> pd.DataFrame:
    """One row a school that is open on the day of the data or delivered. Its source row is its first in `rows`, or its
    line in the school list where it delivered nothing."""
    firsts = rows.drop_duplicates("smis").set_index("smis")[["delivery", "sheet", "row"]].to_dict("index")
    first = {str(smis): origin for smis, origin in firsts.items()}
    lines = {smis: line for line, smis in enumerate(params.schools, 2)}
    listed, is_open = school_list_delivery(params), params.open_schools(day)
    return pd.DataFrame(
        {
            "smis": smis,
            "name": name_of(smis, params),
            "district": district_of(smis, params),
            "listed": smis in is_open,
            "expected": is_expected(smis, params, day),
            "delivered": smis in first,
            **(first.get(smis) or {"delivery": listed, "sheet": "", "row": lines[smis]}),
        }
        for smis in sorted({*is_open, *first})
    )


def is_expected(smis: str, params: Params, day: date) -> bool:
    """Whether a school must send data: it is on the list and open, or there is no list to say who must."""
    return not params.schools or (smis in params.schools and params.schools[smis].is_open(day))


def name_of(smis: str, params: Params) -> str:
    """The school's name in the school list, else `โรงเรียนรหัส …`."""
    return params.schools[smis].name if smis in params.schools else f"โรงเรียนรหัส {smis}"


def district_of(smis: str, params: Params) -> str:
    """The school's district in the school list; not stated where the list leaves it empty or lacks the school."""
    return (params.schools[smis].district if smis in params.schools else "") or NOT_STATED


def check_schools(rows: pd.DataFrame, params: Params, system: str, report: str, day: date) -> Iterator[Finding]:
    """A finding for each school that delivered and is not on the list or not open, and for each that is open and did
    not deliver; one alone about an empty school list."""
    if not params.schools:
        where = f"params/schools/{params.office.area_code}.csv"
        yield Finding(f"{system}.school.list_empty", "", report, file=where)
        if codes := both_kinds_of_code(rows["smis"]):
            yield Finding(f"{system}.school.codes_mixed", "", report, found=codes)
        return
    for origin in rows.drop_duplicates("smis")[ORIGIN].to_dict("records"):
        location = {str(name): value for name, value in origin.items()}
        school = params.schools.get(location["smis"])
        if school is None:
            yield Finding(f"{system}.school.not_on_list", report=report, **location)
        elif not school.is_open(day):
            yield Finding(f"{system}.school.closed", report=report, allowed=school.days_open, **location)
    delivered = set(rows["smis"])
    for smis in (smis for smis in params.open_schools(day) if smis not in delivered):
        yield Finding(f"{system}.school.missing", smis, report)


def position_frame(schools: Iterable[str], params: Params) -> pd.DataFrame:
    """One row a school of the round whose line in the school list says where it lies; its source row is that line."""
    listed, present = school_list_delivery(params), set(schools)
    rows = [
        (smis, school.latitude, school.longitude, listed, "", line)
        for line, (smis, school) in enumerate(params.schools.items(), 2)
        if smis in present and school.latitude is not None
    ]
    columns = ["smis", "latitude", "longitude", "delivery", "sheet", "row"]
    return pd.DataFrame(rows, columns=columns).astype({"row": "int64"})


def check_districts(schools: Iterable[str], params: Params, system: str, report: str) -> Iterator[Finding]:
    """A finding for each of the round's schools whose line in the school list has no district."""
    listed, name = school_list_delivery(params), params.school_list_file.name
    present = set(schools)
    for line, school in enumerate(params.schools.values(), 2):
        if school.smis in present and not school.district:
            rule, allowed = f"{system}.school.district_missing", "ชื่ออำเภอ"
            yield Finding(rule, school.smis, report, listed, name, row=line, column="district", allowed=allowed)
