"""B-OBEC: the buildings and structures of the schools, kept current by the schools themselves."""

from __future__ import annotations

from helpers.collection.bobec import labels
from helpers.collection.bobec.build import build
from helpers.collection.bobec.rules import RULES, SYSTEM_NAME
from helpers.collection.bobec.schemas import SCHEMAS
from helpers.collection.listings.system import ListingSystem

SYSTEM = ListingSystem(
    name=SYSTEM_NAME,
    title="ข้อมูลอาคารและสิ่งก่อสร้าง (B-OBEC)",
    place=3,
    listing=labels.LISTING,
    reports={
        labels.LIST: labels.LIST_TITLE,
        labels.ASSETS: labels.ASSETS_TITLE,
        labels.PHOTOGRAPHS: labels.PHOTOGRAPHS_TITLE,
    },
    schemas=SCHEMAS,
    rules=RULES,
    label_orders=labels.ORDERS,
    build=build,
)
