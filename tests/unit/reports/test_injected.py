"""What papermill injected is known, however the notebook that it was injected into uses it."""

from types import SimpleNamespace

import IPython
import papermill.parameterize
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from builders import make_office
from helpers.errors import ParameterError
from helpers.reports.inputs import injected_parameters
from helpers.reports.session import open_report

CELL = 'round_id: str = "2568-1"\nfingerprint: str = ""'


def executed(monkeypatch: pytest.MonkeyPatch, **parameters: object) -> None:
    """The kernel as it is when the cells before the report's own have been executed."""
    notebook = new_notebook(cells=[new_code_cell(CELL, metadata={"tags": ["parameters"]})])
    notebook.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook.metadata["papermill"] = {}
    cells = papermill.parameterize.parameterize_notebook(notebook, parameters).cells
    sources = ["", *(cell.source for cell in cells), 'open_report("round/dmc", round_id=round_id)']
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(user_ns={"In": sources}))


def test_without_papermill_nothing_is_injected(monkeypatch: pytest.MonkeyPatch) -> None:
    assert injected_parameters() == {}
    executed(monkeypatch)
    assert injected_parameters() == {}


def test_what_was_injected_is_known_by_name_and_value(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"round": "2569-1", "many": [1, "ก"], "none": None, "share": float("inf")}
    executed(monkeypatch, **given)
    assert injected_parameters() == given | {"share": "float('inf')"}


def test_a_parameter_that_the_notebook_does_not_know_stops_it(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office(tmp_path)  # type: ignore[arg-type]
    for name in ("data", "params", "outputs"):
        monkeypatch.setenv(f"WORKBOOK_{name.upper()}", str(office.folder / name))
    executed(monkeypatch, round="2569-1")
    with pytest.raises(ParameterError, match=r"(?s)round: ไม่รู้จัก.*พารามิเตอร์ที่มีคือ .*round_id \("):
        open_report("round/dmc", round_id="2568-1")
