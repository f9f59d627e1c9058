"""What a school's page states and shows: what the school has beside similar schools, its money, what it must mend."""

from dataclasses import dataclass

from helpers.reports.prose import FigureColumn
from helpers.reports.session import Report, column
from helpers.school_year import schemas


@dataclass(frozen=True)
class _Line:
    """A row of the comparison: the fact's id, its title and unit, and the measure or quotient that it is."""

    fact: str
    title: str
    unit: str
    measure: str


_COUNTED = (
    _Line("pupils.total", "นักเรียน", "คน", schemas.PUPILS),
    _Line("teachers.total", "ครู", "คน", schemas.TEACHERS),
    _Line("rooms.total", "ห้องเรียน", "ห้อง", schemas.ROOMS),
    _Line("buildings.total", "อาคารเรียน", "หลัง", schemas.CLASSROOM_BUILDINGS),
    _Line("buildings.dilapidated", "อาคารเรียนทรุดโทรม", "หลัง", schemas.DILAPIDATED),
    _Line("desks.total", "โต๊ะเก้าอี้ที่ใช้ได้", "ชุด", schemas.DESKS),
    _Line("computers.total", "คอมพิวเตอร์เพื่อการเรียนที่ใช้ได้", "เครื่อง", schemas.COMPUTERS),
    _Line("equipment.total", "ครุภัณฑ์ที่ใช้ได้", "หน่วยนับ", schemas.EQUIPMENT),
)
_DIVIDED = (
    _Line("pupils.per_teacher", "นักเรียนต่อครู", "คนต่อครู", "pupils_per_teacher"),
    _Line("pupils.per_room", "นักเรียนต่อห้อง", "คนต่อห้อง", "pupils_per_room"),
    _Line("desks.per_pupil", "โต๊ะเก้าอี้ต่อนักเรียน", "ชุดต่อคน", "desks_per_pupil"),
)
_ROWS = (
    *("teachers.total", "pupils.per_teacher", "rooms.total", "pupils.per_room", "buildings.total"),
    *("buildings.dilapidated", "desks.per_pupil", "computers.total", "equipment.total"),
)
_PEERS = ".similar"


def state_school(report: Report, smis: str) -> None:
    """State what the school has, what it had a year before, and the middle of what similar schools have."""
    by_measure = {line.measure: line.fact for line in _COUNTED}
    for line in _COUNTED:
        counted = {"smis": smis, "measure": line.measure}
        report.sum(line.fact, line.title, "counts.amount", unit=line.unit, where=counted, given=True)
    for line in _DIVIDED:
        part, whole = schemas.QUOTIENTS[line.measure]
        report.ratio(line.fact, line.title, by_measure[part], by_measure[whole], unit=line.unit)
    for line in (*_COUNTED, *_DIVIDED):
        title, alike = f"ค่ากลางของโรงเรียนที่คล้ายกัน {line.title}", {"smis": smis, "measure": line.measure}
        report.median(f"{line.fact}{_PEERS}", title, "similar.amount", unit=line.unit, where=alike)
    report.ratio("teachers.per_pupil", "ครูต่อนักเรียน", "teachers.total", "pupils.total", unit="คนต่อคน")
    before = {"smis": smis, "measure": schemas.PUPILS_LAST_YEAR}
    report.sum("pupils.last_year", "นักเรียนรอบเดียวกันปีก่อน", "counts.amount", where=before, given=True)
    report.difference("pupils.change", "นักเรียนเทียบรอบเดียวกันปีก่อน", "pupils.total", "pupils.last_year")


def show_comparison(report: Report, smis: str) -> None:
    """Show what the school has beside the middle of what similar schools have, and which these are; alone where there
    is none."""
    alike = {"smis": smis, "measure": schemas.PUPILS}
    title = "นักเรียนของโรงเรียนที่คล้ายกัน"
    report.sum("similar.pupils", title, "similar.amount", by=["peer"], where=alike, given=True)
    rows = {fact: fact for fact in _ROWS if not report.absence(fact)}
    mine = FigureColumn("โรงเรียนนี้")
    if rows and report.absence("similar.pupils") and not report.keeps_back("similar.pupils"):
        report.figures("school", "สิ่งที่โรงเรียนมี", [mine], rows)
        report.note("ไม่มีโรงเรียนที่คล้ายกันให้เทียบ")
        return
    columns = [mine, FigureColumn("ค่ากลาง", _PEERS)]
    report.figures("school", "สิ่งที่โรงเรียนมี เทียบกับค่ากลางของโรงเรียนที่คล้ายกัน", columns, rows)
    report.listed(_ALIKE, "similar.pupils", "peer")


def say_answer(report: Report) -> None:
    """Say first how many pupils the school has, and how many more or fewer than a year before where that is known."""
    if report.absence("pupils.total") and not report.keeps_back("pupils.total"):
        report.lead("{school} ไม่มีข้อมูลนักเรียนใน{academic_year}")
    else:
        report.lead("{school} มีนักเรียน {pupils.total}", "เทียบกับรอบเดียวกันปีก่อน {pupils.change|change}")


_ALIKE = "โรงเรียนที่คล้ายกัน (มีระดับชั้นเดียวกัน จำนวนนักเรียนใกล้ที่สุด ถ้าเท่ากันอำเภอเดียวกันก่อน)"


def state_money(report: Report, smis: str) -> None:
    """State what is due to the school and what it was given, by programme. What it was given has no total: of some
    programmes there is no register by school."""
    amount, by = "money.amount", ["line"]
    due, given = ({"smis": smis, "standing": standing} for standing in (schemas.DUE, schemas.PAID))
    report.sum("money.due", "เงินที่ต้องจ่ายตามโครงการ", amount, unit="บาท", by=by, totals=by, where=due, given=True)
    report.sum("money.paid", "เงินที่จัดสรรหรือได้รับแล้วตามโครงการ", amount, unit="บาท", by=by, where=given, given=True)


def show_to_mend(report: Report, smis: str) -> None:
    """State and show what the school must mend and by when; what is about single persons only as a number of
    subjects."""
    mine = {"smis": smis}
    title, of_school, of_persons = "ข้อที่ต้องแก้ไขหรือตรวจสอบ", mine | {"personal": False}, mine | {"personal": True}
    report.count("mend.total", title, "to_mend", unit="ข้อ", where=of_school)
    report.count("mend.by_rule", f"{title}ตามเรื่อง", "to_mend", unit="ข้อ", by=["rule"], where=of_school)
    title = "เรื่องของบุคคลรายคนที่ต้องแก้ไขหรือตรวจสอบ"
    report.distinct("mend.personal", title, "to_mend.rule", unit="เรื่อง", where=of_persons)
    report.count("mend.by_deadline", "ข้อตามกำหนดแก้ไข", "to_mend", unit="ข้อ", by=["deadline"], where=mine)
    if why := report.absence("mend.by_deadline"):
        report.say_absent(why)
        return
    if not report.numbers("mend.by_deadline"):
        report.text("ไม่พบข้อมูลที่โรงเรียนต้องแก้ไขหรือตรวจสอบ")
        return
    by_when = f" ภายในวันที่ {days}" if (days := report.named("mend.by_deadline", "deadline")) else ""
    report.text(f"โรงเรียนต้องแก้ไขหรือตรวจสอบข้อมูล {{mend.total}}{by_when}")
    if report.numbers("mend.total"):
        report.table("to-mend", "สิ่งที่ต้องแก้ไขหรือตรวจสอบ", "rule", [column("ข้อ", "mend.by_rule")])
    if report.numbers("mend.personal"):
        report.text("มีเรื่องของนักเรียนหรือบุคลากรรายคนอีก {mend.personal} ดูในสมุดงานข้อที่พบของโรงเรียน")
