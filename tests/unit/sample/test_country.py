"""A country of invented offices: the same every time, every office its own, and nothing official in it."""

from collections import Counter
from pathlib import Path

import pytest

from helpers.errors import ParameterError
from helpers.identifiers import AREA_CODE
from helpers.params.folder import read_params
from helpers.programmes.reading import choices_of
from helpers.sample import Country, CountrySummary, write_country
from helpers.sample.country import MOST_OFFICES, SampleOffice, _office_params
from helpers.systems.dmc.layouts import TOTAL, Layout
from unit.sample.downloads import PARAMS, SCHOOL_LIST, Sample, rows_of
from unit.sample.test_agreement import counts
from unit.sample.test_deliveries import digests

PROVINCES_OF_THAILAND = range(10, 97)


def written(root: Path, *, offices: int, jobs: int = 1, seed: int = 1, schools: int = 2) -> CountrySummary:
    country = Country(PARAMS, SCHOOL_LIST, choices_of(read_params(PARAMS)), schools, seed=seed)
    return write_country(root, country, offices=offices, jobs=jobs)


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CountrySummary]:
    root = tmp_path_factory.mktemp("country") / "root"
    return root, written(root, offices=2, jobs=2)


def sample_of(office: Path) -> Sample:
    return Sample(office / "data", f"{office.name}0000")


def test_the_same_country_is_written_twice_whoever_writes_which_office(
    country: tuple[Path, CountrySummary], tmp_path: Path
) -> None:
    again = written(tmp_path / "again", offices=2)
    assert digests(tmp_path / "again") == digests(country[0])
    assert again == country[1]


def test_an_office_does_not_depend_on_how_many_there_are(country: tuple[Path, CountrySummary], tmp_path: Path) -> None:
    written(tmp_path / "one", offices=1)
    assert digests(tmp_path / "one" / "9701") == digests(country[0] / "9701")


def test_every_office_has_numbers_of_its_own(country: tuple[Path, CountrySummary]) -> None:
    first, second = (sample_of(office).headcounts("2568-1") for office in sorted(country[0].iterdir()))
    assert {smis[:4] for smis, *_ in first} == {"9701"}
    assert {smis[:4] for smis, *_ in second} == {"9702"}
    assert sorted(first.values()) != sorted(second.values())


def _all_pupils(layout: Layout, row: list[str]) -> int:
    """The sum of both sexes stands after them."""
    return dict(zip(layout.widths[len(row)], counts(layout, row), strict=True))[TOTAL][2]


def test_the_pupils_of_an_office_add_up_but_where_planted(country: tuple[Path, CountrySummary]) -> None:
    counted: Counter[str] = Counter()
    for office in country[0].iterdir():
        sample = sample_of(office)
        planted = {file for file, _ in sample.planted_rows()}
        for round_id, layout, path in sample.aggregates:
            if layout.slug == "enrolment":
                totals = {row[1]: _all_pupils(layout, row) for row in rows_of(path)}
                area = totals.pop(sample.area_block)
                assert sum(totals.values()) == area or path.name in planted
                counted[round_id] += sum(totals.values())
    assert counted == country[1].pupils


def test_the_parameters_are_those_of_the_template_for_another_office(country: tuple[Path, CountrySummary]) -> None:
    template = read_params(PARAMS)
    for number, office in enumerate(sorted(country[0].iterdir()), 1):
        params = read_params(office / "params")
        assert params.office.area_code == office.name
        assert params.office.short_name == f"สพป.ตัวอย่าง เขต {number}"
        assert template.office.name not in (office / "params" / "office.yml").read_text(encoding="utf-8")
        assert (params.programmes, params.checks) == (template.programmes, template.checks)
        assert len(params.schools) == 2


def test_nothing_of_a_real_office_is_in_a_country(country: tuple[Path, CountrySummary]) -> None:
    real = read_params(PARAMS).schools.values()
    official = {code for school in real for code in (school.smis, school.ministry_code, school.obec_code, school.name)}
    ministry_codes: list[str] = []
    for office in country[0].iterdir():
        for school in read_params(office / "params").schools.values():
            assert not official & {school.smis, school.ministry_code, school.obec_code, school.name}
            ministry_codes.append(school.ministry_code)
    assert len(set(ministry_codes)) == len(ministry_codes)


def test_the_codes_are_valid_and_nobodys() -> None:
    codes = [SampleOffice(number).area_code for number in range(1, MOST_OFFICES + 1)]
    assert len(set(codes)) == MOST_OFFICES >= 183
    for code in codes:
        assert AREA_CODE.fullmatch(code)
        assert int(code[:2]) not in PROVINCES_OF_THAILAND


@pytest.mark.parametrize(("offices", "schools"), [(MOST_OFFICES + 1, 2), (2, 100_000)])
def test_an_impossible_country_is_refused_before_anything_is_written(
    tmp_path: Path, offices: int, schools: int
) -> None:
    with pytest.raises(ParameterError):
        written(tmp_path / "root", offices=offices, schools=schools)
    assert not list(tmp_path.iterdir())


def test_a_country_replaces_an_older_one_and_nothing_else(tmp_path: Path) -> None:
    root = tmp_path / "root"
    written(root, offices=2)
    written(root, offices=1)
    assert [office.name for office in root.iterdir()] == ["9701"]
    (root / "9701" / "outputs").mkdir()
    with pytest.raises(ParameterError, match="ไม่ใช่ข้อมูลตัวอย่าง"):
        written(root, offices=1)


def test_what_is_read_once_is_what_every_office_has(country: tuple[Path, CountrySummary]) -> None:
    for office in country[0].iterdir():
        params = office / "params"
        assert _office_params(params, PARAMS) == read_params(params)
