"""Clean EMIS pages of the three invented schools, as rows that a test may change before they are written."""

from collections.abc import Callable

import pandas as pd

from builders import SCHOOL_ROWS, Office, Rows, write_csv
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.systems.emis import labels

SCHOOL, OTHER, THIRD = (row[0] for row in SCHOOL_ROWS)
MINISTRY = SCHOOL_ROWS[0][1]
ROUND = "2568-1"
HEADERS = {
    labels.STUDENT: list(labels.STUDENT_COLUMNS),
    labels.STAFF: [
        *labels.STAFF_COLUMNS,
        labels.FUNDING_COLUMN,
        *(f"ข้าราชการครู (คน)_{sex}" for sex in labels.SEX_COLUMNS),
    ],
    labels.COMPUTER: ["0", "1", "2"],
    labels.INTERNET: ["0", "1", "2"],
}
Pages = dict[str, dict[str, Rows]]


def student_rows() -> Rows:
    """Five pupils of ป.1 in one room and one of ป.2; the grades that the school does not teach are there too."""
    none, everybody = ["0", "0", "0", "0"], ["4", "2", "6", "2"]
    return [
        *([label, *none] for label in ("อบ.1", "อบ.2", "อบ.3", "รวม อบ.")),
        ["ป.1", "3", "2", "5", "1"],
        ["ป.2", "1", "0", "1", "1"],
        *([label, *none] for label in ("ป.3", "ป.4", "ป.5", "ป.6")),
        ["รวมประถม", *everybody],
        *([label, *none] for label in ("ม.1", "ม.2", "ม.3", "รวมมัธยมต้น", "ม.4", "ม.5", "ม.6")),
        *([label, *none] for label in ("ปวช.1", "ปวช.2", "ปวช.3", "รวมมัธยมปลายและเทียบเท่า")),
        ["รวมทั้งหมด", *everybody],
    ]


def staff_rows() -> Rows:
    """A director, two teachers of different rank, an assistant teacher, two hired people."""
    return [
        ["1. ผู้อำนวยการโรงเรียน", "ชำนาญการพิเศษ", "คศ.3", "-", "1", "0", "1"],
        ["1. ผู้อำนวยการโรงเรียน", "รวม", "-", "-", "1", "0", "1"],
        ["3. ครู", "-", "คศ.1", "-", "0", "1", "1"],
        ["3. ครู", "ชำนาญการ", "คศ.2", "-", "0", "1", "1"],
        ["3. ครู", "รวม", "-", "-", "0", "2", "2"],
        ["4. ครูผู้ช่วย", "-", "ครูผู้ช่วย", "-", "1", "0", "1"],
        ["7. ลูกจ้างชั่วคราว", "-", "-", "ในงบประมาณ", "0", "1", "1"],
        ["7. ลูกจ้างชั่วคราว", "-", "-", "นอกงบประมาณ", "1", "0", "1"],
        ["รวมทั้งหมด", "รวมทั้งหมด", "รวมทั้งหมด", "-", "3", "3", "6"],
    ]


def computer_rows() -> Rows:
    """Seven computers, five of which work."""
    teaching, managing, every = (
        "จำนวนคอมพิวเตอร์เพื่อการเรียนการสอน",
        "จำนวนคอมพิวเตอร์เพื่อการบริหารจัดการ",
        "จำนวนคอมพิวเตอรทั้งหมด",
    )
    return [
        *([teaching, name, f"{count} เครื่อง"] for name, count in zip(_ITEMS, (4, 2, 6, 4, 2), strict=True)),
        *([managing, name, f"{count} เครื่อง"] for name, count in zip(_ITEMS, (0, 1, 1, 1, 0), strict=True)),
        [every, "คอมพิวเตอร์:", "7 เครื่อง"],
        [every, "ใช้งานได้:", "5 เครื่อง"],
        [every, "ใช้งานไม่ได้:", "2 เครื่อง"],
    ]


_ITEMS = ("งบประมาณ สพฐ.", "จัดหาเอง/บริจาค:", "รวม", "ใช้งานได้:", "ใช้งานไม่ได้:")


def internet_rows() -> Rows:
    """A rented connection of 100 Mbps at 599 baht a month, a cable network and no wireless one."""
    rented, network = "ระบบเครือข่ายอินเทอร์เน็ตที่โรงเรียนเช่าเอง", "ระบบเครือข่าย"
    return [
        [rented, "ผู้ให้บริการ:", "ผู้ให้บริการสมมติ"],
        [rented, "ประเภท:", "ใยแก้วนำแสง"],
        [rented, "ความเร็ว:", "100/50 Mbps"],
        [rented, "สถานะการใช้งาน:", "ใช้งานได้"],
        [rented, "งบประมาณ/เดือน:", "599.00"],
        [network, "ระบบเครือข่าย (LAN):", "มีระบบเครือข่าย LAN"],
        [network, "ระบบเครือข่ายไร้สาย (Wireless LAN):", "ไม่มีระบบเครือข่ายไร้สาย"],
    ]


def clean_pages() -> Pages:
    """Every page of every school."""
    makers: dict[str, Callable[[], Rows]] = {
        labels.STUDENT: student_rows,
        labels.STAFF: staff_rows,
        labels.COMPUTER: computer_rows,
        labels.INTERNET: internet_rows,
    }
    return {report: {smis: make() for smis in (SCHOOL, OTHER, THIRD)} for report, make in makers.items()}


def many(report: str, by_school: dict[str, Rows]) -> Rows:
    """The page of several schools: a school column in front."""
    body = [[smis, *row] for smis, rows in by_school.items() for row in rows]
    return [[labels.SCHOOL_COLUMN, *HEADERS[report]], *body]


def receive_pages(office: Office, pages: Pages, round_: str = ROUND) -> None:
    """Let the office receive one file a page."""
    for report, by_school in pages.items():
        if by_school:
            path = write_csv(office.folder / "in" / f"{round_}-{report}.csv", many(report, by_school))
            (one,) = office.receive(path)
            assert one.outcome is ReceiptOutcome.RECEIVED, one.error


def table(office: Office, name: str, round_: str = ROUND) -> pd.DataFrame:
    """A table of the office's EMIS round."""
    return office.snapshot(round_, "emis").read(name)
