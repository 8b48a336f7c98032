"""Shown and claimed side by side, with what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opsassess.charts import svg
from opsassess.charts.palette import OURS, Palette

_ROW, _BAR, _LEFT, _TRACK, _TOP = 13.8, 8.4, 206.0, 200.0, 38.0


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row: what evidence carries, and what the operator side says, from 0 to 1."""

    label: str
    shown: float | None  # None: nothing applies here
    claimed: float | None
    group: str = ""  # rows of one group stand together
    counts: tuple[str, ...] = ()  # one a column


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Rows from nothing to all, and beside each what was counted there."""

    rows: tuple[Bar, ...]
    columns: tuple[str, ...] = ()  # names of the counts
    words: tuple[str, str] = ("shown", "said, not shown")
    name: str = "Area"
    absent: str = "does not apply"

    def texts(self) -> tuple[str, ...]:
        """Return all that is written in it."""
        return (
            *self.columns,
            *self.words,
            *(row.label for row in self.rows),
            *(c for row in self.rows for c in row.counts),
        )

    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return the same as head and rows."""
        blank = ("",) * max(len(self.columns) - 1, 0)
        rows = tuple(
            (row.label, *(row.counts if row.shown is not None else (self.absent, *blank))) for row in self.rows
        )
        return (self.name, *self.columns), rows

    def svg(self, palette: Palette = OURS) -> str:
        """Draw it for print."""
        parts, y, group = [], _TOP, self.rows[0].group if self.rows else ""
        for row in self.rows:
            if row.group != group:
                parts.append(svg.rule(0, y - 1, palette.line, 0.8))
                y, group = y + 6, row.group
            parts.extend(self._row(row, y, palette))
            y += _ROW
        return svg.picture((*self._head(y, palette), *parts), y + 4, palette.font)

    def _head(self, bottom: float, palette: Palette) -> Iterator[str]:
        for n, word in enumerate(self.words):
            x = _LEFT + n * 74
            yield svg.rect(x, 9, 9, 9, palette.primary if n == 0 else palette.soft)
            yield svg.text(x + 14, 17, word, palette.text, size=9.5)
        for x, word in zip(self._places(), self.columns, strict=True):
            yield svg.text(x, 17, word, palette.quiet, size=9.5, anchor="end")
        yield svg.rule(0, _TOP - 14, palette.primary, 1)
        yield svg.line((_LEFT, _TOP - 6), (_LEFT, bottom - 4), palette.line)

    def _row(self, row: Bar, y: float, palette: Palette) -> Iterator[str]:
        base = y + _BAR - 1
        yield svg.text(0, base, row.label, palette.text)
        if row.shown is None or row.claimed is None:
            yield svg.text(_LEFT + 6, base, self.absent, palette.quiet, size=9.5)
            return
        yield svg.rect(_LEFT, y, _TRACK, _BAR, palette.faint)
        yield svg.rect(_LEFT, y, _TRACK * max(row.claimed, row.shown), _BAR, palette.soft)
        yield svg.rect(_LEFT, y, _TRACK * row.shown, _BAR, palette.primary)
        for x in (_LEFT + _TRACK * n / 4 for n in (1, 2, 3)):
            yield svg.line((x, y), (x, y + _BAR), "#ffffff", 0.8)
        yield from self._counts(row, base, palette)

    def _counts(self, row: Bar, base: float, palette: Palette) -> Iterator[str]:
        *others, last = zip(self._places(), row.counts, strict=True) if row.counts else [(0.0, "")]
        for x, count in others:
            yield svg.text(x, base, count, palette.text, anchor="end")
        yield svg.text(last[0], base, last[1], palette.accent, anchor="end", weight=600)

    def _places(self) -> tuple[float, ...]:
        """Return where the columns end on the right."""
        step = (svg.EDGE - _LEFT - _TRACK) / max(len(self.columns), 1)
        return tuple(_LEFT + _TRACK + step * (n + 1) for n in range(len(self.columns)))
