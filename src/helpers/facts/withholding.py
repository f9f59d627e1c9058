"""Which cells of a sensitive count are not printed: those of a few persons, and as many others as keep them unknown.

Whoever knows a total and all but one of its parts knows that one too; whoever sees two parts left out of a total of two
knows both. So parts are left out until each of those left out could be as large as one that is printed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.facts.definitions import WHOLE, Cell, key_parts, key_text, natural


@dataclass(frozen=True)
class _Line:
    """Cells that add up: along one dimension, the others fixed. `whole` is the key of their margin, stated or not."""

    whole: str
    parts: tuple[str, ...]


def withheld(cells: Mapping[str, Cell], dimensions: Sequence[str], below: int) -> frozenset[str]:
    """The keys of the cells not to be printed, where less than `below`, and more than none, are too few.

    How many a cell is of is its value or its source rows, whichever is less, and its rows where they add up to nothing;
    that it is of nobody is left out where it
    would say of the few that they are all of another kind. What is left out is left out along each of
    the dimensions, whether the fact states the margin or another one does.
    """
    sizes = {key: min(cell.rows, abs(int(cell.value)) or cell.rows) for key, cell in cells.items()}
    hidden = {key for key, size in sizes.items() if 0 < size < below}
    lines = list(_lines(cells, dimensions))
    while more := next((each for line in lines if (each := _one_more(line, sizes, hidden, below))), ""):
        hidden.add(more)
    nobody = {key for line in lines if line.whole in hidden for key in line.parts if not sizes[key]}
    return frozenset(hidden | nobody)


def _lines(cells: Collection[str], dimensions: Sequence[str]) -> Iterator[_Line]:
    for dimension in dimensions:
        found: dict[str, list[str]] = {}
        for key in cells:
            parts = key_parts(key)
            if parts.get(dimension, WHOLE) != WHOLE:
                found.setdefault(key_text({**parts, dimension: WHOLE}), []).append(key)
        yield from (_Line(whole, tuple(parts)) for whole, parts in found.items())


def _one_more(line: _Line, sizes: Mapping[str, int], hidden: Collection[str], below: int) -> str:
    """A cell that must be left out too; the empty string where the line tells nothing of those that are."""
    left_out = [key for key in line.parts if key in hidden]
    if not left_out or line.whole in hidden:
        return ""
    unknown = sum(sizes[key] for key in left_out)
    if len(left_out) > 1 and unknown - (len(left_out) - 1) >= below:
        return ""
    printed = [key for key in line.parts if key not in hidden and sizes[key]]
    if printed:
        return min(printed, key=lambda key: (sizes[key], natural(key)))
    return line.whole if line.whole in sizes else ""
