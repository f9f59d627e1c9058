"""What must hold of deliveries for all counts: the order of schools changes nothing, and every dimension adds up."""

import re
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from builders import ROUND, Counts, Rows, aggregate, make_office, write_csv
from helpers.digests import file_digest
from helpers.foreign.spreadsheets import open_spreadsheet
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.systems.dmc.aggregates import read_aggregate
from helpers.systems.dmc.dataset import build
from helpers.systems.dmc.layouts import GRADES, LAYOUT_BY_SLUG, LEVEL_OF_GRADE, SEXES, TOTAL
from helpers.systems.system import RoundInputs
from helpers.tables.register import Delivery
from helpers.thai import normalised

places = st.tuples(st.sampled_from(GRADES), st.sampled_from(SEXES))
schools = st.dictionaries(
    st.sampled_from(["34010001", "34010002", "34010003", "34010099"]),
    st.dictionaries(places, st.integers(1, 3000), max_size=6),
    min_size=1,
)


@pytest.fixture(scope="module")
def params(tmp_path_factory: pytest.TempPathFactory) -> Params:
    return make_office(tmp_path_factory.mktemp("office")).params


def _tables(params: Params, *reports: tuple[str, Rows]) -> dict[str, pd.DataFrame]:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for slug, rows in reports:
            path = write_csv(Path(folder) / f"{slug}.csv", rows)
            files.append(Delivery(path, path.name, file_digest(path), slug, len(rows), "utf-8"))
        return build(RoundInputs(Round.parse(ROUND), tuple(files), params, b"key", None))


@settings(max_examples=15)
@given(schools)
def test_every_dimension_adds_up_and_consistent_counts_break_no_identity(params: Params, enrolled: Counts) -> None:
    tables = _tables(
        params, ("enrolment", aggregate("enrolment", ROUND, enrolled)), ("age", aggregate("age", ROUND, enrolled))
    )
    everybody = sum(count for school in enrolled.values() for count in school.values())
    enrolment = tables["enrolment"]
    for column in ("smis", "level", "grade", "sex"):
        assert enrolment.groupby(column)["pupils"].sum().sum() == everybody
    levels = enrolment.groupby("level")["pupils"].sum().to_dict()
    by_grade = enrolment.groupby("grade")["pupils"].sum()
    assert levels == by_grade.groupby(by_grade.index.map(LEVEL_OF_GRADE)).sum().to_dict()
    assert tables["schools"]["pupils"].sum() == everybody
    whole = tables["categories"]["whole"]
    assert tables["categories"][whole]["pupils"].sum() == everybody
    totals = tables["area_totals"].set_index(["report", "group_label", "measure"])["value"]
    assert totals.get(("enrolment", TOTAL, "รวม"), 0) == everybody
    identities = tables["findings"]["rule"].str.startswith("dmc.aggregate.")
    assert tables["findings"][identities].empty


@settings(max_examples=15)
@given(schools, st.randoms(use_true_random=False))
def test_the_order_of_schools_changes_no_count(params: Params, enrolled: Counts, chance: object) -> None:
    order = list(enrolled)
    chance.shuffle(order)  # type: ignore[attr-defined]
    one = _tables(params, ("enrolment", aggregate("enrolment", ROUND, enrolled)))
    other = _tables(params, ("enrolment", aggregate("enrolment", ROUND, {smis: enrolled[smis] for smis in order})))
    for table, by in (
        ("enrolment", ["smis", "grade", "sex"]),
        ("classrooms", ["smis", "grade"]),
        ("schools", ["smis"]),
    ):
        kept = [name for name in one[table] if name not in ("delivery", "row", "row_key")]
        sides = [tables[table][kept].sort_values(by, ignore_index=True) for tables in (one, other)]
        pd.testing.assert_frame_equal(*sides)
    rules = [sorted(zip(each["findings"]["rule"], each["findings"]["smis"], strict=True)) for each in (one, other)]
    assert rules[0] == rules[1]


@settings(max_examples=50)
@given(
    st.lists(st.text(st.characters(codec="cp874", exclude_characters="\x00\r\n"), max_size=8), min_size=1, max_size=92)
)
def test_no_cell_of_text_is_ever_counted(params: Params, cells: list[str]) -> None:
    """Whatever stands in a row of counts, a cell is a whole number from 0 up or a finding, never both and never
    neither."""
    row = aggregate("enrolment")[0]
    row[2 : 2 + len(cells)] = cells
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "a.csv", [row])
        sheet = open_spreadsheet(path, params.checks.file_limits)
        delivery = Delivery(path, path.name, "0" * 64, "enrolment", 1, "utf-8")
        opened = read_aggregate(sheet, delivery, LAYOUT_BY_SLUG["enrolment"], "3401", params.checks)
    counted = [int(value) for value in opened.counts.ravel() if value >= 0]
    plain = [int(cell) for cell in sheet.rows[0][2:] if cell.isascii() and cell.isdecimal() and len(cell) < 10]
    assert counted == plain
    assert len(opened.findings) == 92 - len(plain)


_WORDS = st.one_of(
    st.sampled_from(["อบ.1", "รวม อบ.", "รก", "ลง", "แกง", "โกง", "หก", "สม", "ไทท", "ป.1", "ลาว", "1", ""]),
    st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B, exclude_categories=["Cn"]), max_size=6),
)


@settings(max_examples=300)
@given(
    st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(_WORDS, min_size=width, max_size=width), min_size=1)),
    st.sampled_from(["utf-8", "utf-8-sig", "cp874"]),
)
def test_a_table_of_thai_words_reads_back_equal_in_every_encoding(params: Params, rows: Rows, encoding: str) -> None:
    """But for `เธ` before a consonant, which no Thai word has: in cp874 those are the bytes of one Thai letter."""
    assume(not any(re.search("เธ[ก-ฟ]", cell) for row in rows for cell in row))
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "a.csv", rows, encoding)
        sheet = open_spreadsheet(path, params.checks.file_limits)
    assert (sheet.rows, sheet.mixed_rows) == ([[normalised(cell) for cell in row] for row in rows], ())
