"""Parameter files as the source rows of what they decide."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from helpers.collection.schemas import DELIVERY_DIGITS, with_row_keys
from helpers.digests import file_digest
from helpers.params.folder import Params
from helpers.periods import Round

PARAMETERS = "parameters"


def file_row(path: Path) -> dict[str, object]:
    """The keys of a row that a parameter file as a whole decides."""
    delivery = file_digest(path)[:DELIVERY_DIGITS]
    return {"delivery": delivery, "sheet": "", "row": 0, "row_key": f"{delivery}::0"}


def round_file(round_: Round, params: Params) -> Path:
    """The file of a round's parameters."""
    return params.folder / "rounds" / f"{round_}.yml"


def round_row(round_: Round, params: Params) -> dict[str, object]:
    """The keys of a row that a round's parameters decide."""
    return file_row(round_file(round_, params))


def indicators_row(params: Params) -> dict[str, object]:
    """The keys of a row that the file of the indicators decides."""
    return file_row(params.indicators_file)


def file_frame(paths: list[Path], folder: Path) -> pd.DataFrame:
    """The files as rows of the table of deliveries."""
    rows = [
        {
            "sha256": file_digest(path),
            "name": path.relative_to(folder).as_posix(),
            "report": PARAMETERS,
            "title": "พารามิเตอร์",
            "encoding": "utf-8",
            "rows": 0,
            **file_row(path),
        }
        for path in paths
    ]
    return with_row_keys(pd.DataFrame(rows))
