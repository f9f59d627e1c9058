"""Every catalogued fault by its name: what the office's files did once, and what is right."""

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from end_to_end.trial import AREA, Trial
from made_up.project import PROJECT

NO_SPACE = """
import resource, sys
from helpers.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
main(sys.argv[1:])
"""
"""A command on a disk that takes no more than 200 bytes of a file."""
Captured = pytest.CaptureFixture[str]
Case = Callable[[str], Path]
CLERKS = "school-clerks-9000"
TWO_SCHOOLS = {"34010001": "226,800.00", "34010002": "226,800.00"}


@pytest.fixture
def case(catalogued_faults: Path) -> Case:
    """`case("05")` is the folder of the case of that number."""

    def find(number: str) -> Path:
        (found,) = catalogued_faults.glob(f"{number}-*")
        return found

    return find


def new_office(root: Path, captured: Captured) -> Trial:
    """A new office without a school list."""
    trial = Trial(root, captured)
    trial.say_of_none("new", "office", str(trial.folder), "--area", AREA, "--name", "สพป.ทดลอง")
    return trial


@pytest.fixture
def office(tmp_path: Path, capsys: Captured) -> Trial:
    """A new office in a folder of a plain name."""
    return new_office(tmp_path / "o", capsys)


@pytest.fixture(scope="session")
def sample_params(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parameters of a sample of six schools."""
    folder: Path = tmp_path_factory.mktemp("samp") / "samp"
    command = [sys.executable, "-m", "helpers", "sample", str(folder), "--schools", "6", "--pupils", "300"]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "params"


@pytest.fixture
def listed(sample_params: Path, tmp_path: Path, capsys: Captured) -> Trial:
    """An office with the sample's six schools on its list."""
    shutil.copytree(sample_params, tmp_path / "params")
    return Trial(tmp_path, capsys)


def file_in(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


class TestForms:
    def test_01_error_cells_are_found_and_not_paid(self, case: Case, listed: Trial) -> None:
        folder = case("01")
        listed.take_in(folder / "2569-school-clerks-9000.xlsx", folder / "2568-1-gcode-learners.xlsx")
        found = listed.findings("2569", CLERKS)
        shown = found[found["found"].str.contains("#N/A", regex=False)]
        assert set(shown["row"]) == {4, 6}
        assert "34010000" not in listed.amounts("2569", CLERKS)
        gcode = listed.findings("2568-1", "gcode")
        assert gcode["found"].str.contains("#N/A", regex=False).any()

    def test_01_the_corrected_form_is_paid(self, case: Case, listed: Trial) -> None:
        listed.take_in(case("01") / "right-2569-school-clerks-9000.xlsx")
        assert listed.amounts("2569", CLERKS) == TWO_SCHOOLS

    @pytest.mark.parametrize("name", ["2569-school-clerks-9000.xlsx", "only-school-merged.xlsx"])
    def test_02_merged_cells_count_for_each_of_their_rows(self, case: Case, listed: Trial, name: str) -> None:
        listed.take_in(case("02") / name)
        assert listed.amounts("2569", CLERKS) == TWO_SCHOOLS

    def test_04_a_year_of_two_digits_is_found(self, case: Case, listed: Trial) -> None:
        listed.take_in(file_in(case("04"), "*.xlsx"))
        found = listed.findings("2569", CLERKS)
        assert found["found"].str.contains("1968|2511", regex=True).any()
        assert not found[found["severity"] == "error"].empty


class TestWhichFileCounts:
    def test_05_the_later_download_counts(self, case: Case, office: Trial) -> None:
        office.take_in(case("05") / "downloads")
        assert office.pupils("2568-2") == 270

    def test_06_a_file_of_two_areas_is_refused_by_its_rows(self, case: Case, office: Trial) -> None:
        printed = office.take_in(file_in(case("06"), "*.csv"), code=13)
        assert "มีข้อมูลของเขตอื่นปนกับเขต 8601" in printed
        assert "“86020000”" in printed
        assert not office.data.register()

    def test_09_a_school_under_two_codes_is_found(self, case: Case, office: Trial) -> None:
        office.take_in(case("09") / "emis", options=("--round", "2568-2"))
        assert "emis.school.codes_mixed" in office.rules("2568-2", "emis")

    def test_32_a_register_that_excel_saved_is_read(self, case: Case, office: Trial) -> None:
        office.take_in(file_in(case("08"), "*.csv"))
        register = office.folder / "data" / "register.csv"
        register.write_bytes(b"\xef\xbb\xbf" + register.read_bytes())
        assert len(office.data.register()) == 1
        register.write_text(register.read_text(encoding="utf-8-sig").replace("2568-2", "Feb-68"), encoding="utf-8")
        printed = office.say("check", code=13)
        assert "register.csv" in printed
        assert "Feb-68" in printed

    def test_35_a_file_of_one_school_does_not_replace_the_area_unasked(self, case: Case, office: Trial) -> None:
        office.take_in(file_in(case("35"), "2568-2-จ*.csv"))
        assert "--accept-fewer" in office.take_in(case("35") / "2568-2-86010001.csv", code=13)
        assert office.pupils("2568-2") == 270

    def test_36_an_older_file_is_said_not_to_count_and_can_be_put_back(self, case: Case, office: Trial) -> None:
        one, other = file_in(case("36"), "a-*.csv"), file_in(case("36"), "b-*.csv")
        office.take_in(one)
        office.take_in(other, options=("--accept-fewer",))
        assert office.pupils("2568-2") == 156
        assert "workbook deliveries --restore 1" in office.take_in(one)
        office.say("deliveries", "--restore", "1")
        assert office.pupils("2568-2") == 270

    def test_34_files_of_windows_itself_are_passed_over(self, case: Case, office: Trial) -> None:
        printed = office.take_in(file_in(case("34"), "downloads"))
        assert "desktop.ini" not in printed


class TestCounts:
    def test_07_who_has_no_nationality_is_still_a_pupil(self, case: Case, listed: Trial) -> None:
        listed.take_in(file_in(case("07"), "*.xlsx"))
        pupils = listed.table("2568-1", "dmc", "pupils")
        assert len(pupils) == 20
        categories = listed.table("2568-1", "dmc", "categories")
        for report, silent in (("nationality", 5), ("religion", 3)):
            own = categories[(categories["report"] == report) & ~categories["whole"]]
            assert own["pupils"].sum() == 20
            assert own.loc[own["category"] == "ไม่ระบุ", "pupils"].sum() == silent
        found = listed.findings("2568-1", "dmc")
        assert set(found.loc[found["rule"] == "dmc.pupil.label_missing", "column"]) == {"สัญชาติ", "ศาสนา"}

    def test_08_no_row_of_the_area_is_no_difference(self, case: Case, office: Trial) -> None:
        office.take_in(file_in(case("08"), "*.csv"))
        found = office.findings("2568-2", "dmc")
        missing = found[found["rule"] == "dmc.aggregate.area_missing"]
        assert list(missing["smis"]) == [""]
        assert office.pupils("2568-2") == 270

    def test_10_a_confirmation_of_an_unknown_school_is_found(self, case: Case, listed: Trial) -> None:
        listed.take_in(*sorted(path for path in case("10").iterdir() if path.suffix != ".txt"))
        assert listed.findings("2568-1", "dmc")["found"].str.contains("34010020").any()

    @pytest.mark.parametrize("name", ["a-real-datetimes", "b-typed-2568", "c-seconds"])
    def test_11_moments_are_read_as_excel_holds_them(self, case: Case, listed: Trial, name: str) -> None:
        listed.take_in(file_in(case("11"), f"{name}*"))
        moments = listed.table("2568-1", "dmc", "confirmations")["confirmed_at"].dropna()
        assert {f"{moment:%Y-%m-%d %H:%M}" for moment in moments} >= {"2025-06-10 15:30"}

    def test_40_a_layout_is_recognised_by_what_adds_up(self, case: Case, office: Trial) -> None:
        office.take_in(file_in(case("40"), "*.csv"))
        categories = office.table("2565-1", "dmc", "categories")
        assert not categories["grade"].str.startswith("ปวช").any()
        assert categories[categories["whole"]]["pupils"].sum() == 562
        assert "dmc.aggregate.level_sum" not in office.rules("2565-1", "dmc")


class TestFilesAsTheyAre:
    @pytest.mark.parametrize("name", ["2560-1-schoolmis.csv", "2565-1-schoolmis-86010000.csv"])
    def test_13_the_code_of_the_area_alone_is_its_total(self, case: Case, office: Trial, name: str) -> None:
        office.take_in(case("13") / name)
        assert office.pupils(name[:6]) == 270
        assert "dmc.aggregate.area_missing" not in office.rules(name[:6], "dmc")

    def test_14_a_row_of_headings_is_passed_over(self, case: Case, office: Trial) -> None:
        office.take_in(file_in(case("14"), "*.csv"))
        assert office.pupils("2565-2") == 270

    def test_15_a_name_in_other_bytes_stops_nothing(self, case: Case, office: Trial, tmp_path: Path) -> None:
        with tarfile.open(case("15") / "in.tar") as archive:
            archive.extractall(tmp_path, filter="data")
        office.take_in(tmp_path / "in", code=None)
        office.say("check", "2568-2")
        assert all(name.isprintable() for _, _, names in os.walk(office.data.deliveries) for name in names)

    def test_16_half_a_character_stops_no_other_school(self, case: Case, listed: Trial) -> None:
        listed.take_in(case("16") / "bobec", code=None, options=("--round", "2568-1"))
        assert "34010002" in set(listed.table("2568-1", "bobec", "buildings")["smis"]) | set(
            listed.table("2568-1", "bobec", "schools")["smis"]
        )

    def test_20_excel_is_known_by_its_content(self, case: Case, listed: Trial) -> None:
        listed.take_in(file_in(case("20"), "*.xls"))
        assert listed.pupils("2568-1") == 20

    @pytest.mark.parametrize(
        ("name", "said"),
        [("a-2568-2.xls", "หน้าเว็บ"), ("b-xml2003-2568-2.xls", "XML"), ("c-login-2568-2.csv", "เข้าสู่ระบบ")],
    )
    def test_21_a_web_page_is_called_one(self, case: Case, office: Trial, name: str, said: str) -> None:
        assert said in office.take_in(case("21") / name, code=13)

    @pytest.mark.parametrize("name", ["a-saved-by-excel.csv", "b-saved-by-thai-excel.csv"])
    def test_22_a_round_that_became_a_date_is_told(self, case: Case, office: Trial, name: str) -> None:
        assert "วันที่" in office.take_in(case("22") / name, code=13)

    def test_22_a_round_that_became_a_whole_date_is_read(self, case: Case, office: Trial) -> None:
        office.take_in(case("22") / "c-saved-as-xlsx.xlsx")
        assert office.pupils("2568-2") == 270

    @pytest.mark.parametrize("pattern", ["a-*", "b-*", "c-*", "d-*"])
    def test_23_other_delimiters_and_utf_16_are_read(self, case: Case, office: Trial, pattern: str) -> None:
        office.take_in(file_in(case("23"), pattern))
        assert office.pupils("2568-2") == 270

    def test_25_formatting_far_below_is_nothing(self, case: Case, listed: Trial) -> None:
        listed.take_in(file_in(case("25"), "*.xlsx"))
        assert listed.pupils("2568-1") == 20

    @pytest.mark.parametrize("pattern", ["a-*", "b-*"])
    def test_27_what_has_no_width_is_no_letter(self, case: Case, listed: Trial, pattern: str) -> None:
        listed.take_in(file_in(case("27"), pattern))
        assert listed.pupils("2568-1") == 20
        assert "dmc.pupil.grade_unknown" not in listed.rules("2568-1", "dmc")

    def test_27_one_nationality_is_not_two(self, case: Case, listed: Trial) -> None:
        listed.take_in(file_in(case("27"), "c-*"))
        nationalities = set(listed.table("2568-1", "gcode", "learners")["nationality"])
        assert not any("\u200b" in each for each in nationalities)

    @pytest.mark.parametrize("pattern", ["a-*", "b-*", "c-*"])
    def test_28_headings_are_read_as_they_look(self, case: Case, listed: Trial, pattern: str) -> None:
        listed.take_in(file_in(case("28"), pattern))

    def test_29_a_date_of_excel_has_no_era(self, case: Case, listed: Trial) -> None:
        listed.take_in(file_in(case("29"), "*.xlsx"))
        assert "dmc.pupil.birth_date_era" not in listed.rules("2568-1", "dmc")
        assert listed.table("2568-1", "dmc", "pupils")["age"].notna().all()


class TestSurroundings:
    def test_12_a_misspelt_parameter_stops_papermill(self, case: Case, office: Trial, tmp_path: Path) -> None:
        office.take_in(file_in(case("08"), "*.csv"))
        named = {f"WORKBOOK_{name.upper()}": str(path) for name, path in office.folders.items()}
        notebook = PROJECT / "notebooks" / "round" / "dmc.ipynb"
        given = ("-p", "round_id", "2568-2", "-p", "round", "2568-1")
        command = [sys.executable, "-m", "papermill", str(notebook), str(tmp_path / "out.ipynb"), *given]
        done = subprocess.run(command, env=os.environ | named, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode
        assert "round_id" in done.stderr

    @pytest.mark.parametrize("words", [("receive", "{file}"), ("check",), ("run", "round/2568-2/dmc")])
    def test_17_a_full_disk_is_told_in_one_sentence(self, case: Case, office: Trial, words: tuple[str, ...]) -> None:
        file = file_in(case("08"), "*.csv")
        if words[0] != "receive":
            office.take_in(file)
        folders = [f"--{name}={path}" for name, path in office.folders.items()]
        command = [sys.executable, "-c", NO_SPACE, *folders, *(word.format(file=file) for word in words)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode not in (0, 1, None)
        assert "Traceback" not in done.stderr
        assert "วิธีแก้" in done.stderr

    def test_19_a_folder_may_be_called_anything(self, case: Case, tmp_path: Path, capsys: Captured) -> None:
        office = new_office(tmp_path / "50%20off ?#", capsys)
        office.take_in(file_in(case("08"), "*.csv"))
        office.say("run", "round/2568-2/dmc")
        assert (office.folder / "outputs" / "round" / "2568-2" / "dmc" / "report.pdf").exists()
        assert [path.name for path in tmp_path.iterdir()] == [office.folder.name]

    @pytest.mark.parametrize("encoding", ["cp1252", "cp874"])
    def test_18_output_that_is_not_utf_8_loses_letters_and_nothing_else(self, office: Trial, encoding: str) -> None:
        folders = [f"--{name}={path}" for name, path in office.folders.items()]
        command, told = [sys.executable, "-m", "helpers", *folders, "status"], {"PYTHONIOENCODING": encoding}
        done = subprocess.run(command, env=os.environ | told, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout

    def test_33_a_copy_of_a_parameter_file_is_named(self, case: Case, office: Trial) -> None:
        office.take_in(file_in(case("08"), "*.csv"))
        rounds = office.folder / "params" / "rounds"
        shutil.copy(rounds / "2568-2.yml", rounds / "2568-2 - Copy.yml")
        printed = office.say("status", code=10)
        assert "2568-2 - Copy.yml" in printed
        assert "ย้าย" in printed
        printed = office.say_of_none(
            "new", "office", str(office.folder / "no"), "--area", "86010000", "--name", "x", code=10
        )
        assert "--area" in printed
        assert ".params." not in printed

    def test_38_a_tilde_in_the_environment_is_the_home(
        self, office: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folders = {"HOME": str(tmp_path), "WORKBOOK_DATA": "~/wbdata", "WORKBOOK_PARAMS": str(office.folder / "params")}
        command = [sys.executable, "-m", "helpers", "status"]
        done = subprocess.run(command, env=os.environ | folders, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert not (tmp_path / "~").exists()
