"""The national view of four offices whose facts are written down: made, verified, read a second time, traced."""

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

import recheck
from end_to_end.trial import Trial
from helpers.audit.gathering import NATIONAL_FOLDER
from helpers.reports.folders import Folders
from made_up.side_by_side import OFFICES, REPORT, MadeUp, gathered, national_folder

WHOLE = "office=รวม"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with its report made; to be copied."""
    root = tmp_path_factory.mktemp("national")
    national_folder(root)
    return root


@pytest.fixture
def made(finished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Trial:
    trial = Trial(finished / NATIONAL_FOLDER, capsys)
    trial.say("run", "--jobs=1")
    shutil.copytree(finished, tmp_path / "copy")
    return Trial(tmp_path / "copy" / NATIONAL_FOLDER, capsys)


def stated(trial: Trial) -> dict[tuple[str, str], Decimal]:
    """The report's numbers by fact and key."""
    with (trial.folders["outputs"] / REPORT / "facts.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {(line["fact"], line["key"]): Decimal(line["value"]) for line in csv.DictReader(stream)}


def test_sums_are_of_the_offices_that_are_in_and_rates_of_sums(made: Trial) -> None:
    numbers = stated(made)
    assert (numbers["offices.total", ""], numbers["offices.ready", ""], numbers["offices.absent", ""]) == (4, 3, 1)
    assert numbers["pupils.by_office", WHOLE] == 1000 + 500 + 250
    # Only two offices have a round before, one a year before, two money: no rate mixes offices.
    assert numbers["change.by_office", WHOLE] == 1500 - (990 + 540)
    assert numbers["change.share", WHOLE] == Decimal("-0.019608")
    assert numbers["change_last_year.by_office", WHOLE] == 1000 - 1100
    assert numbers["on_time.share", WHOLE] == Decimal("0.500000")
    assert numbers["errors.rate", WHOLE] == Decimal("8.571429")  # 15 for 1,750 pupils
    assert numbers["allotted.by_office", WHOLE] == Decimal("2750000.75")
    assert numbers["allotted.per_pupil", WHOLE] == Decimal("1833.333833")
    assert ("change.by_office", "office=สพป.ตัวอย่าง 9703") not in numbers


def test_the_page_answers_first_and_names_who_is_not_in(made: Trial) -> None:
    page = (made.folders["outputs"] / REPORT / "report.html").read_text(encoding="utf-8")
    assert "ยังไม่เข้า ผลรวมจึงยังไม่ครบ" in page
    assert "สพป.ตัวอย่าง 9704" in page
    assert "แผนภูมิการกระจาย 2 สำนักงาน" in page
    assert "โรงเรียนอื่นมาก" not in page


def test_it_is_verified_by_both_readers(made: Trial) -> None:
    assert f"ถูกต้อง {REPORT}" in made.say("verify", "--deep", REPORT)
    report, where = made.folders["outputs"] / REPORT, ("--data", str(made.folders["data"]))
    assert recheck.main([str(report), *where, "--params", str(made.folders["params"])]) == 0
    assert "ไม่ได้คำนวณซ้ำ 0 ค่า" in "".join(made.captured.readouterr())


def test_the_second_reader_sees_a_number_that_no_office_stated(made: Trial) -> None:
    facts = made.folders["outputs"] / REPORT / "facts.csv"
    text = facts.read_text(encoding="utf-8-sig")
    facts.write_text(text.replace(f"pupils.by_office,{WHOLE},1750", f"pupils.by_office,{WHOLE},1751"), encoding="utf-8")
    where = ("--data", str(made.folders["data"]), "--params", str(made.folders["params"]))
    assert recheck.main([str(facts.parent), *where]) == 1
    assert "รายงานว่า 1751 คำนวณซ้ำได้ 1750" in "".join(made.captured.readouterr())


def test_a_changed_copy_of_an_offices_facts_is_told(made: Trial) -> None:
    (copy,) = (made.folders["data"] / "deliveries").rglob("9702-round*.csv")
    copy.write_text(copy.read_text(encoding="utf-8").replace(",500,", ",600,"), encoding="utf-8")
    assert "ถูกแก้ไขหลังได้รับ" in made.say("verify", REPORT, code=17)


def test_a_trace_ends_at_the_offices_line_and_says_how_it_goes_on(made: Trial) -> None:
    told = made.say("trace", REPORT, "pupils.by_office", "--key", "office=สพป.ตัวอย่าง 9702")
    office = made.folder.parent / "9702"
    assert "9702-round_list-facts.csv แถว" in told
    assert f"(ฉบับ aaaaaaaaaaaaaaaa): workbook --data {office / 'data'}" in told
    assert "trace round/2568-2/dmc pupils.total\n" in told


def test_newer_facts_make_it_stale_and_the_index_knows_it(made: Trial) -> None:
    assert "เป็นปัจจุบัน" in made.say("status")
    folders = Folders(*(made.folders[name] for name in ("data", "params", "outputs")))
    gathered(folders, (*OFFICES[:3], MadeUp("9704", OFFICES[0].facts)))
    assert "ต้องสร้างใหม่" in made.say("status")
    made.say("run", "--jobs=1")
    assert stated(made)["offices.absent", ""] == 0
    index = (made.folders["outputs"] / "index.html").read_text(encoding="utf-8")
    assert f"{REPORT}/report.html" in index


def test_a_name_may_hold_any_sign(made: Trial) -> None:
    folders = Folders(*(made.folders[name] for name in ("data", "params", "outputs")))
    strange = "=ก;[{{{}}}] | <b>\\".format
    named = [
        MadeUp(office.area_code, office.facts, office.allotted, name=strange(office.area_code)) for office in OFFICES
    ]
    gathered(folders, tuple(named[:2]))
    made.say("run", "--jobs=1")
    assert stated(made)["pupils.by_office", "office==ก\\;((9701)) | <b>\\\\"] == 1000
    made.say("verify", "--deep", REPORT)


def test_it_is_never_published(made: Trial) -> None:
    office = made.folders["params"] / "office.yml"
    wanted = "publication: {reports: [national], reference: ก, status: confirmed}\n"
    office.write_text(office.read_text(encoding="utf-8") + wanted, encoding="utf-8")
    made.say("run", "--jobs=1")
    assert "ไม่มีรายงานให้เผยแพร่" in made.say("publish", code=12)
    assert not (made.folders["outputs"] / "public").exists()


def test_the_manifest_names_every_offices_facts(made: Trial) -> None:
    manifest = json.loads((made.folders["outputs"] / REPORT / "manifest.json").read_text(encoding="utf-8"))
    files = manifest["content"]["inputs"]["deliveries"]["2568-2/national"]
    assert sorted(file["report"] for file in files.values()) == ["money_list"] * 2 + ["offices"] + ["round_list"] * 3
