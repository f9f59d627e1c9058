"""M-OBEC: the equipment of the schools by code: usable, to be repaired, to be disposed of."""

from helpers.systems.listings import ListingSystem
from helpers.systems.mobec import schemas
from helpers.systems.mobec.checks import RULES, SYSTEM_NAME
from helpers.systems.mobec.dataset import build
from helpers.systems.mobec.schemas import SCHEMAS

SYSTEM = ListingSystem(
    name=SYSTEM_NAME,
    title="ข้อมูลครุภัณฑ์ (M-OBEC)",
    order=4,
    listing=schemas.LISTING,
    reports={schemas.LIST: schemas.LIST_TITLE},
    schemas=SCHEMAS,
    rules=RULES,
    label_orders=schemas.ORDERS,
    build=build,
)
