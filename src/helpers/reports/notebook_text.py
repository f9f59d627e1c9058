"""The text of a notebook's file, to the letter as nbformat writes it, in a fourth of the time.

nbformat copies the whole notebook node by node each time, and Python writes indented JSON piece by piece. An executed
report has tens of thousands of nodes, and papermill, the cache and the report each write it.
"""

from json.encoder import encode_basestring
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient


def written(notebook: NotebookNode, **_: Any) -> str:
    """The JSON text of a notebook of format 4, without a line end at its end."""
    parts: list[str] = []
    _write(strip_transient(split_lines(_copied(notebook))), "\n", parts)
    return "".join(parts)


def _copied(notebook: NotebookNode) -> NotebookNode:
    """A copy as deep as the writer changes it: texts become lists of lines, and some metadata go."""
    cells = [_of_cell(cell) for cell in notebook.cells]
    return NotebookNode({**notebook, "metadata": NotebookNode(notebook.metadata), "cells": cells})


def _of_cell(cell: NotebookNode) -> NotebookNode:
    changed: dict[str, Any] = {"metadata": NotebookNode(cell.metadata)}
    if "attachments" in cell:
        changed["attachments"] = NotebookNode({name: NotebookNode(data) for name, data in cell.attachments.items()})
    if "outputs" in cell:
        changed["outputs"] = [_of_output(output) for output in cell.outputs]
    return NotebookNode({**cell, **changed})


def _of_output(output: NotebookNode) -> NotebookNode:
    return NotebookNode({**output, "data": NotebookNode(output.data)} if "data" in output else output)


_WORDS: dict[Any, str] = {None: "null", True: "true", False: "false"}


def _write(value: Any, line: str, parts: list[str]) -> None:
    """Append the JSON of a value; `line` is the line end with the indentation of what stands beside it."""
    inside = line + " "
    if isinstance(value, str):
        parts.append(encode_basestring(value))
    elif isinstance(value, dict) and value:
        before = "{"
        for name in sorted(value):
            parts.append(f"{before}{inside}{encode_basestring(name)}: ")
            _write(value[name], inside, parts)
            before = ","
        parts.append(f"{line}}}")
    elif isinstance(value, list | tuple) and value:
        before = "["
        for entry in value:
            parts.append(before + inside)
            _write(entry, inside, parts)
            before = ","
        parts.append(f"{line}]")
    else:
        parts.append(_plain(value))


def _plain(value: Any) -> str:
    """The JSON of a number, of true, false and null, of bytes and of what is empty."""
    if isinstance(value, dict | list | tuple):
        return "{}" if isinstance(value, dict) else "[]"
    if isinstance(value, bytes):
        return encode_basestring(value.decode("ascii"))
    return _WORDS[value] if value is None or isinstance(value, bool) else repr(value)


nbformat.versions[4].writes_json = written  # type: ignore[attr-defined]
"""nbformat's own registry of writers: whoever writes a notebook in this process writes it so."""
