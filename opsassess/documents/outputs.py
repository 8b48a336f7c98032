"""What a code cell of a document shows: HTML from our own templates, SVG for print, plotly for the screen."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from opsassess import resources
from opsassess.blocks import Figure, Ladder, StatusList
from opsassess.charts import plotly_json
from opsassess.charts.palette import OURS, Palette
from opsassess.documents.html import inline_html
from opsassess.documents.plain import plain_text

Live = Figure | StatusList | Ladder


def bundle(block: Live, palette: Palette = OURS, *, live: bool = True) -> dict[str, Any]:
    """Return the outputs of a block by media type; without ``live``, those that a page prints."""
    if isinstance(block, Figure):
        return {
            **({"application/vnd.plotly.v1+json": plotly_json(block.chart, palette)} if live else {}),
            "image/svg+xml": block.chart.svg(palette),
            "text/plain": block.alt,
            "text/markdown": block.caption,
        }
    name = "ladder" if isinstance(block, Ladder) else "status_list"
    html = _environment().get_template(f"blocks/{name}.html.j2").render(block=block, palette=palette)
    return {"text/html": html, "text/plain": _plain(block)}


def _plain(block: StatusList | Ladder) -> str:
    if isinstance(block, Ladder):
        needs = (need for rung in block.rungs for need in rung.needs)
        return "\n".join([plain_text(block.text), *(f"{plain_text(n.title)}: {n.standing}" for n in needs)])
    return "\n".join(plain_text(" ".join((f"{e.title}: {e.standing}.", *e.lines))) for e in block.entries)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resources.folder("report_templates") / "base"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = lambda text: Markup(inline_html(text))  # noqa: S704 - made by mistune, which escapes
    return environment
