"""A report that is made from the cache of executed notebooks is the report that was made by executing."""

import json
from collections.abc import Iterator

import pytest

from helpers.catalogue import open_graph
from helpers.reports import notebooks
from helpers.reports.catalogue import existing_reports, kinds
from helpers.reports.folders import Folders
from helpers.reports.national_kind import NationalKind
from helpers.reports.production import Produced, produce
from helpers.reports.school_kind import SchoolKind
from helpers.reports.specs import Spec
from made_up.project import Home


def first_of_each_kind(home: Home) -> Iterator[Spec]:
    """One report in place of every kind that the office has."""
    folders = Folders(home.data, home.params, home.outputs)
    known = existing_reports(open_graph(folders.data_folder, folders.read_params()))
    there = [spec for spec in known if (home.outputs / spec.id).exists()]
    return iter({spec.kind: spec for spec in there}.values())


def made_again(home: Home, spec: Spec) -> Produced:
    folders = Folders(home.data, home.params, home.outputs)
    manifest = json.loads(home.read(f"{spec.id}/manifest.json"))
    return produce(spec, folders, folders.read_params(), manifest["content"]["fingerprint"])


def in_place(home: Home, spec: Spec) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (home.outputs / spec.id).iterdir() if path.name != "manifest.json"}


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Producing names the folders in the environment; that must not reach other tests."""
    for name in ("WORKBOOK_DATA", "WORKBOOK_PARAMS", "WORKBOOK_OUTPUTS"):
        monkeypatch.setenv(name, "")


def refuse(*_: object) -> None:
    raise AssertionError("it was executed")


def test_every_file_of_every_kind_of_report_is_the_same(
    made: Home, budgeted: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebooks, "_by_papermill", refuse)
    seen = set()
    for home in (made, budgeted):
        for spec in first_of_each_kind(home):
            if spec.school:
                continue
            again = made_again(home, spec)
            assert again.error is None
            assert again.files == in_place(home, spec), spec.id
            seen.add(spec.kind)
    assert seen == set(kinds()) - {SchoolKind.name, NationalKind.name}  # no office has the view over many


def test_pages_of_schools_are_not_kept(made: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    page = next(spec for spec in first_of_each_kind(made) if spec.school)
    monkeypatch.setattr(notebooks, "_by_papermill", refuse)
    with pytest.raises(AssertionError, match="it was executed"):
        made_again(made, page)
