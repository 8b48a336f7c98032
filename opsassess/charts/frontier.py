"""What each further hour buys: a line that rises from choice to choice, and the points that have a name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from opsassess.charts import svg
from opsassess.charts.palette import OURS, Palette

_LEFT, _TOP, _HEIGHT, _BOTTOM = 44.0, 22.0, 190.0, 34.0
_MARGIN = 0.05  # of the shares, below the lowest point: its tier is written there
_RIGHT = svg.WIDTH - 24.0
_TICKS = 6  # of hours, about
_NICE = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One point: hours, the share that is shown, and the number of its name; 0 has none."""

    hours: float
    shown: float
    mark: int = 0
    label: str = ""
    tier: str = ""  # written beside the number
    chosen: bool = False  # what a budget buys


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """Points from the fewest hours to the most."""

    rows: tuple[Place, ...]
    hours: str = "hours that suffice four times in five"
    shown: str = "shown"
    budget: float | None = None  # where a broken line stands

    def texts(self) -> tuple[str, ...]:
        """Return all that is written in it."""
        return (self.hours, self.scale, *(place.tier for place in self.rows))

    @property
    def line(self) -> tuple[Place, ...]:
        """Return the points that show more than every point before them: with more hours nothing gets less."""
        kept: list[Place] = []
        for place in self.rows:
            if not kept or place.shown > kept[-1].shown:
                kept.append(place)
        return tuple(kept)

    @property
    def scale(self) -> str:
        """Return what the upright axis says; one that is cut says where it begins."""
        low = self.span[0]
        return f"{self.shown}; this axis begins at {low:.0%}" if low > 0 else self.shown

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the same as head and rows: the points that have a name."""
        rows = tuple((str(p.mark), p.label, f"{p.hours:.1f}", f"{p.shown:.0%}") for p in self.rows if p.mark)
        return ("No.", "What is done", "Hours", "Shown"), rows

    @property
    def span(self) -> tuple[float, float]:
        """Return the shares between which the line runs, on whole tenths."""
        low = math.floor(max(0.0, min(p.shown for p in self.rows) - _MARGIN) * 10 + 1e-9) / 10
        high = math.ceil(max(p.shown for p in self.rows) * 10 + 0.01) / 10
        return low, max(high, low + 0.1)

    @property
    def most(self) -> float:
        """Return the hours at the right end."""
        return max(*(p.hours for p in self.rows), 1.0)

    def svg(self, palette: Palette = OURS) -> str:
        """Draw it for print."""
        parts = (*self._grid(palette), *self._line(palette), *self._marks(palette))
        return svg.picture(parts, _TOP + _HEIGHT + _BOTTOM, palette.font)

    def _grid(self, palette: Palette) -> Iterator[str]:
        low, high = self.span
        base = _TOP + _HEIGHT
        for n in range(round((high - low) * 10) + 1):
            y = self._y(low + n / 10)
            yield svg.line((_LEFT, y), (_RIGHT, y), palette.line, 0.8)
            yield svg.text(_LEFT - 6, y + 3.5, f"{low + n / 10:.0%}", palette.quiet, size=9, anchor="end")
        step = next((s for s in _NICE if self.most / s <= _TICKS), _NICE[-1])
        for hours in range(0, int(self.most) + 1, step):
            yield svg.line((self._x(hours), base), (self._x(hours), base + 3), palette.quiet, 0.8)
            yield svg.text(self._x(hours), base + 14, str(hours), palette.quiet, size=9, anchor="middle")
        yield svg.text(_RIGHT, base + 28, self.hours, palette.quiet, size=9, anchor="end")
        yield svg.text(0, 9, self.scale, palette.quiet, size=9)

    def _line(self, palette: Palette) -> Iterator[str]:
        """Draw steps: between two choices an hour more buys nothing yet."""
        for one, other in pairwise(self.line):
            x1, y1, x2, y2 = self._x(one.hours), self._y(one.shown), self._x(other.hours), self._y(other.shown)
            yield svg.line((x1, y1), (x2, y1), palette.soft, 2.2)
            yield svg.line((x2, y1), (x2, y2), palette.soft, 2.2)
        last, y = self.line[-1], self._y(self.line[-1].shown)
        yield svg.line((self._x(last.hours), y), (self._x(self.rows[-1].hours), y), palette.soft, 2.2)

    def _marks(self, palette: Palette) -> Iterator[str]:
        if self.budget is not None:
            x = self._x(min(self.budget, self.most))
            yield svg.line((x, _TOP), (x, _TOP + _HEIGHT), palette.accent, 1.2, "3 3")
        for place in self.rows:
            x, y = self._x(place.hours), self._y(place.shown)
            if place.chosen:
                yield svg.diamond(x, y, 7, palette.accent, "#ffffff")
            if place.mark:
                yield svg.dot(x, y, 7.6, palette.primary)
                yield svg.text(x, y + 3.4, str(place.mark), "#ffffff", size=9.5, anchor="middle", weight=600)
                yield svg.text(x + 10, y + 14, place.tier, palette.quiet, size=9)

    def _x(self, hours: float) -> float:
        return _LEFT + 10 + (_RIGHT - _LEFT - 18) * hours / self.most

    def _y(self, shown: float) -> float:
        low, high = self.span
        return _TOP + _HEIGHT * (1 - (shown - low) / (high - low))
