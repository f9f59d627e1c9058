"""What findings on the subsidy say, and the table of pupils without a rate."""

from decimal import Decimal

import pandas as pd

from helpers.programmes.allocation import AllocationRow, SourceRow
from helpers.programmes.per_head.checks import (
    Unrated,
    paid_too_much,
    round_missing,
    unrated_frame,
    what_is_missing,
    without_file,
    without_rate,
)
from helpers.programmes.uncomputed import NO_FILE, NO_RATE, Uncomputed
from helpers.tables.findings import Finding

ONE, TWO = "34010001", "34010002"
SOURCE = SourceRow("d1", "แผ่น 1", 7)


def _finding(problem: str, found: str, column: str = "") -> Finding:
    return Finding(f"budget.per_head.{problem}", "", "", column=column, found=found)


def test_a_missing_round_is_named_with_the_tranches_that_wait() -> None:
    assert round_missing("2568-2", ["งวดแรก", "งวดหลัง"]) == _finding("round_missing", "รอบ 2568-2: งวดแรก, งวดหลัง")


def test_a_missing_report_is_named_once_for_all_tranches_of_an_item() -> None:
    waiting = [
        Uncomputed("หนังสือ", "งวดแรก", NO_FILE, "“ก” รอบ 2568-2"),
        Uncomputed("หนังสือ", "งวดหลัง", NO_FILE, "“ก” รอบ 2568-2"),
        Uncomputed("หนังสือ", "งวดหลัง", NO_FILE, "“ก” รอบ 2569-1"),
        Uncomputed("หนังสือ", "งวดหลัง", NO_RATE, "ระดับประถม"),
    ]
    assert list(without_file(waiting)) == [
        _finding("report_missing", "“ก” รอบ 2568-2: งวดแรก, งวดหลัง", "หนังสือ"),
        _finding("report_missing", "“ก” รอบ 2569-1: งวดหลัง", "หนังสือ"),
    ]


def test_schools_without_a_list_are_counted_and_a_round_without_confirmations_is_named() -> None:
    listed, confirmed = pd.DataFrame({"smis": [ONE, ONE]}), pd.DataFrame({"smis": [ONE]})
    many = [ONE, *(f"3402{number:04}" for number in range(1_000))]
    assert list(what_is_missing("2568-2", many, listed, confirmed)) == [
        _finding("no_pupil_list", "รอบ 2568-2: 1,000 โรงเรียน")
    ]
    assert list(what_is_missing("2568-2", [ONE], listed, confirmed.iloc[:0])) == [
        _finding("no_confirmations", "รอบ 2568-2")
    ]


def _unrated(level: str, tranche: str, pupils: int, smis: str = ONE) -> Unrated:
    return Unrated(smis, "อาหาร", level, "", tranche, pupils, SOURCE)


def test_pupils_without_a_rate_are_added_up_by_level_and_tranche() -> None:
    entries = [
        _unrated("ประถม", "งวดแรก", 1_000),
        _unrated("ประถม", "งวดแรก", 5, TWO),
        _unrated("ประถม", "งวดหลัง", 3),
        _unrated("มัธยมต้น", "งวดแรก", 2),
    ]
    assert list(without_rate(entries)) == [
        _finding("no_rate", "ประถม: งวดแรก 1,005 คน, งวดหลัง 3 คน", "อาหาร"),
        _finding("no_rate", "มัธยมต้น: งวดแรก 2 คน", "อาหาร"),
    ]


def _row(smis: str, already: str, mark: str, tranche: str = "งวดหลัง", row: int = 7) -> AllocationRow:
    """One pupil at ten baht, of whom so much was paid before."""
    return AllocationRow(
        smis=smis,
        item="หนังสือ",
        tranche=tranche,
        quantity=Decimal(1),
        quantity_unit="คน",
        rate=Decimal(10),
        rate_unit="บาท",
        reference="",
        status="confirmed",
        rule="",
        source=SourceRow("d1", "แผ่น 1", row),
        already_paid=Decimal(already),
        overpaid=mark,
    )


def test_a_school_that_was_paid_too_much_is_named_once_a_tranche_at_its_first_row() -> None:
    rows = [
        _row(ONE, "5", ""),
        _row(ONE, "11.25", "ส่งคืน", row=8),
        _row(ONE, "1010", "ส่งคืน", row=9),
        _row(TWO, "12", "ส่งคืน", "งวดแรก"),
    ]
    assert list(paid_too_much(rows)) == [
        Finding(
            "budget.per_head.overpaid",
            ONE,
            "",
            "d1",
            sheet="แผ่น 1",
            row=8,
            column="งวดหลัง",
            found="2 รายการ −1,001.25 บาท",
            allowed="ส่งคืน",
        ),
        Finding(
            "budget.per_head.overpaid",
            TWO,
            "",
            "d1",
            sheet="แผ่น 1",
            row=7,
            column="งวดแรก",
            found="1 รายการ −2.00 บาท",
            allowed="ส่งคืน",
        ),
    ]


def test_pupils_without_a_rate_are_a_table_in_their_order() -> None:
    frame = unrated_frame([_unrated("ประถม", "งวดหลัง", 3), _unrated("ประถม", "งวดแรก", 5, TWO)])
    assert frame.to_dict("records") == [
        {
            "smis": smis,
            "item": "อาหาร",
            "level": "ประถม",
            "grade": "",
            "tranche": tranche,
            "pupils": pupils,
            "delivery": "d1",
            "sheet": "แผ่น 1",
            "row": 7,
            "row_key": "d1:แผ่น 1:7",
        }
        for smis, tranche, pupils in ((ONE, "งวดหลัง", 3), (TWO, "งวดแรก", 5))
    ]
    assert [str(frame[name].dtype) for name in ("row", "pupils")] == ["int64", "int64"]
    assert unrated_frame([]).empty
