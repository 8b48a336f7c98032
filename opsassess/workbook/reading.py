"""The data of a workbook while it is read, and the cell of each value."""

from __future__ import annotations

from dataclasses import dataclass, field

from opsassess.source import Loc
from opsassess.workbook.cells import Data
from opsassess.workbook.rows import Filled, Sheets


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The data as it grows, and where each value of it stands."""

    sheets: Sheets
    data: dict[str, Data] = field(default_factory=lambda: {"client": {}, "agent": {"profile": {}}, "questionnaire": {}})
    places: dict[Loc, str] = field(default_factory=dict)

    def set(self, path: tuple[str, ...], value: Data, place: str) -> None:
        """Set a value of the head, if there is one."""
        self.places[path] = place
        if value is not None:
            target = self.data
            for key in path[:-1]:
                target = target[key]
            target[path[-1]] = value

    def append(self, part: str, entry: dict[str, Data], row: Filled) -> int:
        """Add an entry to a list; return its position there."""
        known = self.data.setdefault(part, [])
        known.append(entry)
        self.place((part, len(known) - 1), row)
        return len(known) - 1

    def place(self, loc: Loc, row: Filled) -> None:
        """Note where an entry and its values stand."""
        self.places[loc] = row.place
        self.places.update({(*loc, key): place for key, place in row.places.items()})
