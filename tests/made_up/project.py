"""A copy of the project to which a made-up collection system was added: one module, one notebook, nothing else.

Its reports are made in a few seconds, so runs can be killed, interrupted and broken on it.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PROJECT = Path(__file__).resolve().parents[2]
_MADE_HERE = {".git", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache", "data", "docs", "outputs", "tests"}
_PARAMETERS = """\
round_id: str = "2568-1"  # รอบของข้อมูล: ปีการศึกษา-รอบ เช่น 2568-1
fingerprint: str = ""  # เว้นว่างไว้ คำสั่ง workbook run เติมให้เอง"""
_OPENING = """\
from helpers.reports.session import column, open_report

report = open_report("{kind}", round_id=round_id, fingerprint=fingerprint)"""
POSTS_CELLS = (
    """\
report.sum("people.total", "ผู้ครองตำแหน่ง", "posts.people")
report.sum("people.by_post", "ผู้ครองตำแหน่งตามตำแหน่ง", "posts.people", by=["post"], totals=["post"])
report.sum("people.by_school", "ผู้ครองตำแหน่งรายโรงเรียน", "posts.people", by=["smis"])
report.lead("{round} มี {people.total}")
report.table("by-post", "ผู้ครองตำแหน่ง (คน)", "post", [column("คน", "people.by_post")])
report.table("by-school", "ผู้ครองตำแหน่งรายโรงเรียน (คน)", "smis", [column("คน", "people.by_school")])""",
)


@dataclass(frozen=True)
class Home:
    """The folders of one office, and the project whose command line it uses."""

    root: Path
    project: Path = PROJECT
    params: Path = PROJECT / "params"
    surroundings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.root / "data"

    @property
    def outputs(self) -> Path:
        """The outputs folder."""
        return self.root / "outputs"

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this office finds around it; Python may keep compiled modules, which saves seconds."""
        mine = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        folders = {"DATA": self.data, "PARAMS": self.params, "OUTPUTS": self.outputs}
        named = {f"WORKBOOK_{name}": str(path) for name, path in folders.items()}
        return mine | named | {"PYTHONPATH": str(self.project / "src")} | self.surroundings

    def command(self, *words: str) -> list[str]:
        """The command line of `workbook …`."""
        folders = ("--data", str(self.data), "--params", str(self.params), "--outputs", str(self.outputs))
        return [sys.executable, "-m", "helpers", *folders, *words]

    def workbook(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run it to its end; it must exit with `code`."""
        asked, here = self.command(*words), self.project
        done = subprocess.run(asked, cwd=here, env=self.environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == code, f"{words[0]}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    @property
    def reports(self) -> list[str]:
        """The ids of the reports in place."""
        found = self.outputs.glob("round/*/*/manifest.json")
        return sorted(path.parent.relative_to(self.outputs).as_posix() for path in found)

    @property
    def pages(self) -> list[str]:
        """The ids of the pages of schools in place."""
        made = self.outputs.glob("school/*/*/manifest.json")
        return sorted(path.parent.relative_to(self.outputs).as_posix() for path in made)

    def read(self, path: str) -> bytes:
        """A file of the outputs."""
        return (self.outputs / path).read_bytes()


def notebook(kind: str, heading: str, *cells: str) -> nbformat.NotebookNode:
    """The notebook of a kind of round report: heading, parameters, opening, these cells, and the closing one."""
    sources = (_OPENING.format(kind=kind), *cells, "report.close()")
    parameters = new_code_cell(_PARAMETERS, metadata={"tags": ["parameters"]})
    every = [new_markdown_cell(f"# {heading}"), parameters, *map(new_code_cell, sources)]
    made: nbformat.NotebookNode = new_notebook(cells=every)
    made.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number:02}"
    return made


def write_notebook(project: Path, *broken: str) -> None:
    """Put the made-up system's notebook where its reports are looked for, with cells before the closing one that a test
    wants in it."""
    made = notebook("round/posts", "อัตรากำลังสมมติ\n\nมีกี่คน", *POSTS_CELLS, *broken)
    nbformat.write(made, project / "notebooks" / "round" / "posts.ipynb")


def copy_project(target: Path) -> Path:
    """A copy of the project without what was made in it; compiled modules come along and save seconds."""
    top = str(PROJECT)
    shutil.copytree(PROJECT, target, ignore=lambda folder, _: _MADE_HERE if folder == top else ())
    return target


def project_with_posts(target: Path) -> Path:
    """A copy of the project with one module and one notebook more."""
    copy_project(target)
    shutil.copy(Path(__file__).with_name("posts.py"), target / "src" / "helpers" / "systems" / "posts.py")
    write_notebook(target)
    return target


def posts_home(root: Path, project: Path, *rounds: str) -> Home:
    """An office that received the made-up system's files of these rounds."""
    params = root / "params"
    shutil.copytree(project / "params", params)
    home = Home(root, project, params)
    downloads = root / "downloads"
    downloads.mkdir()
    for round_ in rounds:
        write_posts(downloads / f"{round_}.csv", round_)
    home.workbook("receive", str(downloads))
    return home


def write_posts(path: Path, round_: str, people: int = 7) -> Path:
    """A file of the made-up system: two schools, two posts."""
    rows = [("34010001", "ครู", people), ("34010001", "ธุรการ", 1), ("34010002", "ครู", 5)]
    lines = ["round,smis,post,people", *(f"{round_},{smis},{post},{number}" for smis, post, number in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
