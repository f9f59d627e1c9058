"""datapackage.json: valid by the library that reads it, and true of the tables."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from frictionless import Package

from helpers.errors import ParameterError
from helpers.facts.released import Release
from helpers.publish.open_data.data_package import NAME, data_package
from helpers.publish.open_data.dataset_records import DataCatalogue, data_catalogue, thai_record
from unit.publish.editions import DMC, PER_HEAD, SITE, catalogue, fact, params, reports

REQUIRED = {"title", "organization", "maintainer", "tag_string", "notes", "objective", "update_frequency_unit"} | {
    "update_frequency_interval",
    "geo_coverage",
    "data_source",
    "data_format",
    "data_category",
    "license_id",
    "data_type",
}
"""What the catalogue of the government asks for, but the address for mail, which an office need not state."""


def written(folder: Path, edition: DataCatalogue) -> Path:
    for table in edition.tables:
        (folder / table.file).write_bytes(table.content)
    (folder / NAME).write_bytes(data_package(edition))
    return folder / NAME


def described(edition: DataCatalogue) -> dict[str, object]:
    content: dict[str, object] = json.loads(data_package(edition))
    return content


def test_the_library_finds_it_valid(tmp_path: Path) -> None:
    report = Package(str(written(tmp_path, catalogue(address=SITE, email="plan@example.go.th")))).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert len(report.tasks) == len(catalogue().tables)


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ("round/2568-2/dmc,2568-2,ป.1", "round/2560-1/dmc,2560-1,ป.1", "foreign-key"),
        (",12,คน", ",สิบสอง,คน", "type-error"),
        ("pupils.share,", "pupils.by_grade,", "primary-key"),
        (",30,คน", ",31,คน", "hash-count"),
    ],
)
def test_the_library_sees_a_changed_table(tmp_path: Path, before: str, after: str, error: str) -> None:
    """A report that is not listed, a number that is none, a number that stands twice, and any other number."""
    path = written(tmp_path, catalogue())
    table = tmp_path / "round-dmc-by-grade.csv"
    assert before in table.read_text(encoding="utf-8")
    table.write_bytes(table.read_bytes().replace(before.encode(), after.encode()))
    assert error in {kind for (kind,) in Package(str(path)).validate().flatten(["type"])}


def test_resources_state_their_bytes_titles_and_period() -> None:
    edition = catalogue()
    resources = {resource["name"]: resource for resource in json.loads(data_package(edition))["resources"]}
    by_grade = resources["round-dmc-by-grade"]
    (table,) = [table for table in edition.tables if table.name == "round-dmc-by-grade"]
    assert by_grade["hash"] == f"sha256:{sha256(table.content).hexdigest()}"
    assert by_grade["bytes"] == len(table.content)
    assert by_grade["temporal"] == {"start": "2025-06-10", "end": "2025-11-10"}
    assert by_grade["updatesPerYear"] == 3
    assert {"fact": "pupils.by_grade", "title": "นักเรียนตามชั้น", "unit": "คน"} in by_grade["measures"]
    assert by_grade["schema"]["primaryKey"] == ["report", "grade", "fact"]
    assert all(field["title"] for field in by_grade["schema"]["fields"])


def test_what_is_not_all_there_is_says_so() -> None:
    resources = {resource["name"]: resource for resource in json.loads(data_package(catalogue()))["resources"]}
    assert resources["programme-per-head"]["measures"][0]["partial"]
    assert "partial" not in resources["round-dmc"]["measures"][0]


def test_an_office_without_a_site_names_no_address() -> None:
    assert "homepage" not in described(catalogue())
    assert described(catalogue(address=SITE))["homepage"] == SITE


def test_the_licence_and_who_publishes() -> None:
    content = described(catalogue(email="plan@example.go.th"))
    assert [each["name"] for each in content["licenses"]] == ["CC-BY-4.0"]  # type: ignore[attr-defined]
    assert content["contributors"] == [
        {
            "title": params().office.name,
            "organization": "กลุ่มนโยบายและแผน",
            "email": "plan@example.go.th",
            "role": "publisher",
            "roles": ["publisher", "contact"],
        }
    ]


def test_without_a_licence_none_is_claimed() -> None:
    unlicensed = catalogue(license_=None)
    assert "licenses" not in described(unlicensed)
    assert {thai_record(record, unlicensed)["license_id"] for record in unlicensed.records} == {"License not specified"}


def test_without_a_unit_the_office_answers() -> None:
    nobody = params().office.publication.model_copy(update={"contact": None})
    unstated = replace(params(), office=params().office.model_copy(update={"publication": nobody}))
    edition = data_catalogue(reports(), unstated, is_sample=False)
    assert thai_record(edition.records[0], edition)["maintainer"] == edition.unit == params().office.name


def test_made_up_data_say_so_everywhere() -> None:
    sample = catalogue(is_sample=True)
    texts = [sample.title, *(record.description for record in sample.records)]
    assert all(text.startswith("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง") for text in texts)
    assert "ข้อมูลตัวอย่าง" not in data_package(catalogue()).decode()


def test_the_governments_catalogue_has_what_it_asks_for() -> None:
    edition = catalogue()
    for record in edition.records:
        stated = thai_record(record, edition)
        assert set(stated) >= REQUIRED
        assert "maintainer_email" not in stated
    of_round = {record.name: thai_record(record, edition) for record in edition.records}["round-dmc"]
    assert of_round["update_frequency_unit"] == "อื่นๆ"
    assert of_round["update_frequency_unit_other"] == "รอบการจัดเก็บข้อมูล (ปีละ 3 รอบ)"
    assert {thai_record(record, edition)["update_frequency_interval"] for record in edition.records} == {"1"}
    assert (of_round["first_year_of_data"], of_round["last_year_of_data"]) == ("2568", "2568")
    assert of_round["disaggregate"] == ["ระดับการศึกษา", "ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่"]


def test_a_year_of_money_is_brought_up_to_date_once_and_begins_in_october() -> None:
    (record,) = [record for record in catalogue().records if record.name == "programme-per-head"]
    assert record.times_a_year == 1
    assert (record.first_day.month, record.first_day.day) == (10, 1)


def test_an_edition_without_reports_is_refused() -> None:
    with pytest.raises(ParameterError, match="ไม่มีรายงาน"):
        data_catalogue((), params(), is_sample=False)


def test_a_report_without_a_released_number_is_listed_and_has_no_table() -> None:
    edition = catalogue(Release({DMC: {"pupils.total": fact({"": 1})}, PER_HEAD: {}}, 10))
    assert [record.name for record in edition.records] == ["round-dmc"]
    assert [report.id for report in edition.reports] == [DMC, PER_HEAD]
