"""Charts as values: SVG for print, plotly for the notebook. A table says the same in words."""

from __future__ import annotations

from opsassess.charts.bars import Bar, Bars
from opsassess.charts.chart import Chart, drawable, plotly_json
from opsassess.charts.frontier import Frontier, Place
from opsassess.charts.levels import Levels, Pair
from opsassess.charts.palette import Palette
from opsassess.charts.timeline import Span, Timeline

__all__ = [
    "Bar",
    "Bars",
    "Chart",
    "Frontier",
    "Levels",
    "Pair",
    "Palette",
    "Place",
    "Span",
    "Timeline",
    "drawable",
    "plotly_json",
]
