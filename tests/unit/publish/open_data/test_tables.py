"""Every released number stands in the open data once, under columns that do not change from edition to edition."""

from collections import Counter
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import ParameterError
from helpers.facts.definitions import key_parts, key_text
from helpers.facts.ledger import value_text
from helpers.facts.released import Release
from helpers.publish.open_data.published import published_reports
from helpers.publish.open_data.tables import WITHHELD, open_tables
from unit.publish.editions import DMC, EARLIER, PER_HEAD, RELEASE, fact, params, reports, rows, specs, tables

NUMBERS = ("round-dmc", "round-dmc-by-grade", "round-dmc-by-school", "programme-per-head")
FIXED = {"report", "period", "school_name", "fact", "title", "value", "unit", "is_total", "withheld"}
LABELS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\r\n\t;\\\"',=+-@|"), max_size=12)


def released_cells(release: Release) -> Counter[tuple[str, str, str, str]]:
    return Counter(
        (report, name, key, value_text(released.cells[key].value) if key in released.cells else WITHHELD)
        for report, facts in release.reports.items()
        for name, released in facts.items()
        for key in released.order
    )


def cells_of_tables(release: Release) -> Counter[tuple[str, str, str, str]]:
    cells: Counter[tuple[str, str, str, str]] = Counter()
    for table in open_tables(reports(release), params()):
        keys = [name for name in table.unique if name not in ("report", "fact")]
        for row in rows(table) if table.kind else ():
            key = key_text({name.removesuffix("_key"): row[name].removeprefix("'") for name in keys})
            cells[row["report"], row["fact"], key, row["value"] or row["withheld"]] += 1
    return cells


def in_order(cells: Counter[tuple[str, str, str, str]]) -> Counter[tuple[str, str, str, str]]:
    """The cells with their keys' columns in one order, whichever the fact has them in."""
    return Counter(
        {
            (report, name, key_text(dict(sorted(key_parts(key).items()))), value): count
            for (report, name, key, value), count in cells.items()
        }
    )


def test_every_released_cell_stands_once() -> None:
    assert in_order(cells_of_tables(RELEASE)) == released_cells(RELEASE)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(LABELS.map(lambda text: text.lstrip("'=+-@")), st.none() | st.integers(-5, 10**12), max_size=6))
def test_every_cell_stands_once_whatever_its_label(values: dict[str, int | None]) -> None:
    cells = {key_text({"category": label, "sex": "ช"}): value for label, value in values.items()}
    release = Release({DMC: {"pupils.by_category": fact(cells)}}, 10)
    assert in_order(cells_of_tables(release)) == in_order(released_cells(release))


def test_one_table_has_the_same_keys_of_one_kind_in_all_rounds() -> None:
    named = tables()
    assert set(named) == {*NUMBERS, "reports", "schools"}
    assert {row["report"] for row in rows(named["round-dmc-by-grade"])} == {DMC, EARLIER}
    assert [row["period"] for row in rows(named["round-dmc"])] == ["2568-1", "2568-2"]


def test_a_withheld_number_is_empty_and_says_so() -> None:
    (withheld,) = [row for row in rows(tables()["round-dmc-by-grade"]) if row["report"] == DMC and not row["value"]]
    assert (withheld["grade"], withheld["withheld"]) == ("ป.2", WITHHELD)
    others = [row for table in tables().values() if table.kind for row in rows(table) if row["value"]]
    assert {row["withheld"] for row in others} == {""}


def test_nothing_of_a_closed_fact_is_there() -> None:
    assert not [table.name for table in tables().values() if b"poor" in table.content]


def test_a_total_says_that_it_is_one() -> None:
    by_grade = [row for row in rows(tables()["round-dmc-by-grade"]) if row["report"] == DMC]
    totals = {row["grade"]: row["is_total"] for row in by_grade if row["fact"] == "pupils.by_grade"}
    assert totals == {"ป.1": "false", "ป.2": "false", "รวม": "true"}


def test_a_school_has_its_name_beside_its_code() -> None:
    names = {row["smis"]: row["school_name"] for row in rows(tables()["round-dmc-by-school"])}
    assert names == {"34010001": params().schools["34010001"].name, "34019999": "", "รวม": "รวม"}


def test_what_is_the_offices_has_the_name_of_the_office() -> None:
    release = Release({PER_HEAD: {"amount.by_school": fact({"smis=3401": 5})}}, 10)
    (row,) = rows(tables(release)["programme-per-head-by-school"])
    assert row["school_name"] == params().office.short_name


def test_columns_have_thai_titles_of_the_tables_they_are_from() -> None:
    titles = {column.name: column.title for column in tables()["round-dmc-by-grade"].columns}
    assert titles["grade"] == "ชั้น"
    assert tables()["round-dmc-by-grade"].title == "รายงานข้อมูลนักเรียนรายบุคคล (DMC) จำแนกตามชั้น"


def test_a_ratio_has_the_titles_of_its_parts() -> None:
    only_share = Release({DMC: {name: RELEASE.reports[DMC][name] for name in ("pupils.share", "pupils.by_grade")}}, 10)
    assert tables(only_share)["round-dmc-by-grade"].sources == ("ข้อมูลนักเรียนรายบุคคล (DMC)",)


@pytest.mark.parametrize("name", sorted(FIXED))
def test_a_key_that_is_called_as_a_column_of_every_table_has_a_name_of_its_own(name: str) -> None:
    release = Release({DMC: {"pupils.by_key": fact({f"{name}=1": 2})}}, 10)
    (table,) = [table for table in open_tables(reports(release), params()) if table.kind]
    columns = [column.name for column in table.columns]
    assert len(set(columns)) == len(columns)
    assert f"{name}_key" in table.unique


def test_two_tables_of_one_name_are_refused() -> None:
    release = Release({DMC: {"a": fact({"a_b=1": 1}), "b": fact({"a=1;b=1": 1})}}, 10)
    with pytest.raises(ParameterError, match="round-dmc-by-a-b"):
        tables(release)


def test_a_spreadsheet_takes_no_label_for_a_formula() -> None:
    release = Release({DMC: {"pupils.by_category": fact({"category=@SUM(1)": -3})}}, 10)
    (row,) = rows(tables(release)["round-dmc-by-category"])
    assert (row["category"], row["value"]) == ("'@SUM(1)", "-3")


def test_numbers_are_written_as_they_are() -> None:
    (row,) = rows(tables()["programme-per-head"])
    assert (row["value"], row["unit"]) == ("12500.50", "บาท")
    assert tables()["programme-per-head"].measures[0].partial


def test_the_newest_title_of_a_fact_counts() -> None:
    renamed = {"pupils.total": fact({"": 3}, title="ผู้เรียนทั้งหมด")}
    release = Release({DMC: renamed, EARLIER: RELEASE.reports[EARLIER]}, 10)
    titles = {measure.fact: measure.title for measure in tables(release)["round-dmc"].measures}
    assert titles["pupils.total"] == "ผู้เรียนทั้งหมด"


def test_the_list_of_reports_leads_to_their_pages() -> None:
    listed = rows(tables()["reports"])
    assert [row["report"] for row in listed] == [EARLIER, DMC, PER_HEAD]
    assert listed[0]["page"] == f"../{EARLIER}/report.html"
    assert listed[0]["as_of"] == "2025-06-10"


def test_a_report_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ParameterError, match="round/2560-1/dmc"):
        published_reports(Release({"round/2560-1/dmc": {}}, 10), specs(), params())


def test_duckdb_and_the_mark_for_excel(tmp_path: Path) -> None:
    table = tables()["round-dmc-by-school"]
    (tmp_path / table.file).write_bytes(table.content)
    asked = f"SELECT sum(value) FROM '{tmp_path / table.file}' WHERE period = '2568-2' AND NOT is_total"
    assert duckdb.sql(asked).fetchall() == [(30,)]
    assert table.content.startswith(b"\xef\xbb\xbfreport,period,smis,school_name,fact,")


def test_the_same_release_gives_the_same_bytes_whatever_its_order() -> None:
    turned = Release(dict(reversed(list(RELEASE.reports.items()))), 10)
    assert [table.content for table in tables(turned).values()] == [table.content for table in tables().values()]
