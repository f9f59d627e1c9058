"""DMC (Data Management Center): the pupils, three rounds a year."""

from collections.abc import Mapping, Sequence

from helpers.foreign.spreadsheets import Spreadsheet
from helpers.periods import Round
from helpers.systems.dmc import aggregates, confirmations, pupil_list
from helpers.systems.dmc.checks import RULES
from helpers.systems.dmc.dataset import build
from helpers.systems.dmc.layouts import GRADES, LAYOUT_BY_SLUG, LAYOUTS, LEVELS, SEXES, Shape
from helpers.systems.dmc.schemas import CONFIRMATIONS, SCHEMAS
from helpers.systems.system import Recognition, System


def _expected(round_: Round) -> tuple[str, ...]:
    last = round_.number == 3
    return tuple(
        layout.slug for layout in LAYOUTS if layout.shape is not Shape.FLAGS and (last or not layout.end_of_year)
    )


def _value_order(report: str) -> Mapping[str, Sequence[str]]:
    labels = LAYOUT_BY_SLUG[report].labels if report in LAYOUT_BY_SLUG else ()
    return {"grade": GRADES, "level": LEVELS, "sex": SEXES, "confirmation": CONFIRMATIONS, "category": labels}


def _recognise(sheet: Spreadsheet, area_code: str) -> Recognition | None:
    return (
        aggregates.recognise(sheet, area_code)
        or pupil_list.recognise(sheet, area_code)
        or confirmations.recognise(sheet, area_code)
    )


SYSTEM = System(
    name="dmc",
    title="ข้อมูลนักเรียนรายบุคคล (DMC)",
    order=1,
    reports={layout.slug: layout.title for layout in LAYOUTS}
    | {pupil_list.REPORT: pupil_list.TITLE, confirmations.REPORT: confirmations.TITLE},
    schemas=SCHEMAS,
    rules=RULES,
    expected=_expected,
    value_order=_value_order,
    recognise=_recognise,
    build=build,
    pupil_references=pupil_list.student_numbers,
)
