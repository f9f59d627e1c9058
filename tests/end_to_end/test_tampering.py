"""Whatever is changed behind the workbook's back, verify says so and names it."""

import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from helpers.audit.verification import verify
from helpers.reports.folders import Folders
from made_up.project import Home

REPORT = "round/2568-1/dmc"
FILE = "2568-1-จำนวนนักเรียนแยกชั้น,เพศ.csv"


def report(home: Home, name: str) -> Path:
    return home.outputs / REPORT / name


def table(home: Home, name: str) -> Path:
    (found,) = (home.data / "store" / "2568-1" / "dmc").glob(f"*/{name}.parquet")
    return found


def change_fact(home: Home) -> None:
    path = report(home, "facts.csv")
    text, times = re.subn(
        r"(?m)^(pupils\.total,,)(\d+),", lambda found: f"{found[1]}{int(found[2]) + 1},", path.read_text("utf-8")
    )
    assert times == 1
    path.write_text(text, encoding="utf-8")


def change_table(home: Home) -> None:
    path = table(home, "enrolment")
    rows = pq.read_table(path)
    first = pa.array([place == 0 for place in range(rows.num_rows)])
    more = pc.if_else(first, pc.add(rows["pupils"], 1), rows["pupils"]).cast(pa.int64())
    place = rows.schema.get_field_index("pupils")
    pq.write_table(rows.set_column(place, rows.schema.field(place), more), path)


def break_table(home: Home) -> None:
    table(home, "enrolment").write_bytes(b"PAR1")


def change_delivery(home: Home) -> None:
    path = home.data / "deliveries" / "2568-1" / "dmc" / FILE
    path.write_bytes(path.read_bytes() + b"\n")


def change_page(home: Home) -> None:
    path = report(home, "report.html")
    path.write_text(path.read_text(encoding="utf-8").replace("นักเรียน", "ผู้เรียน", 1), encoding="utf-8")


def lose_page(home: Home) -> None:
    report(home, "report.pdf").unlink()


def break_facts(home: Home) -> None:
    report(home, "facts.csv").write_text("fact,value\n", encoding="utf-8")


def lose_delivery(home: Home) -> None:
    (home.data / "deliveries" / "2568-1" / "dmc" / FILE).unlink()


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        (change_fact, ("ไฟล์ facts.csv ถูกแก้ไข", "ข้อเท็จจริง pupils.total: รายงานว่า")),
        (change_table, ("ตาราง 2568-1/dmc/enrolment ในคลังข้อมูลถูกแก้ไข", "ข้อเท็จจริง pupils.total: รายงานว่า")),
        (break_table, ("ตาราง 2568-1/dmc/enrolment ในคลังข้อมูลถูกแก้ไข", "อ่านตารางในคลังข้อมูลไม่ได้")),
        (change_delivery, (f"ไฟล์ต้นทาง {FILE}", "ถูกแก้ไขหลังได้รับ")),
        (lose_delivery, (f"ไฟล์ต้นทาง {FILE}", "หายไป")),
        (change_page, ("ไฟล์ report.html ถูกแก้ไข",)),
        (lose_page, ("ไฟล์ report.pdf หายไป",)),
        (break_facts, ("ไฟล์ facts.csv ถูกแก้ไข", "facts.csv อ่านไม่ได้")),
    ],
)
def test_what_was_changed_is_named(copied: Home, harm: Callable[[Home], None], named: tuple[str, ...]) -> None:
    folders = Folders(copied.data, copied.params, copied.outputs)
    assert not verify(REPORT, folders).problems
    harm(copied)
    problems = "\n".join(verify(REPORT, folders).problems)
    for words in named:
        assert words in problems


@pytest.mark.parametrize("harm", [change_page])
def test_a_run_puts_right_what_the_workbook_made_itself(copied: Home, harm: Callable[[Home], None]) -> None:
    files = [path for path in (copied.outputs / REPORT).iterdir() if path.name != "manifest.json"]
    as_made = {path: path.read_bytes() for path in files}
    harm(copied)
    assert "ต้องสร้างใหม่" in copied.workbook("status").stdout
    assert f"สร้างแล้ว  {REPORT}" in copied.workbook("run", REPORT).stdout
    assert "ต้องสร้างใหม่" not in copied.workbook("status").stdout
    assert {path: path.read_bytes() for path in files} == as_made
    copied.workbook("verify", REPORT)


def test_a_run_stops_at_a_delivery_that_was_changed_and_keeps_the_last_report(copied: Home) -> None:
    before = report(copied, "report.html").read_bytes()
    change_delivery(copied)
    assert f"ไฟล์ต้นทาง {FILE}" in copied.workbook("status").stdout
    done = copied.workbook("run", REPORT, code=13)
    assert "ไฟล์ที่ลงทะเบียนไว้ถูกแก้ไข" in done.stderr
    assert FILE in done.stderr
    assert report(copied, "report.html").read_bytes() == before


def test_the_command_exits_with_17_names_it_and_verifies_the_others(copied: Home) -> None:
    change_fact(copied)
    done = copied.workbook("verify", code=17)
    assert f"{REPORT}: ข้อเท็จจริง pupils.total: รายงานว่า" in done.stderr
    assert done.stdout.count("ถูกต้อง round/") == len(copied.reports) - 1 > 2
    assert "Traceback" not in done.stderr


def test_a_report_that_was_never_made_cannot_be_verified(made: Home) -> None:
    assert "ไม่มีรายงาน “round/2570-1/dmc”" in made.workbook("verify", "round/2570-1/dmc", code=10).stderr
