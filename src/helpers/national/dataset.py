"""The offices of a round side by side, as a data set: its deliveries are the roster and the facts of the offices."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from helpers.national import roster
from helpers.national.checks import RULES, check_office
from helpers.national.reading import OfficeFigure, read_figures
from helpers.national.roster import OfficeLine, read_roster
from helpers.national.schemas import (
    ALLOTTED,
    COUNTED,
    PUPILS_BEFORE,
    PUPILS_LAST_YEAR,
    READY,
    SCHEMAS,
    STATES,
)
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.systems.system import round_file
from helpers.tables.findings import delivery_frame, empty_frame, finding_frame
from helpers.tables.graph import Dataset, Graph
from helpers.tables.register import LIST, Delivery
from helpers.tables.schemas import TableSchema, joined, with_row_keys

NAME = "national"
ROUND_FACTS, MONEY_FACTS = f"round{LIST}", f"money{LIST}"
"""The slugs of the offices' facts in the register: the files of all offices count side by side."""
REPORTS = {
    roster.REPORT: roster.TITLE,
    ROUND_FACTS: "ตัวเลขของรายงาน DMC ของสำนักงาน",
    MONEY_FACTS: "ตัวเลขของรายงานงบประมาณประจำปีของสำนักงาน",
}
_THOUSANDTH = Decimal("0.001")
_PLAIN = str.maketrans("[]{}", "()()")
"""Brackets of an office's name that sentences of reports use for their own purposes."""


@dataclass(frozen=True)
class _Office:
    """An office as the roster and its own facts have it; no figures where its report could not be taken over."""

    label: str
    line: OfficeLine
    row: int
    counts: Mapping[str, OfficeFigure]
    counts_file: str
    money: OfficeFigure | None
    money_file: str

    @property
    def named(self) -> dict[str, Any]:
        """The columns that say which office a row is about."""
        return {"office": self.label, "area_code": self.line.area_code, "folder": self.line.folder}


def national_dataset() -> Dataset[Round]:
    """The offices side by side; there are any only in the folder into which the facts of offices were gathered."""
    return Dataset(
        name=NAME,
        title="ภาพรวมทุกสำนักงาน",
        period_type=Round,
        schemas=SCHEMAS,
        modules=(__name__,),
        build=_build,
        missing_reason=_missing_reason,
        rules=RULES,
        reports=REPORTS,
        value_order=lambda _report: {"state": STATES, "measure": tuple(COUNTED)},
        param_files=round_file,
    )


def _missing_reason(_needs: Collection[str], round_: Round, _params: Params) -> str:
    return f"ยังไม่ได้รวบรวมตัวเลขของสำนักงานในรอบ {round_}"


def _build(round_: Round, graph: Graph) -> dict[str, pd.DataFrame]:
    """The round's tables by schema name, `findings` and `deliveries` included."""
    received = graph.deliveries(NAME, round_)
    listed = next((file for file in reversed(received) if file.report == roster.REPORT), None)
    offices = list(_offices(listed, received)) if listed else []
    delivery, counted = (listed.id if listed else ""), {digest for office in offices for digest in office.line.digests}
    used = [file for file in received if file is listed or file.sha256 in counted]
    findings = (
        finding
        for office in offices
        for finding in check_office(
            office.line,
            office.row,
            delivery,
            [measure for measure, fact in COUNTED.items() if fact in office.counts],
            has_money=office.money is not None,
        )
    )
    return {
        "offices": _frame(SCHEMAS[0], _office_rows(offices, delivery)),
        "office_counts": _frame(SCHEMAS[1], _count_rows(offices)),
        "office_money": _frame(SCHEMAS[2], _money_rows(offices)),
        "findings": finding_frame(findings, RULES),
        "deliveries": delivery_frame(used, REPORTS, graph.params),
    }


def _offices(listed: Delivery, received: Sequence[Delivery]) -> Iterator[_Office]:
    """Every office of the roster, in its order, with the figures of the very files that the roster names."""
    files = {file.sha256: file for file in received}
    lines = read_roster(listed.path)
    times = Counter(line.name for _, line in lines)
    for row, line in lines:
        ready = line.state == READY
        counts, money = (files.get(digest) if ready else None for digest in (line.sha256, line.money_sha256))
        yield _Office(
            (line.name if times[line.name] == 1 else f"{line.name} ({line.folder})").translate(_PLAIN),
            line,
            row,
            read_figures(counts.path, tuple(COUNTED.values())) if counts else {},
            counts.id if counts else "",
            read_figures(money.path, (ALLOTTED,)).get(ALLOTTED) if money else None,
            money.id if money else "",
        )


def _office_rows(offices: Iterable[_Office], delivery: str) -> Iterator[dict[str, Any]]:
    for office in offices:
        state = office.line.state
        yield office.named | {"state": state, "standing": joined(office.label, state), **_row_key(delivery, office.row)}


def _count_rows(offices: Iterable[_Office]) -> Iterator[dict[str, Any]]:
    for office in offices:
        compared = {
            "with_before": COUNTED[PUPILS_BEFORE] in office.counts,
            "with_last_year": COUNTED[PUPILS_LAST_YEAR] in office.counts,
            "with_money": office.money is not None,
        }
        origin = office.named | compared | {"report": office.line.report, "fingerprint": office.line.fingerprint}
        for measure, fact in COUNTED.items():
            if (figure := office.counts.get(fact)) is not None:
                number = int(figure.value)
                counted = {"measure": measure, "fact": fact, "number": number, "thousands": number * _THOUSANDTH}
                yield origin | counted | _row_key(office.counts_file, figure.row)


def _money_rows(offices: Iterable[_Office]) -> Iterator[dict[str, Any]]:
    for office in offices:
        if office.money is not None:
            line, money = office.line, office.money
            origin = {"report": line.money_report, "fact": ALLOTTED, "fingerprint": line.money_fingerprint}
            yield (office.named | origin | {"amount": money.value, **_row_key(office.money_file, money.row)})


def _row_key(delivery: str, row: int) -> dict[str, Any]:
    return {"delivery": delivery, "sheet": "", "row": row}


def _frame(schema: TableSchema, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    made = list(rows)
    return with_row_keys(pd.DataFrame(made)) if made else empty_frame(schema)
