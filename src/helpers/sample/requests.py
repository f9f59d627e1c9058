"""A register of invented requests for data, of organisations only, that the office answered in the year."""

from datetime import date
from pathlib import Path

from helpers.digests import text_digest
from helpers.periods import Round, from_buddhist
from helpers.tables.requests import NAME, Audience, DataRequest, register_text

_MEAL, _STUDY, _CARE, _REPAIR, _NO_NUMBER = (
    "วางแผนอาหารกลางวัน",
    "ศึกษาขนาดโรงเรียน",
    "จัดสวัสดิการเด็กด้อยโอกาส",
    "วางแผนซ่อมอาคารเรียน",
    "ช่วยเหลือเด็กที่ไม่มีทะเบียนราษฎร",
)


def write_requests(folder: Path, year: int) -> None:
    """Write the register of an academic year into a data folder. The answers themselves are not there: their digests
    are of the commands."""
    first, second = Round(year, 1), Round(year, 2)
    requests = (
        _request(from_buddhist(year, 7, 2), "องค์การบริหารส่วนตำบลสมมติ", _MEAL, "dmc.enrolment", first, 620),
        _request(from_buddhist(year, 8, 20), "มหาวิทยาลัยสมมติ", _STUDY, "dmc.schools", first, 241),
        _request(from_buddhist(year, 11, 24), "ศูนย์สวัสดิการสมมติ", _CARE, "dmc.categories", second, 96, public=False),
        _request(from_buddhist(year + 1, 1, 12), "เทศบาลตำบลสมมติ", _REPAIR, "bobec.buildings", second, 88),
        _request(
            from_buddhist(year + 1, 3, 3), "ที่ว่าการอำเภอสมมติ", _NO_NUMBER, "gcode.learners", second, 40, public=False
        ),
    )
    (folder / NAME).write_text(register_text(requests), encoding="utf-8", newline="")


def _request(
    answered: date, organisation: str, purpose: str, subject: str, period: Round, rows: int, *, public: bool = True
) -> DataRequest:
    dataset, _, table = subject.partition(".")
    audience = Audience.PUBLIC if public else Audience.OFFICE
    command = f"workbook extract {subject} --periods {period} --for '{organisation}' --purpose '{purpose}'"
    return DataRequest(
        answered.isoformat(),
        organisation,
        purpose,
        str(audience),
        dataset,
        table,
        str(period),
        rows,
        f"{dataset}-{table}-{audience}-sample.csv",
        text_digest(command),
        command,
    )
