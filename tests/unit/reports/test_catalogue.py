from pathlib import Path

import pytest

from builders import aggregate, make_office, write_csv
from helpers.catalogue import open_graph
from helpers.errors import ParameterError
from helpers.params.folder import read_params
from helpers.periods import FiscalYear, Period, Round
from helpers.reports.catalogue import existing_reports, kinds, reports_on, selected, spec_for
from helpers.reports.kinds import SPENDING, FiscalYearKind, RoundKind, RoundParameters
from helpers.reports.specs import ReportKind

PARAMS = read_params(Path(__file__).parents[3] / "params")
IDS = ["round/2568-1/dmc", "round/2568-2/dmc", "round/2568-3/dmc", "annual/2568/performance"]


def test_a_round_report_reads_its_round_two_earlier_ones_and_what_changed_since_them() -> None:
    spec = spec_for("round/dmc", {"round_id": "2568-1"}, PARAMS)
    assert spec.id == "round/2568-1/dmc"
    assert spec.period == Round(2568, 1)
    assert {name: f"{round_}/{source}" for name, (source, round_) in spec.reads.items()} == {
        "this": "2568-1/dmc",
        "previous": "2567-3/dmc",
        "last_year": "2567-1/dmc",
        "since_previous": "2568-1/dmc-since-previous",
        "since_last_year": "2568-1/dmc-since-last-year",
        "all_rounds": "2568-1/dmc-all-rounds",
    }


@pytest.mark.parametrize(
    ("kind", "parameters", "named"),
    [
        ("round/nothing", {}, "ไม่รู้จักรายงานชนิด “round/nothing”"),
        ("round/dmc", {"round": "2568-1"}, "round: "),
        ("round/dmc", {"round_id": "2568-4"}, "round_id: "),
        ("round/dmc", {"round_id": "2025-1"}, "round_id: "),
        ("round/dmc", {"round_id": 25681}, "round_id: "),
        ("round/dmc", {"round_id": "2568-1", "fingerprint": None}, "fingerprint: "),
    ],
)
def test_wrong_kinds_and_parameters_are_named_with_what_there_is(
    kind: str, parameters: dict[str, object], named: str
) -> None:
    with pytest.raises(ParameterError) as wrong:
        spec_for(kind, parameters, PARAMS)
    assert named in wrong.value.problem
    assert "ที่มีคือ" in wrong.value.remedy


def test_parameters_cannot_be_changed_behind_the_fingerprint() -> None:
    parameters = RoundParameters(round_id="2568-1")
    with pytest.raises(ValueError, match="frozen"):
        parameters.round_id = "2568-2"  # type: ignore[misc]


def test_two_kinds_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.reports.catalogue.PerformanceKind", lambda: RoundKind("dmc", "รายงานอีกฉบับ"))
    with pytest.raises(ParameterError, match="round/dmc"):
        kinds()


@pytest.mark.parametrize(
    ("kind", "nearest"),
    [(RoundKind("dmcc", "รายงาน"), "dmc"), (FiscalYearKind("alotments", "รายงาน", "x"), "allotments")],
    ids=["round", "fiscal year"],
)
def test_a_report_on_data_that_there_is_not_is_refused(tmp_path: Path, kind: ReportKind, nearest: str) -> None:
    office = make_office(tmp_path / "office")
    with pytest.raises(ParameterError) as refused:
        list(kind.existing(open_graph(office.data, office.params)))
    assert refused.value.remedy == f"ใช้ {nearest}"


def test_reports_exist_for_what_was_received(tmp_path: Path) -> None:
    office = make_office(tmp_path / "office")
    assert existing_reports(open_graph(office.data, office.params)) == []
    for round_ in ("2568-2", "2568-1"):
        office.receive(write_csv(tmp_path / f"{round_}-enrol.csv", aggregate("religion", round_)))
    ids = [spec.id for spec in existing_reports(open_graph(office.data, office.params))]
    assert {"annual/2568/performance", "round/2568-1/dmc", "round/2568-2/dmc"} <= set(ids)
    assert ids == sorted(ids)
    assert not any(name in report for report in ids for name in ("emis", "per-head", "allocation"))


@pytest.mark.parametrize(
    ("prefixes", "chosen"),
    [
        ([], IDS),
        (["round"], IDS[:3]),
        (["round/2568-1/"], IDS[:1]),
        (["round/2568-1/dmc"], IDS[:1]),
        (["annual", "round/2568-2"], [IDS[1], IDS[3]]),
    ],
)
def test_prefixes_select_whole_steps(prefixes: list[str], chosen: list[str]) -> None:
    assert selected(IDS, prefixes) == chosen


@pytest.mark.parametrize("prefix", ["round/2568", "rou", "dmc", "round/2569-1/dmc"])
def test_a_prefix_that_selects_nothing_is_named(prefix: str) -> None:
    with pytest.raises(ParameterError, match=f"ไม่มีรายงาน “{prefix}”"):
        selected(IDS, [*IDS[:1], prefix])


def test_every_kind_is_known_by_its_notebooks_path() -> None:
    assert all(name == kind.name == name for name, kind in kinds().items())


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("round/2568-1/dcm", "round/2568-1/dmc"),
        ("round/2568-4", "round/2568-3"),
        ("anual", "annual"),
        ("2568-2", "คือ round/2568-2"),
        ("nothing", IDS[0]),
    ],
)
def test_for_a_report_that_is_not_there_those_are_named_that_are(asked: str, named: str) -> None:
    with pytest.raises(ParameterError) as unknown:
        selected(IDS, [asked])
    assert named in unknown.value.remedy


def test_where_there_are_no_reports_none_is_named() -> None:
    with pytest.raises(ParameterError, match="workbook receive"):
        selected([], ["round/2568-1"])


def test_the_reports_on_data_sets_are_named_once_and_data_without_a_report_have_none() -> None:
    year = FiscalYear(2569)
    origins: list[tuple[str, Period]] = [
        ("dmc", Round(2568, 1)),
        ("dmc-since-previous", Round(2568, 1)),
        ("janitors", year),
    ]
    origins += [("dmc", Round(2568, 1)), ("janitors", FiscalYear(2599)), ("dmc", year)]
    assert [spec.id for spec in reports_on(origins, PARAMS)] == ["round/2568-1/dmc", "programme/2569/janitors"]


def test_a_programme_that_allocates_reads_how_its_spending_stands() -> None:
    hired = spec_for("programme/hire", {"programme": "janitors", "fiscal_year": "2569"}, PARAMS)
    assert hired.reads[SPENDING] == ("disbursement", FiscalYear(2569))
    spent = spec_for("programme/disbursement", {"programme": "disbursement", "fiscal_year": "2569"}, PARAMS)
    assert SPENDING not in spent.reads, "it is what others read"
