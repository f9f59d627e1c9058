"""M-OBEC: the equipment of the schools by code: usable, to be repaired, to be disposed of."""

from helpers.systems.mobec import schemas
from helpers.systems.mobec.checks import RULES, SYSTEM_NAME
from helpers.systems.mobec.dataset import build
from helpers.systems.system import System

SYSTEM = System(
    name=SYSTEM_NAME,
    title="ข้อมูลครุภัณฑ์ (M-OBEC)",
    order=4,
    reports={schemas.LIST: schemas.LIST_TITLE},
    schemas=schemas.SCHEMAS,
    rules=RULES,
    expected=lambda _round: (schemas.LIST,),
    value_order=lambda _report: schemas.ORDERS,
    recognise=schemas.LISTING.recognise,
    build=build,
)
