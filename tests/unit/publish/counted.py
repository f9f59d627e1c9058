"""A data set with few columns, and facts about it: what disclosure control judges."""

from collections.abc import Iterable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pyarrow as pa

from helpers.facts.definitions import Operation, key_text, reference_text, where_text
from helpers.facts.ledger import FactLine, value_text
from helpers.publish.disclosure_control.attack import Outcome, attack
from helpers.publish.disclosure_control.classification import Schemas
from helpers.publish.disclosure_control.releasing import Decision, decide_release
from helpers.tables.schemas import CONFIDENTIAL, OFFICE_ONLY, PUBLIC, ROW_KEYS, Field, TableSchema, count, text

MONEY = pa.decimal128(18, 2)
_KINDS = TableSchema(
    "kinds",
    "โรงเรียน × ประเภท × เพศ",
    (
        text("smis", "รหัส", PUBLIC),
        text("sex", "เพศ", PUBLIC),
        text("kind", "ประเภท", OFFICE_ONLY),
        text("payee", "ผู้รับ", CONFIDENTIAL),
        count("pupils", "นักเรียน", "คน", OFFICE_ONLY),
        *ROW_KEYS,
    ),
    persons="pupils",
)
_ROLLS = TableSchema(
    "rolls",
    "โรงเรียน × เพศ",
    (text("smis", "รหัส", PUBLIC), text("sex", "เพศ", PUBLIC), count("pupils", "นักเรียน", "คน", PUBLIC), *ROW_KEYS),
)
_MONEY = TableSchema(
    "money",
    "โรงเรียน × ประเภท",
    (
        text("smis", "รหัส", PUBLIC),
        text("kind", "ประเภท", OFFICE_ONLY),
        count("counted", "คน", "คน", OFFICE_ONLY),
        Field("amount", MONEY, "เงิน", OFFICE_ONLY, "บาท"),
        *ROW_KEYS,
    ),
    persons="counted",
)
_RATES = TableSchema(
    "rates", "อัตรา", (text("rate_used", "อัตรา", PUBLIC), Field("lowest", MONEY, "ต่ำสุด", PUBLIC, "บาท"), *ROW_KEYS)
)
_LEARNERS = TableSchema(
    "learners", "คน", (text("smis", "รหัส", PUBLIC), text("status", "สถานะ", PUBLIC), *ROW_KEYS), rows=OFFICE_ONLY
)
TABLES = (_KINDS, _ROLLS, _MONEY, _RATES, _LEARNERS)
_DATASET: Any = SimpleNamespace(name="made-up", tables=TABLES)
SCHEMAS = Schemas({"made-up": _DATASET})
REPORT = "round/2568-1/made-up"


def line(fact: str, value: int | str, where: dict[str, Any], of: str = "kinds.pupils", **more: Any) -> FactLine:
    """A cell of a table; its key has the conditions of `by`, a margin where it has none."""
    table, _, column = of.partition(".")
    by, period = more.get("by", ()), more.get("period", "2568-1")
    operation = more.get("operation", Operation.SUM if column else Operation.COUNT)
    key = key_text({name: str(where.get(name, "รวม")) for name in by})
    rows = more.get("rows", abs(int(Decimal(str(value)))))
    digest = f"{period}{table}{where_text(where)}"[:60]
    where_of = where_text(where)
    name = f"{period}/made-up/{table}"
    return FactLine(fact, key, str(value), "คน", fact, operation, name, column, where_of, rows, digest)


def made_of(fact: str, value: str, left: FactLine, sign: str, right: FactLine) -> FactLine:
    """A ratio or difference of two cells."""
    operation = Operation.RATIO if sign == "/" else Operation.DIFFERENCE
    where = reference_text(left.fact, left.key, sign, right.fact, right.key)
    return FactLine(fact, left.key, value, "", fact, operation, "", "", where, left.rows + right.rows, "d")


def table_of(values: dict[tuple[str, str], int], fact: str = "pupils", period: str = "2568-1") -> list[FactLine]:
    """Counts by kind and sex with all margins."""
    kinds, sexes = ({key[axis] for key in values} for axis in (0, 1))
    lines = []
    for kind in (*sorted(kinds), ""):
        for sex in (*sorted(sexes), ""):
            chosen = [
                value for key, value in values.items() if (not kind or key[0] == kind) and (not sex or key[1] == sex)
            ]
            where = {name: value for name, value in (("kind", kind), ("sex", sex)) if value}
            # The whole counts no kind apart, but those of a kind that is counted.
            conditions = where if kind else {"kind": tuple(sorted(kinds)), **where}
            stated = line(fact, sum(chosen), conditions, by=(), period=period)
            lines.append(_with_key(stated, {"kind": kind or "รวม", "sex": sex or "รวม"}))
    return lines


def _with_key(stated: FactLine, key: dict[str, str]) -> FactLine:
    return FactLine(**{**vars(stated), "key": key_text(key)})


def decided(ledger: Iterable[FactLine], threshold: int = 10) -> Decision:
    """The release of one report."""
    return decide_release({REPORT: list(ledger)}, SCHEMAS, threshold)


def released(ledger: Iterable[FactLine], threshold: int = 10) -> dict[tuple[str, str], str]:
    """The cells that are released, with their values."""
    facts = decided(ledger, threshold).release.reports[REPORT]
    return {(fact, key): value_text(cell.value) for fact, known in facts.items() for key, cell in known.cells.items()}


def attacked(ledger: Iterable[FactLine], withheld: Iterable[FactLine] = (), threshold: int = 10) -> Outcome:
    """An attack on an edition that has all cells but those withheld."""
    lines = list(ledger)
    hidden = {(cell.fact, cell.key) for cell in withheld}
    printed = {(cell.fact, cell.key): cell.value for cell in lines if (cell.fact, cell.key) not in hidden}
    return attack({REPORT: printed}, {REPORT: lines}, SCHEMAS, threshold)
