"""The pupils of every round of DMC in the store up to one of them, as a data set: what the course of the years is drawn
from."""

from collections.abc import Collection, Mapping

import pandas as pd

from helpers.params.folder import Params
from helpers.periods import Round
from helpers.systems.dmc.layouts import LEVELS
from helpers.tables.findings import all_deliveries, delivery_frame, empty_frame
from helpers.tables.graph import Dataset, Graph, Origin
from helpers.tables.schemas import FINDINGS, PUBLIC, ROW_KEYS, TableSchema, count, text
from helpers.tables.snapshots import Snapshot

NAME = "dmc-all-rounds"
_DMC = "dmc"
HEADCOUNTS = TableSchema(
    "headcounts",
    "รอบ × โรงเรียน × ระดับ ที่มีนักเรียน",
    (
        text("round", "รอบ", PUBLIC),
        text("smis", "รหัสโรงเรียน 8 หลัก", PUBLIC),
        text("level", "ระดับ", PUBLIC),
        count("pupils", "นักเรียน", "คน", PUBLIC),
        *ROW_KEYS,
    ),
    unique=("round", "smis", "level"),
)


def all_rounds_dataset() -> Dataset[Round]:
    """Every round that was received, up to and with the period's own."""
    return Dataset(
        name=NAME,
        title="นักเรียนทุกรอบที่มี",
        period_type=Round,
        schemas=(HEADCOUNTS,),
        modules=(__name__,),
        build=_build,
        missing_reason=_missing_reason,
        value_order=lambda _report: {"level": LEVELS},
        reads=_reads,
        available=lambda round_, graph: graph.available(_DMC, round_),
    )


def _reads(round_: Round, graph: Graph) -> Mapping[str, Origin]:
    return {str(each): (_DMC, each) for each in graph.folder.rounds(_DMC) if not round_ < each}


def _build(round_: Round, graph: Graph) -> dict[str, pd.DataFrame]:
    snapshots = graph.snapshots(_reads(round_, graph))
    counted = [frame for snapshot in snapshots.values() if not (frame := _headcounts(snapshot)).empty]
    used = [snapshot.read("deliveries") for snapshot in snapshots.values()]
    return {
        "headcounts": pd.concat(counted, ignore_index=True) if counted else empty_frame(HEADCOUNTS),
        "findings": empty_frame(FINDINGS),
        "deliveries": all_deliveries(delivery_frame((), {}, graph.params), used),
    }


def _headcounts(snapshot: Snapshot) -> pd.DataFrame:
    """The pupils of one round; a row rests on the first source row of its school and level."""
    first = {field.name: (field.name, "first") for field in ROW_KEYS}
    grouped = snapshot.read("enrolment").groupby(["smis", "level"], sort=False)
    counted: pd.DataFrame = grouped.agg(pupils=("pupils", "sum"), **first).reset_index()
    return counted.assign(round=str(snapshot.period))


def _missing_reason(_needs: Collection[str], round_: Round, _params: Params) -> str:
    """No pupils were received for the round."""
    return f"ยังไม่ได้รับข้อมูลนักเรียนของ{round_.thai}"
