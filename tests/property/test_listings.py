"""What must hold of lists for all rows: nothing is lost, and the order of rows changes no count."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import Rows, make_office, write_csv
from helpers.digests import file_digest
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.systems.bobec.schemas import CONDITIONS, KINDS
from helpers.systems.mobec.schemas import items
from helpers.systems.system import RoundInputs, systems
from helpers.tables.register import Delivery

codes = st.sampled_from(["34010001", "34010002", "34019999", "1034000003"])
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12).map(str.strip)
cells = {
    "รหัสโรงเรียน": codes,
    "ประเภท": st.sampled_from(KINDS) | words,
    "ลำดับที่": st.integers(1, 3).map(str) | words,
    "แบบ": words,
    "จำนวนห้องตามแปลน": st.integers(0, 40).map("{} ห้อง".format) | words,
    "สร้าง": st.integers(2390, 2600).map("พ.ศ. {}".format) | words,
    "สภาพปัจจุบัน": st.sampled_from(CONDITIONS) | words,
    "งบประมาณ": st.integers(0, 10**9).map(str) | words,
}
buildings = st.lists(st.tuples(*cells.values()).map(list), min_size=1, max_size=12)
counts = st.integers(0, 5000)
equipment = st.dictionaries(
    st.tuples(codes, st.sampled_from(list(items()))), st.tuples(counts, counts, counts), min_size=1, max_size=20
)


@pytest.fixture(scope="module")
def params(tmp_path_factory: pytest.TempPathFactory) -> Params:
    return make_office(tmp_path_factory.mktemp("office")).params


def tables(params: Params, system: str, rows: Rows) -> dict[str, pd.DataFrame]:
    """The tables of one list, as the store would keep them."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "list.csv", rows)
        own = systems()[system]
        delivery = Delivery(path, path.name, file_digest(path), own.expected(Round(2568, 1))[0], len(rows), "utf-8")
        built = own.build(RoundInputs(Round(2568, 1), (delivery,), params, b"key", None))
        for schema in own.schemas:
            schema.table(built[schema.name])
        return built


@settings(max_examples=40)
@given(buildings, st.randoms(use_true_random=False))
def test_every_row_is_a_building_whatever_its_cells_hold(params: Params, rows: Rows, chance: object) -> None:
    rows = [row for row in rows if any(row[1:])]
    if not rows:
        return
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (tables(params, "bobec", [list(cells), *each]) for each in (rows, shuffled))
    assert len(one["buildings"]) == len(one["assets"]) == len(rows)
    for column in ("smis", "kind", "plan", "condition", "age_band"):
        counted = [each["buildings"][column].value_counts().to_dict() for each in (one, other)]
        assert counted[0] == counted[1]
    assert one["buildings"]["rooms"].sum() == other["buildings"]["rooms"].sum()
    assert one["assets"]["budget"].dropna().sum() == other["assets"]["budget"].dropna().sum()


@settings(max_examples=40)
@given(equipment)
def test_every_piece_is_counted_once(params: Params, owned: dict[tuple[str, str], tuple[int, int, int]]) -> None:
    header = ["รหัสโรงเรียน", "รหัส", "จำนวนที่ใช้ได้", "จำนวนรอซ่อม", "จำนวนรอจำหน่าย"]
    rows = [[smis, code, *map(str, pieces)] for (smis, code), pieces in owned.items()]
    built = tables(params, "mobec", [header, *rows])["equipment"]
    whole = sum(sum(pieces) for pieces in owned.values())
    assert built["pieces"].sum() == whole
    for column in ("smis", "category", "item", "state"):
        assert built.groupby(column)["pieces"].sum().sum() == whole
    assert len(built) == sum(count > 0 for pieces in owned.values() for count in pieces)
