"""When a file holds too little to take the place of another: at and beside each limit, and what is said then."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from builders import ROUND, Counts, Office, aggregate, make_office, write_csv
from helpers.deliveries.far_fewer import RowsInForce, refuse_far_fewer, refuse_fewer_rows
from helpers.deliveries.recognising import Recognised, recognise
from helpers.errors import DeliveryError
from helpers.params.folder import Params
from helpers.tables.register import Entry

SOME: Counts = {f"3401{number:04}": {("ป.1", "ช"): 1} for number in range(1, 21)}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_office(tmp_path_factory.mktemp("office"))


def _limited(office: Office, **limits: Any) -> Params:
    """A file may lack two of anything; a tenth of its schools or rows, and half of a school's rows."""
    params = office.params
    usual = {"share": 0.1, "list_share": 0.5, "count": 2, "form_rows": 20}
    fewer = params.checks.fewer_than_before.model_copy(update={**usual, **limits})
    checks = params.checks.model_copy(update={"fewer_than_before": fewer})
    return Params(**{**vars(params), "checks": checks})


def _seen(schools: Mapping[str, int] | None = None, report: str = "pupil_list", holds: int = 0) -> Recognised:
    sheet: Any = type("Sheet", (), {"name": "new.csv"})
    period: Any = None
    return Recognised(sheet, "dmc", report, period, 0, schools or {}, holds)


@pytest.mark.parametrize(
    ("before", "now", "refused"),
    [(10, 5, False), (10, 4, True), (4, 2, False), (4, 1, True), (10, 10, False), (10, 12, False), (3, 0, True)],
)
def test_a_school_may_lack_half_of_its_rows_and_two_at_any_rate(
    before: int, now: int, refused: bool, office: Office
) -> None:
    seen, limits = _seen({"34010001": now}), _limited(office)
    if not refused:
        refuse_fewer_rows(seen, {"34010001": before}, limits)
        return
    with pytest.raises(DeliveryError) as told:
        refuse_fewer_rows(seen, {"34010001": before}, limits)
    assert told.value.problem.endswith(f": 34010001 มี {now} แถว จากเดิม {before}")
    assert told.value.where == "new.csv"
    assert "--accept-fewer" in told.value.remedy


@pytest.mark.parametrize(("schools", "more"), [(5, ""), (6, " และอีก 1 แห่ง"), (7, " และอีก 2 แห่ง")])
def test_five_schools_are_named_and_the_others_counted(schools: int, more: str, office: Office) -> None:
    names = [f"3401000{number}" for number in range(schools, 0, -1)]
    seen = _seen({**dict.fromkeys(names, 1), "34019999": 2_000})
    with pytest.raises(DeliveryError) as told:
        refuse_fewer_rows(seen, {**dict.fromkeys(names, 1_000), "34019999": 2_000}, _limited(office))
    listed = ", ".join(f"{name} มี 1 แถว จากเดิม 1,000" for name in sorted(names)[:5])
    assert told.value.problem == (f"ไฟล์นี้มีแถวของ {schools} โรงเรียนน้อยกว่าที่ใช้อยู่มาก จึงยังไม่ใช้แทน: {listed}{more}")


def _entry(path: str, report: str = "enrolment", name: str = "") -> Entry:
    return Entry("", ROUND, "dmc", report, "", name or path, path, 1, "utf-8")


def _received(office: Office, path: str, enrolled: Counts) -> Entry:
    """A file that lies among the deliveries, as an entry of the register."""
    write_csv(office.data.deliveries / path, aggregate("enrolment", ROUND, enrolled))
    return _entry(path, name="old.csv")


@pytest.mark.parametrize(
    ("holds", "share", "refused"), [(17, 0.15, False), (16, 0.15, True), (17, 0.1, True), (18, 0.0, False)]
)
def test_a_file_may_lack_a_share_of_the_schools_and_two_at_any_rate(
    holds: int, share: float, refused: bool, office: Office
) -> None:
    before, limits = _received(office, "20-schools.csv", SOME), _limited(office, share=share)
    seen = _seen(report="enrolment", holds=holds)
    if not refused:
        refuse_far_fewer(seen, before, office.data, limits)
        return
    with pytest.raises(DeliveryError) as told:
        refuse_far_fewer(seen, before, office.data, limits)
    assert told.value.problem == (f"ไฟล์นี้มี {holds} โรงเรียน น้อยกว่าไฟล์ที่ใช้อยู่มาก (old.csv มี 20 โรงเรียน) จึงยังไม่ใช้แทน")
    assert told.value.where == "new.csv"
    assert "--accept-fewer" in told.value.remedy


@pytest.mark.parametrize(("form_rows", "refused"), [(20, True), (21, False)])
def test_a_form_is_asked_about_its_rows_from_so_many_on(
    form_rows: int, refused: bool, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = _seen(report="roster", holds=20)
    monkeypatch.setattr("helpers.deliveries.far_fewer.recognise", lambda *_: there)
    now, limits = _seen(report="roster", holds=1), _limited(office, form_rows=form_rows)
    if not refused:
        refuse_far_fewer(now, _entry("old.xlsx"), office.data, limits)
        return
    with pytest.raises(DeliveryError) as told:
        refuse_far_fewer(now, _entry("old.xlsx"), office.data, limits)
    assert told.value.problem == "ไฟล์นี้มี 1 แถว น้อยกว่าไฟล์ที่ใช้อยู่มาก (old.xlsx มี 20 แถว) จึงยังไม่ใช้แทน"


def test_few_rows_of_what_is_no_form_are_asked_about_all_the_same(office: Office) -> None:
    limits = _limited(office, form_rows=100)
    with pytest.raises(DeliveryError):
        refuse_far_fewer(_seen(report="enrolment", holds=1), _received(office, "again.csv", SOME), office.data, limits)


def test_nothing_is_said_against_what_can_no_longer_be_read(office: Office) -> None:
    refuse_far_fewer(_seen(report="enrolment", holds=0), _entry("gone.csv"), office.data, _limited(office))
    (office.data.deliveries / "odd.csv").parent.mkdir(parents=True, exist_ok=True)
    (office.data.deliveries / "odd.csv").write_text("x", encoding="utf-8")
    refuse_far_fewer(_seen(report="enrolment", holds=0), _entry("odd.csv"), office.data, _limited(office))


def test_a_list_takes_the_place_of_what_counts_before_it_and_of_nothing_that_counts_over_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Schools of four lists in the order in which they count; the third one is received again."""
    rows = {
        "1.csv": {"A": 1, "B": 1, "C": 1},
        "2.csv": {"B": 2, "D": 2},
        "3.csv": {"A": 3, "B": 3, "C": 3},
        "4.csv": {"C": 4},
    }
    opened: list[str] = []

    def recognised(path: Path, params: Params, period: object) -> Recognised:
        assert (params, str(period)) == (office.params, ROUND)
        opened.append(path.name)
        return _seen(rows[path.name])

    monkeypatch.setattr("helpers.deliveries.far_fewer.recognise", recognised)
    files = [_entry(name, "pupil_list") for name in rows]
    in_force = RowsInForce(office.data, office.params)
    assert in_force.taken_over(_seen(rows["3.csv"]), files[2], files) == {"A": 1, "B": 2}
    assert in_force.taken_over(_seen({"D": 9, "E": 9}), files[3], files) == {"D": 2}
    assert in_force.taken_over(_seen(rows["1.csv"]), files[0], files) == {}
    assert sorted(opened) == ["1.csv", "2.csv", "3.csv", "4.csv"], "each was opened once"


def test_a_list_that_can_no_longer_be_read_holds_no_school(office: Office) -> None:
    files = [_entry("gone.csv", "pupil_list"), _entry("new.csv", "pupil_list")]
    assert RowsInForce(office.data, office.params).taken_over(_seen({"A": 1}), files[1], files) == {}


def test_a_file_is_recognised_with_what_it_holds(office: Office) -> None:
    """The other tests here take the place of this."""
    before = _received(office, "seen.csv", SOME)
    assert recognise(office.data.deliveries / before.path, office.params, None).holds == len(SOME)
