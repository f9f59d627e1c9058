"""The papermill engine that executes a notebook in the process that asks for it, without a kernel beside it.

A report has a process of its own already, so that a second one, with its ports, messages and waiting, would guard
nothing. In JupyterLab the same notebook runs in a kernel as ever.
"""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from decimal import localcontext
from io import TextIOBase
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets.config import Config

ENGINE = "in-process"
_SETTINGS = Config({"HistoryManager": {"enabled": False}})
"""What a report executes is nobody's typing, to be remembered."""


class _Publisher(DisplayPublisher):
    """Where `display` sends what a cell shows."""

    shell: _Shell

    def publish(self, data: dict[str, Any], metadata: dict[str, Any] | None = None, *_: Any, **__: Any) -> None:
        self.shell.show("display_data", data=data, metadata=metadata or {})


class _ResultHook(DisplayHook):
    """Where the value of a cell's last line goes."""

    shell: _Shell

    def write_output_prompt(self) -> None:
        """Print no number: a notebook numbers its results itself."""
        return

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        number = self.shell.cell_number
        self.shell.show("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=number)

    def finish_displayhook(self) -> None:
        """Print no line after a result."""
        return


class _Shell(InteractiveShell):
    """IPython as a kernel has it; its number and outputs are those of the cell that runs."""

    def __init__(self, **settings: Any) -> None:
        self.cell_number = 0
        self.outputs: list[NotebookNode] = []
        super().__init__(displayhook_class=_ResultHook, display_pub_class=_Publisher, **settings)  # type: ignore[no-untyped-call]

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.show("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)

    def show(self, kind: str, **content: Any) -> None:
        """Add an output to those of the cell. It is not held to the schema, as nbformat's own outputs are one by one:
        the notebook is, when it is written."""
        self.outputs.append(from_dict({"output_type": kind, **content}))

    def executed(self, source: str) -> list[NotebookNode]:
        """Run a cell; what it printed, showed and raised, in the order of events."""
        self.cell_number, self.outputs = self.execution_count, []
        with redirect_stdout(_Stream("stdout", self)), redirect_stderr(_Stream("stderr", self)):
            self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        return self.outputs


class _Stream(TextIOBase):
    """What a cell prints; pieces that follow each other are one output."""

    def __init__(self, name: str, shell: _Shell) -> None:
        self._name = name
        self._shell = shell

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        last = self._shell.outputs[-1] if self._shell.outputs else None
        if text and last is not None and last.output_type == "stream" and last.name == self._name:
            last.text += text
        elif text:
            self._shell.show("stream", name=self._name, text=text)
        return len(text)


class InProcessEngine(Engine):  # type: ignore[misc]  # papermill brings no types
    """Executes the code cells one after another and stops at the first that raises, as papermill expects of engines."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, *_: Any, **__: Any) -> None:
        """Fill in the outputs; a shell of its own for every notebook, so that no name lives on from another."""
        shell = _Shell.instance(config=_SETTINGS)
        try:
            with localcontext():  # a notebook's way of rounding is its own
                _execute(nb_man, shell)
        finally:
            shell.restore_sys_module_state()  # type: ignore[no-untyped-call]
            _Shell.clear_instance()


def _execute(nb_man: NotebookExecutionManager, shell: _Shell) -> None:
    for index, cell in enumerate(nb_man.nb.cells):
        nb_man.cell_start(cell, index)
        if cell.cell_type == "code":
            cell.outputs = shell.executed(cell.source)
            cell.execution_count = shell.cell_number
            if any(output.output_type == "error" for output in cell.outputs):
                nb_man.cell_exception(cell, index)
                break
        nb_man.cell_complete(cell, index)


papermill_engines.register(ENGINE, InProcessEngine)
