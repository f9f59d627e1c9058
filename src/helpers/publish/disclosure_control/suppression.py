"""Secondary suppression of one table: which further cells are withheld so that no small one follows from its margins,
at the least loss. The only module that knows pytauargus, the tau-argus of the statistical offices with HiGHS.

Its solver is native code that leaves its process damaged, so every table has a process of its own: what breaks that
breaks nothing else, and leaves the table to what comes after it.
"""

import contextlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from helpers.errors import VerificationError
from helpers.processes import in_processes

_LIBRARIES = ("pytauargus", "scipy")
_SECONDS = 60
MOST_CELLS = 150
"""Larger tables are not given to the solver, whose work grows out of all bounds with them."""
_FAR = 4
"""How many times the largest cell a reader thinks any cell could be."""


@dataclass(frozen=True)
class TableCell:
    """A cell of a table. `below` and `above` are how far from its value the bounds must lie that a reader can compute,
    both 0 where it may be known; `cost` is the loss where it is withheld too. One that is `fixed` is public anyway."""

    value: float
    cost: int
    below: float = 0.0
    above: float = 0.0
    fixed: bool = False
    signed: bool = False
    """Whether it may be negative."""

    @property
    def withheld(self) -> bool:
        """Whether it is withheld whatever the others are."""
        return self.below > 0 or self.above > 0


@dataclass(frozen=True)
class LinkedTable:
    """The cells of a table by their position, and its sums: in each, the cells times their factor come to 0."""

    cells: Mapping[int, TableCell]
    sums: Sequence[tuple[tuple[int, int], ...]]


def refuse_without_libraries() -> None:
    """Raise VerificationError with the way out where a library of disclosure control is not installed."""
    if missing := [name for name in _LIBRARIES if find_spec(name) is None]:
        remedy = "สั่ง pip install 'workbook[public-edition]' หรือสร้างสภาพแวดล้อมใหม่ด้วย make setup"
        raise VerificationError(f"ไม่มีโปรแกรมปิดตัวเลขของคนจำนวนน้อย ({', '.join(missing)})", remedy=remedy)


def secondary(tables: Sequence[LinkedTable], jobs: int = 1) -> list[frozenset[int]]:
    """The positions of the further cells to withhold, for each table in order. None where the table has nothing to
    protect, is too large, or the solver breaks on it: the attack then says what is open."""
    work = [(number, table) for number, table in enumerate(tables) if _is_work(table)]
    outcomes = in_processes(_solved, work, jobs, preload=(__name__,))
    solved = {outcome.task[0]: outcome.done or frozenset() for outcome in outcomes}
    return [solved.get(number, frozenset()) for number in range(len(tables))]


def _is_work(table: LinkedTable) -> bool:
    return len(table.cells) <= MOST_CELLS and any(cell.withheld for cell in table.cells.values())


def _solved(task: tuple[int, LinkedTable]) -> frozenset[int]:
    from pytauargus._tauargus import HiTaSCtrl

    _, table = task
    # The solver leaves its logs, with paths of this machine, in whatever folder it runs in.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        asked, answered = Path(folder, "asked"), Path(folder, "answered")
        asked.write_text(problem_text(table), encoding="ascii")
        code = HiTaSCtrl().full_jj(in_file_jj=str(asked), out_file=str(answered), max_time=_SECONDS)
        lines = answered.read_text(encoding="ascii").split() if code == 0 else []
    positions = sorted(table.cells)
    return frozenset(positions[int(line)] for line in lines if not table.cells[positions[int(line)]].fixed)


def problem_text(table: LinkedTable) -> str:
    """The table in the format of the solver: number, value, cost, status (u withheld, z public, s free), the bounds
    that a reader knows anyway, and the protection below and above; then the sums."""
    positions = {position: number for number, position in enumerate(sorted(table.cells))}
    far = _FAR * max(1.0, *(abs(cell.value) for cell in table.cells.values()))
    cells = [_cell_line(positions[position], cell, far) for position, cell in sorted(table.cells.items())]
    sums = [
        f"0 {len(parts)} : {' '.join(f'{positions[position]} ({factor})' for position, factor in parts)} "
        for parts in table.sums
    ]
    return "\n".join(["0", str(len(cells)), *cells, str(len(sums)), *sums, "", ""])


def _cell_line(number: int, cell: TableCell, far: float) -> str:
    status = "u" if cell.withheld else "z" if cell.fixed else "s"
    low = -far if cell.signed else 0
    return f"{number} {cell.value} {cell.cost} {status} {low} {far} {cell.below:.3f} {cell.above:.3f} 0"
