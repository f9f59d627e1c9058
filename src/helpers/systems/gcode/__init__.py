"""G-Code: identity codes for learners without civil registration, and the teachers who may ask for them."""

from collections.abc import Mapping, Sequence

from helpers.foreign.spreadsheets import Spreadsheet
from helpers.systems.dmc.labels import NATIONALITY
from helpers.systems.dmc.layouts import SEXES
from helpers.systems.gcode import schemas
from helpers.systems.gcode.checks import RULES
from helpers.systems.gcode.dataset import build
from helpers.systems.gcode.reading import LISTINGS, student_numbers
from helpers.systems.system import Recognition, System

_REPORTS = {listing.report: listing.title for listing in LISTINGS}
_ORDER = {"sex": SEXES, "nationality": NATIONALITY, "status": schemas.STATUSES, "waiting": schemas.WAITING}


def _recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    recognitions = (listing.recognise(sheet, area_code) for listing in LISTINGS)
    return next((recognition for recognition in recognitions if recognition), None)


def _value_order(report: str) -> Mapping[str, Sequence[str]]:
    return _ORDER if report in ("", *_REPORTS) else {}


SYSTEM = System(
    name="gcode",
    title="รหัสผู้เรียนที่ไม่มีทะเบียนราษฎร (G-Code)",
    order=5,
    reports=_REPORTS,
    schemas=schemas.SCHEMAS,
    rules=RULES,
    expected=lambda _round: tuple(_REPORTS),  # the system is open all year
    value_order=_value_order,
    recognise=_recognise,
    build=build,
    pupil_references=student_numbers,
)
