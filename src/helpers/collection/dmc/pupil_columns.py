"""The 36 columns of the DMC pupil list, in the order in which they are downloaded.

One header stands twice: the third column is the learner's citizen number or G code although it carries the label of the
sixth, which is the number that the school itself gives. Columns are therefore known by position; labels are a check.
Source: docs/deliveries.md.
"""

from __future__ import annotations

from typing import NamedTuple


class PupilColumn(NamedTuple):
    """One column: the name by which the code knows it and the label that the download carries."""

    name: str
    header: str


PUPIL_COLUMNS = (
    PupilColumn("smis", "รหัสโรงเรียน"),
    PupilColumn("school_name", "ชื่อโรงเรียน"),
    PupilColumn("learner_number", "เลขประจำตัวนักเรียน"),
    PupilColumn("grade", "ชั้น"),
    PupilColumn("room", "ห้อง"),
    PupilColumn("student_number", "เลขประจำตัวนักเรียน"),
    PupilColumn("sex", "เพศ"),
    PupilColumn("title", "คำนำหน้าชื่อ"),
    PupilColumn("first_name", "ชื่อ"),
    PupilColumn("last_name", "นามสกุล"),
    PupilColumn("birth_date", "วันเกิด"),
    PupilColumn("age", "อายุ(ปี)"),
    PupilColumn("weight_kg", "น้ำหนัก"),
    PupilColumn("height_cm", "ส่วนสูง"),
    PupilColumn("blood_group", "กลุ่มเลือด"),
    PupilColumn("religion", "ศาสนา"),
    PupilColumn("ethnicity", "เชื้อชาติ"),
    PupilColumn("nationality", "สัญชาติ"),
    PupilColumn("house_no", "บ้านเลขที่"),
    PupilColumn("moo", "หมู่"),
    PupilColumn("street", "ถนน/ซอย"),
    PupilColumn("subdistrict", "ตำบล"),
    PupilColumn("district", "อำเภอ"),
    PupilColumn("province", "จังหวัด"),
    PupilColumn("guardian_first_name", "ชื่อผู้ปกครอง"),
    PupilColumn("guardian_last_name", "นามสกุลผู้ปกครอง"),
    PupilColumn("guardian_occupation", "อาชีพของผู้ปกครอง"),
    PupilColumn("guardian_relation", "ความเกี่ยวข้องของผู้ปกครองกับนักเรียน"),
    PupilColumn("father_first_name", "ชื่อบิดา"),
    PupilColumn("father_last_name", "นามสกุลบิดา"),
    PupilColumn("father_occupation", "อาชีพของบิดา"),
    PupilColumn("mother_first_name", "ชื่อมารดา"),
    PupilColumn("mother_last_name", "นามสกุลมารดา"),
    PupilColumn("mother_occupation", "อาชีพของมารดา"),
    PupilColumn("disadvantage", "ความด้อยโอกาส"),
    PupilColumn("pending_discharge", "ยังไม่สามารถจำหน่ายได้ (3.1.8)"),
)
BANNER = "วันและเวลาที่สร้างรายงาน"
"""What the first cell of the first row begins with; the date and time of the download follow it."""
HEADER_ROW = 2
"""Row of the labels, counted from 1 as a spreadsheet shows it."""
ABSENT = "-"
"""How the download writes a value that is not there."""
