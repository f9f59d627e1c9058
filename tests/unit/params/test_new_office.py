import shutil
from pathlib import Path

from builders import PROJECT_PARAMS
from helpers.params.folder import read_params
from helpers.params.models import Office
from helpers.params.new import write_national, write_office
from helpers.params.strict_yaml import read_model


def test_the_signers_of_a_new_office_hold_its_positions(tmp_path: Path) -> None:
    name = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาชุมพร เขต 1"
    params = write_office(tmp_path / "office", PROJECT_PARAMS, area_code="8601", name=name, short_name="")
    office = read_model(params / "office.yml", Office)
    assert [signer.role for signer in office.signers] == ["ผู้จัดทำ", "ผู้ตรวจสอบ", "ผู้อนุมัติ"]
    assert office.signers[-1].position == f"ผู้อำนวยการ{name}"
    assert "อุบลราชธานี" not in (params / "office.yml").read_text(encoding="utf-8")


def test_a_new_office_has_every_file_of_rules(tmp_path: Path) -> None:
    """Without `flags.yml` no first page would say what must be decided."""
    params = write_office(tmp_path / "office", PROJECT_PARAMS, area_code="8601", name="สพป.ลอง เขต 1", short_name="")
    assert {path.name for path in params.glob("*.yml")} == {path.name for path in PROJECT_PARAMS.glob("*.yml")}


def test_a_new_office_takes_over_no_address_and_nothing_confirmed(tmp_path: Path) -> None:
    template = tmp_path / "template"
    shutil.copytree(PROJECT_PARAMS, template)
    stated = (template / "office.yml").read_text(encoding="utf-8")
    confirmed = stated.replace("status: to_confirm", "status: confirmed").replace(
        "  license:\n", "  address: https://www.example.go.th/open/\n  license:\n"
    )
    assert confirmed.count("status: confirmed") == 3
    (template / "office.yml").write_text(confirmed, encoding="utf-8")
    params = write_office(tmp_path / "office", template, area_code="8601", name="สพป.ลอง เขต 1", short_name="")
    publication = read_model(params / "office.yml", Office).publication
    assert (publication.address, publication.contact) == ("", None)
    assert publication.license is not None
    assert (publication.status, publication.license.status) == ("to_confirm", "to_confirm")
    assert publication.license.name == "CC-BY-4.0"


def test_the_national_folder_is_an_office_of_nobody_and_is_written_once(tmp_path: Path) -> None:
    params = write_national(tmp_path / "national", PROJECT_PARAMS)
    read = read_params(params)
    assert read.is_national
    assert (read.schools, read.rounds, read.programmes, read.office.signers) == ({}, {}, {}, ())
    assert read.checks == read_params(PROJECT_PARAMS).checks
    (params / "rounds" / "note.txt").write_text("kept")
    assert write_national(tmp_path / "national", PROJECT_PARAMS) == params
    assert (params / "rounds" / "note.txt").exists()


def test_no_ordinary_office_is_the_national_one() -> None:
    assert not read_params(PROJECT_PARAMS).is_national
