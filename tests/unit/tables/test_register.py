"""The register as a file: what Excel does to it is read where it can be, and named line by line where not."""

from collections.abc import Callable

import pytest

from helpers.catalogue import deliverables
from helpers.errors import DeliveryError
from helpers.tables.register import Entry, Event, read_register, register_text

MOMENT = "2026-05-02T04:10:12.000001+07:00"
ENTRY = Entry(
    *(MOMENT, "2568-1", "dmc", "enrolment", "0" * 64, 'ก,"ข".csv', "2568-1/dmc/ก.csv", 3, "utf-8", "2025-06-10"),
    *("2025-06-10T09:00:00+07:00", "real", Event.WITHDRAWN),
)
LINES = [
    ENTRY,
    Entry(MOMENT, "2569", "house-rent", "house_rent", "1" * 64, "ค.xlsx", "2569/house-rent/ค.xlsx", 1, "xlsx"),
]


def read(content: bytes) -> tuple[Entry, ...]:
    return read_register(content, "data/register.csv", "แก้", deliverables())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_register_that_excel_saved_is_read(encoding: str, line_end: str) -> None:
    text = register_text(LINES).replace("\n", line_end)
    assert list(read(text.encode(encoding))) == LINES


def test_every_field_is_quoted_and_any_name_comes_back() -> None:
    odd = Entry(MOMENT, "2568-1", "dmc", "age", "2" * 64, 'a\r\n"b",\x0c.csv', "2568-1/dmc/a\r.csv", 1, "utf-8")
    text = register_text([odd])
    assert read(text.encode()) == (odd,)
    assert all(field[0] == field[-1] == '"' for field in register_text([ENTRY]).splitlines()[0].split(","))


def test_registers_of_earlier_versions_are_read() -> None:
    lines = ["received,period,system,report,sha256,name,path,rows,encoding"]
    lines += [f"2026-05-02T04:10:12+07:00,2568-1,dmc,age,{'0' * 64},a.csv,2568-1/dmc/a.csv,3,utf-8"]
    (entry,) = read("\n".join(lines).encode())
    assert (entry.event, entry.made, entry.saved, entry.kind) == (Event.RECEIVED, "", "", "")


DAMAGE: list[tuple[Callable[[str], str], str]] = [
    (lambda text: text.replace('"2568-1"', '"Feb-68"'), "บรรทัด 2"),
    (lambda text: text.replace('"2568-1"', '"Feb-68"'), "period เป็น “Feb-68”"),
    (lambda text: text.replace('"2025-06-10"', '"10/6/2025"'), "made เป็น “10/6/2025”"),
    (lambda text: text.replace('"2025-06-10T09:00:00+07:00"', '"10/6/2025 9:00"'), "saved"),
    (lambda text: text.replace('"2025-06-10T09:00:00+07:00"', '"2025-06-10T09:00:00"'), "saved"),
    (lambda text: text.replace(MOMENT, "2026-05-02T04:10:12"), "received เป็น .* ต้องเป็นวันเวลาที่มีเขตเวลา"),
    (lambda text: text.replace('"enrolment"', '"enrolmant"'), "report เป็น “enrolmant” ของ dmc ต้องเป็น .*enrolment"),
    (lambda text: text.replace('"enrolment"', '"../enrolment"'), "report เป็น"),
    (lambda text: text.replace('"house_rent"', '"rent"'), "report เป็น “rent” ของ house-rent ต้องเป็น .*house_rent"),
    (lambda text: text.replace('"dmc"', '"dmk"'), "system เป็น “dmk” ของรอบ 2568-1 ต้องเป็น .*dmc"),
    (lambda text: text.replace('"house-rent"', '"land-rent"'), "path เป็น .* ต้องเป็น 2569/land-rent/"),
    (lambda text: text.replace('"2568-1"', '"2568-2"'), "path เป็น .* ต้องเป็น 2568-2/dmc/"),
    (lambda text: text.replace('"2568-1/dmc/ก.csv"', '"../../../../etc/passwd"'), "path เป็น “../../../../etc/passwd”"),
    (lambda text: text.replace('"2568-1/dmc/ก.csv"', '"2568-1/dmc/.."'), "path"),
    (lambda text: text.replace('"2568-1/dmc/ก.csv"', '"2568-1/dmc/../../KIND"'), "path"),
    (lambda text: text.replace('"1"', '"1.00E+00"'), "บรรทัด 3(?s:.*)rows|rows(?s:.*)บรรทัด 3"),
    (lambda text: text.replace('"withdrawn"', '"out"'), "event"),
    (lambda text: text.replace("0" * 64, "0"), "sha256"),
    (lambda text: text.replace('"path"', '"ที่เก็บ"'), "บรรทัด 1"),
    (lambda text: text + '"x"\n', "บรรทัด 4"),
    (lambda text: text + '"', "อ่านไม่ได้"),
    (lambda _: "", "บรรทัด 1"),
]


@pytest.mark.parametrize(("damage", "problem"), DAMAGE)
def test_damage_is_named_with_file_and_line(damage: Callable[[str], str], problem: str) -> None:
    with pytest.raises(DeliveryError, match=problem) as raised:
        read(damage(register_text(LINES)).encode())
    assert "data/register.csv" in str(raised.value)
    assert "แก้" in str(raised.value)


def test_all_damaged_lines_are_named_together() -> None:
    text = register_text([ENTRY, ENTRY]).replace('"3"', '"สาม"')
    with pytest.raises(DeliveryError, match=r"(?s)บรรทัด 2.*บรรทัด 3"):
        read(text.encode())
