"""The checks on one aggregate: their rules, the sums that it states, and columns exchanged in every row.

Boys and girls exchanged still come to the same total, so `exchanged_columns` compares with other counts of the same
pupils. Sources of the identities: docs/deliveries.md.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.systems.dmc import layouts
from helpers.systems.dmc.aggregates import NOT_A_COUNT, Aggregate, Cube, level_sums, sex_sums, summed
from helpers.systems.dmc.layouts import GRADES, SEXES, Shape
from helpers.tables.findings import Finding, Owner, Rule, Severity
from helpers.tables.schemas import NOT_STATED

_ERROR, _WARNING, _NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
_KEY_IN = "แก้ไขทะเบียนนักเรียนในระบบ DMC แล้วแจ้งเขตพื้นที่"
_DOWNLOAD = "เขตพื้นที่ดาวน์โหลดรายงานใหม่ ถ้ายังไม่ตรงให้แจ้งผู้ดูแลระบบ DMC"

AGGREGATE_RULES = (
    Rule("dmc.aggregate.not_a_count", _ERROR, "ช่องจำนวนไม่ใช่จำนวนเต็มตั้งแต่ 0", _DOWNLOAD, Owner.AREA),
    Rule(
        "dmc.aggregate.count_implausible",
        _ERROR,
        "จำนวนมากเกินกว่าที่โรงเรียนหนึ่งจะมีได้ จึงไม่นับ",
        "ตรวจจำนวนแล้วดาวน์โหลดใหม่ ถ้าถูกต้องให้แก้ plausible ในเกณฑ์ตรวจสอบ",
        Owner.AREA,
    ),
    Rule(
        "dmc.aggregate.layout_unknown",
        _ERROR,
        "ผลรวมในไฟล์ไม่ลงตัวตามรูปแบบใดที่รู้จัก จึงไม่นำไฟล์นี้มาใช้",
        "ดาวน์โหลดใหม่โดยไม่ย้ายคอลัมน์ ถ้ายังไม่ลงตัวให้แจ้งผู้ดูแลสมุดรายงานพร้อมไฟล์นี้",
        Owner.AREA,
    ),
    Rule(
        "dmc.aggregate.columns_exchanged",
        _ERROR,
        "คอลัมน์ดูเหมือนสลับที่กันทั้งไฟล์เมื่อเทียบกับรายงานแยกชั้น",
        "ดาวน์โหลดใหม่โดยไม่ย้ายคอลัมน์ แล้วรับเข้าแทน",
        Owner.AREA,
    ),
    Rule("dmc.aggregate.sex_sum", _ERROR, "ชาย + หญิง ไม่เท่ากับ รวม", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.level_sum", _ERROR, "ผลรวมชั้นไม่เท่ากับยอดรวมระดับ", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.category_sum", _ERROR, "ผลรวมประเภทไม่เท่ากับยอดทั้งหมด", _DOWNLOAD, Owner.AREA),
    Rule(
        "dmc.aggregate.category_unknown",
        _WARNING,
        "ไม่รู้จักประเภทนี้ในรายงาน",
        "แจ้งผู้ดูแลสมุดรายงาน ยอดของประเภทนี้ยังนับตามที่ได้รับ",
        Owner.AREA,
    ),
    Rule(
        "dmc.aggregate.category_renamed",
        _NOTICE,
        "ชื่อประเภทในไฟล์เขียนอีกอย่าง นับรวมกับชื่อเดิม",
        "ถ้าไม่ใช่ประเภทเดียวกันให้แก้ renamed_labels ในเกณฑ์ตรวจสอบ",
        Owner.AREA,
    ),
    Rule("dmc.aggregate.category_missing", _ERROR, "ไฟล์หรือโรงเรียนขาดบางประเภทในรายงาน", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.area_sum", _ERROR, "ผลรวมโรงเรียนไม่เท่ากับยอดรวมของเขตในไฟล์", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.area_missing", _ERROR, "ไม่มีแถวยอดรวมของเขต ไฟล์อาจขาดตอน", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.schools_missing", _ERROR, "รายงานไม่มีแถวของบางโรงเรียน ไฟล์อาจขาดตอน", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.whole_enrolment", _ERROR, "จำนวนทั้งหมดในรายงานไม่เท่ากับนักเรียนแยกชั้น", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.duplicate_school_rows", _ERROR, "โรงเรียนมีแถวซ้ำ นับแถวแรกที่มีจำนวนแถวเดียว", _DOWNLOAD, Owner.AREA),
    Rule("dmc.aggregate.inspection_balance", _ERROR, "ตารางตรวจพินิจไม่สมดุล (ต้นปี + เข้า − ออก ≠ สิ้นปี)", _KEY_IN),
    Rule("dmc.aggregate.inspection_end", _ERROR, "นักเรียนวันสิ้นปีไม่เท่ากับนักเรียนแยกชั้น", _KEY_IN),
    Rule("dmc.aggregate.g_code_nationality", _WARNING, "รหัส G มากกว่านักเรียนที่ไม่ใช่สัญชาติไทย", "ตรวจสัญชาติของนักเรียนรหัส G"),
)

_LISTED = 5
"""Labels that a finding names."""
_INSPECTION_SIGNS = {
    layouts.INSPECTION_START: 1,
    layouts.INSPECTION_MOVED_IN: 1,
    layouts.INSPECTION_MOVED_OUT: -1,
    layouts.INSPECTION_DROPPED_OUT: -1,
    layouts.INSPECTION_DISCHARGED: -1,
}
"""The sign of each part of the inspection table in the sum for the end of the year."""


def check_aggregate(aggregate: Aggregate) -> Iterator[Finding]:
    """Every finding that the file alone shows, those of its reading included."""
    yield from aggregate.findings
    if aggregate.layout.shape is Shape.FLAGS:
        yield from _repeated(aggregate)
        return
    yield from _sexes(aggregate)
    yield from _categories(aggregate)
    if aggregate.layout.shape is Shape.LEVELS:
        yield from _levels(aggregate)
    yield from _area(aggregate)
    if aggregate.layout.slug == "inspection":
        yield from _inspection_balance(aggregate)


def check_layout(aggregate: Aggregate) -> Iterator[Finding]:
    """One finding about a file whose sums hold in no known layout, so that nobody can tell its columns apart; else
    none."""
    broken = [f"{name} ไม่ลงตัว {wrong:,} จาก {rows:,} แถว" for name, wrong, rows in aggregate.broken_sums]
    if broken:
        yield aggregate.finding_of_file("dmc.aggregate.layout_unknown", found=", ".join(broken[:_LISTED]))


def _differences(
    aggregate: Aggregate,
    rule: str,
    stated: Cube,
    expected: Cube,
    columns: tuple[str, ...],
    row_indices: npt.NDArray[np.int64] | None = None,
) -> Iterator[Finding]:
    """A finding wherever `stated` and `expected` (rows × columns) differ; cells without a count are another check's.
    `row_indices` are the file's rows that they are of, by default all."""
    for index, column in np.argwhere((stated != expected) & (stated >= 0) & (expected >= 0)):
        row = int(index if row_indices is None else row_indices[index])
        details = {"found": f"{stated[index, column]:,}", "allowed": f"{expected[index, column]:,}"}
        yield aggregate.finding(rule, row, column=_label(aggregate, row, columns[column]), **details)


def _label(aggregate: Aggregate, row: int, column: str) -> str:
    return " · ".join(part for part in (str(aggregate.category[row]), column) if part)


def _columns(aggregate: Aggregate) -> tuple[str, ...]:
    """The names of a row's count columns, in order."""
    return tuple(f"{group} ({measure})" for group in aggregate.group_names for measure in aggregate.layout.measures)


def _sexes(aggregate: Aggregate) -> Iterator[Finding]:
    sums = sex_sums(aggregate.counts, aggregate.group_names)
    yield from _differences(aggregate, "dmc.aggregate.sex_sum", sums.stated[:, :, 0], sums.summed[:, :, 0], sums.names)


def _levels(aggregate: Aggregate) -> Iterator[Finding]:
    sums = level_sums(aggregate.counts, aggregate.groups)
    for measure, name in enumerate(aggregate.layout.measures):
        stated, summed_up = sums.stated[:, :, measure], sums.summed[:, :, measure]
        columns = tuple(f"{group} ({name})" for group in sums.names)
        yield from _differences(aggregate, "dmc.aggregate.level_sum", stated, summed_up, columns)


def _categories(aggregate: Aggregate) -> Iterator[Finding]:
    """Findings about labels: one for the file where it concerns all schools alike, else one for each school."""
    layout = aggregate.layout
    yield from _repeated(aggregate)
    if not layout.whole:
        return
    absent = [label for label in layout.labels if label not in aggregate.category]
    if absent:
        yield aggregate.finding_of_file("dmc.aggregate.category_missing", allowed=", ".join(absent[:_LISTED]))
    for label in dict.fromkeys(map(str, aggregate.category)):
        if label not in layout.labels:
            row_indices = np.flatnonzero(aggregate.category == label)
            row, rows = int(aggregate.rows[row_indices[0]]), f"พบ {len(row_indices):,} แถว"
            yield aggregate.finding_of_file("dmc.aggregate.category_unknown", row, found=label, allowed=rows)
    for block in _blocks(aggregate).values():
        names = {str(aggregate.category[row]) for row in block}
        missing = [label for label in layout.labels if label not in names and label not in absent]
        if missing:
            yield aggregate.finding("dmc.aggregate.category_missing", block[0], allowed=", ".join(missing[:_LISTED]))
        elif layout.partition and layout.whole in names:
            yield from _partition(aggregate, block)


def _blocks(aggregate: Aggregate) -> Mapping[str, list[int]]:
    """By school, and for the area, the indices of its rows; repeated rows are left out."""
    blocks: dict[str, list[int]] = {}
    for index in np.flatnonzero(first_rows(aggregate)):
        blocks.setdefault(str(aggregate.smis[index]), []).append(int(index))
    return blocks


def _partition(aggregate: Aggregate, rows: list[int]) -> Iterator[Finding]:
    whole = next(row for row in rows if aggregate.category[row] == aggregate.layout.whole)
    others = np.array([row for row in rows if row != whole])
    parts = summed(np.moveaxis(aggregate.counts[others], 0, -1)).reshape(1, -1)
    stated = aggregate.counts[whole].reshape(1, -1)
    columns = _columns(aggregate)
    yield from _differences(aggregate, "dmc.aggregate.category_sum", stated, parts, columns, np.array([whole]))


def first_rows(aggregate: Aggregate) -> npt.NDArray[np.bool_]:
    """True for the one row of each school and category that counts: of several the first with any count, else the
    first. The others are findings. Rows without a category are each one of its own."""
    silent = np.where(aggregate.category == NOT_STATED, aggregate.rows.astype("U"), "")
    labels = np.array(list(map("|".join, zip(aggregate.smis, aggregate.category, silent, strict=True))))
    empty = ~(aggregate.counts > 0).any(axis=(1, 2))
    order = np.argsort(empty, kind="stable")
    first = np.zeros(len(labels), dtype=np.bool_)
    first[order[np.unique(labels[order], return_index=True)[1]]] = True
    return first


def _repeated(aggregate: Aggregate) -> Iterator[Finding]:
    for index in np.flatnonzero(~first_rows(aggregate)):
        yield aggregate.finding("dmc.aggregate.duplicate_school_rows", int(index), found=str(aggregate.category[index]))


def _area(aggregate: Aggregate) -> Iterator[Finding]:
    if not aggregate.of_area.any():
        yield aggregate.finding_of_file("dmc.aggregate.area_missing")
        return
    schools = first_rows(aggregate) & aggregate.of_schools
    columns = _columns(aggregate)
    for index in np.flatnonzero(aggregate.of_area & first_rows(aggregate)):
        same_category = schools & (aggregate.category == aggregate.category[index])
        cells = aggregate.counts[same_category]
        schools_sum = np.where(cells == NOT_A_COUNT, 0, cells).sum(axis=0).reshape(1, -1)
        stated = aggregate.counts[index].reshape(1, -1)
        yield from _differences(aggregate, "dmc.aggregate.area_sum", stated, schools_sum, columns, np.array([index]))


def _inspection_balance(aggregate: Aggregate) -> Iterator[Finding]:
    columns = _columns(aggregate)
    signs = np.array(list(_INSPECTION_SIGNS.values())).reshape(-1, 1)
    for rows in _blocks(aggregate).values():
        row_of = {str(aggregate.category[row]): row for row in rows}
        if not row_of.keys() >= {*_INSPECTION_SIGNS, layouts.INSPECTION_END}:
            continue
        end = row_of[layouts.INSPECTION_END]
        moves = aggregate.counts[[row_of[name] for name in _INSPECTION_SIGNS]].reshape(len(signs), -1)
        stated, balance = aggregate.counts[end].ravel(), (signs * moves).sum(axis=0)
        known = (stated != NOT_A_COUNT) & (moves != NOT_A_COUNT).all(axis=0)
        for column in np.flatnonzero(known & (stated != balance)):
            details = {"found": f"{stated[column]:,}", "allowed": f"{balance[column]:,}"}
            label = _label(aggregate, end, columns[column])
            yield aggregate.finding("dmc.aggregate.inspection_balance", end, column=label, **details)


_CELL = ["smis", "grade", "sex"]
_LEAST = 10
"""The number of pupils by which the exchange must reduce the differences."""


def exchanged_columns(counted: pd.DataFrame, reference: pd.DataFrame) -> list[str]:
    """The pairs of columns that are exchanged in `counted`, as labels for readers: `["ป.1 กับ ป.2"]`, `["ช กับ ญ"]`.

    Both frames have smis, grade, sex and pupils; only schools and grades that are in both are compared. A pair counts
    as exchanged where exchanging it back leaves less than half of the differences.
    """
    schools = set(counted["smis"]) & set(reference["smis"])
    grades = [grade for grade in GRADES if (counted["grade"] == grade).any() and (reference["grade"] == grade).any()]
    cube, reference_cube = (_cube(frame, sorted(schools), grades) for frame in (counted, reference))
    if not cube.size:
        return []
    if _explains(cube[:, :, ::-1], cube, reference_cube):
        return [" กับ ".join(SEXES)]
    return [*_exchanged_sexes(cube, reference_cube, grades), *_exchanged_grades(cube, reference_cube, grades)]


def _cube(frame: pd.DataFrame, schools: list[str], grades: list[str]) -> np.ndarray:
    """Pupils by school, grade and sex; 0 where there is no row."""
    index = pd.MultiIndex.from_product([schools, grades, SEXES])
    counts = frame.groupby(_CELL)["pupils"].sum().reindex(index, fill_value=0)
    return counts.to_numpy(dtype="int64").reshape(len(schools), len(grades), len(SEXES))


def _explains(turned: np.ndarray, cube: np.ndarray, reference: np.ndarray, least: int = _LEAST) -> bool:
    straight, exchange = (int(np.abs(counts - reference).sum()) for counts in (cube, turned))
    return 2 * exchange < straight and straight - exchange >= least


def _exchanged_sexes(cube: np.ndarray, reference: np.ndarray, grades: list[str]) -> Iterator[str]:
    for index, grade in enumerate(grades):
        if _explains(cube[:, index, ::-1], cube[:, index], reference[:, index]):
            yield f"{grade} {' กับ '.join(SEXES)}"


def _exchanged_grades(cube: np.ndarray, reference: np.ndarray, grades: list[str]) -> Iterator[str]:
    """Pairs of grades of which each has the counts of the other."""
    for one, two in combinations(range(len(grades)), 2):
        if _explains(cube[:, [two, one]], cube[:, [one, two]], reference[:, [one, two]]) and all(
            _explains(cube[:, other], cube[:, grade], reference[:, grade], least=1)
            for grade, other in ((one, two), (two, one))
        ):
            yield f"{grades[one]} กับ {grades[two]}"
