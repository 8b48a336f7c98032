"""What was parsed, and where each of its values stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Loc = tuple[str | int, ...]

MAX_DEPTH = 50  # of lists and mappings in each other; no file of ours needs ten


def walk(value: object) -> Iterator[tuple[object, int]]:
    """Yield every value of plain data, keys too, with its depth.

    Nothing recurses, so no depth exhausts the stack; it stops where its reader stops, and nothing large is copied.
    """
    yield value, 0
    open_parts = [_inside(value)]
    while open_parts:
        for part in open_parts[-1]:
            yield part, len(open_parts)
            open_parts.append(_inside(part))
            break
        else:
            open_parts.pop()


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from (part for pair in value.items() for part in pair)
    elif isinstance(value, list | tuple):
        yield from value


@dataclass(frozen=True, kw_only=True)
class Source:
    """The parsed text of a file and where its values stand."""

    name: str  # as the user knows it, for messages
    data: Any
    lines: Mapping[Loc, int] = field(default_factory=dict)
    cells: Mapping[Loc, str] = field(default_factory=dict)  # of a workbook: "Answers!D17"
    heads: Mapping[Loc, str] = field(default_factory=dict)  # of a workbook: what stands over or before the cell
    base: Source | None = None  # of one that extends another: that one, whole
    parts: Mapping[Loc, tuple[Source, Loc]] = field(default_factory=dict)  # of such a one: where each was written

    def where(self, loc: Loc) -> str:
        """Return ``file:line`` or ``file, cell`` of the value at ``loc``, or of its nearest parent that has a place."""
        for end in range(len(loc), -1, -1):
            if loc[:end] in self.parts:
                source, place = self.parts[loc[:end]]
                return source.where(place + loc[end:])
            if loc[:end] in self.cells:
                return f"{self.name}, {self.cells[loc[:end]]}"
            if loc[:end] in self.lines:
                return f"{self.name}:{self.lines[loc[:end]]}"
        return self.name
