"""The checks on an EMIS round: their rules, and the findings about schools, missing pages and missing teachers.

Findings inside one page are made while it is read (`reading`, `tables`, `ict`).
"""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from helpers.foreign.checks import file_rules
from helpers.params.folder import Params
from helpers.systems.emis import labels
from helpers.systems.emis.reading import Pages, SchoolPage
from helpers.systems.listed_schools import codes_mixed
from helpers.tables.file_names import both_kinds_of_code
from helpers.tables.findings import Finding, Owner, Rule, Severity

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_KEY_IN = "แก้ไขในระบบ EMIS แล้วแจ้งเขตพื้นที่"
_DOWNLOAD = "ดาวน์โหลดหน้านี้จากระบบ EMIS ใหม่ ถ้ายังไม่ตรงให้แก้ที่แถวย่อยแล้วแจ้งเขตพื้นที่"

RULES = (
    Rule(
        "emis.school.not_on_list",
        _ERROR,
        "โรงเรียนใน EMIS ไม่อยู่ในทะเบียนโรงเรียนของเขต",
        "เขตตรวจรหัส SMIS หรือรหัสกระทรวง แล้วเพิ่มในทะเบียนโรงเรียน",
        Owner.AREA,
    ),
    Rule(
        "emis.school.list_empty",
        _WARNING,
        "ยังไม่มีทะเบียนโรงเรียนของเขตให้เทียบกับ EMIS",
        "เติมทะเบียนโรงเรียนของเขตให้ครบ รายงานจะมีชื่อโรงเรียน อำเภอ และรหัส SMIS",
        Owner.AREA,
    ),
    codes_mixed("emis"),
    Rule(
        "emis.school.missing", _ERROR, "โรงเรียนในทะเบียนยังไม่ส่งข้อมูล EMIS ของรอบนี้", "บันทึกข้อมูล EMIS ให้ครบทุกหน้าแล้วส่งเขตพื้นที่"
    ),
    Rule(
        "emis.school.closed",
        _WARNING,
        "โรงเรียนส่งข้อมูล EMIS ในวันที่ทะเบียนระบุว่าไม่ได้เปิด ข้อมูลยังนับอยู่",
        "เขตตรวจวันเปิดและวันสุดท้ายในทะเบียนโรงเรียน",
        Owner.AREA,
    ),
    Rule("emis.school.incomplete", _ERROR, "โรงเรียนส่งข้อมูล EMIS ไม่ครบทุกหน้า", "บันทึกและส่งหน้าที่ยังขาด"),
    Rule(
        "emis.page.missing",
        _ERROR,
        "ไม่มีโรงเรียนใดส่งหน้านี้ของ EMIS",
        "เขตพื้นที่ดาวน์โหลดหน้านี้แล้วรับเข้าใหม่",
        Owner.AREA,
    ),
    *file_rules("emis", "EMIS"),
    Rule("emis.row.not_a_count", _ERROR, "ช่องจำนวนใน EMIS ไม่ใช่จำนวนเต็มตั้งแต่ 0", _KEY_IN),
    Rule(
        "emis.row.count_implausible",
        _ERROR,
        "จำนวนใน EMIS มากเกินกว่าที่โรงเรียนหนึ่งจะมีได้ จึงไม่นับ",
        "แก้ไขในระบบ EMIS ถ้าถูกต้องให้เขตแก้ plausible ในเกณฑ์ตรวจสอบ",
    ),
    Rule("emis.row.duplicate", _ERROR, "แถวของ EMIS ซ้ำในโรงเรียนเดียวกัน นับแถวแรกที่มีค่าแถวเดียว", "เหลือแถวที่ถูกต้องแถวเดียว"),
    Rule("emis.row.missing", _ERROR, "หน้า EMIS ขาดแถวที่ทุกหน้าต้องมี", "ดาวน์โหลดหน้านี้จากระบบ EMIS ใหม่ให้ครบทุกแถว แล้วส่งเขตพื้นที่"),
    Rule("emis.row.unknown", _WARNING, "ไม่รู้จักชื่อแถวใน EMIS", "ตรวจการสะกด จำนวนในแถวย่อยยังนับตามที่ได้รับ"),
    Rule("emis.row.sex_sum", _ERROR, "ชาย + หญิง ไม่เท่ากับ รวม ใน EMIS", _DOWNLOAD),
    Rule("emis.student.level_sum", _ERROR, "ผลรวมชั้นไม่เท่ากับแถวรวมใน EMIS", _DOWNLOAD),
    Rule("emis.staff.position_sum", _ERROR, "ผลรวมบุคลากรไม่เท่ากับแถวรวมใน EMIS", _DOWNLOAD),
    Rule("emis.staff.no_teacher", _WARNING, "โรงเรียนมีนักเรียนแต่ไม่มีครู", "ตรวจหน้าบุคลากร ถ้าไม่มีครูจริงให้แจ้งกลุ่มบริหารงานบุคคล"),
    Rule(
        "emis.staff.funding_not_stated",
        _NOTICE,
        "ไม่ระบุว่าลูกจ้างชั่วคราวจ้างด้วยเงินในหรือนอกงบประมาณ",
        "เพิ่มคอลัมน์แหล่งงบประมาณในไฟล์บุคลากร หรือกรอกช่องที่ว่าง",
    ),
    Rule("emis.computer.source_sum", _ERROR, "คอมพิวเตอร์ตามแหล่งที่มารวมแล้วไม่เท่ากับ รวม", _DOWNLOAD),
    Rule(
        "emis.computer.condition_sum",
        _ERROR,
        "คอมพิวเตอร์ใช้งานได้ + ใช้งานไม่ได้ ไม่เท่ากับ รวม",
        "ตรวจนับเครื่องแล้วแก้ไขในระบบ EMIS",
    ),
    Rule("emis.computer.total_sum", _ERROR, "คอมพิวเตอร์ทุกการใช้รวมแล้วไม่เท่ากับยอดทั้งหมด", _DOWNLOAD),
    Rule(
        "emis.internet.cost_unreadable",
        _ERROR,
        "ค่าบริการอินเทอร์เน็ตต่อเดือนอ่านไม่ได้ จึงไม่รวมในยอดเงิน",
        "กรอกเป็นบาท เช่น 599.00",
    ),
    Rule("emis.internet.cost_missing", _WARNING, "มีอินเทอร์เน็ตที่เช่าเองแต่ไม่ระบุค่าบริการต่อเดือน", "กรอกค่าบริการต่อเดือนเป็นบาท"),
    Rule("emis.internet.speed_unreadable", _WARNING, "ความเร็วอินเทอร์เน็ตอ่านไม่ได้", "กรอกเป็นเมกะบิตต่อวินาที เช่น 100/50 Mbps"),
    Rule(
        "emis.internet.network_unclear",
        _WARNING,
        "ไม่ชัดว่ามีระบบเครือข่ายในโรงเรียนหรือไม่",
        "ระบุว่ามีหรือไม่มี LAN และเครือข่ายไร้สาย",
    ),
)


def check_pages(pages: Pages, schools: pd.DataFrame, params: Params, day: date) -> Iterator[Finding]:
    """Every finding of a round; those inside a page are there only after its tables were read."""
    first: dict[str, SchoolPage] = {}
    for by_school in pages.values():
        for smis, page in by_school.items():
            yield from page.findings
            first.setdefault(smis, page)
    yield from _unknown(first, params, day)
    yield from _not_sent(pages, set(first), params, day)
    for smis in schools.loc[schools["teacher_band"] == labels.NO_TEACHER, "smis"]:
        page = pages[labels.STAFF][smis]
        yield page.finding("emis.staff.no_teacher", page.lines[0].row, found="ครู 0 คน")


def _unknown(first: dict[str, SchoolPage], params: Params, day: date) -> Iterator[Finding]:
    if not params.schools:
        where = f"params/schools/{params.office.area_code}.csv"
        yield Finding("emis.school.list_empty", "", labels.STUDENT, file=where)
        if codes := both_kinds_of_code(first):
            yield Finding("emis.school.codes_mixed", "", labels.STUDENT, found=codes)
        return
    for smis, page in sorted(first.items()):
        school = params.schools.get(smis)
        if school is None:
            yield page.finding("emis.school.not_on_list", page.lines[0].row, found=smis)
        elif not school.is_open(day):
            yield page.finding("emis.school.closed", page.lines[0].row, allowed=school.days_open)


def _not_sent(pages: Pages, sent: set[str], params: Params, day: date) -> Iterator[Finding]:
    """One finding for a page that no school sent, which the area must fetch; else one for each school that sent no page
    or not all."""
    for report in (report for report in labels.TITLES if not pages[report]):
        yield Finding("emis.page.missing", "", report, found=labels.PAGES[report])
    for smis in (smis for smis in params.open_schools(day) if smis not in sent):
        yield Finding("emis.school.missing", smis, labels.STUDENT)
    sent_by_any = {report: by_school for report, by_school in pages.items() if by_school}
    for smis in sorted(sent):
        lacking = [report for report, by_school in sent_by_any.items() if smis not in by_school]
        if lacking:
            lacking_titles = f"ขาด {', '.join(labels.PAGES[report] for report in lacking)}"
            yield Finding("emis.school.incomplete", smis, lacking[0], found=lacking_titles)
