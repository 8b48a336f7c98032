"""How the columns of a table share the page: room for the longest word of each, then for its longest cell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from opsassess.blocks import Table
from opsassess.prose import Prose

_LONGEST = 70  # characters of a cell beyond which a column gets no wider
_WORD = 22  # characters of a word beyond which it is broken
_LEAST = 8


def shares(block: Table) -> tuple[float, ...]:
    """Return the share of the page that each column gets."""
    if len(block.widths) == len(block.columns):
        weights: Sequence[float] = block.widths
    else:
        columns = [
            [block.columns[n], *(row[n] for row in block.rows if n < len(row))] for n in range(len(block.columns))
        ]
        weights = [_weight(cells) for cells in columns]
    return tuple(weight / sum(weights) for weight in weights)


def _weight(cells: Sequence[Prose]) -> float:
    word = max((len(word) for cell in cells for word in cell.split()), default=1)
    return max(_LEAST, min(word, _WORD) * 1.25, 4 * math.sqrt(min(max(map(len, cells)), _LONGEST)))
