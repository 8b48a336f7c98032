"""Work on a line of days: what, when, who, how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from opsassess.charts import svg
from opsassess.charts.palette import OURS, Palette

_LEFT, _RIGHT, _OWNER, _DUE = 228.0, 374.0, 388.0, 490.0
_LINE, _PAD, _TOP, _BASE = 12.4, 6.6, 20.5, 13.0


@dataclass(frozen=True, kw_only=True)
class Span:
    """One row: between two days something is done, and by a day it is due."""

    label: str
    start: int  # days from the first
    end: int
    due: int | None = None
    kind: Literal["work", "look", "other"] = "work"
    owner: str = ""
    by: str = ""  # the due day in words
    effort: str = ""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Rows on one axis of days."""

    rows: tuple[Span, ...]
    marks: tuple[tuple[int, str], ...]  # day and what stands at it
    columns: tuple[str, str, str, str] = ("What", "Owner", "By", "Effort")
    nobody: str = "to be named"

    def texts(self) -> tuple[str, ...]:
        """Return all that is written in it."""
        return (*self.columns, *(part for row in self.rows for part in (row.label, row.owner, row.by, row.effort)))

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the same as head and rows."""
        rows = tuple((row.label, row.owner or self.nobody, row.by, row.effort) for row in self.rows)
        return self.columns, rows

    def svg(self, palette: Palette = OURS) -> str:
        """Draw it for print."""
        parts = [svg.strip(0, _TOP, self._head(palette))]
        top = _TOP
        for row in self.rows:
            label, owner = svg.lines_of(row.label, _LEFT - 12), svg.lines_of(row.owner, _DUE - _OWNER - 8)
            bottom = top + max(len(label), len(owner)) * _LINE + _PAD
            drawn = self._row(row, label, owner, top + _BASE, palette)
            parts.append(svg.strip(top, bottom, (*self._days_lines(top, bottom, palette), *drawn)))
            top = bottom
        return svg.picture(parts, top + 2, palette.font)

    def _days_lines(self, top: float, bottom: float, palette: Palette) -> Iterator[str]:
        for day, _ in self.marks:
            yield svg.line((self._x(day), top), (self._x(day), bottom), palette.line, 0.8)
        yield svg.rule(0, bottom, palette.line)

    def _head(self, palette: Palette) -> Iterator[str]:
        what, owner, by, effort = self.columns
        for x, name in ((0, what), (_OWNER, owner), (_DUE, by)):
            yield svg.text(x, 14, name, palette.primary, size=9.5, weight=600)
        yield svg.text(svg.EDGE, 14, effort, palette.primary, size=9.5, weight=600, anchor="end")
        for day, name in self.marks:
            yield svg.text(self._x(day), 14, name, palette.quiet, size=9, anchor="middle")
        yield svg.rule(0, _TOP, palette.primary, 1)

    def _row(self, row: Span, label: list[str], owner: list[str], base: float, palette: Palette) -> Iterator[str]:
        yield svg.block(0, base, label, palette.text)
        yield from self._bar(row, base - 3.7, palette)
        yield svg.block(_OWNER, base, owner, palette.text)
        yield svg.text(_DUE, base, row.by, palette.text)
        if not row.owner:
            yield svg.text(_OWNER, base, self.nobody, palette.quiet)
        colour = palette.text if row.kind == "work" else palette.quiet
        yield svg.text(svg.EDGE, base, row.effort, colour, anchor="end")

    def _bar(self, row: Span, middle: float, palette: Palette) -> Iterator[str]:
        """Draw work as a full bar, what has to be shown as an empty one, the rest broken; the due day as a diamond."""
        x, width = self._x(row.start), self._x(row.end) - self._x(row.start)
        if row.kind == "work":
            yield svg.rect(x, middle - 3.2, width, 6.4, palette.soft)
        elif row.kind == "look":
            yield svg.rect(x + 0.5, middle - 2.7, width - 1, 5.4, "#ffffff", stroke=palette.soft)
        else:
            yield svg.line((x, middle), (x + width, middle), palette.soft, 2, "3 3")
        if row.due is not None:
            yield svg.diamond(self._x(row.due), middle, 4.4, palette.accent, palette.accent)

    def _x(self, day: int) -> float:
        first, last = self._days
        return _LEFT + (_RIGHT - _LEFT) * (min(max(day, first), last) - first) / max(last - first, 1)

    @property
    def _days(self) -> tuple[int, int]:
        days = [day for day, _ in self.marks] or [0]
        return min(days), max(days)
