"""What the cache gives is what was put in, or nothing."""

import copy
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.reports.notebook_cache import cleaned, keep, taken


def asked() -> NotebookNode:
    """A notebook that is to be executed."""
    cells = [new_markdown_cell("# หัวเรื่อง"), new_code_cell("print(7)"), new_markdown_cell("ท้ายเรื่อง"), new_code_cell("8")]
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def executed() -> NotebookNode:
    """The same as it was executed."""
    notebook = asked()
    notebook.cells[1].execution_count = 1
    notebook.cells[1].outputs = [new_output("stream", text="7 คน\n")]
    notebook.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    return cleaned(notebook)


@pytest.mark.parametrize("name", ["notebooks", "50%20off", "what?", "a#b&c", "โฟลเดอร์ ของ 'เขต'"])
def test_it_comes_out_as_it_was_put_in(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "notebooks"
    assert taken(folder, asked()) is None
    keep(folder, executed())
    found = taken(folder, asked())
    assert found
    assert nbformat.writes(found) == nbformat.writes(executed())
    assert {path.name for path in tmp_path.iterdir()} == {name}


def test_other_prose_is_another_notebook(tmp_path: Path) -> None:
    keep(tmp_path / "notebooks", executed())
    other = asked()
    other.cells[0].source = "# หัวเรื่องใหม่"
    assert taken(tmp_path / "notebooks", other) is None


def lose_folder(cache: Path) -> None:
    cache.rename(cache.with_name("elsewhere"))


def write_database(content: bytes) -> Callable[[Path], None]:
    def harm(cache: Path) -> None:
        (cache / "global.db").write_bytes(content)

    return harm


def cut_database(cache: Path) -> None:
    path = cache / "global.db"
    path.write_bytes(path.read_bytes()[:5000])


def other_schema(cache: Path) -> None:
    (cache / "global.db").unlink()
    database = sqlite3.connect(cache / "global.db")
    database.execute("CREATE TABLE nbcache (pk INTEGER)")
    database.execute("CREATE TABLE settings (pk INTEGER)")
    database.commit()
    database.close()


def change_notebooks(before: str, after: str) -> Callable[[Path], None]:
    def harm(cache: Path) -> None:
        texts = {path: path.read_text(encoding="utf-8") for path in cache.rglob("base.ipynb")}
        assert any(before in text for text in texts.values())
        for path, text in texts.items():
            path.write_text(text.replace(before, after), encoding="utf-8")

    return harm


def lose_notebooks(cache: Path) -> None:
    for path in cache.rglob("base.ipynb"):
        path.unlink()


def empty_notebooks(cache: Path) -> None:
    for path in cache.rglob("base.ipynb"):
        path.write_text("", encoding="utf-8")


def lose_cells(cache: Path) -> None:
    for path in cache.rglob("base.ipynb"):
        content = json.loads(path.read_text(encoding="utf-8"))
        del content["cells"][-2:]
        path.write_text(json.dumps(content), encoding="utf-8")


HARMS = [
    lose_folder,
    write_database(b""),
    write_database(b"SQLite format 3\0" + b"\xff" * 2000),
    cut_database,
    other_schema,
    lose_notebooks,
    empty_notebooks,
    change_notebooks("print(7)", "print(9)"),
    change_notebooks("execution_count", "executions"),
    change_notebooks("7 คน", "9 คน"),
    lose_cells,
]


@pytest.mark.parametrize("harm", HARMS, ids=lambda each: each.__qualname__.partition(".")[0])
def test_what_is_damaged_is_passed_over_and_heals(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    folder = tmp_path / "notebooks"
    keep(folder, executed())
    harm(folder)
    assert taken(folder, asked()) is None
    keep(folder, copy.deepcopy(executed()))
    assert nbformat.writes(taken(folder, asked())) == nbformat.writes(executed())


def test_what_a_killed_run_left_is_no_hindrance(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    keep(folder, executed())
    (path,) = folder.rglob("base.ipynb")
    path.unlink()
    (folder / "global.db").unlink()
    keep(folder, executed())
    assert taken(folder, asked())
