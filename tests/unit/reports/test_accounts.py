from pathlib import Path

from builders import make_office
from helpers.render.blocks import Number, Span
from helpers.reports.annexes import annex_title, signatures


def test_an_account_says_what_it_is_its_year_and_the_letter_that_carries_it(tmp_path: Path) -> None:
    office = make_office(tmp_path).params.office
    amount = Number(fact="amount.total", value="5.00", text="5.00", unit="บาท")
    title = annex_title("account", (Span(text="บัญชีจัดสรรงบประมาณ "), amount), "ปีงบประมาณ พ.ศ. 2569", office)
    first, *others = title.lines
    assert first == (Span(text="บัญชีจัดสรรงบประมาณ "), amount)
    year, letter, blanks = ("".join(part.text for part in line) for line in others)
    assert (year, letter) == ("ปีงบประมาณ พ.ศ. 2569", f"แนบท้ายหนังสือ{office.name}")
    assert blanks.replace("…", "") == "ที่  ลงวันที่ "


def test_the_offices_signers_sign_in_their_order(tmp_path: Path) -> None:
    office = make_office(tmp_path).params.office
    block = signatures(office)
    assert block is not None
    assert [line.role for line in block.lines] == ["ผู้จัดทำ", "ผู้ตรวจสอบ", "ผู้อนุมัติ"]
    assert block.lines[-1].position == f"ผู้อำนวยการ{office.name}"


def test_an_office_without_signers_has_no_places_to_sign(tmp_path: Path) -> None:
    office = make_office(tmp_path).params.office
    assert signatures(office.model_copy(update={"signers": ()})) is None
