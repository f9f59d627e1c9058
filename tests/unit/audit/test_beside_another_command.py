"""What one command looks at while another puts something in place: folders that are listed and gone a moment later."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from helpers.audit.approvals import stored_digests
from helpers.audit.freshness import statuses
from helpers.audit.inventory import take_inventory
from helpers.audit.letters import letters_in_place
from helpers.audit.manifest import NAME, damaged, in_place, read_manifest, superseded
from helpers.audit.portal import write_portal
from helpers.audit.publishing import recover
from helpers.audit.quarto_record import compilations_in_place
from helpers.audit.signing import read_approvals
from helpers.audit.versions import kept
from helpers.files import IN_THE_MAKING, below, matching
from helpers.reports.folders import Folders
from helpers.standstill import look
from unit.audit.small_report import REPORT, report_in_place

PLACES = (
    "round/2568-1",
    "methods",
    "methods/2568",
    f"history/{REPORT}",
    "letters/round",
    "quarto",
    f"approvals/{REPORT}",
)
READERS: dict[str, Callable[[Folders], object]] = {
    "look": lambda folders: look([folders.outputs]),
    "recover": lambda folders: recover(folders.outputs),
    "in place": lambda folders: in_place(folders.outputs),
    "damaged": lambda folders: damaged(folders.outputs),
    "superseded": lambda folders: superseded(folders.outputs),
    "kept": lambda folders: kept(folders.outputs),
    "letters": lambda folders: letters_in_place(folders.outputs),
    "Quarto": lambda folders: compilations_in_place(folders.outputs),
    "approvals": lambda folders: read_approvals(folders.outputs, REPORT, {}),
    "digests": lambda folders: stored_digests(REPORT, folders.outputs),
    "status": lambda folders: list(statuses(folders, folders.read_params())),
    "index": lambda folders: write_portal(folders, folders.read_params()),
    "inventory": lambda folders: take_inventory(folders, folders.read_params()),
}


def in_the_making(outputs: Path) -> list[Path]:
    """Unfinished folders of another command, each with a file, in every place that something is put in."""
    made = [outputs / place / f"{IN_THE_MAKING}x.1" for place in PLACES]
    for folder in made:
        (folder / "inner").mkdir(parents=True)
        (folder / "inner" / NAME).write_text("{}")
    return made


class Listing(Iterator[os.DirEntry[str]]):
    """What `os.scandir` gives, read to the end."""

    def __init__(self, entries: Iterable[os.DirEntry[str]]) -> None:
        self._entries = iter(list(entries))

    def __next__(self) -> os.DirEntry[str]:
        return next(self._entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._entries = iter(())


@pytest.fixture
def busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Folders, list[Path]]]:
    """An office whose unfinished folders are gone as soon as somebody has listed the folder that they lie in."""
    folders = report_in_place(tmp_path / "office")
    made, listing = in_the_making(folders.outputs), os.scandir

    def listed(path: Any = ".") -> Listing:
        """The entries of the folder, which go before anybody can look at them."""
        with listing(path) as entries:
            read = Listing(entries)
        for folder in made:
            if not isinstance(path, int) and Path(path) == folder.parent and folder.exists():
                folder.rename(tmp_path / f"gone-{made.index(folder)}")
        return read

    monkeypatch.setattr(os, "scandir", listed)
    yield folders, made
    monkeypatch.undo()


@pytest.mark.parametrize("name", READERS)
def test_a_folder_that_goes_while_one_looks_is_passed_over(busy: tuple[Folders, list[Path]], name: str) -> None:
    folders, made = busy
    READERS[name](folders)
    assert not all(folder.exists() for folder in made), "the reader looked at none of these folders"
    assert in_place(folders.outputs) == [REPORT]


def test_a_file_that_goes_while_one_looks_is_not_there(tmp_path: Path) -> None:
    folders = report_in_place(tmp_path / "office")
    manifest = read_manifest(folders.outputs / REPORT)
    assert manifest is not None
    (folders.outputs / REPORT / "facts.csv").unlink()
    (folders.outputs / REPORT / "report.html").write_text("x")
    assert dict(manifest.changed_files(folders.outputs / REPORT)) == {
        "facts.csv": "หายไป",
        "report.html": "ถูกแก้ไขหลังสร้างรายงาน",
    }
    shutil.rmtree(folders.outputs / REPORT)
    assert {how for _, how in manifest.changed_files(folders.outputs / REPORT)} == {"หายไป"}


def test_what_lies_in_a_folder_is_named_once_in_order_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "b" / ".c").mkdir(parents=True)
    (tmp_path / "b" / ".c" / "d.json").write_text("")
    (tmp_path / "a.json").write_text("")
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    names = ["a.json", "b", "b/.c", "b/.c/d.json", "b/up"]
    assert [path.relative_to(tmp_path).as_posix() for path in below(tmp_path)] == names
    assert matching(tmp_path, "*/*/*.json") == [tmp_path / "b/.c/d.json", tmp_path / "b/up/a.json"]
    assert below(tmp_path / "none") == matching(tmp_path / "none", "*") == []
