"""Rounds of DMC as tables, and a per-head programme's year on them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from helpers.params.programmes.per_head import PerHeadProgramme
from helpers.programmes.allocation import AllocationRow
from helpers.programmes.kinds import Allocated, ProgrammeInputs, kinds
from helpers.systems.dmc.layouts import LEVEL_OF_GRADE
from helpers.systems.dmc.schemas import (
    CATEGORIES,
    CONFIRMED,
    ENROLMENT,
    NOT_CONFIRMED,
    NOT_STATED,
    ON_TIME,
    PUPILS,
    SCHOOLS,
)
from helpers.tables.findings import empty_frame
from helpers.tables.schemas import TableSchema, with_row_keys
from unit.programmes.filled import YEAR, form_table, numbered, project_params

EARLY, BEFORE, AFTER = "2568-1", "2568-2", "2569-1"
SCHOOL, OTHER = "34010001", "34010002"
TEACHING, TOP_UP, BOOKS = "ค่าจัดการเรียนการสอน", "เงินเพิ่มโรงเรียนขนาดเล็ก", "ค่าหนังสือเรียน"
EQUIPMENT, UNIFORM = "ค่าอุปกรณ์การเรียน", "ค่าเครื่องแบบนักเรียน"
ACTIVITIES, POOR = "ค่ากิจกรรมพัฒนาคุณภาพผู้เรียน", "ปัจจัยพื้นฐานนักเรียนยากจน"
TERM_2, ADVANCE, REST = "ภาคเรียนที่ 2", "ภาคเรียนที่ 1 งวดแรก", "ภาคเรียนที่ 1 ส่วนที่เหลือ"
TERM_2_FIRST, TERM_2_REST = "ภาคเรียนที่ 2 งวดแรก", "ภาคเรียนที่ 2 ส่วนที่เหลือ"
REPORTS = ("enrolment", "disadvantage", "boarding")
Pupils = Mapping[str, Mapping[str, int]]
"""By school and grade."""
Tables = Mapping[str, pd.DataFrame]


def programme() -> PerHeadProgramme:
    """The project's own."""
    per_head = project_params().programmes["per-head"]
    assert isinstance(per_head, PerHeadProgramme)
    return per_head


def changed(**sections: Mapping[str, Any]) -> PerHeadProgramme:
    """The project's own, with some keys of its sections changed."""
    original = programme()
    return original.model_copy(
        update={name: getattr(original, name).model_copy(update=dict(keys)) for name, keys in sections.items()}
    )


def counted(
    enrolled: Pupils,
    *,
    poor: Pupils | None = None,
    boarding: Pupils | None = None,
    listed: Sequence[Mapping[str, Any]] = (),
    silent: Collection[str] | None = None,
    absent: Iterable[str] = (),
    missing: Iterable[str] = (),
    name: str = BEFORE,
) -> Tables:
    """A round's tables. `listed` are rows of the pupil list, `silent` the schools that did not confirm (None for no
    confirmation file), `absent` listed schools without data, `missing` the reports that were not received."""
    categories = [
        *_cells(poor or {}, f"{name}-poor", report="disadvantage", category="เด็กยากจน", whole=False),
        *_cells(poor or {}, f"{name}-poor", report="disadvantage", category="นักเรียนด้อยโอกาสทั้งหมด", whole=True),
        *_cells(boarding or {}, f"{name}-board", report="boarding", category="บ้านพักครู", whole=False),
    ]
    confirmation_rows = (
        [] if silent is None else [(smis, NOT_CONFIRMED if smis in silent else ON_TIME) for smis in enrolled]
    )
    confirmations = [
        {"smis": smis, "confirmation": confirmation, "confirmed_at": None, "delivery": f"{name}-conf", "row": row}
        for row, (smis, confirmation) in enumerate(confirmation_rows, 2)
    ]
    school_columns = {"name": "", "district": "", "size": "", "listed": True, "pupils": 0, "delivery": f"{name}-list"}
    schools = [
        {**school_columns, "smis": smis, "delivered": smis in enrolled, "row": 2} for smis in (*enrolled, *absent)
    ]
    people = [_pupil(row, f"{name}-pupils", **each) for row, each in enumerate(listed, 3)]
    return {
        "enrolment": _table(ENROLMENT, _cells(enrolled, f"{name}-count")),
        "categories": _table(CATEGORIES, categories),
        "pupils": _table(PUPILS, people),
        "confirmations": _table(CONFIRMED, confirmations),
        "schools": _table(SCHOOLS, schools),
        "deliveries": pd.DataFrame({"report": [each for each in REPORTS if each not in {*missing}]}),
    }


def allocate(
    before: Tables | None = None,
    after: Tables | None = None,
    variant: PerHeadProgramme | None = None,
    allotted: pd.DataFrame | None = None,
    early: Tables | None = None,
) -> Allocated:
    """What a programme makes of the counts of 10 พ.ย. and 10 มิ.ย., and where it pays term 2 in two, of the `early`
    ones of the 10 มิ.ย. before; its tables keep their schemas."""
    rounds = {"term_2_advance": early, "term_2": before, "term_1_advance": before, "term_1": after}
    rounds["allotments"] = None if allotted is None else {"allotments": allotted}
    params, kind = project_params(), kinds()["per_head"]

    def table(name: str, wanted: str) -> pd.DataFrame | None:
        read = rounds[name]
        return None if read is None else read[wanted]

    in_year, nothing = params.fiscal_years[YEAR], pd.DataFrame()
    inputs = ProgrammeInputs("per-head", variant or programme(), YEAR, in_year, params, nothing, table)
    allocated = kind.allocate(inputs)
    for schema in kind.schemas:
        schema.table((allocated.tables or {})[schema.name])
    return allocated


def allotments(amount: Any, of: str = "per-head") -> pd.DataFrame:
    """A register with one entry."""
    entry = {"document_no": "1", "programme": of, "expenditure": "งบเงินอุดหนุน", "entry": "จัดสรร"}
    return form_table("allotments", numbered({**entry, "date": YEAR.opens, "amount": amount}))


def spending(*entries: tuple[str, Any], of: str = "per-head") -> pd.DataFrame:
    """A register of entries with their amounts, each in a document of its own."""
    rows = [
        {"date": YEAR.opens, "document_no": str(number), "programme": of, "entry": entry, "amount": amount}
        for number, (entry, amount) in enumerate(entries, 1)
    ]
    return form_table("spending", numbered(*({**row, "expenditure": "งบเงินอุดหนุน"} for row in rows)))


def amounts(rows: Iterable[AllocationRow], **only: str) -> dict[str, str]:
    """Baht by tranche and item, of the rows whose fields are as said."""
    sums: dict[str, Any] = {}
    for row in rows:
        if all(getattr(row, name) == value for name, value in only.items()):
            name = f"{row.tranche} {row.item}"
            sums[name] = sums.get(name, 0) + row.amount
    return {name: f"{amount:.2f}" for name, amount in sums.items()}


def _cells(pupils: Pupils, delivery: str, **fixed: Any) -> list[dict[str, Any]]:
    """One row a school, with its grades as cells; the source row is the school's."""
    return [
        {
            **fixed,
            "smis": smis,
            "level": LEVEL_OF_GRADE.get(grade, NOT_STATED),
            "grade": grade,
            "sex": "ช",
            "pupils": number,
            "delivery": delivery,
            "row": row,
        }
        for row, (smis, grades) in enumerate(sorted(pupils.items()), 1)
        for grade, number in grades.items()
    ]


def _pupil(row: int, delivery: str, **stated: Any) -> dict[str, Any]:
    fixed = {"name_digest": "", "number_kind": "citizen", "room": "1", "sex": "ช", "birth_date": None, "age": None}
    fixed |= {"weight_kg": None, "height_cm": None, "religion": "", "nationality": "", "pending_discharge": "-"}
    return {**fixed, "person": f"คน{row}", "disadvantage": "-", "delivery": delivery, "row": row, **stated}


def _table(schema: TableSchema, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """As it comes out of the store."""
    if not rows:
        return empty_frame(schema)
    frame: pd.DataFrame = schema.table(with_row_keys(pd.DataFrame(rows).assign(sheet=""))).to_pandas()
    return frame
