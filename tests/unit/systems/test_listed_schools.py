"""Which file counts for a school, which schools a round has, and what is said of those that are missing or unknown."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from builders import Office, make_office, write_csv, write_xlsx
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.foreign.cells import UNCOMPUTED
from helpers.systems.listed_schools import listing_rules
from helpers.systems.mobec.schemas import LABELS, items

HEADER = ["รหัสโรงเรียน", *LABELS.values()]


def page(usable: int, school: str = "") -> list[list[str]]:
    """Every code with this count."""
    start = [school] if school else []
    return [[*start, "1", each.code, each.category, each.item, str(usable), "0", "0"] for each in items().values()]


def pieces(office: Office) -> dict[str, int]:
    equipment = office.snapshot("2568-1", "mobec").read("equipment")
    return {str(smis): int(count) for smis, count in equipment.groupby("smis")["pieces"].sum().items()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_the_last_received_file_that_holds_a_school_counts_for_it(office: Office) -> None:
    many = [HEADER, *page(1, "34010001"), *page(1, "1034000002")]
    office.receive(write_csv(office.folder / "2568-1-many.csv", many))
    office.receive(write_csv(office.folder / "34010002" / "2568-1-durable_goods.csv", [HEADER[1:], *page(2)]))
    assert pieces(office) == {"34010001": 76, "34010002": 152}
    office.receive(write_xlsx(office.folder / "2568-1-again.xlsx", [HEADER, *page(3, "34010001")]))
    assert pieces(office) == {"34010001": 228, "34010002": 152}
    used = set(office.snapshot("2568-1", "mobec").read("deliveries")["name"])
    assert used == {"34010002-2568-1-durable_goods.csv", "2568-1-again.xlsx", "3401.csv"}


def test_schools_that_are_missing_or_unknown_are_found_and_lose_nothing(office: Office) -> None:
    rows = [HEADER, *page(1, "34010001"), *page(1, "34019999")]
    office.receive(write_csv(office.folder / "2568-1.csv", rows))
    office.receive(write_csv(office.folder / "1034999999" / "2568-1-goods.csv", [HEADER[1:], *page(1)]))
    snapshot = office.snapshot("2568-1", "mobec")
    findings = snapshot.read("findings")
    assert sorted(findings["rule"] + " " + findings["smis"]) == [
        "mobec.school.missing 34010002",
        "mobec.school.missing 34010003",
        "mobec.school.not_on_list 1034999999",
        "mobec.school.not_on_list 34019999",
    ]
    schools = snapshot.read("schools").set_index("smis")
    assert set(schools.index[schools["delivered"]]) == {"34010001", "34019999", "1034999999"}
    assert set(schools.index[schools["expected"]]) == {"34010001", "34010002", "34010003"}, (
        "a code off the list owes nothing"
    )
    assert schools.loc["34019999", "district"] == "ไม่ระบุ"
    assert "1034999999" in schools.loc["1034999999", "name"]
    assert sum(pieces(office).values()) == 3 * 76


def test_an_office_without_a_school_list_is_told_so_once(tmp_path: Path) -> None:
    office = make_office(tmp_path, schools=())
    office.receive(write_csv(office.folder / "2568-1.csv", [HEADER, *page(1, "34010001")]))
    assert office.rules("2568-1", "mobec") == {"mobec.school.list_empty"}
    assert office.snapshot("2568-1", "mobec").read("schools")["expected"].all(), "nobody says who must send"


def test_codes_of_both_kinds_without_a_list_are_found(tmp_path: Path) -> None:
    office = make_office(tmp_path, schools=())
    rows = [HEADER, *page(1, "34010001"), *page(1, "1034000001")]
    office.receive(write_csv(office.folder / "2568-1.csv", rows))
    codes = office.snapshot("2568-1", "mobec").read("findings").set_index("rule")["found"]
    assert codes.drop("mobec.school.list_empty").to_dict() == {"mobec.school.codes_mixed": "34010001 กับ 1034000001"}


def test_a_strange_column_and_a_mixed_encoding_are_found(office: Office) -> None:
    path = write_csv(office.folder / "2568-1.csv", [[*HEADER, "สี"], *page(1, "34010001")])
    lines = path.read_bytes().split(b"\n")
    lines[4] = lines[4].decode().encode("cp874")
    path.write_bytes(b"\n".join(lines))
    office.receive(path)
    findings = office.snapshot("2568-1", "mobec").read("findings").set_index("rule")
    assert findings.loc["mobec.file.column_unknown", "found"] == "สี"
    assert findings.loc["mobec.file.encoding_mixed", "row"] == 5
    assert findings.loc["mobec.file.encoding_mixed", "file"] == "2568-1.csv"


def test_a_cell_with_an_error_is_found_in_every_system_of_lists_and_merged_cells_are_refused(office: Office) -> None:
    rows: list[list[object]] = [[*HEADER, "สี"], *([*row, ""] for row in page(1, "34010001"))]
    rows[3][-1], rows[7][-1] = "#N/A", "=1+1"
    path = write_xlsx(office.folder / "2568-1.xlsx", rows)
    office.receive(path)
    findings = office.snapshot("2568-1", "mobec").read("findings").set_index("rule")
    column = f"คอลัมน์ {get_column_letter(len(HEADER) + 1)}"
    assert findings.loc["mobec.file.error_cell", ["row", "column", "found"]].to_numpy().tolist() == [
        [4, column, "#N/A"],
        [8, column, UNCOMPUTED],
    ]
    book = load_workbook(path)
    book.worksheets[0].merge_cells("B4:B5")
    book.save(path)
    (received,) = office.receive(path)
    assert received.error
    assert "B4:B5" in str(received.error)


def test_a_json_list_is_as_good_as_a_table(office: Office) -> None:
    records = [dict(zip(HEADER, row, strict=True)) for row in page(1, "34010001")]
    path = office.folder / "2568-1.json"
    path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    (received,) = office.receive(path)
    assert received.outcome is ReceiptOutcome.RECEIVED
    equipment = office.snapshot("2568-1", "mobec").read("equipment")
    assert equipment["row"].tolist() == list(range(1, 77))


def test_every_system_of_lists_has_the_same_checks_under_its_own_name() -> None:
    one, other = listing_rules("one", "หนึ่ง"), listing_rules("other", "สอง")
    assert [rule.id.replace("one", "other", 1) for rule in one] == [rule.id for rule in other]
