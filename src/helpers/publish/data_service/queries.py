"""What can be asked of the data, and what was asked: data sets, their tables and columns, the periods that were
received, and a query that names some of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pyarrow as pa

from helpers.catalogue import changes
from helpers.errors import ParameterError
from helpers.periods import AcademicYear, FiscalYear, Period, Round, parse_period
from helpers.publish.data_service.dictionary import columns_of
from helpers.tables.graph import Dataset, Graph
from helpers.tables.schemas import PUBLIC, Field, TableSchema


def offered_datasets(graph: Graph) -> Mapping[str, Dataset[Any]]:
    """The data sets that can be asked for and of which anything was received, by name. What changed in one from period
    to period is left out: whoever wants it asks for both periods."""
    derived = changes(graph.params)
    return {
        name: dataset for name, dataset in graph.datasets.items() if name not in derived and periods_of(dataset, graph)
    }


def periods_of(dataset: Dataset[Any], graph: Graph) -> list[Period]:
    """The periods for which a data set has tables, oldest first."""
    rounds = graph.folder.rounds()
    candidates: dict[type[Any], Iterable[Period]] = {
        Round: rounds,
        FiscalYear: sorted(graph.params.fiscal_years),
        AcademicYear: sorted({AcademicYear(round_.year) for round_ in rounds}),
    }
    return [period for period in candidates[dataset.period_type] if graph.available(dataset.name, period)]


@dataclass(frozen=True)
class Query:
    """What is asked of one table. `columns` are listed row by row. A query that `aggregates` gives one row for all rows
    with the same values in `by`: `measure` is the column that is added up, empty for counting rows. `filters` are pairs
    of column and value: of several values of one column any is enough."""

    dataset: str
    table: str
    periods: tuple[Period, ...]
    columns: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ()
    measure: str = ""
    aggregates: bool = False
    format: str = "csv"

    @property
    def columns_used(self) -> tuple[str, ...]:
        """The columns that the query uses, once each."""
        measure = (self.measure,) if self.measure else ()
        return tuple(dict.fromkeys((*self.columns, *self.by, *measure, *(name for name, _ in self.filters))))


@dataclass(frozen=True)
class QueryWords:
    """A query as somebody put it, before anybody knows whether it can be asked. No periods stand for all there are, no
    columns for all that may be given out, of a `public` one for those that everybody may have."""

    subject: str
    """`dmc.enrolment`."""
    periods: Sequence[str] = ()
    columns: Sequence[str] = ()
    filters: Sequence[str] = ()
    by: Sequence[str] = ()
    measure: str = ""
    counts: bool = False
    format: str = "csv"
    public: bool = False


def parse_query(words: QueryWords, graph: Graph) -> tuple[Query, Dataset[Any], TableSchema]:
    """The query that the words amount to, with the data set and table that it is asked of. Raises ParameterError that
    names the word which nothing is called, and the words that there are."""
    name, _, table = words.subject.partition(".")
    datasets = offered_datasets(graph)
    dataset = datasets[_known(name, datasets, "ชุดข้อมูล")]
    schemas = {schema.name: schema for schema in dataset.schemas if columns_of(schema)}
    schema = schemas[_known(table, schemas, f"ตารางของ {name}")]
    offered = columns_of(schema)
    aggregates = bool(words.by or words.measure or words.counts)
    query = Query(
        name,
        table,
        _periods(words.periods, periods_of(dataset, graph)),
        () if aggregates else tuple(_column(column, offered) for column in words.columns) or _usual(offered, words),
        tuple(sorted(dict.fromkeys(_filter(text, offered) for text in words.filters))),
        tuple(_column(column, offered) for column in words.by),
        _column(words.measure, offered) if words.measure else "",
        aggregates,
        words.format,
    )
    _refuse_contradictions(words, query, schema)
    return query, dataset, schema


def _usual(offered: Mapping[str, Field], words: QueryWords) -> tuple[str, ...]:
    """The columns that are listed where none is named."""
    return tuple(name for name, field in offered.items() if not words.public or field.sensitivity is PUBLIC)


def _known(name: str, known: Iterable[str], kind: str) -> str:
    names = list(known)
    if name in names:
        return name
    close = get_close_matches(name, names, 1)
    near = f"อาจหมายถึง {close[0]} ทั้งหมดคือ " if close else "ที่มีคือ "
    raise ParameterError(f"ไม่มี{kind} “{name}” ให้ขอ", remedy=f"{near}{', '.join(names)}")


def _column(name: str, offered: Mapping[str, Field]) -> str:
    return _known(name, offered, "คอลัมน์")


def _filter(text: str, offered: Mapping[str, Field]) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise ParameterError(f"เงื่อนไข “{text}” ไม่มีเครื่องหมาย =", remedy='เขียนเป็น คอลัมน์=ค่า เช่น --filter "grade=ป.1"')
    asked = offered[_column(name.strip(), offered)]
    if asked.allowed and value not in asked.allowed:
        raise ParameterError(f"{name} ไม่มีค่า “{value}”", remedy=f"ค่าที่มีคือ {', '.join(asked.allowed)}")
    return asked.name, value


def _periods(wanted: Sequence[str], there: Sequence[Period]) -> tuple[Period, ...]:
    by_name = {str(period): period for period in there}
    named = [_known(str(parse_period(text)), by_name, "งวด") for text in wanted]
    return tuple(sorted((by_name[name] for name in dict.fromkeys(named or by_name)), key=str))


def _refuse_contradictions(words: QueryWords, query: Query, schema: TableSchema) -> None:
    """Raise ParameterError for a query whose parts do not go together."""
    if query.aggregates and words.columns:
        problem = "--columns ใช้กับการรวม (--by --sum --count) ไม่ได้"
        raise ParameterError(problem, remedy="ใช้ --by บอกคอลัมน์ที่ใช้แยก หรือเอา --by --sum --count ออก")
    if query.measure and words.counts:
        raise ParameterError("--sum กับ --count ใช้พร้อมกันไม่ได้", remedy="เลือกอย่างใดอย่างหนึ่ง")
    summed = next((each for each in schema.fields if each.name == query.measure), None)
    if summed and not (summed.unit and (pa.types.is_integer(summed.type) or pa.types.is_decimal(summed.type))):
        numbers = [each.name for each in columns_of(schema).values() if each.unit]
        raise ParameterError(f"คอลัมน์ {summed.name} รวมกันไม่ได้", remedy=f"คอลัมน์ที่รวมได้คือ {', '.join(numbers) or 'ไม่มี'}")
    fixed = {*query.by, *(name for name, _ in query.filters)}
    apart = [name for name in schema.apart if name not in fixed]
    if query.measure and apart:
        problem = f"ตาราง {query.table} มียอดรวมอยู่กับส่วนย่อยของ {', '.join(apart)} รวมกันแล้วจะนับซ้ำ"
        raise ParameterError(problem, remedy=f"แยกด้วย --by หรือเลือกด้วย --filter ให้ครบทุกคอลัมน์: {', '.join(apart)}")
