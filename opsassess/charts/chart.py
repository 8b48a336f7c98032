"""What every chart of a document can do, whichever it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from opsassess.charts.bars import Bars
from opsassess.charts.interactive import figure
from opsassess.charts.levels import Levels
from opsassess.charts.palette import OURS, Palette
from opsassess.charts.timeline import Timeline

Chart = Bars | Levels | Timeline

# Scripts that are right even where a PDF draws them letter by letter.
_PLAIN = re.compile(r"[\u0020-\u007e\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u2026\u20ac\u2192]*")
_LONGEST = 60


def plotly_json(chart: Chart, palette: Palette = OURS) -> Mapping[str, Any]:
    """Return the chart as a plotly figure, as a notebook stores it: hovering shows the numbers."""
    return dict(json.loads(str(figure(chart, palette).to_json())))


def drawable(chart: Chart) -> bool:
    """Tell whether the texts of a chart can be drawn: short, and in a script whose letters stand side by side.

    What cannot is said as a table instead, where a page shapes it and breaks its lines.
    """
    return all(len(text) <= _LONGEST and _PLAIN.fullmatch(text) for text in chart.texts())
