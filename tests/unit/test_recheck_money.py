"""The money part of the second reader: the rules against the examples that params works by hand, and forms that a test writes."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import zipfile
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import recheck
import recheck_money as money
from recheck import read_yaml, thai_day

PARAMS = Path(__file__).parents[2] / "params"
PROGRAMMES = {file.stem: read_yaml(file) for file in sorted((PARAMS / "programmes").glob("*.yml"))}
ROSTER_HEAD = [
    "รหัสโรงเรียน",
    "เลขที่ตำแหน่ง *",
    "ตำแหน่ง *",
    "ประเภทการจ้าง *",
    "วันเริ่มจ้าง",
    "วันสิ้นสุดการจ้าง",
    "ค่าจ้างต่อเดือน (บาท) *",
    "หมายเหตุ",
]


def examples(kind: str) -> list[Any]:
    """Every example of the programmes of a kind, with its programme."""
    return [
        pytest.param(entry, example, id=f"{name}-{index}")
        for name, entry in PROGRAMMES.items()
        if entry["kind"] == kind
        for index, example in enumerate(entry["examples"])
    ]


def halves(year: str) -> list[money.Half]:
    """The halves of a fiscal year, which begin on 1 October and 1 April."""
    first = int(year) - 544
    return [
        money.Half("ครึ่งปีแรก", date(first, 10, 1), date(first + 1, 3, 31)),
        money.Half("ครึ่งปีหลัง", date(first + 1, 4, 1), date(first + 1, 9, 30)),
    ]


def end_of(example: dict[str, Any], name: str) -> date | None:
    return thai_day(example[name]) if name in example else None


def shares(
    programme: dict[str, Any], example: dict[str, Any], half: money.Half, names: tuple[str, str]
) -> list[money.Share]:
    rule = programme["broken_months"]["rule"]
    starts, ends = thai_day(example[names[0]]), end_of(example, names[1])
    return money.month_shares(starts, ends, half.opens, half.closes, rule)


@pytest.mark.parametrize(("programme", "example"), examples("hire"))
def test_hire_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    periods = money.contributions(example.get("contributions", []))
    rate = Decimal(example["monthly_rate"])
    paid = [
        money.hire_months(rate, shares(programme, example, half, ("starts", "ends")), periods)
        for half in halves(example["year"])
    ]
    wages = [sum((month.wage for month in half), Decimal(0)) for half in paid]
    assert wages == [Decimal(example["first_half"]), Decimal(example["second_half"])]
    assert sum(month.insurance for half in paid for month in half) == Decimal(example["social_security"])


@pytest.mark.parametrize(("programme", "example"), examples("ceiling_salary"))
def test_ceiling_pay_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    salary, percent = Decimal(example["ceiling_salary"]), Decimal(example["percent"])
    paid = [
        money.ceiling_pay(salary, percent, shares(programme, example, half, ("starts", "ends")))
        for half in halves(example["year"])
    ]
    sums = [sum((amount for _, amount in half), Decimal(0)) for half in paid]
    assert sums == [Decimal(example["first_half"]), Decimal(example["second_half"])]


@pytest.mark.parametrize(("programme", "example"), examples("rent"))
def test_rent_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    rent = Decimal(example["rent"])
    ceiling = Decimal(example["ceiling"]) if "ceiling" in example else None
    dues = []
    for half in halves(example["year"]):
        if example.get("per") == "year":
            rule = programme["broken_months"]["rule"]
            dues.append(money.yearly_rent(rent, thai_day(example["opens"]), end_of(example, "closes"), half, rule))
        else:
            dues.append(money.monthly_rent(rent, ceiling, shares(programme, example, half, ("opens", "closes"))))
    assert [due.paid for due in dues] == [Decimal(example["first_half"]), Decimal(example["second_half"])]
    assert sum(due.due - due.paid for due in dues) == Decimal(example["above_ceiling"])


@pytest.mark.parametrize(("programme", "example"), examples("local_support"))
def test_lunch_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    size = money.lunch_size(programme["lunch_sizes"]["bands"], example["school_pupils"])
    rate = money.lunch_rates(programme, halves(example["year"])[0].opens)[size]
    assert money.satang(example["pupils"] * example["days"] * rate.value) == Decimal(example["amount"])


@pytest.mark.parametrize(("programme", "example"), examples("per_head"))
def test_the_subsidy_is_what_the_example_works_out(
    programme: dict[str, Any], example: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = {"2568-2": example["before"], "2569-1": example.get("after")}
    days = {code: thai_day(count["on"]) for code, count in counts.items() if count}
    monkeypatch.setattr(money, "as_of", lambda _context, code: days[code])
    office = money.Office(Path("nowhere"), PARAMS, "2569")
    made = money.PerHeadTables(office, "per-head", money.PerHead(programme))
    for code, count in counts.items():
        pupils = {"34010001": count["pupils"]} if count else None
        poor = {"34010001": (count or {}).get("categories", {}).get("poor", {})}
        made.rounds[code] = money.Round(code, pupils, {"disadvantage": {"เด็กยากจน": poor}}, None, [])
    for tranche in money.tranches(office, programme):
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
    assert money.payment_state(entitled, allocated, paid, returned) == example["state"]
    assert entitled - (paid - returned) == Decimal(example["remaining"])
    assert programme["entitlement"] == "per-head"


@pytest.mark.parametrize(("programme", "example"), examples("disbursement"))
def test_spending_stands_where_the_example_says(programme: dict[str, Any], example: dict[str, Any]) -> None:
    allotted, spent = Decimal(example["allotted"]), Decimal(example["spent"])
    target = money.satang(allotted * Decimal(example["percent"]) / 100)
    assert target == Decimal(example["target"])
    assert spent - target == Decimal(example["gap"])
    assert money.standing_of(allotted, spent - target, Decimal(programme["tolerance"]["points"])) == example["standing"]


@pytest.mark.parametrize(("programme", "example"), examples("transfer"))
def test_leftover_money_is_what_the_example_works_out(programme: dict[str, Any], example: dict[str, Any]) -> None:
    allotted, committed, spent = (Decimal(example[name]) for name in ("allotted", "committed", "spent"))
    left = money.leftover(allotted, committed, spent, programme["leftover"]["commitments"])
    left = left if example["state"] != "not_met" else Decimal(0)
    balance = {"programme": "a", "leftover": left, "moved_out": Decimal(0), "free": left}
    assert left == Decimal(example["leftover"])
    for amount in example.get("proposals", []):
        money.outcome_of({"state": "เสนอ", "origin": "a", "target": "b", "amount": Decimal(amount)}, [balance])
    assert (balance["moved_out"], balance["free"]) == (Decimal(example["accepted"]), Decimal(example["free"]))


def test_a_month_of_thirty_days_is_never_more_than_a_month() -> None:
    opens, closes = date(2025, 10, 1), date(2026, 3, 31)
    march = money.month_shares(date(2026, 1, 1), date(2026, 1, 30), opens, closes, "thirty_days")
    february = money.month_shares(date(2026, 2, 15), date(2026, 2, 28), opens, closes, "thirty_days")
    assert [share.part for share in march] == [1]
    assert [share.part * 30 for share in february] == [14]


def test_money_is_rounded_half_away_from_zero() -> None:
    amounts = [money.satang(Decimal(text)) for text in ("0.005", "-0.005", "0.0049", "1.115")]
    assert amounts == [Decimal("0.01"), Decimal("-0.01"), Decimal("0.00"), Decimal("1.12")]


@pytest.mark.parametrize(
    "text", ["1 ต.ค. 2568", "๑ ต.ค. ๒๕๖๘", "1 ตุลาคม 2568", "01/10/2568", "2025-10-01", "1 ต.ค. พ.ศ. 2568"]
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert money.typed_date(text) == date(2025, 10, 1)


@pytest.mark.parametrize("text", ["31 ก.พ. 2569", "ตุลาคม", "1 ตค 2568", "0 ต.ค. 2568", "2568"])
def test_what_is_no_date_is_not_read(text: str) -> None:
    with pytest.raises(money.BadCellError):
        money.typed_date(text)


def test_more_pupils_and_another_rate_are_told_apart() -> None:
    rows = [
        {"smis": "1", "payee": "ก", "item": "ค่าจ้าง", "half": half.title, "amount": amount, "rate": rate}
        for half, amount, rate in zip(halves("2569"), (Decimal(54000), Decimal(66500)), (9000, 9500), strict=True)
    ]
    changes = money.half_changes(rows, halves("2569"))
    assert {row["cause"]: row["amount"] for row in changes} == {"จำนวนเพิ่ม": 9000, "อัตราเปลี่ยน": 3500}


def write_xlsx(path: Path, rows: list[list[str]]) -> None:
    """A workbook of one sheet whose cells are texts, written with the standard library."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines = [
        f'<row r="{index}">'
        + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
        + "</row>"
        for index, row in enumerate(rows, start=1)
    ]
    sheet = f'<sheets><sheet name="กรอกข้อมูล" sheetId="1" r:id="rId1" xmlns:r="{office}"/></sheets>'
    relation = '<Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", f"<workbook {space}>{sheet}</workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="r">{relation}</Relationships>')
        archive.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{''.join(lines)}</sheetData></worksheet>"
        )


@pytest.fixture
def office(tmp_path: Path) -> money.Office:
    """An office of its own with the project's parameters and nothing received."""
    shutil.copytree(PARAMS, tmp_path / "params")
    (tmp_path / "data" / "deliveries").mkdir(parents=True)
    (tmp_path / "data" / "register.csv").write_text(
        "received,period,system,report,sha256,name,path,rows,encoding,made,saved,kind,event\n", encoding="utf-8"
    )
    return money.Office(tmp_path / "data", tmp_path / "params", "2569")


def receive(office: money.Office, folder: str, report: str, head: list[str], rows: list[list[str]]) -> None:
    """Enters a form into the office's register."""
    name = f"2569-{folder}.xlsx"
    path = office.data / "deliveries" / name
    write_xlsx(path, [[f"แบบ {report} รุ่น 1 · {folder} · ปีงบประมาณ พ.ศ. 2569"], head, *rows])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    line = [
        "2025-12-01T00:00:00+00:00",
        "2569",
        folder,
        report,
        digest,
        name,
        name,
        "",
        "",
        "",
        "",
        "sample",
        "received",
    ]
    with (office.data / "register.csv").open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerow(line)


GOOD = ["34010001", "1", "นักการ", "ลูกจ้างชั่วคราว", "1 ต.ค. 2568", "30 ก.ย. 2569", "9,000.00", ""]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        (0, "3401"),
        (0, "99010001"),
        (1, ""),
        (3, "พนักงานราชการ"),
        (4, "31 ก.พ. 2569"),
        (5, "30 ก.ย. 2567"),
        (6, "เก้าพัน"),
        (6, "9000.123"),
        (6, "5"),
        (6, "#N/A"),
        (4, "1 ต.ค. 2400"),
    ],
)
def test_a_row_with_a_cell_that_cannot_be_used_is_not_counted(office: money.Office, column: int, cell: str) -> None:
    bad = [*GOOD[:column], cell, *GOOD[column + 1 :]]
    receive(office, "janitors", "roster", ROSTER_HEAD, [bad, [""] * 8, ["สำนักงานเขตพื้นที่", "2", *GOOD[2:]]])
    allowed = {"legal_form": {"จ้างเหมาบริการ", "ลูกจ้างชั่วคราว"}}
    rows = money.form_rows(office, "janitors", "roster", allowed)
    assert [(row["row"], row["smis"], row["post_no"]) for row in rows] == [(5, "34010000", "2")]


def test_a_claim_counts_once_and_a_ministry_code_is_the_school(office: money.Office) -> None:
    receive(office, "janitors", "roster", ROSTER_HEAD, [GOOD, ["34010002", *GOOD[1:]], ["1034710032", "2", *GOOD[2:]]])
    rows = money.form_rows(office, "janitors", "roster", {"legal_form": {"ลูกจ้างชั่วคราว"}})
    assert [(row["smis"], row["post_no"]) for row in rows] == [("34010001", "1"), ("34010001", "2")]


def test_what_may_be_empty_counts_as_empty_when_it_cannot_be_read(office: money.Office) -> None:
    head = [column.title for column in money.SUPPORT_REQUESTS]
    rows = [["1", "อบต.", "34010001", "อาหารกลางวัน", "ร้อยคน", "100", "250", "1 พ.ย. 2568", "อนุมัติ", ""]]
    receive(office, "local-support", "support_requests", head, rows)
    tables = money.support_tables(office, "local-support")
    assert [(row["due"], row["reason"]) for row in tables["2569/local-support/requests"]] == [(0, money.NOT_FILLED)]
    assert [row["amount"] for row in tables["2569/local-support/excluded"]] == [Decimal("250.00")]


@pytest.mark.parametrize(
    ("entry", "amount", "counted"),
    [
        ("จัดสรร", "100", True),
        ("จัดสรร", "-100", False),
        ("ดึงกลับ", "-100", True),
        ("ดึงกลับ", "100", False),
        ("แก้ไข", "-1", True),
    ],
)
def test_an_entry_of_a_register_has_the_sign_of_its_kind(
    office: money.Office, entry: str, amount: str, counted: bool
) -> None:
    head = [column.title for column in money.REGISTER]
    label = office.label_of("janitors")
    receive(office, "allotments", "allotments", head, [["1 พ.ย. 2568", "1", label, "งบดำเนินงาน", entry, amount]])
    assert len(money.form_rows(office, "allotments", "allotments")) == counted


def test_an_entry_of_another_year_is_not_counted(office: money.Office) -> None:
    head = [column.title for column in money.REGISTER]
    label = office.label_of("janitors")
    rows = [[day, "1", label, "งบดำเนินงาน", "เบิกจ่าย", "10"] for day in ("30 ก.ย. 2568", "1 ต.ค. 2568", "1 ต.ค. 2569")]
    receive(office, "spending", "spending", head, rows)
    assert [row["on"] for row in money.form_rows(office, "spending", "spending")] == [date(2025, 10, 1)]


def report_of(office: money.Office, values: dict[tuple[str, str, str], str]) -> Path:
    """A made report of the janitors, whose facts are the given values by fact, column and filter."""
    folder = office.data.parent / "outputs" / "programme" / "2569" / "janitors"
    folder.mkdir(parents=True)
    manifest = {"content": {"report": "programme/2569/janitors", "inputs": {"deliveries": {}}}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["fact", "key", "value", "unit", "title", "operation", "table", "column", "where", "rows", "digest"]
        )
        for (fact, column, where), value in values.items():
            writer.writerow([fact, "", value, "บาท", "", "rule", "2569/janitors/allocation", column, where, "1", ""])
    return folder


def test_a_planted_wrong_amount_is_found(office: money.Office, capsys: pytest.CaptureFixture[str]) -> None:
    receive(
        office, "janitors", "roster", ROSTER_HEAD, [GOOD, ["34010002", "2", *GOOD[2:4], "16 ม.ค. 2569", "", "9000", ""]]
    )
    right = {
        ("amount.total", "amount", ""): "193877.16",
        ("months.total", "months", ""): "20.5161",
        ("social_security.total", "amount", "item = 'เงินสมทบประกันสังคม'"): "9232.00",
        ("headcount.paid", "counted", ""): "2",
    }
    folder = report_of(office, right)
    arguments = [str(folder), "--data", str(office.data), "--params", str(office.params)]
    assert recheck.main(arguments) == 0
    assert "ไม่ตรง 0 ค่า" in capsys.readouterr().out
    shutil.rmtree(folder)
    report_of(office, right | {("amount.total", "amount", ""): "193877.17"})
    assert recheck.main(arguments) == 1
    assert "รายงานว่า 193877.17 คำนวณซ้ำได้ 193877.16" in capsys.readouterr().out
