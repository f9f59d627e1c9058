"""B-OBEC: the buildings and structures of the schools, kept current by the schools themselves."""

from helpers.systems.bobec import schemas
from helpers.systems.bobec.checks import RULES, SYSTEM_NAME
from helpers.systems.bobec.dataset import build
from helpers.systems.bobec.schemas import SCHEMAS
from helpers.systems.listings import ListingSystem

SYSTEM = ListingSystem(
    name=SYSTEM_NAME,
    title="ข้อมูลอาคารและสิ่งก่อสร้าง (B-OBEC)",
    order=3,
    listing=schemas.LISTING,
    reports={
        schemas.LIST: schemas.LIST_TITLE,
        schemas.ASSETS: schemas.ASSETS_TITLE,
        schemas.PHOTOGRAPHS: schemas.PHOTOGRAPHS_TITLE,
    },
    schemas=SCHEMAS,
    rules=RULES,
    label_orders=schemas.ORDERS,
    build=build,
)
