"""The few shapes that our charts are drawn with, as SVG."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Literal, TypedDict, Unpack
from xml.sax.saxutils import escape, quoteattr

WIDTH = 660  # of every chart; on a page it fills the column
EDGE = WIDTH - 2
_SIZE = 10.5
_WIDE = 0.54  # of the size of the font: what a letter takes, on the safe side


class Look(TypedDict, total=False):
    """What a shape may have beside its place and its colour."""

    size: float
    anchor: Literal["start", "middle", "end"]
    weight: int
    stroke: str


def picture(parts: Iterable[str], height: float, font: str) -> str:
    fonts = quoteattr(f"{font}, Inter, sans-serif")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
        f'height="{height:g}" font-family={fonts} font-size="{_SIZE}">{"".join(parts)}</svg>'
    )


def text(x: float, y: float, words: str, colour: str, **look: Unpack[Look]) -> str:
    """Return one line of text; a PDF draws it letter by letter, so it is short."""
    return f'<text x="{x:g}" y="{y:g}" fill="{colour}"{_attributes(look)}>{escape(words)}</text>'


def rect(x: float, y: float, width: float, height: float, fill: str, **look: Unpack[Look]) -> str:
    sides = f'width="{max(width, 0):.2f}" height="{height:g}"'
    return f'<rect x="{x:.2f}" y="{y:g}" {sides} fill="{fill}"{_attributes(look)}/>'


def line(start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 1, dash: str = "") -> str:
    """Return a straight line."""
    (x1, y1), (x2, y2) = start, end
    look = f' stroke-dasharray="{dash}"' if dash else ""
    ends = f'x1="{x1:.2f}" y1="{y1:g}" x2="{x2:.2f}" y2="{y2:g}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{look}/>'


def rule(x: float, y: float, colour: str, width: float = 0.5) -> str:
    """Return a horizontal line from x to the right edge."""
    return line((x, y), (EDGE, y), colour, width)


def dot(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{x:.2f}" cy="{y:g}" r="{radius:g}" fill="{fill}"/>'


def diamond(x: float, y: float, radius: float, fill: str, stroke: str) -> str:
    """Return a square on its corner."""
    corners = f"{x:.2f},{y - radius:g} {x + radius:.2f},{y:g} {x:.2f},{y + radius:g} {x - radius:.2f},{y:g}"
    return f'<polygon points="{corners}" fill="{fill}" stroke="{stroke}" stroke-width="1.6"/>'


def lines_of(words: str, width: float, size: float = _SIZE) -> list[str]:
    """Return a text broken into lines that fit a width."""
    return textwrap.wrap(words, max(int(width / (size * _WIDE)), 4)) or [""]


def block(x: float, y: float, lines: Iterable[str], colour: str) -> str:
    """Return lines below each other, the first on y."""
    return "".join(text(x, y + n * _SIZE * 1.18, words, colour) for n, words in enumerate(lines))


def strip(top: float, bottom: float, parts: Iterable[str]) -> str:
    """Return the parts of one row, which can be cut out from the picture."""
    return f'<g data-top="{top:g}" data-bottom="{bottom:g}">{"".join(parts)}</g>'


def _attributes(look: Look) -> str:
    names = {"size": "font-size", "anchor": "text-anchor", "weight": "font-weight", "stroke": "stroke"}
    return "".join(f' {names[name]}="{value}"' for name, value in look.items())
