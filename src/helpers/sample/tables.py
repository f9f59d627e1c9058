"""One aggregate file before it is written: blocks of rows for schools, the area's block last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from helpers.collection.dmc.layouts import Layout
from helpers.periods import Round

Ints = npt.NDArray[np.int64]


@dataclass
class Table:
    """The counts of one report and round; defects change them in place."""

    round: Round
    layout: Layout
    file: str
    """Name of the file that it becomes."""
    codes: list[str]
    """SMIS codes of the blocks, then the code of the area's block."""
    groups: tuple[str, ...]
    """Labels of the level groups, for reports that have them."""
    values: Ints
    """Axes: block, label, group, measure."""
    inserted: dict[int, str] = field(default_factory=dict)
    """Further lines by the position, among the table's own rows, of the row in front of which they stand."""

    @property
    def _block_height(self) -> int:
        return int(self.values.shape[1])

    def row_number(self, block: int, label: str = "") -> int:
        """Row in the file, from 1, of a block's label; of its first row without one."""
        position = block * self._block_height + (self.layout.labels.index(label) if label else 0)
        return position + 1 + sum(place <= position for place in self.inserted)

    def insert(self, block: int, code: str, label: str) -> int:
        """Put a row of zeros in front of a block; its row number is returned."""
        position = block * self._block_height
        start = [str(self.round), code, *([label] if label else [])]
        self.inserted[position] = ",".join([*start, *["0"] * self.values[0, 0].size])
        return position + 1 + sum(place < position for place in self.inserted)

    def lines(self) -> Iterator[str]:
        """The rows as they stand in the file."""
        labels = self.layout.labels
        for position, numbers in enumerate(self.values.reshape(len(self.codes) * self._block_height, -1).tolist()):
            if position in self.inserted:
                yield self.inserted[position]
            block, label = divmod(position, self._block_height)
            start = [str(self.round), self.codes[block], *([labels[label]] if labels else [])]
            yield ",".join([*start, *map(str, numbers)])
