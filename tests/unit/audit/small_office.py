"""An office with three schools and a pupil list of five rows: what the audit is tested on where a sample would be
slow."""

import csv
import io
import shutil
from pathlib import Path

from helpers.catalogue import open_graph
from helpers.deliveries.new_round import write_round
from helpers.deliveries.receiving import ReceiptOutcome, receive
from helpers.identifiers import citizen_check_digit
from helpers.params.folder import Params
from helpers.periods import Round
from helpers.reports.folders import PROJECT, Folders
from helpers.systems.dmc.pupil_list import BANNER, PUPIL_COLUMNS
from helpers.tables.data_folder import DataFolder
from helpers.tables.snapshots import Snapshot

ROUND = Round(2568, 1)
SCHOOLS = ("34010001", "34010002", "34010003")
FIRST_NAME, LAST_NAME = "สมมติ", "นามสมมติ"
FORMULA = '=HYPERLINK("//x")'
_SCHOOL_LIST = "smis,ministry_code,obec_code,name,levels_offered,district,subdistrict\n" + "".join(
    f"{smis},{1034000000 + place},{100000 + place},โรงเรียนตัวอย่าง {place},อนุบาล-ประถมศึกษา,เมือง,ในเมือง\n"
    for place, smis in enumerate(SCHOOLS, 1)
)


def citizen_number(place: int) -> str:
    """A number of nobody that carries its check digit."""
    first = f"0{place:011}"
    return first + citizen_check_digit(first)


def pupil(place: int, **other: str) -> dict[str, str]:
    """A pupil of ป.1 about whom there is nothing to find, but for what `other` says."""
    plain = {column.name: "-" for column in PUPIL_COLUMNS}
    own = {"smis": SCHOOLS[0], "school_name": "โรงเรียนตัวอย่าง 1", "learner_number": citizen_number(place)}
    kept = {"grade": "ป.1", "room": "1", "student_number": f"00{place}", "sex": "ช", "title": "เด็กชาย"}
    named = {"first_name": FIRST_NAME, "last_name": LAST_NAME, "birth_date": "01/01/2562", "age": "6"}
    measured = {"weight_kg": "20", "height_cm": "115", "nationality": "ไทย", "religion": "พุทธ"}
    return plain | own | kept | named | measured | other


FAULTY = (
    pupil(1, learner_number="-"),
    pupil(2, weight_kg="400"),
    pupil(3),
    pupil(4, smis=SCHOOLS[1], school_name="โรงเรียนตัวอย่าง 2", sex="ญ", student_number=citizen_number(9)),
    pupil(5, smis="34019999", school_name=FORMULA, weight_kg="400", student_number="=1+1"),
)
"""Rows 3 to 7 of the file: no learner's number; a weight that cannot be; nothing; sex against title, with a citizen
number in the place of the school's own; a school that is not on the list, with a formula for a name and a number."""


def office(folder: Path, *, sample: bool = False, rounds: tuple[Round, ...] = (ROUND,)) -> Folders:
    """The folders of an office whose parameters know these rounds and which has received nothing."""
    params = folder / "params"
    shutil.copytree(
        PROJECT / "params", params, ignore=shutil.ignore_patterns("rounds", "schools", "programmes", "fiscal_years")
    )
    (params / "schools").mkdir()
    (params / "schools" / "3401.csv").write_text(_SCHOOL_LIST, encoding="utf-8")
    (params / "rounds").mkdir()
    for round_ in rounds:
        write_round(params, round_)
    folders = Folders(folder / "data", params, folder / "outputs")
    folders.data_folder.mark("sample" if sample else "real")
    return folders


def received(folders: Folders, pupils: tuple[dict[str, str], ...] = FAULTY, round_: Round = ROUND) -> Params:
    """Let the office receive a pupil list; the parameters."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([f"{BANNER} 10/06/2568 12:00"])
    writer.writerow([column.header for column in PUPIL_COLUMNS])
    writer.writerows([each[column.name] for column in PUPIL_COLUMNS] for each in pupils)
    downloads = folders.data.parent / "downloads"
    DataFolder(downloads).mark(folders.data_folder.kind)
    path = downloads / f"{round_}-student.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    params = folders.read_params()
    (outcome,) = receive([path], folders.data_folder, params)
    assert outcome.outcome is ReceiptOutcome.RECEIVED, outcome.error
    return params


def snapshot(folders: Folders, params: Params) -> Snapshot:
    """The round's tables."""
    found = open_graph(folders.data_folder, params).snapshot("dmc", ROUND)
    assert found is not None
    return found
