"""The numbers of a public edition as open data: one CSV for all facts of a kind of report that have the same keys.

A row is one released cell: the report, its period, the columns of the key, then the fact, what it is called, its value
and its unit. Rows and not columns hold the facts, so that the columns stay the same from edition to edition, whatever
is withheld, and a spreadsheet shows the Thai name beside the number. Which table a cell stands in follows from the cell
alone: no fact can be forgotten, and none stands twice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.errors import ParameterError
from helpers.facts.definitions import WHOLE, key_parts
from helpers.facts.ledger import value_text
from helpers.facts.released import ReleasedFact
from helpers.params.folder import Params
from helpers.publish.open_data.fact_sources import FactSources
from helpers.publish.open_data.published import PublishedReport
from helpers.publish.open_data.table import ColumnKind, Measure, OpenColumn, OpenTable

WITHHELD = "ปิดไว้"
"""What the column `withheld` says of a number that is kept back."""
REPORTS, SCHOOLS = "reports", "schools"
"""The tables of what the others name by a code."""
SCHOOL = "smis"
"""The column of keys that names schools; beside it stand their names."""
_BEFORE = (
    OpenColumn("report", "รายงาน", description=f"รหัสรายงาน ดูตาราง {REPORTS}", required=True),
    OpenColumn("period", "รอบหรือปี", description="รอบของข้อมูล เช่น 2568-1 หรือปี พ.ศ.", required=True),
)
_AFTER = (
    OpenColumn("fact", "รหัสตัวเลข", description="รหัสเดียวกับ facts.csv ของรายงาน", required=True),
    OpenColumn("title", "ตัวเลขนี้คืออะไร", required=True),
    OpenColumn("value", "ค่า", ColumnKind.NUMBER, "ว่างเมื่อปิดไว้"),
    OpenColumn("unit", "หน่วย", description="ว่างเมื่อไม่มีหน่วย"),
    OpenColumn(
        "is_total",
        "แถวรวม",
        ColumnKind.BOOLEAN,
        f"true เมื่อคอลัมน์จำแนกคอลัมน์ใดเป็น “{WHOLE}” อย่าบวกรวมกับแถวอื่น",
        required=True,
    ),
    OpenColumn("withheld", "ปิดไว้", description=f"“{WITHHELD}” เมื่อไม่เผยแพร่ค่านี้ เพราะอาจบอกเรื่องของบุคคล"),
)
_SCHOOL_NAME = OpenColumn("school_name", "ชื่อโรงเรียน", description="ว่างเมื่อรหัสไม่อยู่ในทะเบียนโรงเรียน")
_FIXED = {column.name for column in (*_BEFORE, *_AFTER, _SCHOOL_NAME)}


@dataclass(frozen=True)
class _Cell:
    """One cell of the release; `value` is empty where it is withheld."""

    report: PublishedReport
    fact: str
    released: ReleasedFact
    key: Mapping[str, str]
    value: str


_Group = tuple[str, tuple[str, ...]]
"""The kind of report and the columns of the key: what decides in which table a cell stands."""


def open_tables(reports: Sequence[PublishedReport], params: Params) -> tuple[OpenTable, ...]:
    """Every table of the edition, by name: those of the numbers, and those of the reports and schools that they name.
    Raises ParameterError where two would have the same name."""
    groups: dict[_Group, list[_Cell]] = {}
    for cell in _cells(reports):
        groups.setdefault((cell.report.spec.kind, _key_columns(cell.key)), []).append(cell)
    sources = FactSources(params)
    tables = [_table(columns, cells, sources, params) for (_, columns), cells in groups.items()]
    tables += [_reports(reports), *([_schools(params)] if params.schools else [])]
    names = [table.name for table in tables]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        remedy = "ให้รายงานหรือคอลัมน์ของกุญแจมีชื่อที่ต่างกัน"
        raise ParameterError(f"ตารางข้อมูลเปิดสองตารางชื่อเดียวกัน: {', '.join(twice)}", remedy=remedy)
    return tuple(sorted(tables, key=lambda table: table.name))


def _cells(reports: Iterable[PublishedReport]) -> Iterator[_Cell]:
    """Every cell that may be shown, withheld ones included, in reading order."""
    for report in reports:
        for fact, released in report.facts.items():
            for key in released.order:
                value = value_text(released.cells[key].value) if key in released.cells else ""
                yield _Cell(report, fact, released, _whole_key(report, key), value)


def _whole_key(report: PublishedReport, key: str) -> dict[str, str]:
    """The key of a cell; the page of a school is about that school, which its keys need not name."""
    return ({SCHOOL: report.spec.school} if report.spec.school else {}) | key_parts(key)


def _key_columns(key: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of a key in the order in which tables have them: the school first."""
    return tuple(sorted(key, key=lambda name: (name != SCHOOL, name)))


def _table(columns: Sequence[str], cells: Sequence[_Cell], sources: FactSources, params: Params) -> OpenTable:
    """The table of cells of one kind of report with the same key columns."""
    first = cells[0].report
    stated = {(cell.report.id, cell.fact): (cell.fact, cell.report.facts) for cell in cells}.values()
    heads = {name: sources.column_title(name, stated) for name in columns}
    words = ["โรงเรียน" if name == SCHOOL else title for name, title in heads.items()]
    parts = [first.spec.kind, *(["by"] if columns else []), *("school" if name == SCHOOL else name for name in columns)]
    return OpenTable(
        name="-".join(parts).replace("/", "-").replace("_", "-"),
        title=f"{first.kind_title} {f'จำแนกตาม{_listed(words)}' if words else 'ภาพรวม'}",
        kind=first.spec.kind,
        columns=(*_BEFORE, *_key_heads(heads), *_AFTER),
        rows=tuple(_row(cell, columns, params) for cell in cells),
        unique=("report", *map(_column_name, columns), "fact"),
        measures=_measures(cells),
        reports=tuple(dict.fromkeys(cell.report.id for cell in cells)),
        sources=sources.titles(stated),
    )


def _listed(words: Sequence[str]) -> str:
    """`ชั้นและเพศ`; of more than two, spaces between the first ones."""
    return "และ".join([" ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _column_name(name: str) -> str:
    """The name of a key's column; another one where the table has a column of that name already."""
    return f"{name}_key" if name in _FIXED else name


def _key_heads(heads: Mapping[str, str]) -> Iterator[OpenColumn]:
    for name, title in heads.items():
        yield OpenColumn(_column_name(name), title, description=f"“{WHOLE}” คือทุกค่าของคอลัมน์นี้")
        if name == SCHOOL:
            yield _SCHOOL_NAME


def _row(cell: _Cell, columns: Sequence[str], params: Params) -> tuple[str, ...]:
    key: list[str] = []
    for name in columns:
        key.append(cell.key[name])
        if name == SCHOOL:
            key.append(_school_name(cell, params))
    is_total = str(WHOLE in cell.key.values()).lower()
    number = (cell.fact, cell.released.title, cell.value, cell.released.unit, is_total)
    return (cell.report.id, cell.report.period, *key, *number, "" if cell.value else WITHHELD)


def _school_name(cell: _Cell, params: Params) -> str:
    """The name of the school on the day of the report's data; of what is the office's, the office's name."""
    code = cell.key[SCHOOL]
    if code in params.schools:
        return params.schools[code].on(cell.report.as_of).name
    return {WHOLE: WHOLE, params.office.area_code: params.office.short_name}.get(code, "")


def _measures(cells: Iterable[_Cell]) -> tuple[Measure, ...]:
    """The facts of a table in reading order, as the newest report calls them; partial where any report's is."""
    measures: dict[str, Measure] = {}
    for cell in cells:
        before = measures.get(cell.fact)
        partial = cell.released.narrowed or (before is not None and before.partial)
        measures[cell.fact] = Measure(cell.fact, cell.released.title, cell.released.unit, partial)
    return tuple(measures.values())


def _reports(reports: Sequence[PublishedReport]) -> OpenTable:
    columns = (
        OpenColumn("report", "รหัสรายงาน", required=True),
        OpenColumn("kind", "ชนิดของรายงาน", required=True),
        OpenColumn("title", "ชื่อรายงาน", required=True),
        OpenColumn("period", "รอบหรือปี", required=True),
        OpenColumn("period_title", "ชื่อรอบหรือปี", required=True),
        OpenColumn("as_of", "วันที่ของข้อมูล", ColumnKind.DATE, "ค.ศ. ตามแบบ ISO 8601", required=True),
        OpenColumn("page", "หน้ารายงาน", description="ที่อยู่นับจากโฟลเดอร์ของข้อมูลเปิด", required=True),
    )
    rows = (
        (
            report.id,
            report.spec.kind,
            report.spec.title,
            report.period,
            report.subject.period,
            str(report.as_of),
            f"../{report.page}",
        )
        for report in reports
    )
    ids = tuple(report.id for report in reports)
    return OpenTable(REPORTS, "รายงานในฉบับเผยแพร่", columns, tuple(rows), ("report",), reports=ids)


def _schools(params: Params) -> OpenTable:
    names = {
        SCHOOL: "รหัส SMIS ของโรงเรียน",
        "name": "ชื่อโรงเรียน",
        "levels_offered": "ระดับที่เปิดสอน",
        "district": "อำเภอ",
        "subdistrict": "ตำบล",
    }
    columns = (
        OpenColumn(name, title, description="ว่างเมื่อทะเบียนไม่ระบุ", required=name == SCHOOL)
        for name, title in names.items()
    )
    rows = (tuple(getattr(school, name) for name in names) for school in params.schools.values())
    sources = ("ทะเบียนโรงเรียนของสำนักงาน",)
    return OpenTable(SCHOOLS, "ทะเบียนโรงเรียนของเขต", tuple(columns), tuple(rows), (SCHOOL,), sources=sources)
