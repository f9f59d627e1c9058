"""A fiscal year of the per-head subsidy: its tranches, what is settled, carried, withheld, and who is counted."""

from decimal import Decimal

from helpers.programmes.allocation import AllocationRow
from unit.programmes.counted_rounds import (
    ACTIVITIES,
    ADVANCE,
    BOOKS,
    EARLY,
    EQUIPMENT,
    OTHER,
    REST,
    SCHOOL,
    TEACHING,
    TERM_2,
    TERM_2_FIRST,
    TERM_2_REST,
    TOP_UP,
    UNIFORM,
    allocate,
    amounts,
    changed,
    counted,
)

BIG = {SCHOOL: {"ป.1": 100, "ป.2": 50}}


def row(rows: object, **wanted: str) -> AllocationRow:
    (wanted_row,) = [each for each in rows if all(getattr(each, name) == value for name, value in wanted.items())]  # type: ignore[attr-defined]
    return wanted_row


def test_term_2_pays_half_a_year_and_neither_books_nor_uniforms() -> None:
    by_item = amounts(allocate(counted(BIG)).rows, tranche=TERM_2)
    assert by_item == {
        f"{TERM_2} {TEACHING}": "165300.00",  # 150 × 2,204 × 0.5
        f"{TERM_2} {EQUIPMENT}": "33000.00",  # 150 × 440 × 0.5
        f"{TERM_2} {ACTIVITIES}": "38850.00",  # 150 × 518 × 0.5
    }


def test_the_advance_moves_every_grade_up_but_keeps_the_entry_grades() -> None:
    rows = [each for each in allocate(counted(BIG)).rows if each.tranche == ADVANCE and each.item == BOOKS]
    assert {each.grade: each.headcount for each in rows} == {"ป.1": 100, "ป.2": 100, "ป.3": 50}
    assert row(rows, grade="ป.3").amount == Decimal("22855.00")  # 50 × 653 × 0.7
    assert "จาก ป.2 เดิม" in row(rows, grade="ป.3").rule


def test_those_who_leave_a_level_are_not_paid_in_advance() -> None:
    allocated = allocate(counted({SCHOOL: {"อ.3": 5, "ป.6": 7, "ม.3": 9, "ม.6": 11}}))
    assert [each.grade for each in allocated.rows if each.tranche == ADVANCE] == []


def test_a_grade_that_enters_a_level_takes_no_pupils_from_the_level_below() -> None:
    rows = allocate(counted({SCHOOL: {"อ.3": 30, "ป.1": 20}})).rows
    assert row(rows, tranche=ADVANCE, grade="ป.1", item=BOOKS).headcount == 20


def test_the_rest_of_term_1_is_the_full_term_less_the_advance() -> None:
    rows = allocate(counted(BIG), counted({SCHOOL: {"ป.2": 120}})).rows
    rest = row(rows, tranche=REST, grade="ป.2", item=UNIFORM)
    assert rest.already_paid == row(rows, tranche=ADVANCE, grade="ป.2", item=UNIFORM).amount == Decimal("28000.00")
    assert rest.amount == Decimal("20000.00")  # 120 × 400 − 28,000
    assert rest.overpaid == ""


def test_what_was_paid_for_pupils_who_are_gone_comes_back_negative_and_is_named() -> None:
    allocated = allocate(counted(BIG), counted({SCHOOL: {"ป.2": 120}}))
    gone = row(allocated.rows, tranche=REST, grade="ป.3", item=UNIFORM)
    assert (gone.quantity, gone.already_paid, gone.amount) == (0, Decimal("14000.00"), Decimal("-14000.00"))
    assert gone.overpaid == "จ่ายเกินสิทธิ หักจากเงินของโรงเรียน"
    assert gone.source.delivery == "2568-2-count"
    (overpaid,) = [each for each in allocated.findings if each.rule == "budget.per_head.overpaid"]
    negative = [each.amount for each in allocated.rows if each.amount < 0]
    assert overpaid.smis == SCHOOL
    assert overpaid.found.startswith(f"{len(negative)} รายการ")


def test_a_school_that_closed_gives_all_of_its_advance_back() -> None:
    rows = allocate(counted({**BIG, OTHER: {"ป.1": 10}}), counted({SCHOOL: {"ป.1": 100}})).rows
    closed = [each for each in rows if each.smis == OTHER and each.tranche in (ADVANCE, REST)]
    assert {each.tranche for each in closed} == {ADVANCE, REST}
    assert sum(each.amount for each in closed) == 0


def test_money_that_was_paid_too_much_may_be_returned_instead() -> None:
    own = changed(overpaid={"rule": "returned"})
    rows = allocate(counted(BIG), counted({SCHOOL: {"ป.2": 120}}), own).rows
    assert row(rows, tranche=REST, grade="ป.3", item=UNIFORM).overpaid == "จ่ายเกินสิทธิ โรงเรียนส่งคืน"


IN_TWO = {"first": Decimal(70)}


def test_term_2_in_two_payments_counts_the_june_before_and_comes_to_the_same() -> None:
    november, june = {SCHOOL: {"ป.1": 131, "ม.2": 77}}, {SCHOOL: {"ป.1": 140, "ม.1": 5}}
    once = allocate(counted(november))
    twice = allocate(counted(november), variant=changed(term_2=IN_TWO), early=counted(june, name=EARLY))
    assert {each.tranche for each in twice.rows} == {TERM_2_FIRST, TERM_2_REST, ADVANCE}
    early = row(twice.rows, tranche=TERM_2_FIRST, grade="ป.1", item=TEACHING)
    assert (early.headcount, early.amount) == (140, Decimal("107996.00"))  # 140 × 2,204 × 0.35, nobody moved up
    assert row(twice.rows, tranche=TERM_2_REST, grade="ป.1", item=TEACHING).already_paid == early.amount
    assert row(twice.rows, tranche=TERM_2_REST, grade="ม.1", item=TEACHING).amount < 0
    assert sum(each.amount for each in once.rows) == sum(each.amount for each in twice.rows)
    assert sum(each.counted for each in once.rows) == sum(each.counted for each in twice.rows) == 208


def test_before_november_the_first_payment_of_term_2_stands_alone_and_counts_its_persons() -> None:
    allocated = allocate(variant=changed(term_2=IN_TWO), early=counted({SCHOOL: {"ป.1": 140}}, name=EARLY))
    assert {each.tranche for each in allocated.rows} == {TERM_2_FIRST}
    assert sum(each.counted for each in allocated.rows) == 140


def test_an_odd_baht_of_a_yearly_rate_is_paid_in_term_1() -> None:
    odd = changed(odd_baht={"rule": "term_1"}), changed(odd_baht={"rule": "exact"})
    paid = []
    for odd_programme in odd:
        (rate,) = [each for each in odd_programme.rates if (each.item, each.group) == ("activities", "ก่อนประถม")]
        value = rate.values[-1].model_copy(update={"value": Decimal("439.00")})
        rates = [each for each in odd_programme.rates if each is not rate] + [
            rate.model_copy(update={"values": (value,)})
        ]
        rows = allocate(
            counted({SCHOOL: {"อ.1": 3}}),
            counted({SCHOOL: {"อ.1": 3}}),
            odd_programme.model_copy(update={"rates": tuple(rates)}),
        ).rows
        paid.append([sum(each.amount for each in rows if each.item == ACTIVITIES and each.tranche in tranche)
                     for tranche in ((TERM_2,), (ADVANCE, REST))])  # fmt: skip
    assert paid == [[Decimal("657.00"), Decimal("660.00")], [Decimal("658.50"), Decimal("658.50")]]


def test_persons_are_counted_once_in_the_newest_count() -> None:
    both = allocate(counted(BIG), counted({SCHOOL: {"ป.2": 120}})).rows
    assert {(each.tranche, each.item) for each in both if each.counted} == {(REST, TEACHING)}
    assert sum(each.counted for each in both) == 120
    assert sum(each.counted for each in allocate(counted(BIG)).rows) == 150


def test_without_the_second_count_nothing_is_settled_and_the_report_says_so() -> None:
    allocated = allocate(counted(BIG))
    assert {each.tranche for each in allocated.rows} == {TERM_2, ADVANCE}
    (missing,) = [each for each in allocated.findings if each.rule == "budget.per_head.round_missing"]
    assert missing.found == f"รอบ 2569-1: {REST}"


def test_without_the_first_count_the_second_pays_the_whole_term() -> None:
    allocated = allocate(None, counted({SCHOOL: {"ป.2": 120}}))
    assert amounts(allocated.rows, item=UNIFORM) == {f"{REST} {UNIFORM}": "48000.00"}
    assert [each.found for each in allocated.findings if each.rule == "budget.per_head.round_missing"] == [
        f"รอบ 2568-2: {TERM_2}",
        f"รอบ 2568-2: {ADVANCE}",
    ]


def test_a_round_that_counts_nobody_is_a_round_that_is_missing() -> None:
    allocated = allocate(counted({}))
    assert not allocated.rows
    assert {each.rule for each in allocated.findings} == {"budget.per_head.round_missing"}


def test_a_school_that_did_not_confirm_is_paid_nothing_on_that_count_and_named_once() -> None:
    pupils = {**BIG, OTHER: {"ป.1": 10}}
    allocated = allocate(counted(pupils, silent=[OTHER]), counted(pupils, silent=[]))
    assert {each.tranche for each in allocated.rows if each.smis == OTHER} == {REST}
    (withheld,) = [each for each in allocated.excluded if each.smis == OTHER]
    assert (withheld.reason, withheld.headcount, withheld.source.delivery) == ("ไม่ยืนยันข้อมูล", 10, "2568-2-conf")
    everyone = allocate(counted(pupils, silent=[]), counted(pupils, silent=[]))
    would = sum(each.amount for each in everyone.rows if each.smis == OTHER and each.tranche in (TERM_2, ADVANCE))
    assert withheld.amount == would > 0
    assert row(allocated.rows, smis=OTHER, item=BOOKS).already_paid == 0


def test_schools_that_did_not_confirm_may_be_paid_all_the_same() -> None:
    paying = changed(not_confirmed={"rule": "paid"})
    assert allocate(counted(BIG, silent=[SCHOOL]), variant=paying).rows == allocate(counted(BIG), variant=paying).rows


def test_a_small_school_is_small_by_the_count_of_the_tranche() -> None:
    rows = allocate(counted({SCHOOL: {"ป.1": 60, "ป.2": 60}}), counted({SCHOOL: {"ป.1": 50}})).rows
    by_tranche = amounts(rows, item=TOP_UP)
    assert by_tranche == {
        f"{TERM_2} {TOP_UP}": "30000.00",  # 120 × 500 × 0.5; moved up there would be 180
        f"{REST} {TOP_UP}": "12500.00",  # 50 × 500 × 0.5
    }
