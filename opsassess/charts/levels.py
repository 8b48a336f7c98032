"""How far one side runs ahead of the other, on the scale of the levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opsassess.charts import svg
from opsassess.charts.palette import OURS, Palette

_ROW, _LEFT, _TOP = 19.0, 262.0, 42.0
_RIGHT = svg.WIDTH - 34.0


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One row: the place of each side on the scale, as an index into its names."""

    label: str
    behind: int
    ahead: int


@dataclass(frozen=True, kw_only=True)
class Levels:
    """Rows of two points on one scale, joined by a line."""

    rows: tuple[Pair, ...]
    scale: tuple[str, ...]
    behind: str = "team"
    ahead: str = "builder"
    name: str = "Question"

    def texts(self) -> tuple[str, ...]:
        """Return all that is written in it."""
        return (*self.scale, self.behind, self.ahead, *(row.label for row in self.rows))

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the same as head and rows."""
        rows = tuple((row.label, self.scale[row.ahead], self.scale[row.behind]) for row in self.rows)
        return (self.name, self.ahead.capitalize(), self.behind.capitalize()), rows

    def svg(self, palette: Palette = OURS) -> str:
        """Draw it for print."""
        bottom = _TOP + _ROW * len(self.rows)
        rows = (part for n, row in enumerate(self.rows) for part in self._row(row, _TOP + _ROW * n, palette))
        return svg.picture((*self._head(bottom, palette), *rows), bottom + 4, palette.font)

    def _head(self, bottom: float, palette: Palette) -> Iterator[str]:
        yield svg.dot(5, 13.5, 4.4, palette.primary)
        yield svg.text(15, 17, self.behind, palette.text, size=9.5)
        yield svg.diamond(99, 13.5, 5, "#ffffff", palette.accent)
        yield svg.text(109, 17, self.ahead, palette.text, size=9.5)
        for n, name in enumerate(self.scale):
            yield svg.text(self._x(n), 17, name, palette.quiet, size=9.5, anchor="middle")
            yield svg.line((self._x(n), _TOP - 13), (self._x(n), bottom), palette.line, 0.8)
        yield svg.rule(0, _TOP - 14, palette.primary, 1)

    def _row(self, row: Pair, y: float, palette: Palette) -> Iterator[str]:
        middle = y + _ROW / 2 - 3
        yield svg.text(0, middle + 3.6, row.label, palette.text)
        yield svg.rule(0, y + _ROW - 3, palette.line)
        yield svg.line((self._x(row.behind), middle), (self._x(row.ahead), middle), palette.soft, 3)
        yield svg.dot(self._x(row.behind), middle, 4.6, palette.primary)
        yield svg.diamond(self._x(row.ahead), middle, 5.4, "#ffffff", palette.accent)

    def _x(self, place: int) -> float:
        return _LEFT + (_RIGHT - _LEFT) * place / max(len(self.scale) - 1, 1)
