"""M-OBEC: the equipment of the schools by code: usable, to be repaired, to be disposed of."""

from __future__ import annotations

from helpers.collection.listings.system import ListingSystem
from helpers.collection.mobec import labels
from helpers.collection.mobec.build import build
from helpers.collection.mobec.rules import RULES, SYSTEM_NAME
from helpers.collection.mobec.schemas import SCHEMAS

SYSTEM = ListingSystem(
    name=SYSTEM_NAME,
    title="ข้อมูลครุภัณฑ์ (M-OBEC)",
    place=4,
    listing=labels.LISTING,
    reports={labels.LIST: labels.LIST_TITLE},
    schemas=SCHEMAS,
    rules=RULES,
    label_orders=labels.ORDERS,
    build=build,
)
