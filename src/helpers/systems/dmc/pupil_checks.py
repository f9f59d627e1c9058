"""The checks on the rows of the pupil list: their rules, and the functions that yield the findings. A value that could
identify a pupil is never repeated in a finding."""

from collections.abc import Iterator

import pandas as pd

from helpers.identifiers import LearnerNumber
from helpers.params.checks import AllowedRange
from helpers.params.folder import Params
from helpers.systems.dmc.layouts import GRADES_BY_LEVEL, LAYOUT_BY_SLUG, LEVEL_OF_GRADE, LEVELS, SEXES
from helpers.systems.dmc.pupil_list import ABSENT, LABELLED, REPORT
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.tables.schemas import NOT_STATED

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_KEY_IN = "แก้ไขทะเบียนนักเรียนในระบบ DMC แล้วแจ้งเขตพื้นที่"

PUPIL_RULES = (
    Rule("dmc.pupil.number_missing", _ERROR, "ไม่มีเลขประจำตัวประชาชนหรือรหัส G", "กรอกเลข 13 หลักจากสูติบัตรหรือขอรหัส G"),
    Rule("dmc.pupil.number_malformed", _ERROR, "เลขประจำตัวไม่ใช่เลข 13 หลักหรือรหัส G", "ตรวจกับสูติบัตรหรือทะเบียนรหัส G แล้วแก้ไข"),
    Rule("dmc.pupil.number_check_digit", _ERROR, "เลขประจำตัวประชาชนไม่ผ่านเลขตรวจสอบ", "ตรวจกับสูติบัตรแล้วแก้เลขที่พิมพ์ผิด"),
    Rule("dmc.pupil.number_duplicate_in_school", _ERROR, "เลขประจำตัวซ้ำในโรงเรียนเดียวกัน", "เหลือรายการที่ถูกต้องรายการเดียว"),
    Rule(
        "dmc.pupil.number_duplicate_across_schools",
        _ERROR,
        "เลขประจำตัวซ้ำกับโรงเรียนอื่นในเขต",
        "โรงเรียนที่นักเรียนไม่ได้เรียนอยู่จริงย้ายออกหรือจำหน่าย ให้สองโรงเรียนตกลงกันก่อนวันปิดรอบ",
    ),
    Rule("dmc.pupil.age_outside_grade", _WARNING, "อายุอยู่นอกช่วงปกติของชั้น", "ตรวจวันเกิดและชั้น ถ้าถูกต้องแล้วไม่ต้องแก้"),
    Rule("dmc.pupil.birth_date_impossible", _ERROR, "วันเกิดไม่มีในปฏิทินหรืออ่านไม่ได้", _KEY_IN),
    Rule("dmc.pupil.birth_date_era", _ERROR, "ปีเกิดดูเหมือนเป็น ค.ศ. หรือปีในอนาคต", "กรอกปีเกิดเป็น พ.ศ."),
    Rule(
        "dmc.pupil.birth_date_century",
        _ERROR,
        "ปีเกิดทำให้อายุมากเกินกว่าจะเป็นนักเรียน จึงนับอายุเป็นไม่ระบุ",
        "ตรวจปีเกิดกับสูติบัตร มักพิมพ์ผิดศตวรรษ เช่น 2457 แทน 2557",
    ),
    Rule("dmc.pupil.grade_unknown", _ERROR, "ไม่รู้จักชั้นเรียน", _KEY_IN),
    Rule(
        "dmc.pupil.grade_not_offered",
        _WARNING,
        "โรงเรียนไม่ได้เปิดสอนชั้นนี้ตามทะเบียนโรงเรียน",
        "แก้ชั้นของนักเรียน หรือแจ้งเขตให้แก้ทะเบียนโรงเรียน",
    ),
    Rule("dmc.pupil.sex_unknown", _ERROR, "เพศไม่ใช่ ช หรือ ญ", _KEY_IN),
    Rule("dmc.pupil.sex_against_title", _ERROR, "เพศไม่ตรงกับคำนำหน้าชื่อ", "ตรวจคำนำหน้าชื่อและเพศกับสูติบัตร"),
    Rule(
        "dmc.pupil.label_missing",
        _ERROR,
        "ไม่ระบุศาสนาหรือสัญชาติ ช่องความด้อยโอกาสว่าง หรือช่องประเภทไม่ใช่ข้อความ นับเป็นไม่ระบุ",
        _KEY_IN,
    ),
    Rule(
        "dmc.pupil.column_empty",
        _ERROR,
        "คอลัมน์ศาสนา สัญชาติ หรือความด้อยโอกาสว่างทั้งไฟล์ นับทุกคนเป็นไม่ระบุ",
        "เขตดาวน์โหลดบัญชีรายชื่อใหม่โดยไม่ลบข้อมูลในคอลัมน์ แล้วรับเข้าแทน",
        Owner.AREA,
    ),
    Rule(
        "dmc.pupil.label_unknown",
        _WARNING,
        "ศาสนา สัญชาติ หรือความด้อยโอกาสไม่ใช่คำที่ DMC ใช้ จึงนับแยกเป็นอีกประเภทหนึ่ง",
        "ตรวจการสะกดแล้วแก้เป็นคำที่ DMC ใช้",
    ),
    Rule("dmc.pupil.room_missing", _WARNING, "ไม่ระบุห้องเรียน จึงไม่นับเป็นห้อง", "กรอกเลขห้อง เช่น 1"),
    Rule("dmc.pupil.room_no_number", _WARNING, "ห้องเรียนไม่ใช่ตัวเลข จึงนับเป็นอีกห้องหนึ่ง", "กรอกเลขห้อง เช่น 1"),
    Rule(
        "dmc.pupil.school_name_differs",
        _WARNING,
        "ชื่อโรงเรียนในแถวไม่ใช่ของรหัสโรงเรียนนั้น นับตามรหัส",
        "เขตตรวจว่ารหัสหรือชื่อโรงเรียนผิด แล้วดาวน์โหลดใหม่",
        Owner.AREA,
    ),
    Rule("dmc.pupil.weight_impossible", _WARNING, "น้ำหนักเป็นไปไม่ได้หรืออ่านไม่ได้", "ชั่งใหม่แล้วกรอกเป็นกิโลกรัม"),
    Rule("dmc.pupil.height_impossible", _WARNING, "ส่วนสูงเป็นไปไม่ได้หรืออ่านไม่ได้", "วัดใหม่แล้วกรอกเป็นเซนติเมตร"),
    Rule("dmc.pupil.nationality_against_number", _WARNING, "สัญชาติไทยแต่ใช้รหัส G", "ขอเลขประชาชนแทนรหัส G หรือแก้สัญชาติ"),
    Rule(
        "dmc.pupil.pending_discharge", _NOTICE, "มีสถานะยังไม่สามารถจำหน่ายได้ (3.1.8)", "ติดตามนักเรียน แล้วจำหน่ายเมื่อครบเงื่อนไข"
    ),
)

_SEX_OF_TITLE = {
    "เด็กชาย": "ช",
    "ด.ช.": "ช",
    "นาย": "ช",
    "เด็กหญิง": "ญ",
    "ด.ญ.": "ญ",
    "นางสาว": "ญ",
    "น.ส.": "ญ",
    "นาง": "ญ",
}
_LEVEL_OF_WORD = {
    "อนุบาล": "ก่อนประถม",
    "ประถมศึกษา": "ประถม",
    "มัธยมศึกษาตอนต้น": "มัธยมต้น",
    "มัธยมศึกษาตอนปลาย": "มัธยมปลาย/ปวช.",
}
_LISTED = 8
"""Labels that a finding names as allowed."""
_UNSAFE_NAME = r"^[=+@]|^-.|[<>{}\x00-\x1f\x7f]"


def check_pupils(pupils: pd.DataFrame, params: Params) -> Iterator[Finding]:
    """Every finding that the pupil list alone shows. `pupils` is as `pupil_list.read_pupils` gives it."""
    yield from _numbers(pupils)
    yield from _ages(pupils, params)
    yield from _grades(pupils, params)
    yield from _sexes(pupils)
    yield from _labels(pupils)
    yield from _findings(pupils[pupils["room"] == ""], "dmc.pupil.room_missing", "ห้อง")
    worded = (pupils["room"] != "") & ~pupils["room"].str.isdecimal()
    yield from _findings(pupils[worded], "dmc.pupil.room_no_number", "ห้อง", "room")
    yield from _school_names(pupils, params)
    yield from _measures(pupils, "weight_kg", "น้ำหนัก", params.checks.weight_kg, "dmc.pupil.weight_impossible")
    yield from _measures(pupils, "height_cm", "ส่วนสูง", params.checks.height_cm, "dmc.pupil.height_impossible")
    g_code = pupils["number_kind"] == LearnerNumber.G_CODE
    yield from _findings(
        pupils[g_code & (pupils["nationality"] == "ไทย")], "dmc.pupil.nationality_against_number", "สัญชาติ"
    )
    pending = ~pupils["pending_discharge"].isin((ABSENT, ""))
    yield from _findings(pupils[pending], "dmc.pupil.pending_discharge", "ยังไม่สามารถจำหน่ายได้ (3.1.8)")
    unsafe = pupils[pupils["school_name"].str.contains(_UNSAFE_NAME)].drop_duplicates("smis")
    yield from _findings(unsafe, "dmc.school.name_unsafe", "ชื่อโรงเรียน", "school_name")


def _findings(rows: pd.DataFrame, rule: str, column: str, value: str = "", allowed: str = "") -> Iterator[Finding]:
    """A finding for each row; `value` names the frame's column whose content may be shown, if any."""
    if rows.empty:
        return
    cells = rows[value].map(_shown) if value else [""] * len(rows)
    locations = rows[["smis", "delivery", "file", "sheet", "row"]].to_dict("records")
    for location, cell in zip(locations, cells, strict=True):
        yield Finding(
            rule, report=REPORT, column=column, found=cell, allowed=allowed, **{str(k): v for k, v in location.items()}
        )


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _labels(pupils: pd.DataFrame) -> Iterator[Finding]:
    """Findings about missing and unknown labels; one about the file where the whole column is empty. An unknown label
    counts as a category of its own, a missing one as not stated."""
    for name, column in LABELLED.items():
        layout = LAYOUT_BY_SLUG[name]
        unstated = pupils[name] == NOT_STATED
        bare = unstated.groupby(pupils["delivery"]).transform("all")
        files = pupils[bare].drop_duplicates("delivery").assign(smis="", row=0)
        yield from _findings(files, "dmc.pupil.column_empty", column)
        silent = unstated | (pupils[name] == ABSENT if layout.of_all_pupils else False)
        yield from _findings(pupils[silent & ~bare], "dmc.pupil.label_missing", column)
        other = ~pupils[name].isin((*layout.labels, NOT_STATED, ABSENT))
        yield from _findings(
            pupils[other], "dmc.pupil.label_unknown", column, name, ", ".join(layout.categories[:_LISTED])
        )


def _school_names(pupils: pd.DataFrame, params: Params) -> Iterator[Finding]:
    """A finding for each row whose school name differs from that of most rows of its school, or is the name of another
    school of the list: its school code may be wrong."""
    named = pupils[pupils["school_name"] != ""]
    usual = named.groupby("smis")["school_name"].agg(lambda names: names.mode().iloc[0])
    usual_name = named["smis"].map(usual)
    listed = {school.name: smis for smis, school in params.schools.items()}
    of_others = named["school_name"].map(listed).notna() & (named["school_name"].map(listed) != named["smis"])
    same_name = named["smis"].map({smis: school.name for smis, school in params.schools.items()})
    other = (named["school_name"] != usual_name) | (of_others & (named["school_name"] != same_name))
    yield from _findings(named[other], "dmc.pupil.school_name_differs", "ชื่อโรงเรียน", "school_name")


def _numbers(pupils: pd.DataFrame) -> Iterator[Finding]:
    column = "เลขประจำตัวนักเรียน (คอลัมน์ C)"
    kind = pupils["number_kind"]
    yield from _findings(pupils[kind == LearnerNumber.MISSING], "dmc.pupil.number_missing", column)
    malformed = pupils[kind == LearnerNumber.MALFORMED]
    yield from _findings(malformed, "dmc.pupil.number_malformed", column, allowed="เลข 13 หลัก หรือ G ตามด้วยเลข 12 หลัก")
    yield from _findings(pupils[~pupils["check_digit_holds"]], "dmc.pupil.number_check_digit", column)
    known = pupils[pupils["person"].notna()]
    within = known.duplicated(["person", "smis"], keep=False)
    yield from _findings(known[within], "dmc.pupil.number_duplicate_in_school", column)
    schools = known.groupby("person")["smis"].transform("nunique")
    yield from _findings(known[schools > 1], "dmc.pupil.number_duplicate_across_schools", column)


def _ages(pupils: pd.DataFrame, params: Params) -> Iterator[Finding]:
    yield from _findings(pupils[pupils["birth_problem"] == "impossible"], "dmc.pupil.birth_date_impossible", "วันเกิด")
    yield from _findings(pupils[pupils["birth_problem"] == "century"], "dmc.pupil.birth_date_century", "วันเกิด")
    yield from _findings(pupils[pupils["birth_problem"] == "era"], "dmc.pupil.birth_date_era", "วันเกิด")
    usual = {limits.grade: limits for limits in params.checks.ages.ranges}
    known = pupils[pupils["age"].notna() & pupils["grade"].isin(usual)]
    youngest = known["grade"].map({grade: limits.youngest for grade, limits in usual.items()})
    oldest = known["grade"].map({grade: limits.oldest for grade, limits in usual.items()})
    for grade, rows in known[(known["age"] < youngest) | (known["age"] > oldest)].groupby("grade"):
        allowed = f"{grade} อายุ {usual[str(grade)].youngest}–{usual[str(grade)].oldest} ปี"
        yield from _findings(rows, "dmc.pupil.age_outside_grade", "อายุ(ปี)", "age", allowed)


def _grades(pupils: pd.DataFrame, params: Params) -> Iterator[Finding]:
    known = pupils["grade"].isin(LEVEL_OF_GRADE)
    yield from _findings(
        pupils[~known], "dmc.pupil.grade_unknown", "ชั้น", "grade", "อ.1–อ.3, ป.1–ป.6, ม.1–ม.6, ปวช.1–ปวช.3"
    )
    for words, rows in pupils[known].groupby(pupils["smis"].map(lambda smis: _levels_offered(params, smis))):
        offered = {grade for level in _levels(str(words)) for grade in GRADES_BY_LEVEL[level]}
        if offered:
            strange = rows[~rows["grade"].isin(offered)]
            yield from _findings(strange, "dmc.pupil.grade_not_offered", "ชั้น", "grade", str(words))


def _levels_offered(params: Params, smis: str) -> str:
    school = params.schools.get(smis)
    return school.levels_offered if school else ""


def _levels(words: str) -> tuple[str, ...]:
    """`อนุบาล-ประถมศึกษา` is `("ก่อนประถม", "ประถม")`: both ends and all between; empty for unknown words."""
    ends = [_LEVEL_OF_WORD.get(word.strip()) for word in words.split("-")]
    if None in ends:
        return ()
    positions = [LEVELS.index(level) for level in ends if level]
    return LEVELS[positions[0] : positions[-1] + 1]


def _sexes(pupils: pd.DataFrame) -> Iterator[Finding]:
    known = pupils["sex"].isin(SEXES)
    yield from _findings(pupils[~known], "dmc.pupil.sex_unknown", "เพศ", "sex", "ช หรือ ญ")
    titled = pupils["title"].map(_SEX_OF_TITLE)
    yield from _findings(
        pupils[known & titled.notna() & (titled != pupils["sex"])], "dmc.pupil.sex_against_title", "เพศ", "sex"
    )


def _measures(pupils: pd.DataFrame, name: str, column: str, limit: AllowedRange, rule: str) -> Iterator[Finding]:
    """An empty measure is no finding: schools measure once a term, and nutrition reports count who was not measured."""
    readable = pupils[name].notna() & ~pupils[name].between(limit.least, limit.most)
    yield from _findings(pupils[readable], rule, column, name, f"{limit.least:g}–{limit.most:g}")
    yield from _findings(pupils[pupils[f"{name}_unreadable"]], rule, column, allowed=f"{limit.least:g}–{limit.most:g}")
