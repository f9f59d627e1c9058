"""Lists of equipment: what becomes of them, and that each rule finds its own mistake and no other."""

from pathlib import Path

import pytest

from builders import Office, Rows, make_office, write_csv
from helpers.deliveries.receiving import ReceiptOutcome
from helpers.systems.mobec.schemas import CATEGORIES, DESK_LEVELS, LABELS, items

HEADER = ["รหัสโรงเรียน", *LABELS.values()]
SCHOOLS = ("34010001", "34010002", "34010003")
CODE, ITEM, USABLE, BROKEN, USELESS = (HEADER.index(LABELS[name]) for name in
                                       ("code", "item", "usable", "to_repair", "to_dispose"))  # fmt: skip


def page(smis: str) -> Rows:
    """Every code, with one usable piece each."""
    listed = enumerate(items().values(), 1)
    return [[smis, str(place), each.code, each.category, each.item, "1", "0", "0"] for place, each in listed]


@pytest.fixture
def rows() -> Rows:
    return [row for smis in SCHOOLS for row in page(smis)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def delivered(office: Office, rows: Rows) -> None:
    (received,) = office.receive(write_csv(office.folder / "2568-1-mobec.csv", [HEADER, *rows]))
    assert received.outcome is ReceiptOutcome.RECEIVED, received.error


def findings_of(office: Office) -> list[tuple[str, str, int]]:
    findings = office.snapshot("2568-1", "mobec").read("findings")
    return list(zip(findings["rule"].str.removeprefix("mobec."), findings["smis"], findings["row"], strict=True))


def pieces(office: Office) -> dict[str, int]:
    equipment = office.snapshot("2568-1", "mobec").read("equipment")
    return {str(state): int(count) for state, count in equipment.groupby("state")["pieces"].sum().items()}


def test_counts_stand_by_state_without_zeros_and_break_no_rule(office: Office, rows: Rows) -> None:
    rows[16][USABLE:] = ["287", "60", "1,048"]
    delivered(office, rows)
    assert pieces(office) == {"ใช้ได้": 3 * 76 - 1 + 287, "รอซ่อม": 60, "รอจำหน่าย": 1048}
    equipment = office.snapshot("2568-1", "mobec").read("equipment")
    desks = equipment[(equipment["smis"] == SCHOOLS[0]) & (equipment["code"] == "22001")]
    assert set(desks["item"]) == {"22001 โต๊ะเก้าอี้นักเรียน ประถมศึกษา (ชุด)"}
    assert (desks["desks_for"].unique().tolist(), desks["row"].unique().tolist()) == (["ประถม"], [18])
    assert findings_of(office) == []


@pytest.mark.parametrize(
    ("column", "text", "rule"),
    [
        (USABLE, "สิบ", "item.not_a_count"),
        (BROKEN, "-1", "item.not_a_count"),
        (USELESS, "", "item.not_a_count"),
        (USABLE, "1.5", "item.not_a_count"),
        (ITEM, "รถกระบะ", "item.name_of_other_code"),
        (ITEM, " รถ กระบะ", "item.name_of_other_code"),
    ],
)
def test_a_wrong_cell_is_found_and_the_rest_of_its_row_counted(
    office: Office, rows: Rows, column: int, text: str, rule: str
) -> None:
    rows[1][USABLE:] = ["4", "4", "4"]
    rows[1][column] = text
    delivered(office, rows)
    assert findings_of(office) == [(rule, SCHOOLS[0], 3)]
    assert sum(pieces(office).values()) == 3 * 76 - 1 + (12 if column == ITEM else 8)


def test_names_may_be_spelled_in_another_way(office: Office, rows: Rows) -> None:
    rows[1][ITEM] = "ฃุดฝึกทักษะ"
    rows[2][ITEM] = f"  {rows[2][ITEM]} "
    delivered(office, rows)
    assert findings_of(office) == []


def test_a_repeated_code_counts_once(office: Office, rows: Rows) -> None:
    delivered(office, [*rows[:2], [*rows[1][:USABLE], "50", "0", "0"], *rows[2:]])
    assert findings_of(office) == [("item.repeated", SCHOOLS[0], 4)]
    assert pieces(office) == {"ใช้ได้": 3 * 76}


def test_of_a_repeated_code_the_row_with_pieces_counts(office: Office, rows: Rows) -> None:
    delivered(office, [[*rows[0][:USABLE], "0", "0", "0"], *rows])
    assert pieces(office) == {"ใช้ได้": 3 * 76}
    assert [rule for rule, _, _ in findings_of(office)] == ["item.repeated"]


@pytest.mark.parametrize("code", ["29999", ""])
def test_an_unknown_code_is_found_and_still_counted(office: Office, rows: Rows, code: str) -> None:
    unknown = [SCHOOLS[0], "77", code, "ครุภัณฑ์ใหม่", "ของใหม่", "5", "0", "1"]
    delivered(office, [*rows[:76], unknown, [*unknown[:ITEM], "ของใหม่กว่า", "1", "0", "0"][:8], *rows[76:]])
    rules = [rule for rule, *_ in findings_of(office)]
    assert rules == ["item.code_unknown", "item.code_unknown", *["item.repeated"] * bool(code)]
    assert sum(pieces(office).values()) == 3 * 76 + (6 if code else 7)
    equipment = office.snapshot("2568-1", "mobec").read("equipment")
    strange = equipment[equipment["category"] == CATEGORIES[-1]]
    assert strange["item"].str.contains("ของใหม่").all()


@pytest.mark.parametrize("error", ["#N/A", "FALSE"])
def test_an_error_of_excel_is_no_code_and_every_such_row_is_counted(office: Office, rows: Rows, error: str) -> None:
    for row in rows[:2]:
        row[CODE], row[ITEM] = error, error
    delivered(office, rows)
    assert [(rule, row) for rule, _, row in findings_of(office) if rule == "item.code_unknown"] == [
        ("item.code_unknown", 2),
        ("item.code_unknown", 3),
    ]
    assert pieces(office) == {"ใช้ได้": 3 * 76}
    assert not office.snapshot("2568-1", "mobec").read("equipment").isin([error]).any(axis=None)


@pytest.mark.parametrize("cell", ["999999999", "#REF!"])
def test_what_no_school_can_have_is_not_counted(office: Office, rows: Rows, cell: str) -> None:
    rows[0][USABLE] = cell
    delivered(office, rows)
    assert ("item.not_a_count", SCHOOLS[0], 2) in findings_of(office)
    assert {rule for rule, *_ in findings_of(office)} <= {"item.not_a_count", "file.error_cell"}
    assert pieces(office) == {"ใช้ได้": 3 * 76 - 1}


def test_a_school_that_leaves_codes_out_or_has_nothing_is_found(office: Office, rows: Rows) -> None:
    for row in rows[76:152]:
        row[USABLE] = "0"
    delivered(office, [*rows[2:76], *rows[76:]])
    assert findings_of(office) == [("school.codes_missing", SCHOOLS[0], 0), ("school.all_zero", SCHOOLS[1], 0)]
    findings = office.snapshot("2568-1", "mobec").read("findings")
    assert findings["allowed"].iloc[0] == "ขาด 11001, 11002"


def test_the_codes_are_those_of_the_systems_page() -> None:
    assert len(items()) == 76
    assert [code for code in items() if not (code.isdecimal() and len(code) == 5)] == []
    assert all(each.unit and each.item and each.category in CATEGORIES for each in items().values())
    assert [each.code for each in items().values() if each.desks_for] == ["11001", "22001", "22002"]
    assert DESK_LEVELS == ("ก่อนประถม", "ประถม", "มัธยม")
