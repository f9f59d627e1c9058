"""Writing a new round's parameter file with the days that the office's manual prints; a person has to confirm or
correct them."""

from datetime import date
from pathlib import Path

from helpers.params.models import CollectionRound
from helpers.params.new import parameter_text, write_read_back
from helpers.params.strict_yaml import read_model
from helpers.periods import Round, from_buddhist, thai_date_short
from helpers.systems.system import systems

_MANUAL = "คู่มือของ สพป.อุบลราชธานี เขต 1 ปีงบประมาณ พ.ศ. 2565"
_NOT_SEEN = "หนังสือของรอบนี้ยังไม่พบ"
_DAY = {
    1: f"10 มิ.ย. ตาม{_MANUAL} และประกาศของ สพฐ. 12 พ.ค. 2565 (loei1.go.th และ kruachieve.com) "
    f"25 มิ.ย. ในคู่มือหน้าหนึ่งไม่พบที่อื่น {_NOT_SEEN}",
    2: f"10 พ.ย. ตาม{_MANUAL} และ kroocool.com ปีการศึกษา 2565 กับ 2566 {_NOT_SEEN}",
    3: f"30 เม.ย. ตาม{_MANUAL} และ kroodee.com ปีการศึกษา 2566 ปีก่อน ๆ ต่างไป (20 เม.ย. 2560, 31 มี.ค. 2561) {_NOT_SEEN}",
}
"""The reference for the day of the data, by the number of the round."""
_WINDOW = {
    1: "16 พ.ค. ถึง 10 มิ.ย. 16.30 น. ตามประกาศของ สพฐ. 12 พ.ค. 2565 (loei1.go.th และ kruachieve.com) "
    f"เขตรับทราบและระบบปิด 11 มิ.ย. {_NOT_SEEN}",
    2: f"ปิด 10 พ.ย. 16.30 น. ตาม kroocool.com ปีการศึกษา 2565 กับ 2566 เปิด 15 ก.ค. ตาม{_MANUAL} "
    f"วันเปิดต่างกันทุกปี (1 ก.ค. 2565, 17 ก.ค. 2566) {_NOT_SEEN}",
    3: f"ปิด 30 เม.ย. ตาม{_MANUAL} (ฉบับก่อนระบุ 31 มี.ค.) และ kroodee.com ปีการศึกษา 2566 {_NOT_SEEN}",
}

_COMMENTS = {
    "as_of": "ข้อมูล ณ วันที่",
    "window": "ช่วงเวลาจัดเก็บ วันปิดคือวันสุดท้ายที่ถือว่าทันเวลา",
    "expected": "รายงานที่ควรได้รับ",
}


def _days(round_: Round) -> tuple[date, date, date]:
    """The day of the data, and the first and last day of collection."""
    year, after = round_.year, round_.year + 1
    days = {
        1: ((year, 6, 10), (year, 5, 16), (year, 6, 10)),
        2: ((year, 11, 10), (year, 7, 15), (year, 11, 10)),
        3: ((after, 4, 30), (after, 3, 31), (after, 4, 30)),
    }[round_.number]
    as_of, opens, closes = (from_buddhist(*day) for day in days)
    return as_of, opens, closes


def write_round(params_folder: Path, round_: Round) -> Path | None:
    """Write `rounds/<round>.yml` unless it is there already; its path when it was written. Raises ParameterError where
    what was written cannot be read back, and leaves nothing then."""
    path = params_folder / "rounds" / f"{round_}.yml"
    if path.exists():
        return None
    as_of, opens, closes = (thai_date_short(day) for day in _days(round_))
    parts = {
        "as_of": {"date": as_of, "reference": _DAY[round_.number], "status": "to_confirm"},
        "window": {"opens": opens, "closes": closes, "reference": _WINDOW[round_.number], "status": "to_confirm"},
        "expected": {name: list(system.expected(round_)) for name, system in systems().items()},
    }
    heading = f"รอบ {round_}: {round_.thai} ตรวจวันที่กับหนังสือสั่งการ แล้วเปลี่ยน status เป็น confirmed"
    return write_read_back(
        path, parameter_text(heading, parts, _COMMENTS), lambda draft: read_model(draft, CollectionRound)
    )
