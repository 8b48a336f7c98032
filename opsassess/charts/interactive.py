"""The charts as plotly figures, for the notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsassess.charts.bars import Bars
from opsassess.charts.levels import Levels
from opsassess.charts.palette import Palette
from opsassess.charts.timeline import Timeline

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW = 28  # pixels


def figure(chart: Bars | Levels | Timeline, palette: Palette) -> Figure:
    import plotly.graph_objects as go

    made = go.Figure()
    made.update_layout(
        margin={"l": 10, "r": 10, "t": 10, "b": 30},
        plot_bgcolor="white",
        font={"family": f"{palette.font}, Inter, sans-serif", "color": palette.text},
    )
    if isinstance(chart, Bars):
        _bars(made, chart, palette)
    elif isinstance(chart, Levels):
        _levels(made, chart, palette)
    else:
        _timeline(made, chart, palette)
    made.update_layout(
        height=80 + _ROW * len(chart.rows),
        yaxis={"automargin": True, "autorange": "reversed"},
        legend={"orientation": "h", "y": 1.08},
    )
    return made


def _bars(made: Figure, chart: Bars, palette: Palette) -> None:
    rows = [row for row in chart.rows if row.shown is not None]
    labels = [row.label for row in rows]
    hover = ["<br>".join(map("{}: {}".format, chart.columns, row.counts)) for row in rows]
    look: dict[str, Any] = {"y": labels, "orientation": "h", "customdata": hover}
    made.add_bar(x=[row.claimed for row in rows], name="claimed", marker_color=palette.soft, **look)
    made.add_bar(x=[row.shown for row in rows], name="shown", marker_color=palette.primary, width=0.4, **look)
    made.update_layout(barmode="overlay", hovermode="y unified")
    made.update_xaxes(range=[0, 1], tickvals=[0, 0.5, 1], ticktext=["nothing", "half", "all of it"])
    made.update_traces(hovertemplate="%{x:.0%}<br>%{customdata}")


def _levels(made: Figure, chart: Levels, palette: Palette) -> None:
    for row in chart.rows:
        line = {"color": palette.soft, "width": 3}
        made.add_scatter(
            x=[row.behind, row.ahead], y=[row.label] * 2, mode="lines", line=line, showlegend=False, hoverinfo="skip"
        )
    labels = [row.label for row in chart.rows]
    for name, places, symbol, colour in (
        (chart.behind, [row.behind for row in chart.rows], "circle", palette.primary),
        (chart.ahead, [row.ahead for row in chart.rows], "diamond", palette.accent),
    ):
        made.add_scatter(
            x=places,
            y=labels,
            name=name,
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": colour},
            text=[chart.scale[place] for place in places],
            hovertemplate="%{y}: %{text}",
        )
    steps = len(chart.scale)
    made.update_xaxes(tickvals=list(range(steps)), ticktext=list(chart.scale), range=[-0.5, steps - 0.5])


def _timeline(made: Figure, chart: Timeline, palette: Palette) -> None:
    labels = [row.label for row in chart.rows]
    hover = [", ".join(filter(None, (row.owner or chart.nobody, row.by, row.effort))) for row in chart.rows]
    made.add_bar(
        x=[row.end - row.start for row in chart.rows],
        base=[row.start for row in chart.rows],
        y=labels,
        orientation="h",
        marker_color=[palette.soft if row.kind == "work" else palette.faint for row in chart.rows],
        customdata=hover,
        hovertemplate="%{y}: %{customdata}<extra></extra>",
        showlegend=False,
    )
    due = [row for row in chart.rows if row.due is not None]
    made.add_scatter(
        x=[row.due for row in due],
        y=[row.label for row in due],
        name="due",
        mode="markers",
        marker={"symbol": "diamond", "size": 10, "color": palette.accent},
        text=[row.by for row in due],
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    made.update_xaxes(tickvals=[day for day, _ in chart.marks], ticktext=[name for _, name in chart.marks])
