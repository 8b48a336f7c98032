"""A chart as a figure, or as a table where its texts cannot be drawn."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.blocks import Block, Figure, Table
from opsassess.charts import Chart, drawable
from opsassess.prose import Prose, escape


def figure_or_table(name: str, chart: Chart, *, caption: Prose, alt: str) -> Iterator[Block]:
    """Yield the chart with its caption; long texts and scripts that need shaping stand in a table."""
    if drawable(chart):
        yield Figure(id=name, chart=chart, caption=caption, alt=alt)
        return
    head, rows = chart.table()
    cells = tuple(tuple(map(escape, row)) for row in rows)
    yield Table(columns=tuple(map(escape, head)), rows=cells, caption=escape(alt.partition(".")[0]))
