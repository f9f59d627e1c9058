"""The fiscal year in the sample: every form is there, and the money in them hangs together."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import load_workbook

from helpers.params.folder import read_params
from helpers.programmes.reading import choices_of
from helpers.sample import write_sample
from unit.sample.downloads import PARAMS, Sample

YEAR = "2569"
Entry = dict[str, str]


def rows_of(path: Path) -> list[Entry]:
    """The rows of a form by heading."""
    _, head, *rows = load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    names = [str(cell).removesuffix(" *") for cell in head]
    return [dict(zip(names, map(str, row), strict=True)) for row in rows]


@pytest.fixture(scope="module")
def forms(sample: Sample) -> dict[str, list[Entry]]:
    """The rows of every form of the fiscal year by what the form is about."""
    paths = sorted((sample.folder / "downloads").glob(f"{YEAR}-*.xlsx"))
    return {path.stem.removeprefix(f"{YEAR}-"): rows_of(path) for path in paths if "student" not in path.name}


def amounts(entries: list[Entry], *kinds: str) -> dict[str, Decimal]:
    """Baht by programme, of entries of some kinds."""
    totals: dict[str, Decimal] = {}
    for entry in (entry for entry in entries if entry["ประเภทรายการ"] in kinds):
        totals[entry["โครงการ"]] = totals.get(entry["โครงการ"], Decimal(0)) + Decimal(entry["จำนวนเงิน (บาท)"])
    return totals


def test_every_programme_with_a_form_has_it_and_the_registers_are_there(forms: dict[str, list[Entry]]) -> None:
    with_form = {
        name
        for name, programme in read_params(PARAMS).programmes.items()
        if programme.kind not in ("per_head", "transfer", "disbursement")
    }
    assert forms.keys() == with_form | {"allotments", "spending", "transfers"}
    assert all(forms.values())


def test_programmes_are_named_as_the_form_offers_them(forms: dict[str, list[Entry]]) -> None:
    offered = {shown for _, shown in choices_of(read_params(PARAMS))["programmes"]}
    assert {entry["โครงการ"] for entry in forms["allotments"] + forms["spending"]} <= offered


def test_some_posts_are_vacant_and_some_change_hands(tmp_path: Path) -> None:
    params = read_params(PARAMS)
    write_sample(tmp_path / "sample", params, choices_of(params), schools=40, pupils=400)
    clerks = rows_of(tmp_path / "sample" / "downloads" / f"{YEAR}-school-clerks-9000.xlsx")
    assert any(row["วันเริ่มจ้าง"] == "อัตราว่าง" and not row["วันสิ้นสุดการจ้าง"] for row in clerks)
    held = Counter((row["เลขที่ตำแหน่ง"], row["วันเริ่มจ้าง"]) for row in clerks)
    posts = Counter(post for post, _ in held)
    assert max(held.values()) == 2, "one row stands twice"
    assert max(posts.values()) == 2, "one post changes hands"


def test_most_programmes_spend_by_the_third_quarter_what_they_were_allotted_for_it(
    forms: dict[str, list[Entry]],
) -> None:
    allotted = amounts(forms["allotments"], "จัดสรร", "จัดสรรเพิ่ม", "ดึงกลับ", "แก้ไข")
    spent = amounts(forms["spending"], "เบิกจ่าย", "ส่งคืน", "แก้ไขเบิกจ่าย")
    shares = {name: spent[name] / allotted[name] for name in allotted}
    usual = [name for name, share in shares.items() if Decimal("0.65") <= share <= Decimal("0.8")]
    assert len(usual) >= 10
    assert [name[:2] for name, share in shares.items() if share > 1] == ["14"], "temple land is overspent"


def test_what_schools_are_paid_per_head_is_what_the_office_spends_for_it(forms: dict[str, list[Entry]]) -> None:
    subsidy = next(name for name in amounts(forms["spending"], "เบิกจ่าย") if name.startswith("11 "))
    spoiled = {"1,234.567"}
    paid = [
        Decimal(entry["จำนวนเงิน (บาท)"])
        for entry in forms["per-head-result"]
        if entry["ประเภทรายการ"] == "จ่าย" and entry["จำนวนเงิน (บาท)"] not in spoiled
    ]
    spent = amounts(forms["spending"], "เบิกจ่าย")[subsidy]
    assert abs(sum(paid) - spent) < spent / 20


def test_an_office_without_programmes_gets_no_forms(tmp_path: Path) -> None:
    params = read_params(PARAMS)
    params.programmes.clear()
    write_sample(tmp_path / "sample", params, choices_of(params), schools=2, pupils=40)
    assert not list((tmp_path / "sample" / "downloads").glob(f"{YEAR}-*.xlsx"))
