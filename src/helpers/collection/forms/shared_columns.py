"""Columns that several forms have."""

from __future__ import annotations

from helpers.collection.forms.form import Cell, FormColumn

SMIS = FormColumn("smis", "รหัสโรงเรียน", Cell.SMIS, "รหัส SMIS ของโรงเรียน", example="34010001", width=13)
SMIS_OR_OFFICE = FormColumn(
    "smis",
    "รหัสโรงเรียน",
    Cell.SMIS,
    "รหัส SMIS ของโรงเรียนที่ปฏิบัติงาน",
    required=False,
    blank="สำนักงานเขตพื้นที่",
    example="34010001",
    width=13,
)
DOCUMENT = FormColumn(
    "document_no", "เลขที่เอกสาร", Cell.TEXT, "เลขที่หนังสือหรือเอกสารที่เป็นหลักฐาน", example="ศธ 04000/123", width=18
)
NOTE = FormColumn("note", "หมายเหตุ", Cell.TEXT, "ข้อความอื่นที่ควรรู้ ห้ามใส่ชื่อหรือเลขประจำตัวประชาชน", required=False, width=28)
STARTS = FormColumn("starts", "วันเริ่ม", Cell.DATE, "วันแรกที่มีสิทธิหรือเริ่มสัญญา", example="1 ต.ค. {before}", width=14)
ENDS = FormColumn(
    "ends",
    "วันสิ้นสุด",
    Cell.DATE,
    "วันสุดท้ายที่มีสิทธิหรือสิ้นสุดสัญญา",
    required=False,
    blank="ยังไม่มีกำหนดสิ้นสุด",
    example="30 ก.ย. {year}",
    width=14,
)
DAY = FormColumn(
    "date", "วันที่", Cell.DATE, "วันที่ของเอกสาร อยู่ในปีงบประมาณของแบบ", example="15 ต.ค. {before}", in_year=True, width=14
)
