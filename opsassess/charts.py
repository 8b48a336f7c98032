"""Charts as values with two renderings: SVG for print, plotly for the notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW, _BAR, _LABEL, _WIDTH, _TOP = 22, 11, 205, 660, 26


@dataclass(frozen=True, kw_only=True)
class Row:
    """One bar: what evidence carries, and what the operator side says."""

    label: str
    shown: float | None  # None: nothing applies here
    claimed: float | None
    group: str = ""  # rows of one group stand together


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Shown and claimed side by side for several rows, from nothing to all."""

    rows: tuple[Row, ...]
    low: str = "nothing"
    high: str = "all of it"


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Colours of a chart. The two must differ in lightness too: a report is often printed in grey."""

    shown: str = "#1f3a5f"
    claimed: str = "#b9c6d6"
    line: str = "#d5dae1"
    text: str = "#26303b"
    quiet: str = "#66717e"


def to_svg(chart: Chart, palette: Palette = Palette(), font: str = "Inter") -> str:
    """Return the chart as SVG. Text is short: a PDF draws it letter by letter."""
    parts: list[str] = []
    y = _TOP
    group = chart.rows[0].group if chart.rows else ""
    for row in chart.rows:
        if row.group != group:
            y += 9
            group = row.group
        parts.append(_svg_row(row, y, palette))
        y += _ROW
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y + 6}" width="{_WIDTH}" height="{y + 6}" '
        f'font-family="{escape(font)}" font-size="11">{_svg_scale(chart, y, palette)}{"".join(parts)}</svg>'
    )


def _svg_scale(chart: Chart, bottom: int, palette: Palette) -> str:
    span = _WIDTH - _LABEL - 12
    lines = "".join(
        f'<line x1="{_LABEL + span * n / 4:g}" y1="{_TOP - 8}" x2="{_LABEL + span * n / 4:g}" y2="{bottom}" '
        f'stroke="{palette.line}" stroke-width="{1 if n in (0, 4) else 0.5}"/>'
        for n in range(5)
    )
    words = (
        f'<text x="{_LABEL}" y="{_TOP - 14}" fill="{palette.quiet}" font-size="9.5">{escape(chart.low)}</text>'
        f'<text x="{_LABEL + span}" y="{_TOP - 14}" fill="{palette.quiet}" font-size="9.5" '
        f'text-anchor="end">{escape(chart.high)}</text>'
    )
    return lines + words


def _svg_row(row: Row, y: int, palette: Palette) -> str:
    span = _WIDTH - _LABEL - 12
    label = f'<text x="0" y="{y + _BAR - 1}" fill="{palette.text}">{escape(row.label)}</text>'
    if row.shown is None or row.claimed is None:
        return label + f'<text x="{_LABEL + 6}" y="{y + _BAR - 1}" fill="{palette.quiet}">does not apply</text>'
    bars = (
        f'<rect x="{_LABEL}" y="{y}" width="{span * row.claimed:.2f}" height="{_BAR}" fill="{palette.claimed}"/>'
        f'<rect x="{_LABEL}" y="{y + 2.5}" width="{span * row.shown:.2f}" height="{_BAR - 5}" fill="{palette.shown}"/>'
    )
    return label + bars


def to_plotly(chart: Chart, palette: Palette = Palette()) -> Figure:
    """Return the same chart as a plotly figure: hovering shows the numbers."""
    import plotly.graph_objects as go

    rows = [row for row in reversed(chart.rows) if row.shown is not None]
    labels = [row.label for row in rows]
    figure = go.Figure()
    figure.add_bar(y=labels, x=[r.claimed for r in rows], orientation="h", name="claimed", marker_color=palette.claimed)
    figure.add_bar(
        y=labels, x=[r.shown for r in rows], orientation="h", name="shown", marker_color=palette.shown, width=0.4
    )
    figure.update_layout(
        barmode="overlay",
        xaxis={"range": [0, 1], "tickvals": [0, 0.5, 1], "ticktext": [chart.low, "half", chart.high]},
        yaxis={"automargin": True},
        margin={"l": 10, "r": 10, "t": 10, "b": 30},
        height=60 + 28 * len(rows),
        plot_bgcolor="white",
        legend={"orientation": "h", "y": 1.08},
        hovermode="y unified",
    )
    figure.update_traces(hovertemplate="%{x:.0%}")
    return figure


def plotly_json(chart: Chart) -> Mapping[str, Any]:
    """Return the plotly figure as plain data, as a notebook stores it."""
    import json

    return dict(json.loads(str(to_plotly(chart).to_json())))
