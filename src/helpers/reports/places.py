"""Where a run finds its folders: from the environment that `workbook` sets, or else the project's own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from helpers.collection.data_folder import DataFolder
from helpers.digests import SOURCE
from helpers.params.folder import Params, read_params

PROJECT = SOURCE.parent.parent
_VARIABLES = {"data": "WORKBOOK_DATA", "params": "WORKBOOK_PARAMS", "outputs": "WORKBOOK_OUTPUTS"}


@dataclass(frozen=True)
class Places:
    """The folders of one run. Notebooks and the lock file always come from the project itself."""

    data: Path
    params: Path
    outputs: Path
    project: Path = PROJECT

    @property
    def data_folder(self) -> DataFolder:
        """The data folder."""
        return DataFolder(self.data)

    @property
    def notebooks(self) -> Path:
        """The project's notebooks."""
        return self.project / "notebooks"

    @property
    def lock(self) -> Path:
        """The hash-locked requirements."""
        return self.project / "requirements.lock"

    def read_params(self) -> Params:
        """The parameter folder, read and checked."""
        return read_params(self.params)

    def environment(self) -> dict[str, str]:
        """The variables by which a notebook's process finds the same folders."""
        return {variable: str(getattr(self, name).resolve()) for name, variable in _VARIABLES.items()}


def places_from_environment() -> Places:
    """The folders that the environment names; `data`, `params` and `outputs` of the project for those that it does
    not."""
    named = {name: os.environ.get(variable) for name, variable in _VARIABLES.items()}
    return Places(**{name: named_folder(text) if text else PROJECT / name for name, text in named.items()})


def named_folder(text: str) -> Path:
    """A folder as somebody wrote it: `~` is the home folder, also where no shell has read it before."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # nobody has that name
        return Path(text)
