"""`workbook template` writes the form of a register or a programme, and never over a file."""

from argparse import Namespace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from builders import PROJECT_PARAMS
from helpers.commands.starting import write_template
from helpers.errors import ParameterError
from helpers.forms.claims import HOUSE_RENT
from helpers.forms.form import Form
from helpers.forms.recognition import LISTS
from helpers.forms.registers import TRANSFERS
from helpers.params.folder import read_params
from helpers.reports.folders import Folders
from unit.forms.filling import opened


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "data", PROJECT_PARAMS, tmp_path / "outputs")


def options(name: str, *, year: str | None = None, output: Path | None = None) -> Namespace:
    return Namespace(name=name, year=year, output=str(output) if output else None)


@pytest.mark.parametrize(("name", "form"), [("transfers", TRANSFERS), ("house-rent", HOUSE_RENT)])
def test_a_register_and_a_programme_have_their_form(name: str, form: Form, folders: Folders, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(options(name, year="2570", output=path), folders)
    rows = opened(path).rows
    assert rows[0][0].startswith(f"แบบ {form.slug} รุ่น 1 · {name} · ปีงบประมาณ พ.ศ. 2570 · {form.title}")
    assert [cell for cell in rows[1] if cell] == [column.heading for column in form.columns]


def test_a_roster_offers_the_legal_forms_of_its_programme_the_usual_one_first(folders: Folders, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_template(options("janitors", output=path), folders)
    offered = [cell.value for column in load_workbook(path)[LISTS].iter_cols() for cell in column if cell.value]
    assert offered == ["จ้างเหมาบริการ", "ลูกจ้างชั่วคราว"]


def test_the_newest_fiscal_year_and_a_telling_name_are_the_default(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_template(options("house-rent"), folders)
    newest = max(read_params(PROJECT_PARAMS).fiscal_years)
    assert [path.name for path in tmp_path.glob("*.xlsx")] == [f"house-rent-{newest}.xlsx"]
    assert f"workbook receive house-rent-{newest}.xlsx" in capsys.readouterr().out


def test_a_file_that_is_there_is_kept(folders: Folders, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_text("กรอกแล้ว", encoding="utf-8")
    with pytest.raises(ParameterError, match="มีไฟล์ชื่อนี้อยู่แล้ว"):
        write_template(options("transfers", output=path), folders)
    assert path.read_text(encoding="utf-8") == "กรอกแล้ว"


def test_a_name_that_has_no_form_is_refused_with_those_that_have(folders: Folders, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="ไม่รู้จักโครงการหรือทะเบียน “ไม่มี”") as raised:
        write_template(options("ไม่มี", output=tmp_path / "form.xlsx"), folders)
    assert "house-rent" in raised.value.remedy
    assert "transfers" in raised.value.remedy
