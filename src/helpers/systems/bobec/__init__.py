"""B-OBEC: the buildings and structures of the schools, kept current by the schools themselves."""

from helpers.systems.bobec import schemas
from helpers.systems.bobec.checks import RULES, SYSTEM_NAME
from helpers.systems.bobec.dataset import build
from helpers.systems.system import System

SYSTEM = System(
    name=SYSTEM_NAME,
    title="ข้อมูลอาคารและสิ่งก่อสร้าง (B-OBEC)",
    order=3,
    reports={
        schemas.LIST: schemas.LIST_TITLE,
        schemas.ASSETS: schemas.ASSETS_TITLE,
        schemas.PHOTOGRAPHS: schemas.PHOTOGRAPHS_TITLE,
    },
    schemas=schemas.SCHEMAS,
    rules=RULES,
    expected=lambda _round: (schemas.LIST,),
    value_order=lambda _report: schemas.ORDERS,
    recognise=schemas.LISTING.recognise,
    build=build,
)
