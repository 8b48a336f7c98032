"""The data of a workbook while it is read, and the cell of each value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from opsassess.errors import Mistake
from opsassess.source import Loc, Source
from opsassess.workbook.cells import Data
from opsassess.workbook.rows import Filled, Sheets


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The data as it grows, and where each value of it stands."""

    sheets: Sheets
    data: dict[str, Data] = field(default_factory=lambda: {"client": {}, "agent": {"profile": {}}, "questionnaire": {}})
    places: dict[Loc, str] = field(default_factory=dict)
    heads: dict[Loc, str] = field(default_factory=dict)

    def set(self, path: tuple[str, ...], value: Data, place: str, name: str) -> None:
        """Set a value of the head, if there is one."""
        self.places[path], self.heads[path] = place, name
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
        self.heads.update({(*loc, key): title for key, title in row.titles.items()})

    def source(self) -> Source:
        return Source(name=self.sheets.name, data=self.data, cells=self.places, heads=self.heads)

    def mistakes(self) -> list[Mistake]:
        """Return what is wrong with the cells, each with its place in the data if it has one."""
        of_cell = {f"{self.sheets.name}, {place}": loc for loc, place in self.places.items()}
        return [replace(mistake, at=of_cell.get(mistake.where, ())) for mistake in self.sheets.mistakes]
