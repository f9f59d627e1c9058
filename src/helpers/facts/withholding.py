"""Cell suppression: which cells of a sensitive count are not printed so that none of a few persons can be inferred.

Primary suppression leaves out small cells. A reader who knows a total and all but one of its parts knows that part, and
of a total of two with two parts left out knows both; so secondary suppression leaves out more parts until each of them
could be as large as one that may be printed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.facts.definitions import WHOLE, FactCell, key_parts, key_text, natural_key


@dataclass(frozen=True)
class _SumGroup:
    """The cells that add up to one margin: those along one dimension with the others fixed. `whole` is the key of the
    margin, whether the fact has that cell or not."""

    whole: str
    parts: tuple[str, ...]


def withheld_keys(cells: Mapping[str, FactCell], dimensions: Sequence[str], below: int) -> frozenset[str]:
    """The keys of the cells that are not to be printed. Counts from 1 to `below` - 1 persons are too small.

    The size of a cell is its value or the number of its source rows, whichever is less, and the number of rows where
    the value is 0. An empty cell is withheld too where its margin is: it would reveal that the few are all of another
    kind. Sums are protected along each of the `dimensions`, even where another fact states the margin.
    """
    sizes = {key: min(cell.rows, abs(int(cell.value)) or cell.rows) for key, cell in cells.items()}
    hidden = {key for key, size in sizes.items() if 0 < size < below}
    groups = list(_sum_groups(cells, dimensions))
    while more := next((key for group in groups if (key := _one_more(group, sizes, hidden, below))), ""):
        hidden.add(more)
    empty = {key for group in groups if group.whole in hidden for key in group.parts if not sizes[key]}
    return frozenset(hidden | empty)


def _sum_groups(cells: Collection[str], dimensions: Sequence[str]) -> Iterator[_SumGroup]:
    for dimension in dimensions:
        keys_of: dict[str, list[str]] = {}
        for key in cells:
            parts = key_parts(key)
            if parts.get(dimension, WHOLE) != WHOLE:
                keys_of.setdefault(key_text({**parts, dimension: WHOLE}), []).append(key)
        yield from (_SumGroup(whole, tuple(parts)) for whole, parts in keys_of.items())


def _one_more(group: _SumGroup, sizes: Mapping[str, int], hidden: Collection[str], below: int) -> str:
    """The key of a cell that must be withheld too; empty where the group reveals nothing about those that are."""
    left_out = [key for key in group.parts if key in hidden]
    if not left_out or group.whole in hidden:
        return ""
    unknown = sum(sizes[key] for key in left_out)
    if len(left_out) > 1 and unknown - (len(left_out) - 1) >= below:
        return ""
    printed = [key for key in group.parts if key not in hidden and sizes[key]]
    if printed:
        return min(printed, key=lambda key: (sizes[key], natural_key(key)))
    return group.whole if group.whole in sizes else ""
