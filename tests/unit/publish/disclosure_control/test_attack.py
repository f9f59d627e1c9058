"""The attack sees the classical leaks, and says no number when it refuses."""

import pytest

from helpers.errors import DataQualityError
from helpers.facts.definitions import Operation
from helpers.facts.ledger import FactLine
from helpers.publish.disclosure_control.attack import Gain, attack, read_edition, refuse_gains
from unit.publish.counted import REPORT, SCHEMAS, attacked, line, made_of

WHOLE = line("whole", 100, {})
FEW, MANY = line("few", 3, {"sex": "ช"}), line("many", 97, {"sex": "ญ"})


def gained(outcome_gains: tuple[Gain, ...]) -> dict[str, tuple[float, float]]:
    return {gain.cell[1]: (round(gain.low, 3), round(gain.high, 3)) for gain in outcome_gains}


def test_a_small_number_that_is_printed_is_a_gain() -> None:
    outcome = attacked([WHOLE, FEW, MANY])
    assert gained(outcome.gains) == {"few": (3, 3)}
    assert outcome.exact == 1


def test_a_margin_less_the_other_part_is_a_gain() -> None:
    assert gained(attacked([WHOLE, FEW, MANY], [FEW]).gains) == {"few": (3, 3)}
    assert not attacked([WHOLE, FEW, MANY], [FEW, MANY]).gains


def test_two_parts_withheld_of_a_whole_below_the_threshold_are_a_gain() -> None:
    lines = [line("whole", 9, {}), line("few", 4, {"sex": "ช"}), line("other", 5, {"sex": "ญ"})]
    outcome = attacked(lines, lines[1:])
    assert {"few", "other", "whole"} == set(gained(outcome.gains))
    assert not outcome.exact - 1, "the parts lie somewhere below the whole"
    assert not attacked(lines, lines).gains


@pytest.mark.parametrize(("value", "seen"), [(9, True), (10, False)])
def test_the_threshold_itself_is_enough(value: int, seen: bool) -> None:
    assert bool(attacked([line("few", value, {})]).gains) is seen
    whole = line("whole", value, {})
    halves = [line("a", 1, {"sex": "ช"}), line("b", value - 1, {"sex": "ญ"})]
    parts = {gain.cell[1] for gain in attacked([whole, *halves], halves).gains} - {"whole"}
    assert bool(parts) is seen


def test_a_zero_says_nothing_about_anybody() -> None:
    assert not attacked([line("none", 0, {})]).gains


def test_a_zero_margin_tells_its_parts() -> None:
    lines = [line("whole", 10, {}), line("a", 10, {"sex": "ช"}), line("b", 0, {"sex": "ญ"})]
    assert gained(attacked(lines, [lines[1]]).gains) == {"a": (10, 10)}


def test_a_share_of_a_known_whole_is_a_gain() -> None:
    share = made_of("share", "0.030000", FEW, "/", WHOLE)
    assert "few" in gained(attacked([WHOLE, FEW, share], [FEW]).gains)
    assert not attacked([WHOLE, FEW, share], [FEW, share]).gains


def test_a_share_tells_the_whole_of_a_known_part() -> None:
    part, whole = line("part", 50, {"sex": "ช"}), line("few", 200, {"kind": "ก"})
    share = made_of("share", "0.250000", part, "/", whole)
    assert "few" in gained(attacked([part, whole, share], [whole]).gains)


def test_two_rounds_and_their_difference_are_a_gain() -> None:
    before, now = line("before", 12, {}, period="2567-3"), line("now", 4, {})
    change = made_of("change", "-8", now, "-", before)
    assert gained(attacked([before, now, change], [now]).gains) == {"now": (4, 4)}
    assert not attacked([before, now, change], [now, change]).gains


def test_causes_add_up_to_the_change() -> None:
    now, before = line("a", 30, {}), line("a.last", 20, {}, period="2567-3")
    change = made_of("a.change.last_year", "10", now, "-", before)
    table = "2568-1/made-up-since-last-year/kinds"
    came = FactLine(
        "a.why.last_year", "cause=เข้ามา", "14", "คน", "", Operation.SUM, table, "pupils", "cause = 'เข้ามา'", 9, "x"
    )
    went = FactLine(
        "a.why.last_year", "cause=ออกไป", "-4", "คน", "", Operation.SUM, table, "pupils", "cause = 'ออกไป'", 9, "y"
    )
    ledger = [now, before, change, came, went]
    cells = {(one.fact, one.key): one.value for one in ledger if one is not went}
    outcome = attack({REPORT: cells}, {REPORT: ledger}, with_changes(), 10)
    assert ("cause=ออกไป", True) in {(gain.cell[2], gain.exact) for gain in outcome.gains}


def with_changes():  # type: ignore[no-untyped-def]
    from types import SimpleNamespace

    from helpers.publish.disclosure_control.classification import Schemas
    from helpers.tables.schemas import OFFICE_ONLY, PUBLIC, TableSchema, count, text
    from unit.publish.counted import TABLES

    changes = TableSchema(
        "kinds", "", (text("cause", "", PUBLIC), count("pupils", "", "คน", OFFICE_ONLY)), persons="pupils"
    )
    return Schemas(
        {
            "made-up": SimpleNamespace(name="made-up", tables=TABLES),
            "since": SimpleNamespace(name="made-up-since-last-year", tables=(changes,)),
        }  # type: ignore[dict-item]
    )


def test_money_divided_by_its_rate_is_a_gain() -> None:
    rate = line("rates.lowest", "500.00", {"rate_used": "ก"}, "rates.lowest")
    persons = line("persons", 4, {"kind": "ก"}, "money.counted", rows=1)
    amount = line("amount", "2000.00", {"kind": "ก"}, "money.amount", rows=1)
    lines = [rate, persons, amount]
    assert gained(attacked(lines, [persons]).gains) == {"amount": (2000, 2000), "persons": (4, 4)}
    assert not attacked(lines, [persons, amount]).gains


def test_what_is_closed_is_a_gain_where_it_is_printed() -> None:
    of_school = line("school", 4, {"smis": "1"})
    assert gained(attacked([of_school]).gains) == {"school": (4, 4)}
    assert not attacked([of_school], [of_school]).gains


def test_other_numbers_than_the_office_has_are_refused() -> None:
    lines = {(WHOLE.fact, WHOLE.key): "101", ("invented", ""): "5"}
    outcome = attack({REPORT: lines}, {REPORT: [WHOLE]}, SCHEMAS, 10)
    assert outcome.unknown == ((REPORT, "whole", ""), (REPORT, "invented", ""))
    with pytest.raises(DataQualityError, match="ไม่ตรงกับรายงาน"):
        refuse_gains(outcome)


def test_a_refusal_names_cells_and_no_number() -> None:
    with pytest.raises(DataQualityError) as refused:
        refuse_gains(attacked([WHOLE, line("few", 7, {"sex": "ช"}), line("many", 93, {"sex": "ญ"})]))
    assert f"{REPORT}: few" in str(refused.value)
    assert "7 " not in str(refused.value)
    refuse_gains(attacked([WHOLE]))


def test_an_edition_is_read_from_its_files(tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / REPORT
    folder.mkdir(parents=True)
    (folder / "facts.csv").write_text("fact,key,value,unit\nwhole,,100,คน\n", encoding="utf-8")
    assert read_edition(tmp_path) == {REPORT: {("whole", ""): "100"}}
