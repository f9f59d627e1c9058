"""What papermill injected into the notebook that is running, as the kernel itself remembers it.

papermill only warns of a parameter that a notebook does not know, and injects it all the same: the report would be that
of the default parameters, under the name of what was asked for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

_MARK = "# Parameters\n"
"""How papermill begins the cell that it injects."""


def injected_parameters() -> dict[str, Any]:
    """The parameters in papermill's own cell, by name; none where nothing was injected, or no kernel runs this."""
    from IPython import get_ipython

    shell = get_ipython()
    sources = shell.user_ns.get("In", ()) if shell else ()
    cells = [source for source in sources if isinstance(source, str) and source.startswith(_MARK)]
    return {name: value for source in cells[-1:] for name, value in _assigned(source)}


def _assigned(source: str) -> Iterator[tuple[str, Any]]:
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    yield target.id, _value(statement.value)


def _value(written: ast.expr) -> Any:
    """What is written, where it is a plain value; a name that is refused needs none."""
    try:
        return ast.literal_eval(written)
    except ValueError:
        return ast.unparse(written)
