"""Reports of real deliveries, recomputed by the second reader from the very files: nothing differs, and little is left
that it does not recompute."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import recheck
from builders import write_csv, write_round
from helpers.params.school_list import COLUMNS
from helpers.periods import Round
from made_up.project import PROJECT, Home

OF_AREA = ("2567-3", "2568-2")
OF_SCHOOL = "2565-1"
ROOMS_OF_SCHOOL = ("emis", "bobec", "mobec")
SHARE_LEFT_OUT = 0.01


def office(root: Path, area: str, *rounds: str) -> Home:
    """An office of this area without a school list, with the parameters of these rounds."""
    params = root / "data" / "params"
    left_out = shutil.ignore_patterns("rounds", "schools", "programmes", "fiscal_years")
    shutil.copytree(PROJECT / "params", params, ignore=left_out)
    stated = params / "office.yml"
    stated.write_text(stated.read_text(encoding="utf-8").replace('"3401"', f'"{area}"'), encoding="utf-8")
    write_csv(params / "schools" / f"{area}.csv", [COLUMNS])
    for round_ in rounds:
        write_round(params, Round.parse(round_))
    return Home(root, PROJECT, params)


@pytest.fixture(scope="module")
def homes(real_deliveries: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Home]]:
    """Both offices with their reports; their folders are large and go away."""
    area = office(tmp_path_factory.mktemp("area"), "8601", *OF_AREA)
    area.workbook("receive", str(real_deliveries / "chumphon1"))
    area.workbook("run", *(f"round/{round_}/dmc" for round_ in OF_AREA))
    school = office(tmp_path_factory.mktemp("school"), "2001", OF_SCHOOL)
    pages = real_deliveries / "emis-2022" / "1020080035"
    school.workbook("receive", "--round", OF_SCHOOL, *map(str, sorted(pages.iterdir())))
    school.workbook("run", *(f"round/{OF_SCHOOL}/{system}" for system in ROOMS_OF_SCHOOL))
    yield area, school
    for home in (area, school):
        shutil.rmtree(home.root, ignore_errors=True)


def test_reports_of_real_deliveries_are_recomputed(
    homes: tuple[Home, Home], capsys: pytest.CaptureFixture[str]
) -> None:
    for home in homes:
        code = recheck.main([str(home.outputs / "round"), "--data", str(home.data), "--params", str(home.params)])
        written = capsys.readouterr().out
        totals = re.search(r"รวม [\d,]+ รายงาน: ตรงกัน ([\d,]+) ค่า ไม่ตรง 0 ค่า ไม่ได้คำนวณซ้ำ ([\d,]+) ค่า", written)
        assert code == 0, written
        assert totals, written
        equal, left_out = (int(number.replace(",", "")) for number in totals.groups())
        assert equal > 500
        assert left_out <= SHARE_LEFT_OUT * equal, written


def test_the_copy_in_a_reports_folder_finds_what_it_needs_to_be_told(homes: tuple[Home, Home]) -> None:
    area, _ = homes
    for round_ in OF_AREA:
        copy = area.outputs / "round" / round_ / "dmc" / "recheck.py"
        assert copy.read_bytes() == (PROJECT / "src" / "recheck.py").read_bytes()
