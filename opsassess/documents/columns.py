"""How the columns of a table share the page: room for the longest word of each, then for its longest cell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from opsassess.blocks import Table
from opsassess.prose import Prose

_LONGEST = 70  # characters of a cell beyond which a column gets no wider
_WORD = 22  # characters of a word beyond which it is broken
_LEAST = 8
_LETTER, _AROUND = 0.0115, 0.025  # of the width of a page


def shares(block: Table) -> tuple[float, ...]:
    """Return the share of the page that each column gets."""
    if len(block.widths) == len(block.columns):
        return tuple(width / sum(block.widths) for width in block.widths)
    columns = [[name, *(row[n] for row in block.rows if n < len(row))] for n, name in enumerate(block.columns)]
    return _with_room(list(map(_weight, columns)), list(map(_room, columns)))


def _with_room(weights: Sequence[float], rooms: Sequence[float]) -> tuple[float, ...]:
    """Return shares in which no word is broken, where there is room for all: those with room to spare give it."""
    even = [weight / sum(weights) for weight in weights]
    spare = [max(0.0, share - room) for share, room in zip(even, rooms, strict=True)]
    lacking = sum(max(0.0, room - share) for share, room in zip(even, rooms, strict=True))
    if not lacking or sum(rooms) > 1:
        return tuple(even)
    return tuple(
        max(share, room) - lacking * left / sum(spare) for share, room, left in zip(even, rooms, spare, strict=True)
    )


def _room(cells: Sequence[Prose]) -> float:
    """Return the share of the page that the longest word takes in print, with the space around it."""
    return min(_longest_word(cells), _WORD) * _LETTER + _AROUND


def _longest_word(cells: Sequence[Prose]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=1)


def _weight(cells: Sequence[Prose]) -> float:
    return max(_LEAST, min(_longest_word(cells), _WORD) * 1.25, 4 * math.sqrt(min(max(map(len, cells)), _LONGEST)))
