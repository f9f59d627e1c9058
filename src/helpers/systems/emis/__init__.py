"""EMIS (Education Management Information System): pupils, staff, computers and internet of every school."""

from collections.abc import Mapping, Sequence

from helpers.systems.dmc.layouts import GRADES, LEVELS, SEXES
from helpers.systems.emis import labels
from helpers.systems.emis.checks import RULES
from helpers.systems.emis.dataset import build
from helpers.systems.emis.reading import recognise
from helpers.systems.emis.schemas import SCHEMAS
from helpers.systems.system import System

_ORDER = {"grade": GRADES, "level": LEVELS, "sex": SEXES, **labels.ORDERS}


def _value_order(report: str) -> Mapping[str, Sequence[str]]:
    return _ORDER if report in ("", *labels.TITLES) else {}


SYSTEM = System(
    name="emis",
    title="ข้อมูลสารสนเทศโรงเรียน (EMIS)",
    order=2,
    reports=labels.TITLES,
    schemas=SCHEMAS,
    rules=RULES,
    expected=lambda _round: tuple(labels.TITLES),  # the office decides in which rounds it collects EMIS at all
    value_order=_value_order,
    recognise=recognise,
    build=build,
)
