"""What is said of the open data in every catalogue: one record for all tables of one kind of report.

The words are those of the metadata standard for government data of Thailand as its catalogue software has them
(`thai_record`); decision 0050 says what of it could be confirmed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpers.errors import ParameterError
from helpers.params.folder import Params
from helpers.params.models import License, Office
from helpers.periods import ROUNDS_A_YEAR, Round, thai_date
from helpers.publish.open_data.published import PublishedReport
from helpers.publish.open_data.table import OpenTable
from helpers.publish.open_data.tables import SCHOOL, open_tables

PROTECTED = "ตัวเลขที่อาจบอกเรื่องของบุคคลปิดไว้หรือไม่เผยแพร่"
"""What every description says of what is left out."""
NO_LICENSE = "ยังไม่กำหนดสัญญาอนุญาต"
"""What readers are told where the office has chosen no licence."""
_NOT_SPECIFIED = "License not specified"
"""What the catalogue of the government calls a licence that nobody has chosen."""
_OTHER = "อื่นๆ"
_WHERE = "ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่"
_DISAGGREGATION: Mapping[str, str] = {
    "sex": "เพศ",
    "age": "อายุ/กลุ่มอายุ",
    "grade": "ระดับการศึกษา",
    "level": "ระดับการศึกษา",
    SCHOOL: _WHERE,
    "district": _WHERE,
}
"""What the catalogue calls a breakdown by a column; every other is `อื่นๆ`."""


@dataclass(frozen=True)
class DatasetRecord:
    """One data set: the tables of one kind of report. The years are those พ.ศ. that
    its periods are called by, `times_a_year` is how often it is brought up to date at least."""

    name: str
    title: str
    description: str
    keywords: tuple[str, ...]
    first_day: date
    last_day: date
    first_year: int
    last_year: int
    times_a_year: int
    sources: tuple[str, ...]
    tables: tuple[OpenTable, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The units of its numbers, each once."""
        units = (measure.unit for table in self.tables for measure in table.measures)
        return tuple(dict.fromkeys(unit for unit in units if unit))


def marked(text: str, *, is_sample: bool) -> str:
    """The text, which says of made-up data that they are."""
    return f"ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง: {text}" if is_sample else text


@dataclass(frozen=True)
class DataCatalogue:
    """The open data of one edition: its reports, oldest data first, its tables and data sets, by name, and the office
    that publishes them. `is_sample` where the data are made up, which every description then says."""

    office: Office
    is_sample: bool
    reports: tuple[PublishedReport, ...]
    tables: tuple[OpenTable, ...]
    records: tuple[DatasetRecord, ...]

    @property
    def root(self) -> str:
        """The address of the edition with a slash at its end; empty where the office states none."""
        return self.office.publication.address

    @property
    def license(self) -> License | None:
        """The licence; None where the office has not chosen one."""
        return self.office.publication.license

    @property
    def unit(self) -> str:
        """The unit that answers questions."""
        contact = self.office.publication.contact
        return contact.name if contact else self.office.name

    @property
    def email(self) -> str:
        """Where that unit is written to; empty where the office states nothing."""
        contact = self.office.publication.contact
        return (contact.email or "") if contact else ""

    @property
    def title(self) -> str:
        """What the open data as a whole are called."""
        return self.marked(f"ข้อมูลเปิดของ{self.office.name}")

    def marked(self, text: str) -> str:
        """The text, which says of made-up data that they are."""
        return marked(text, is_sample=self.is_sample)

    @property
    def newest_day(self) -> date:
        """The newest day that the data describe."""
        return max(report.as_of for report in self.reports)

    @property
    def keywords(self) -> tuple[str, ...]:
        """What all of it is about."""
        return ("การศึกษา", self.office.short_name, *(record.title for record in self.records))

    @property
    def sources(self) -> tuple[str, ...]:
        """What the data behind it are called, each once."""
        return tuple(dict.fromkeys(source for record in self.records for source in record.sources))


def data_catalogue(reports: Sequence[PublishedReport], params: Params, *, is_sample: bool) -> DataCatalogue:
    """The open data of the reports of an edition. Raises ParameterError for an edition without any report, and where
    two tables would have the same name."""
    if not reports:
        raise ParameterError("ไม่มีรายงานที่เผยแพร่ได้", remedy="สั่ง workbook run แล้วเลือกรายงานด้วย workbook publish")
    tables = open_tables(reports, params)
    lists = tuple(table for table in tables if not table.kind)
    records = []
    for kind in sorted({table.kind for table in tables if table.kind}):
        about = [report for report in reports if report.spec.kind == kind]
        numbers = tuple(table for table in tables if table.kind == kind)
        records.append(_record(about, numbers, lists, params.office, is_sample=is_sample))
    return DataCatalogue(params.office, is_sample, tuple(reports), tables, tuple(records))


def _record(
    reports: Sequence[PublishedReport],
    tables: tuple[OpenTable, ...],
    lists: tuple[OpenTable, ...],
    office: Office,
    *,
    is_sample: bool,
) -> DatasetRecord:
    first, last = reports[0], reports[-1]
    periods = tuple(dict.fromkeys((first.subject.period, last.subject.period)))
    sources = tuple(dict.fromkeys(source for table in tables for source in table.sources))
    description = (
        f"{first.kind_title} {office.name} {' ถึง '.join(periods)} ข้อมูล ณ {thai_date(last.as_of)} "
        f"ที่มา: {', '.join(sources)} {PROTECTED}"
    )
    return DatasetRecord(
        name=first.spec.kind.replace("/", "-").replace("_", "-"),
        title=first.kind_title,
        description=marked(description, is_sample=is_sample),
        keywords=tuple(dict.fromkeys(("การศึกษา", office.short_name, first.kind_title, *sources))),
        first_day=min(report.first_day for report in reports),
        last_day=last.as_of,
        first_year=min(report.spec.period.year for report in reports),
        last_year=max(report.spec.period.year for report in reports),
        times_a_year=ROUNDS_A_YEAR if isinstance(first.spec.period, Round) else 1,
        sources=sources,
        tables=(*tables, *lists),
    )


def thai_record(record: DatasetRecord, catalogue: DataCatalogue) -> dict[str, Any]:
    """The record under the names and with the choices of the government's data catalogue. A field that the office does
    not state, as an address for mail, is left out: whoever enters the record is asked for it there."""
    stated = {**_asked_of_all(record, catalogue), **_asked_of_statistics(record)}
    return {name: value for name, value in stated.items() if value}


def _asked_of_all(record: DatasetRecord, catalogue: DataCatalogue) -> dict[str, Any]:
    """What is asked of data of every kind."""
    chosen = catalogue.license
    return {
        "name": record.name,
        "title": record.title,
        "organization": catalogue.office.name,
        "maintainer": catalogue.unit,
        "maintainer_email": catalogue.email,
        "tag_string": list(record.keywords),
        "notes": record.description,
        "objective": ["พันธกิจหน่วยงาน"],
        **_frequency(record),
        "geo_coverage": _OTHER,
        "geo_coverage_other": catalogue.office.name,
        "data_source": ", ".join(record.sources),
        "data_format": ["CSV"],
        "data_category": "ข้อมูลสาธารณะ",
        "license_id": chosen.catalogue if chosen else _NOT_SPECIFIED,
        "url": catalogue.root,
        "data_language": ["ไทย"],
    }


def _frequency(record: DatasetRecord) -> dict[str, str]:
    """How often the data are brought up to date: one time per unit, or every one unit, whichever way the number is
    read. The catalogue's software explains it in the first way, and many enter it in the second."""
    if record.times_a_year == 1:
        return {"update_frequency_unit": "ปี", "update_frequency_interval": "1"}
    other = f"รอบการจัดเก็บข้อมูล (ปีละ {record.times_a_year} รอบ)"
    unit = {"update_frequency_unit": _OTHER, "update_frequency_unit_other": other}
    return {**unit, "update_frequency_interval": "1"}


def _asked_of_statistics(record: DatasetRecord) -> dict[str, Any]:
    """What is asked of statistics beside."""
    return {
        "data_type": "ข้อมูลสถิติ",
        "last_updated_date": record.last_day.isoformat(),
        "first_year_of_data": str(record.first_year),
        "last_year_of_data": str(record.last_year),
        "disaggregate": list(dict.fromkeys(_disaggregation(record))),
        "unit_of_measure": ", ".join(record.units),
        "unit_of_multiplier": "หน่วย",
    }


def _disaggregation(record: DatasetRecord) -> Iterator[str]:
    for table in record.tables:
        keys = [name for name in table.unique if name not in ("report", "fact")] if table.kind else []
        yield from (_DISAGGREGATION.get(name, _OTHER) for name in keys)
