"""What must hold for every row of the pupil list."""

from collections.abc import Iterator

import pandas as pd

from helpers.identifiers import LearnerNumber
from helpers.params.checks import AllowedRange
from helpers.params.folder import Params
from helpers.systems.dmc.layouts import GRADES_BY_LEVEL, LAYOUT_BY_SLUG, LEVEL_OF_GRADE, LEVELS, SEXES
from helpers.systems.dmc.pupil_list import ABSENT, LABELLED, REPORT
from helpers.tables.findings import Finding
from helpers.tables.schemas import NOT_STATED

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
    """Every finding that the pupil list shows by itself. A value that could identify a pupil is never repeated."""
    yield from _numbers(pupils)
    yield from _ages(pupils, params)
    yield from _grades(pupils, params)
    yield from _sexes(pupils)
    yield from _labels(pupils)
    yield from _found(pupils[pupils["room"] == ""], "dmc.pupil.room_missing", "ห้อง")
    worded = (pupils["room"] != "") & ~pupils["room"].str.isdecimal()
    yield from _found(pupils[worded], "dmc.pupil.room_no_number", "ห้อง", "room")
    yield from _school_names(pupils, params)
    yield from _measures(pupils, "weight_kg", "น้ำหนัก", params.checks.weight_kg, "dmc.pupil.weight_impossible")
    yield from _measures(pupils, "height_cm", "ส่วนสูง", params.checks.height_cm, "dmc.pupil.height_impossible")
    g_code = pupils["number_kind"] == LearnerNumber.G_CODE
    yield from _found(
        pupils[g_code & (pupils["nationality"] == "ไทย")], "dmc.pupil.nationality_against_number", "สัญชาติ"
    )
    pending = ~pupils["pending_discharge"].isin((ABSENT, ""))
    yield from _found(pupils[pending], "dmc.pupil.pending_discharge", "ยังไม่สามารถจำหน่ายได้ (3.1.8)")
    unsafe = pupils[pupils["school_name"].str.contains(_UNSAFE_NAME)].drop_duplicates("smis")
    yield from _found(unsafe, "dmc.school.name_unsafe", "ชื่อโรงเรียน", "school_name")


def _found(rows: pd.DataFrame, rule: str, column: str, value: str = "", allowed: str = "") -> Iterator[Finding]:
    """A finding for each row; `value` names the frame's column whose content may be shown, if any."""
    if rows.empty:
        return
    found = rows[value].map(_shown) if value else [""] * len(rows)
    places = rows[["smis", "delivery", "file", "sheet", "row"]].to_dict("records")
    for place, each in zip(places, found, strict=True):
        yield Finding(
            rule, report=REPORT, column=column, found=each, allowed=allowed, **{str(k): v for k, v in place.items()}
        )


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _labels(pupils: pd.DataFrame) -> Iterator[Finding]:
    """What is no label of a report is counted as one of its own; who has none is counted as not stated. A column in
    which a file states nothing at all is one finding about the file."""
    for name, column in LABELLED.items():
        layout = LAYOUT_BY_SLUG[name]
        unstated = pupils[name] == NOT_STATED
        bare = unstated.groupby(pupils["delivery"]).transform("all")
        files = pupils[bare].drop_duplicates("delivery").assign(smis="", row=0)
        yield from _found(files, "dmc.pupil.column_empty", column)
        silent = unstated | (pupils[name] == ABSENT if layout.of_all_pupils else False)
        yield from _found(pupils[silent & ~bare], "dmc.pupil.label_missing", column)
        other = ~pupils[name].isin((*layout.labels, NOT_STATED, ABSENT))
        yield from _found(
            pupils[other], "dmc.pupil.label_unknown", column, name, ", ".join(layout.categories[:_LISTED])
        )


def _school_names(pupils: pd.DataFrame, params: Params) -> Iterator[Finding]:
    """Rows that call the school otherwise than most of its rows do, and schools that the list calls otherwise and knows
    another by that name: the code of such a row may be the wrong one."""
    named = pupils[pupils["school_name"] != ""]
    usual = named.groupby("smis")["school_name"].agg(lambda names: names.mode().iloc[0])
    own = named["smis"].map(usual)
    listed = {school.name: smis for smis, school in params.schools.items()}
    of_others = named["school_name"].map(listed).notna() & (named["school_name"].map(listed) != named["smis"])
    same_name = named["smis"].map({smis: school.name for smis, school in params.schools.items()})
    other = (named["school_name"] != own) | (of_others & (named["school_name"] != same_name))
    yield from _found(named[other], "dmc.pupil.school_name_differs", "ชื่อโรงเรียน", "school_name")


def _numbers(pupils: pd.DataFrame) -> Iterator[Finding]:
    column = "เลขประจำตัวนักเรียน (คอลัมน์ C)"
    kind = pupils["number_kind"]
    yield from _found(pupils[kind == LearnerNumber.MISSING], "dmc.pupil.number_missing", column)
    malformed = pupils[kind == LearnerNumber.MALFORMED]
    yield from _found(malformed, "dmc.pupil.number_malformed", column, allowed="เลข 13 หลัก หรือ G ตามด้วยเลข 12 หลัก")
    yield from _found(pupils[~pupils["check_digit_holds"]], "dmc.pupil.number_check_digit", column)
    known = pupils[pupils["person"].notna()]
    within = known.duplicated(["person", "smis"], keep=False)
    yield from _found(known[within], "dmc.pupil.number_duplicate_in_school", column)
    schools = known.groupby("person")["smis"].transform("nunique")
    yield from _found(known[schools > 1], "dmc.pupil.number_duplicate_across_schools", column)


def _ages(pupils: pd.DataFrame, params: Params) -> Iterator[Finding]:
    yield from _found(pupils[pupils["birth_problem"] == "impossible"], "dmc.pupil.birth_date_impossible", "วันเกิด")
    yield from _found(pupils[pupils["birth_problem"] == "century"], "dmc.pupil.birth_date_century", "วันเกิด")
    yield from _found(pupils[pupils["birth_problem"] == "era"], "dmc.pupil.birth_date_era", "วันเกิด")
    usual = {each.grade: each for each in params.checks.ages.ranges}
    known = pupils[pupils["age"].notna() & pupils["grade"].isin(usual)]
    youngest = known["grade"].map({grade: each.youngest for grade, each in usual.items()})
    oldest = known["grade"].map({grade: each.oldest for grade, each in usual.items()})
    for grade, rows in known[(known["age"] < youngest) | (known["age"] > oldest)].groupby("grade"):
        allowed = f"{grade} อายุ {usual[str(grade)].youngest}–{usual[str(grade)].oldest} ปี"
        yield from _found(rows, "dmc.pupil.age_outside_grade", "อายุ(ปี)", "age", allowed)


def _grades(pupils: pd.DataFrame, params: Params) -> Iterator[Finding]:
    known = pupils["grade"].isin(LEVEL_OF_GRADE)
    yield from _found(
        pupils[~known], "dmc.pupil.grade_unknown", "ชั้น", "grade", "อ.1–อ.3, ป.1–ป.6, ม.1–ม.6, ปวช.1–ปวช.3"
    )
    for words, rows in pupils[known].groupby(pupils["smis"].map(lambda smis: _levels_offered(params, smis))):
        offered = {grade for level in _levels(str(words)) for grade in GRADES_BY_LEVEL[level]}
        if offered:
            strange = rows[~rows["grade"].isin(offered)]
            yield from _found(strange, "dmc.pupil.grade_not_offered", "ชั้น", "grade", str(words))


def _levels_offered(params: Params, smis: str) -> str:
    school = params.schools.get(smis)
    return school.levels_offered if school else ""


def _levels(words: str) -> tuple[str, ...]:
    """`อนุบาล-ประถมศึกษา` as levels, both ends and all between; empty where the list does not say it in known words."""
    ends = [_LEVEL_OF_WORD.get(word.strip()) for word in words.split("-")]
    if None in ends:
        return ()
    places = [LEVELS.index(level) for level in ends if level]
    return LEVELS[places[0] : places[-1] + 1]


def _sexes(pupils: pd.DataFrame) -> Iterator[Finding]:
    known = pupils["sex"].isin(SEXES)
    yield from _found(pupils[~known], "dmc.pupil.sex_unknown", "เพศ", "sex", "ช หรือ ญ")
    titled = pupils["title"].map(_SEX_OF_TITLE)
    yield from _found(
        pupils[known & titled.notna() & (titled != pupils["sex"])], "dmc.pupil.sex_against_title", "เพศ", "sex"
    )


def _measures(pupils: pd.DataFrame, name: str, column: str, limit: AllowedRange, rule: str) -> Iterator[Finding]:
    """An empty measure is no finding: schools measure once a term, and nutrition reports count who was not measured."""
    readable = pupils[name].notna() & ~pupils[name].between(limit.least, limit.most)
    yield from _found(pupils[readable], rule, column, name, f"{limit.least:g}–{limit.most:g}")
    yield from _found(pupils[pupils[f"{name}_unreadable"]], rule, column, allowed=f"{limit.least:g}–{limit.most:g}")
