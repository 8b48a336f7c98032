"""A chart of rows cut into its head and its rows, so that a page can break between two and repeat the head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from opsassess.charts.svg import WIDTH

_GROUP = re.compile(r'<g data-top="([\d.]+)" data-bottom="([\d.]+)">(.*?)</g>', re.DOTALL)
_WORDS = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
_RULE = 0.6  # of the line below, which would be cut in half


@dataclass(frozen=True, kw_only=True)
class Strip:
    """One row as a picture of its own, and its words."""

    svg: str
    alt: str


def strips(svg: str) -> list[Strip]:
    """Return the head and the rows of a chart; nothing of one that is drawn as a whole."""
    opening = svg[: svg.find(">")]
    return [
        Strip(svg=_picture(opening, float(top), float(bottom), parts), alt=unescape(", ".join(_WORDS.findall(parts))))
        for top, bottom, parts in _GROUP.findall(svg)
    ]


def _picture(opening: str, top: float, bottom: float, parts: str) -> str:
    height = bottom - top + _RULE
    opening = re.sub(r'viewBox="[^"]*"', f'viewBox="0 {top:g} {WIDTH} {height:g}"', opening)
    opening = re.sub(r' height="[^"]*"', f' height="{height:g}"', opening)
    return f"{opening}>{parts}</svg>"
