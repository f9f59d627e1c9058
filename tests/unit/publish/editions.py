"""Releases of invented numbers, and the open data made of them."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from builders import PROJECT_PARAMS
from helpers.facts.definitions import Operation, Value
from helpers.facts.released import Release, ReleasedCell, ReleasedFact, ReleasedFacts
from helpers.files import BOM
from helpers.params.folder import Params, read_params
from helpers.params.models import Contact, License
from helpers.publish.open_data.dataset_records import DataCatalogue, data_catalogue
from helpers.publish.open_data.published import PublishedReport, published_reports
from helpers.publish.open_data.table import OpenTable
from helpers.reports.catalogue import spec_for
from helpers.reports.specs import Spec

DMC, EARLIER, PER_HEAD = "round/2568-2/dmc", "round/2568-1/dmc", "programme/2569/per-head"
SITE = "https://www.example.go.th/open/"


def fact(
    cells: Mapping[str, Value | None],
    *,
    title: str = "นักเรียน",
    unit: str = "คน",
    table: str = "2568-2/dmc/enrolment",
    narrowed: bool = False,
) -> ReleasedFact:
    """A sum of pupils; a cell of None is withheld."""
    shown = {key: ReleasedCell(value, "") for key, value in cells.items() if value is not None}
    return ReleasedFact(title, unit, Operation.SUM, table, "pupils", shown, tuple(cells), narrowed)


SHARE = ReleasedFact(
    "สัดส่วนนักเรียนหญิง",
    "ร้อยละ",
    Operation.RATIO,
    cells={"grade=ป.1": ReleasedCell(Decimal("0.400000"), "pupils.by_grade(grade=ป.1) / pupils.total()")},
    order=("grade=ป.1",),
)
OF_ROUND: ReleasedFacts = {
    "pupils.total": fact({"": 30}, title="นักเรียนทั้งหมด"),
    "pupils.by_grade": fact({"grade=ป.1": 12, "grade=ป.2": None, "grade=รวม": 30}, title="นักเรียนตามชั้น"),
    "pupils.share": SHARE,
    "pupils.by_school": fact({"smis=34010001": 18, "smis=34019999": 12, "smis=รวม": 30}, title="นักเรียนรายโรงเรียน"),
    "pupils.poor.by_school": fact({}, title="นักเรียนยากจนรายโรงเรียน", narrowed=True),
}
OF_PROGRAMME: ReleasedFacts = {
    "amount.total": fact(
        {"": Decimal("12500.50")}, title="เงินทั้งหมด", unit="บาท", table="2569/per-head/allocation", narrowed=True
    )
}
RELEASE = Release({DMC: OF_ROUND, EARLIER: OF_ROUND, PER_HEAD: OF_PROGRAMME}, 10)


@cache
def params() -> Params:
    return read_params(PROJECT_PARAMS)


def specs() -> list[Spec]:
    rounds = [spec_for("round/dmc", {"round_id": round_id}, params()) for round_id in ("2568-1", "2568-2")]
    return [*rounds, spec_for("programme/per_head", {"programme": "per-head", "fiscal_year": "2569"}, params())]


def reports(release: Release = RELEASE) -> tuple[PublishedReport, ...]:
    return published_reports(release, specs(), params())


LICENSE = License(
    name="CC-BY-4.0",
    title="Creative Commons Attribution 4.0 International",
    path="https://creativecommons.org/licenses/by/4.0/",
    catalogue="Creative Commons Attributions",
    reference="คำสั่งสมมติ",
    status="to_confirm",
)


def stating(address: str = "", email: str | None = None, license_: License | None = LICENSE) -> Params:
    """The parameters of an office that states this of its open data."""
    stated = {"address": address, "license": license_, "contact": Contact(name="กลุ่มนโยบายและแผน", email=email)}
    publication = params().office.publication.model_copy(update=stated)
    return replace(params(), office=params().office.model_copy(update={"publication": publication}))


def catalogue(
    release: Release = RELEASE,
    address: str = "",
    email: str | None = None,
    license_: License | None = LICENSE,
    *,
    is_sample: bool = False,
) -> DataCatalogue:
    return data_catalogue(reports(release), stating(address, email, license_), is_sample=is_sample)


def rows(table: OpenTable) -> list[dict[str, str]]:
    """The rows of the CSV, as any reader of CSV gets them."""
    text = table.content.decode().removeprefix(BOM)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def tables(release: Release = RELEASE) -> dict[str, OpenTable]:
    return {table.name: table for table in catalogue(release).tables}
