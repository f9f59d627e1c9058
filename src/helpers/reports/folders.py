"""Where a run finds its folders: from the environment that `workbook` sets, or else the project's own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.digests import SOURCE

if TYPE_CHECKING:
    from helpers.params.folder import Params
    from helpers.tables.data_folder import DataFolder


PROJECT = SOURCE.parent.parent
SECOND_READER = "recheck.py"
"""What the second reader is called, in the project and in every report."""
_VARIABLES = {"data": "WORKBOOK_DATA", "params": "WORKBOOK_PARAMS", "outputs": "WORKBOOK_OUTPUTS"}
_RELEASE = "WORKBOOK_RELEASE"


@dataclass(frozen=True)
class Folders:
    """The folders of one run. Notebooks and the lock file always come from the project itself. Reports of the public
    edition take their facts from the file `release`; those of the office have none."""

    data: Path
    params: Path
    outputs: Path
    project: Path = PROJECT
    release: Path | None = None

    @property
    def data_folder(self) -> DataFolder:
        """The data folder."""
        # Imported when it is needed: who only finds the folders does not load every data set, nor pandas.
        from helpers.catalogue import deliverables
        from helpers.tables.data_folder import DataFolder

        return DataFolder(self.data, deliverables())

    @property
    def notebooks(self) -> Path:
        """The project's notebooks."""
        return self.project / "notebooks"

    @property
    def second_reader(self) -> Path:
        """The program that recomputes a report with no code of the project, which lies beside the project's package and
        in every report."""
        return self.project / "src" / SECOND_READER

    @property
    def lock(self) -> Path:
        """The hash-locked requirements."""
        return self.project / "requirements.lock"

    def read_params(self) -> Params:
        """The parameter folder, read and checked."""
        from helpers.params.folder import read_params

        return read_params(self.params)

    def environment(self) -> dict[str, str]:
        """The variables by which a notebook's process finds the same folders."""
        named = {variable: str(getattr(self, name).resolve()) for name, variable in _VARIABLES.items()}
        return named | {_RELEASE: str(self.release.resolve()) if self.release else ""}


def folders_of(office: Path) -> Folders:
    """The folders of an office, or of the view over many, that has one folder for all of them."""
    return Folders(office / "data", office / "params", office / "outputs")


def folders_from_environment() -> Folders:
    """The folders that the environment names; `data`, `params` and `outputs` of the project for those that it does
    not."""
    named = {name: os.environ.get(variable) for name, variable in _VARIABLES.items()}
    release = os.environ.get(_RELEASE)
    chosen = {name: named_folder(text) if text else PROJECT / name for name, text in named.items()}
    return Folders(**chosen, release=named_folder(release) if release else None)


def named_folder(text: str) -> Path:
    """A folder as somebody wrote it: `~` is the home folder, also where no shell has read it before."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # nobody has that name
        return Path(text)
