import shutil
from pathlib import Path

import pytest

from builders import Office, make_office
from helpers.errors import ParameterError
from helpers.periods import Round

PROJECT_PARAMS = Path(__file__).parents[3] / "params"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_the_folder_is_read_whole(office: Office) -> None:
    params = office.params
    assert params.office.area_code == "3401"
    assert list(params.schools) == ["34010001", "34010002", "34010003"]
    assert params.round(Round(2568, 1)).as_of.date.isoformat() == "2025-06-10"
    assert all(path.exists() for path in params.shared_files())


def test_a_round_without_a_file_is_named_with_the_command(office: Office) -> None:
    with pytest.raises(ParameterError, match=r"(?s)รอบ 2560-1.*2560-1\.yml.*workbook new round 2560-1"):
        office.params.round(Round(2560, 1))


def test_every_problem_of_every_file_is_said_at_once(office: Office) -> None:
    office.edit("rounds/2568-1.yml", lambda text: text + "extra: 1\n")
    office.edit("office.yml", lambda text: text.replace("digits: arabic", "digits: roman"))
    office.edit("checks.yml", lambda text: text + "more: 1\n")
    (office.folder / "params" / "rounds" / "2568-9.yml").write_text("", encoding="utf-8")
    with pytest.raises(ParameterError) as raised:
        _ = office.params
    message = str(raised.value)
    assert message.count("พบปัญหา") == 1
    assert "พบปัญหา 5 รายการ" in message
    assert all(each in message for each in ("2568-1.yml", "2568-9", "office.yml", "checks.yml"))


def test_a_report_states_the_assumptions_that_name_it(office: Office) -> None:
    office.edit("assumptions.yml", lambda text: text.replace('["round/*/dmc"]', '["sketch/*"]', 1))
    numbers = [each.number for each in office.params.assumptions_of("round/2568-1/dmc")]
    assert numbers == ["A02", "A03", "A04", "A05", "A06"]
    assert [each.number for each in office.params.assumptions_of("sketch/2569")] == ["A01"]


@pytest.mark.parametrize(("system", "first"), [("dmc", "ช่วงอายุตามชั้น"), ("gcode", "จำนวนวันที่รอรับรองหรือรออนุมัติ")])
def test_a_report_rests_on_the_thresholds_of_its_own_system(office: Office, system: str, first: str) -> None:
    thresholds = dict(office.params.checks.used_by(system))
    assert next(iter(thresholds)) == first
    assert ("ช่วงน้ำหนัก" in thresholds) == (system == "dmc")
    assert {each.status for each in thresholds.values()} == {"to_confirm"}


@pytest.mark.parametrize(
    ("copy", "of"),
    [
        ("rounds/2568-1 - Copy.yml", "rounds/2568-1.yml"),
        ("rounds/2568-1 (1).yml", "rounds/2568-1.yml"),
        ("rounds/สำเนา 2568-1.yml", "rounds/2568-1.yml"),
        ("rounds/2568-1.yaml", "rounds/2568-1.yml"),
        ("fiscal_years/2569 - Copy.yml", "fiscal_years/2569.yml"),
        ("programmes/per-head - Copy.yml", "programmes/per-head.yml"),
    ],
)
def test_a_copy_of_a_parameter_file_is_named_with_its_path_and_moved_out(office: Office, copy: str, of: str) -> None:
    folder = office.folder / "params"
    if not (folder / of).exists():
        (folder / of).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT_PARAMS / of, folder / of)
    assert office.params
    shutil.copy(folder / of, folder / copy)
    with pytest.raises(ParameterError) as raised:
        _ = office.params
    assert raised.value.where == str(folder / copy)
    assert f"ย้ายไฟล์นี้ออกจาก {(folder / copy).parent}" in raised.value.remedy


def test_the_systems_own_files_are_no_parameters(office: Office) -> None:
    (office.folder / "params" / "rounds" / "._2568-1.yml").write_bytes(b"\x00\x05\x16\x07")
    assert office.params
