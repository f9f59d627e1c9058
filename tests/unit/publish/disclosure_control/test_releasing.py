"""From the facts of the office to what is released, and what is lost by it."""

from helpers.facts.definitions import Operation
from unit.publish.counted import REPORT, attacked, decided, line, made_of, released, table_of

WHOLE = line("whole", 100, {})


def test_everybody_may_know_what_everybody_can_count() -> None:
    lines = [line("rolls", 3, {"smis": "1"}, "rolls.pupils"), line("rolls.all", 100, {}, "rolls.pupils")]
    assert released(lines) == {("rolls", ""): "3", ("rolls.all", ""): "100"}


def test_nine_are_withheld_and_ten_are_not() -> None:
    assert released([line("a", 9, {}), line("b", 10, {"sex": "ช"}), line("none", 0, {"sex": "ญ"})]) == {
        ("b", ""): "10",
        ("none", ""): "0",
    }


def test_a_number_has_the_same_fate_in_every_report() -> None:
    facts = decided([line("few", 4, {"kind": "ก"}), line("again", 4, {"kind": "ก"})]).release.reports[REPORT]
    assert [facts[fact].withheld for fact in ("few", "again")] == [("",), ("",)]


def test_a_zero_is_withheld_with_its_whole() -> None:
    lines = [
        line("few", 4, {"kind": "ก"}),
        line("a", 4, {"kind": "ก", "sex": "ช"}),
        line("b", 0, {"kind": "ก", "sex": "ญ"}),
    ]
    assert not released(lines)
    many = [
        line("many", 40, {"kind": "ก"}),
        line("a", 40, {"kind": "ก", "sex": "ช"}),
        line("b", 0, {"kind": "ก", "sex": "ญ"}),
    ]
    assert len(released(many)) == 3


def test_a_ratio_or_difference_of_a_withheld_part_is_withheld() -> None:
    few, many = line("few", 4, {"sex": "ช"}), line("many", 40, {"kind": "ก"})
    lines = [WHOLE, few, many, made_of("share", "0.04", few, "/", WHOLE), made_of("rest", "60", WHOLE, "-", many)]
    facts = decided(lines).release.reports[REPORT]
    assert (facts["share"].withheld, facts["rest"].cells[""].value) == (("",), 60)


def test_closed_cells_are_not_named() -> None:
    whole, of_school = line("a", 40, {}, by=("smis",)), line("a", 4, {"smis": "34010001"}, by=("smis",))
    release = decided([whole, of_school]).release
    fact = release.reports[REPORT]["a"]
    assert (fact.order, fact.narrowed) == (("smis=รวม",), True)
    assert "34010001" not in release.text


def test_a_share_of_a_closed_cell_is_closed() -> None:
    of_school = line("school", 40, {"smis": "1"})
    assert (
        decided([WHOLE, of_school, made_of("share", "0.4", of_school, "/", WHOLE)])
        .release.reports[REPORT]["share"]
        .closed
    )


def test_money_is_withheld_with_the_few_who_get_it() -> None:
    few = [
        line("n", 4, {"kind": "ก"}, "money.counted", rows=20),
        line("m", "2000.00", {"kind": "ก"}, "money.amount", rows=20),
    ]
    many = [
        line("n", 40, {"kind": "ข"}, "money.counted", rows=2),
        line("m", "9000.00", {"kind": "ข"}, "money.amount", rows=2),
    ]
    assert not released(few)
    assert len(released(many)) == 2


def test_money_without_persons_is_released() -> None:
    nobody = [line("n", 0, {}, "money.counted", rows=3), line("rent", "2000.00", {"kind": "ก"}, "money.amount", rows=3)]
    assert ("rent", "") in released(nobody)


def test_how_many_kinds_there_are_is_about_all_who_have_one() -> None:
    kinds = line("kinds", 6, {}, "kinds.kind", operation=Operation.DISTINCT, rows=500)
    assert released([kinds]) == {("kinds", ""): "6"}


def test_further_cells_are_withheld_and_the_attack_gains_nothing() -> None:
    lines = table_of({("ก", "ช"): 3, ("ก", "ญ"): 40, ("ข", "ช"): 20, ("ข", "ญ"): 30, ("ค", "ช"): 25, ("ค", "ญ"): 18})
    kept = released(lines)
    assert len(kept) == len(lines) - 4
    assert ("pupils", "kind=รวม;sex=รวม") in kept
    assert not attacked(lines, [cell for cell in lines if (cell.fact, cell.key) not in kept]).gains


def test_a_table_of_large_counts_is_released_whole() -> None:
    lines = table_of({("ก", "ช"): 13, ("ก", "ญ"): 40, ("ข", "ช"): 20, ("ข", "ญ"): 30})
    assert len(released(lines)) == len(lines)


def test_the_loss_is_counted() -> None:
    lines = [
        WHOLE,
        line("few", 4, {"sex": "ช"}),
        line("school", 5, {"smis": "1"}),
        line("rolls", 7, {}, "rolls.pupils"),
    ]
    decision = decided(lines)
    assert vars(decision.whole) == {"released": 2, "withheld": 1, "closed": 1}
    assert decision.whole.cells == 4
    assert decision.loss == {"numbers": 2, "small": 1, "withheld": 1, "persons": 104, "persons_withheld": 4}


def test_the_same_facts_give_the_same_release() -> None:
    lines = table_of({("ก", "ช"): 3, ("ก", "ญ"): 4, ("ข", "ช"): 20, ("ข", "ญ"): 30, ("ค", "ช"): 25, ("ค", "ญ"): 18})
    assert decided(lines).release.digest == decided(lines).release.digest


def test_what_open_numbers_tell_anyway_is_no_gain() -> None:
    """Six men are there for all to see: of which kind they are is withheld, that they are at most six is not."""
    men = line("men", 6, {}, "kinds")
    parts = [line("a", 2, {"kind": "ก"}, "kinds"), line("b", 4, {"kind": "ข"}, "kinds")]
    assert set(released([men, *parts])) == {("men", "")}
    assert not attacked([men, *parts], parts).gains
    assert {gain.cell[1] for gain in attacked([men, *parts], parts[:1]).gains} == {"a", "b"}
