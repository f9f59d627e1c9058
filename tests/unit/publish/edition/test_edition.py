"""Of which reports an edition is made, and that a bad one never takes the place of the last good one."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from helpers.audit.freshness import State, Status
from helpers.catalogue import open_graph
from helpers.errors import CollectionError, NotebookError, ParameterError, VerificationError
from helpers.facts.definitions import Operation
from helpers.facts.released import Release, ReleasedCell, ReleasedFact
from helpers.files import write_whole
from helpers.params.folder import Params
from helpers.params.models import Publication
from helpers.processes import HANGS, TaskOutcome
from helpers.publish.disclosure_control.releasing import Decision, Tally
from helpers.publish.edition import edition
from helpers.publish.edition.edition import (
    NOTHING_TO_PUBLISH,
    Plan,
    chosen_reports,
    current_edition,
    make_edition,
    office_ledgers,
)
from helpers.publish.edition.record import read_record
from helpers.reports.catalogue import existing_reports
from helpers.reports.folders import Folders
from helpers.reports.specs import Spec
from unit.audit import small_office as small

DMC = "round/2568-1/dmc"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    folders = small.office(tmp_path)
    small.received(folders)
    return folders


@pytest.fixture
def without_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """An edition whose open data are two empty pages: they are tested elsewhere."""

    def write(folder: Path, *_: object, **__: object) -> None:
        for name in ("data/index.html", "ita.html"):
            write_whole(folder / name, "<title>x</title>")

    monkeypatch.setattr(edition, "write_open_data", write)


def publishing(params: Params, *reports: str) -> Params:
    publication = Publication(reference="มติ", status="confirmed", reports=reports)
    return replace(params, office=params.office.model_copy(update={"publication": publication}))


def specs_of(folders: Folders) -> list[Spec]:
    return existing_reports(open_graph(folders.data_folder, folders.read_params()))


def planned(folders: Folders, release: Release, *specs: Spec) -> Plan:
    params = folders.read_params()
    tallies = {report: Tally(released=1) for report in release.reports}
    decision = Decision(release, tallies, judged=3, small=1, withheld=2, persons=90, persons_withheld=9)
    return Plan(specs, decision, folders, params, open_graph(folders.data_folder, params))


def test_the_office_chooses_what_it_publishes_and_a_command_chooses_among_that(folders: Folders) -> None:
    specs, params = specs_of(folders), folders.read_params()
    assert [spec.id for spec in chosen_reports(specs, publishing(params, "round", "annual"), [])] == [DMC]
    assert [spec.id for spec in chosen_reports(specs, publishing(params, "round"), [DMC])] == [DMC]
    with pytest.raises(ParameterError):
        chosen_reports(specs, publishing(params, "round"), ["round/2569-1"])
    for reports in (("annual",), ("round/2568",), ()):
        with pytest.raises(CollectionError, match="ไม่มีรายงานให้เผยแพร่"):
            chosen_reports(specs, publishing(params, *reports), [])


@pytest.mark.parametrize("state", [state for state in State if state is not State.CURRENT])
def test_no_edition_is_made_of_a_report_that_is_not_current(state: State, folders: Folders) -> None:
    with pytest.raises(VerificationError, match="ไม่เป็นปัจจุบัน") as refused:
        office_ledgers(specs_of(folders), {DMC: Status(DMC, state)}, folders)
    assert DMC in refused.value.where
    assert "--run" in refused.value.remedy


def test_a_report_of_which_nothing_is_released_is_left_out_with_its_reason(folders: Folders) -> None:
    (spec,) = specs_of(folders)
    described = ("นักเรียน", "คน", Operation.SUM, "2568-1/dmc/enrolment", "pupils")
    closed, kept = ReleasedFact(*described), ReleasedFact(*described, {"": ReleasedCell(1, "")}, ("",))
    for facts, published in (({"a": closed}, []), ({"a": closed, "b": kept}, [spec])):
        plan = planned(folders, Release({DMC: facts}, 10), spec)
        assert plan.published == published
        assert plan.left_out == ({} if published else {DMC: NOTHING_TO_PUBLISH})
        assert set(plan.kept.reports) == {report.id for report in published}


@pytest.mark.usefixtures("without_data")
def test_what_gives_anything_away_does_not_take_the_place_of_the_last_edition(folders: Folders) -> None:
    (spec,) = specs_of(folders)
    plan = planned(folders, Release({DMC: {}}, 10), spec)
    made = make_edition(plan, 1, lambda _: (), print)
    assert made.made
    assert made.record.left_out == {DMC: NOTHING_TO_PUBLISH}
    index = re.sub("<[^>]*>", "", (made.folder / "index.html").read_text(encoding="utf-8"))
    assert NOTHING_TO_PUBLISH in index
    assert f"{spec.title} ภาคเรียนที่ 1 ปีการศึกษา 2568" in index
    before = {path: path.read_bytes() for path in made.folder.rglob("*.*")}
    other = replace(plan, decision=replace(plan.decision, release=Release({DMC: {}}, 11)))
    with pytest.raises(VerificationError, match="รู้จำนวนที่ปิดไว้"):
        make_edition(other, 1, lambda _: ["รู้จำนวนที่ปิดไว้"], print)
    assert {path: path.read_bytes() for path in made.folder.rglob("*.*")} == before
    assert sorted(path.name for path in folders.outputs.iterdir()) == [".lock", "public"]


@pytest.mark.usefixtures("without_data")
def test_an_edition_that_is_as_it_would_be_made_now_is_known(folders: Folders) -> None:
    plan = planned(folders, Release({DMC: {}}, 10), *specs_of(folders))
    assert current_edition(plan) is None
    made = make_edition(plan, 1, lambda _: (), print)
    again = current_edition(plan)
    assert again is not None
    assert (again.record, again.made) == (made.record, False)
    assert read_record(made.folder) == made.record
    (made.folder / "index.html").write_text("x", encoding="utf-8")
    assert current_edition(plan) is None


def test_a_notebook_that_hangs_ends_the_edition_and_is_named(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(_: object, together: list[list[Any]], *__: object, limit: Any, **___: object) -> list[Any]:
        assert limit("any task") == 60 * 60
        return [TaskOutcome(task, None, HANGS) for batch in together for task in batch]

    monkeypatch.setattr(edition, "in_batches", hangs)
    fact = ReleasedFact("นักเรียน", "คน", Operation.SUM, cells={"": ReleasedCell(12, "")}, order=("",))
    plan = planned(folders, Release({DMC: {"pupils.total": fact}}, 10), *specs_of(folders))
    with pytest.raises(NotebookError, match="60 นาที") as stopped:
        make_edition(plan, 1, lambda _: (), lambda _: None)
    assert stopped.value.where == DMC
    assert not (folders.outputs / "public").exists()
