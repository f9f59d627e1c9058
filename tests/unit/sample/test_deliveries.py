"""The sample as a folder: what is in it, that it is the same every time, and what it refuses."""

import csv
import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from helpers.errors import ParameterError
from helpers.params.folder import read_params
from helpers.periods import AcademicYear
from helpers.sample import write_sample
from helpers.sample.aggregate_defects import PAPER_MOVES
from helpers.sample.list_defects import CELL_DEFECTS
from helpers.sample.schools import LIST_COLUMNS
from helpers.systems.dmc.layouts import LAYOUTS
from helpers.tables.data_folder import DataFolder
from helpers.tables.requests import read_requests, refuse_personal
from unit.sample.downloads import CONSEQUENCE, LISTED_ROUNDS, PARAMS, ROUNDS, SCHOOL_LIST, Sample, encoding_of
from unit.sample.writing import write

OTHER_RULES = {
    "dmc.pupil.number_duplicate_in_school",
    "dmc.pupil.number_duplicate_across_schools",
    "dmc.aggregate.area_sum",
    "dmc.aggregate.g_code_nationality",
    "dmc.aggregate.duplicate_school_rows",
    "dmc.aggregate.category_unknown",
    "dmc.school.not_on_list",
    "dmc.school.missing",
    "dmc.compare.list_against_enrolment",
    "dmc.rounds.grade_changed",
    "dmc.rounds.school_gone",
}
TINY = {"schools": 2, "pupils": 40}


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_its_requests_are_of_the_year_and_of_invented_organisations(sample: Sample) -> None:
    requests = read_requests(DataFolder(sample.folder)) or ()
    assert {request.audience for request in requests} == {"public", "office"}
    for request in requests:
        assert AcademicYear.of(date.fromisoformat(request.answered)) == AcademicYear(2568)
        assert "สมมติ" in request.organisation
        refuse_personal(request.organisation, request.purpose)


def test_every_rule_of_dmc_is_planted_at_least_twice_for_its_own_sake(sample: Sample) -> None:
    planted_rules = [each["rule"] for each in sample.planted if not each["note"].startswith(CONSEQUENCE)]
    planted = Counter(rule for rule in planted_rules if rule.startswith("dmc."))
    rules = OTHER_RULES | {defect.rule for defect in CELL_DEFECTS} | {move.rule for move in PAPER_MOVES}
    assert set(planted) == rules
    assert min(planted.values()) >= 2


def test_every_report_of_every_round_is_there_under_a_name_that_tells_it(sample: Sample) -> None:
    written = {(round_id, layout.slug) for round_id, layout, _ in sample.aggregates}
    expected = {
        (round_id, layout.slug)
        for round_id in ROUNDS
        for layout in LAYOUTS
        if round_id[-1] == "3" or not layout.end_of_year
    }
    assert written == expected


def test_a_sample_is_for_its_owner_alone(sample: Sample) -> None:
    assert not [path.name for path in sample.folder.rglob("*") if path.stat().st_mode & 0o077]


def test_lists_and_confirmations_come_with_their_rounds(sample: Sample) -> None:
    names = {path.name for path in (sample.folder / "downloads").iterdir()}
    assert {f"{each}-confirmations.csv" for each in ROUNDS} <= names
    lists = {f"{LISTED_ROUNDS[0]}-student.xlsx", f"{LISTED_ROUNDS[2]}-student.xlsx"}
    parts = {f"{LISTED_ROUNDS[1]}-student-{part}.xlsx" for part in (1, 2, 3)}
    assert {name for name in names if "-student" in name and name.endswith(".xlsx")} == lists | parts


def test_one_folder_mixes_encodings_and_widths(sample: Sample) -> None:
    assert {encoding_of(path) for _, _, path in sample.aggregates} == {"cp874", "utf-8-sig", "utf-8"}
    widths = {len(sample.aggregate(each, "enrolment")[0]) for each in ROUNDS}
    assert widths == {82, 94}


def test_two_schools_do_not_confirm_and_some_do_late(sample: Sample) -> None:
    rows = (sample.folder / "downloads" / "2568-1-confirmations.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "รหัสโรงเรียน,วันเวลาที่ยืนยัน"
    assert len(rows) - 1 == 6 - 2
    late = [row for row in rows[1:] if row.split(",")[1][3:10] == "06/2568" and int(row.split(",")[1][:2]) > 10]
    assert len(late) == 1


def test_a_part_of_the_area_brings_its_school_list(sample: Sample) -> None:
    with SCHOOL_LIST.open(encoding="utf-8", newline="") as file:
        whole = list(csv.reader(file))
    with (sample.folder / "schools.csv").open(encoding="utf-8", newline="") as file:
        part = list(csv.reader(file))
    assert part[0] == whole[0]
    assert len(part) == 7
    assert [row for row in whole if row in part] == part


def test_same_arguments_same_bytes_in_another_process_and_place(tmp_path: Path, sample: Sample) -> None:
    call = (
        "import sys; from pathlib import Path; from helpers.programmes.reading import choices_of; "
        "from helpers.params.folder import read_params; from helpers.sample import write_sample; "
        "params = read_params(Path(sys.argv[1])); "
        "write_sample(Path('again'), params, choices_of(params), schools=6, pupils=400)"
    )
    abroad = {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C"}
    source = str(Path(write_sample.__code__.co_filename).parents[2])
    environment = {**os.environ, **abroad, "PYTHONPATH": source}
    subprocess.run([sys.executable, "-c", call, str(PARAMS)], cwd=tmp_path, env=environment, check=True)
    assert digests(tmp_path / "again") == digests(sample.folder)


def test_another_seed_gives_other_pupils(tmp_path: Path) -> None:
    write(tmp_path / "one", **TINY, seed=1)
    write(tmp_path / "two", **TINY, seed=2)
    one, two = digests(tmp_path / "one"), digests(tmp_path / "two")
    assert one.keys() == two.keys()
    assert one["downloads/2568-1-student.xlsx"] != two["downloads/2568-1-student.xlsx"]


def test_an_older_sample_is_replaced_and_anything_else_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    write(folder, **TINY)
    (folder / "downloads" / "2568-1-student.xlsx").unlink()
    write(folder, **TINY)
    assert (folder / "downloads" / "2568-1-student.xlsx").exists()
    (folder / "mine.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(ParameterError, match="ไม่ใช่ข้อมูลตัวอย่าง"):
        write(folder, **TINY)
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "kept"
    assert [path.name for path in tmp_path.iterdir()] == ["sample"]


@pytest.mark.parametrize(
    "wrong",
    [{"schools": 0}, {"schools": 9999}, {"pupils": 0}, {"seed": -1}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_arguments_that_cannot_be_used_are_refused_before_anything_is_written(
    tmp_path: Path, wrong: dict[str, int]
) -> None:
    with pytest.raises(ParameterError):
        write(tmp_path / "sample", **{**TINY, **wrong})
    assert not list(tmp_path.iterdir())


def test_an_office_without_schools_is_refused(tmp_path: Path) -> None:
    params = replace(read_params(PARAMS), folder=tmp_path)
    (tmp_path / "schools").mkdir()
    (tmp_path / "schools" / "3401.csv").write_text(",".join(LIST_COLUMNS) + "\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="รายชื่อโรงเรียน"):
        write_sample(tmp_path / "sample", params, {})


def test_the_summary_counts_what_was_written(tmp_path: Path) -> None:
    summary = write(tmp_path / "sample", **TINY)
    written = Sample(summary.folder)
    totals = {each: int(written.aggregate(each, "enrolment")[-1][-2]) for each in ROUNDS}
    assert summary.schools == 2
    assert summary.pupils == totals
    assert summary.files == len(list((summary.folder / "downloads").iterdir()))
    assert summary.planted == len(written.planted)
