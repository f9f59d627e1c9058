"""The money part of the second reader: its rules against the examples that params works by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import recheck
from recheck import read_yaml, thai_day

PARAMS = Path(__file__).parents[2] / "params"
PROGRAMMES = {file.stem: read_yaml(file) for file in sorted((PARAMS / "programmes").glob("*.yml"))}


def examples(kind: str) -> list[Any]:
    """Every example of the programmes of a kind, with its programme."""
    return [
        pytest.param(entry, example, id=f"{name}-{index}")
        for name, entry in PROGRAMMES.items()
        if entry["kind"] == kind
        for index, example in enumerate(entry["examples"])
    ]


def halves(year: str) -> list[recheck.Half]:
    """The halves of a fiscal year, which begin on 1 October and 1 April."""
    first = int(year) - 544
    return [
        recheck.Half("ครึ่งปีแรก", date(first, 10, 1), date(first + 1, 3, 31)),
        recheck.Half("ครึ่งปีหลัง", date(first + 1, 4, 1), date(first + 1, 9, 30)),
    ]


def end_of(example: dict[str, Any], name: str) -> date | None:
    return thai_day(example[name]) if name in example else None


def shares(
    programme: dict[str, Any], example: dict[str, Any], half: recheck.Half, names: tuple[str, str]
) -> list[recheck.Share]:
    rule = programme["broken_months"]["rule"]
    starts, ends = thai_day(example[names[0]]), end_of(example, names[1])
    return recheck.month_shares(starts, ends, half.opens, half.closes, rule)


@pytest.mark.parametrize(("programme", "example"), examples("hire"))
def test_hire_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    periods = recheck.contributions(example.get("contributions", []))
    rate = Decimal(example["monthly_rate"])
    paid = [
        recheck.hire_months(rate, shares(programme, example, half, ("starts", "ends")), periods)
        for half in halves(example["year"])
    ]
    wages = [sum((month.wage for month in half), Decimal(0)) for half in paid]
    assert wages == [Decimal(example["first_half"]), Decimal(example["second_half"])]
    assert sum(month.insurance for half in paid for month in half) == Decimal(example["social_security"])


@pytest.mark.parametrize(("programme", "example"), examples("ceiling_salary"))
def test_ceiling_pay_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    salary, percent = Decimal(example["ceiling_salary"]), Decimal(example["percent"])
    pays = [
        recheck.ceiling_pay(salary, percent, shares(programme, example, half, ("starts", "ends")))
        for half in halves(example["year"])
    ]
    assert pays == [Decimal(example["first_half"]), Decimal(example["second_half"])]


@pytest.mark.parametrize(("programme", "example"), examples("rent"))
def test_rent_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    rent = Decimal(example["rent"])
    ceiling = Decimal(example["ceiling"]) if "ceiling" in example else None
    dues = []
    for half in halves(example["year"]):
        if example.get("per") == "year":
            rule = programme["broken_months"]["rule"]
            dues.append(recheck.yearly_rent(rent, thai_day(example["opens"]), end_of(example, "closes"), half, rule))
        else:
            dues.append(recheck.monthly_rent(rent, ceiling, shares(programme, example, half, ("opens", "closes"))))
    assert [due.paid for due in dues] == [Decimal(example["first_half"]), Decimal(example["second_half"])]
    assert sum(due.due - due.paid for due in dues) == Decimal(example["above_ceiling"])


@pytest.mark.parametrize(("programme", "example"), examples("local_support"))
def test_lunch_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    size = recheck.lunch_size(programme["lunch_sizes"]["bands"], example["school_pupils"])
    rate = recheck.lunch_rates(programme, halves(example["year"])[0].opens)[size]
    assert recheck.satang(example["pupils"] * example["days"] * rate.value) == Decimal(example["amount"])


@pytest.mark.parametrize(("programme", "example"), examples("per_head"))
def test_the_subsidy_is_what_the_example_works_out(
    programme: dict[str, Any], example: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"2568-2": example["before"], "2569-1": example.get("after")}
    days = {code: thai_day(count["on"]) for code, count in counts.items() if count}
    monkeypatch.setattr(recheck.PerHeadTables, "rate_day", lambda _, tranche: days[tranche.round])
    office = recheck.Office(Path("nowhere"), PARAMS, "2569")
    made = recheck.PerHeadTables(office, "per-head", recheck.PerHead(programme))
    for code, count in counts.items():
        pupils = {"34010001": count["pupils"]} if count else None
        poor = {"34010001": (count or {}).get("categories", {}).get("poor", {})}
        made.rounds[code] = recheck.Round(code, pupils, {"disadvantage": {"เด็กยากจน": poor}}, None, [])
    for tranche in recheck.tranches(office, programme):
        made.add(tranche)
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in made.allocation:
        sums[row["tranche"]][row["item"]] += row["amount"]
    stated = {
        name: {item: Decimal(value) for item, value in items.items()} for name, items in example["amounts"].items()
    }
    assert sums == stated


@pytest.mark.parametrize(("programme", "example"), examples("per_head_result"))
def test_a_payment_is_called_what_the_example_says(programme: dict[str, Any], example: dict[str, Any]) -> None:
    names = ("entitled", "allocated", "paid", "returned")
    entitled, allocated, paid, returned = (Decimal(example[name]) for name in names)
    assert recheck.payment_state(entitled, allocated, paid, returned) == example["state"]
    assert entitled - (paid - returned) == Decimal(example["remaining"])
    assert programme["entitlement"] == "per-head"


@pytest.mark.parametrize(("programme", "example"), examples("disbursement"))
def test_spending_stands_where_the_example_says(programme: dict[str, Any], example: dict[str, Any]) -> None:
    allotted, spent = Decimal(example["allotted"]), Decimal(example["spent"])
    target = recheck.satang(allotted * Decimal(example["percent"]) / 100)
    assert target == Decimal(example["target"])
    assert spent - target == Decimal(example["gap"])
    assert (
        recheck.standing_of(allotted, spent - target, Decimal(programme["tolerance"]["points"])) == example["standing"]
    )


@pytest.mark.parametrize(("programme", "example"), examples("transfer"))
def test_leftover_money_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    allotted, committed, spent = (Decimal(example[name]) for name in ("allotted", "committed", "spent"))
    left = recheck.leftover(allotted, committed, spent, programme["leftover"]["commitments"])
    left = left if example["state"] != "not_met" else Decimal(0)
    balance = {"programme": "a", "leftover": left, "moved_out": Decimal(0), "free": left}
    assert left == Decimal(example["leftover"])
    for amount in example.get("proposals", []):
        recheck.outcome_of({"state": "เสนอ", "origin": "a", "target": "b", "amount": Decimal(amount)}, [balance])
    assert (balance["moved_out"], balance["free"]) == (Decimal(example["accepted"]), Decimal(example["free"]))


def test_a_month_of_thirty_days_is_never_more_than_a_month() -> None:
    opens, closes = date(2025, 10, 1), date(2026, 3, 31)
    march = recheck.month_shares(date(2026, 1, 1), date(2026, 1, 30), opens, closes, "thirty_days")
    february = recheck.month_shares(date(2026, 2, 15), date(2026, 2, 28), opens, closes, "thirty_days")
    assert [share.part for share in march] == [1]
    assert [share.part * 30 for share in february] == [14]


def test_money_is_rounded_half_away_from_zero() -> None:
    amounts = [recheck.satang(Decimal(text)) for text in ("0.005", "-0.005", "0.0049", "1.115")]
    assert amounts == [Decimal("0.01"), Decimal("-0.01"), Decimal("0.00"), Decimal("1.12")]


@pytest.mark.parametrize(
    "text", ["1 ต.ค. 2568", "๑ ต.ค. ๒๕๖๘", "1 ตุลาคม 2568", "01/10/2568", "2025-10-01", "1 ต.ค. พ.ศ. 2568"]
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert recheck.typed_date(text) == date(2025, 10, 1)


@pytest.mark.parametrize("text", ["31 ก.พ. 2569", "ตุลาคม", "1 ตค 2568", "0 ต.ค. 2568", "2568"])
def test_what_is_no_date_is_not_read(text: str) -> None:
    with pytest.raises(recheck.BadCellError):
        recheck.typed_date(text)


def test_more_pupils_and_another_rate_are_told_apart() -> None:
    rows = [
        {"smis": "1", "payee": "ก", "item": "ค่าจ้าง", "half": half.title, "amount": amount, "rate": rate}
        for half, amount, rate in zip(halves("2569"), (Decimal(54000), Decimal(66500)), (9000, 9500), strict=True)
    ]
    changes = recheck.half_changes(rows, halves("2569"))
    assert {row["cause"]: row["amount"] for row in changes} == {"จำนวนเพิ่ม": 9000, "อัตราเปลี่ยน": 3500}


def test_a_rate_with_satang_has_no_odd_baht() -> None:
    half = {"term_1": "50", "term_2": "50"}
    rates = {Decimal(441): (220, 221), Decimal("440.80"): (Decimal("220.40"), Decimal("220.40"))}
    for rate, parts in rates.items():
        assert tuple(recheck.term_rate(rate, half, term, "term_1") for term in ("term_2", "term_1")) == parts


def test_only_what_nobody_confirmed_is_tried() -> None:
    lower, elsewhere = recheck.Try("ต่ำลง", Decimal("0.95")), recheck.Try("แหล่งอื่น", None)
    assert lower.value("to_confirm", Decimal("100.10"), None) == Decimal("95.10"), "to the satang, halves up"
    assert lower.value("confirmed", Decimal(100), None) is None
    words = {"also_seen": [{"value": "ไม่ต่ำกว่า 18,000 บาท"}, {"value": "18,150.00"}, {"value": "1"}]}
    assert recheck.stated_elsewhere(words) == Decimal("18150.00"), "the first that is an amount"
    assert elsewhere.value("to_confirm", Decimal(1), recheck.stated_elsewhere({})) is None


def test_a_contribution_follows_a_tried_wage_up_to_its_ceiling() -> None:
    period = recheck.Contribution(
        date(2020, 1, 1), Decimal(5), Decimal(1650), Decimal(15000), "baht", "ประกาศ", "to_confirm"
    )
    paid = recheck.hire_months(Decimal(14500), [recheck.Share(date(2025, 10, 1), Fraction(1))], [period])
    programme = {"pay": {"reference": "สัญญา", "status": "to_confirm"}}
    row = {"smis": "34010001", "legal_form": "", "monthly_rate": Decimal(14500)}
    office: Any = SimpleNamespace(district_of=lambda _smis: "เมือง")
    tried = recheck.tried_post(office, programme, row, {"ครึ่งปีแรก": paid}, recheck.Try("สูงขึ้น", Decimal("1.05")))
    assert [(trial["rate_used"], trial["amount"]) for trial in tried] == [
        ("ค่าตอบแทน | บาท/เดือน | สัญญา | ต้องยืนยัน", Decimal("750.00")),  # 725 more pay, 25 more contribution
        ("เงินสมทบประกันสังคม | บาท/เดือน | ประกาศ | ต้องยืนยัน", Decimal("36.00")),  # 5.25 % instead of 5 %
    ]
