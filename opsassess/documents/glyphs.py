"""Characters that no font on this machine can draw: each is shown as its code point, and named once at the end."""

from __future__ import annotations

import logging
import re
import subprocess
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from opsassess import resources

_BEYOND_LATIN = re.compile(r"[^\u0000-\u024f\u2010-\u2026\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # nor a variation's mark
_UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
_MARKUP = re.compile(r"(<style>.*?</style>|<title>.*?</title>|<[^>]*>)", re.DOTALL)
_TOLD = 12  # characters that a message names; the page names all
_LOGGER = logging.getLogger(__name__)


def missing(html: str) -> Sequence[str]:
    """Return the characters of a page that nothing here can draw, and tell of them.

    Only the text of the page counts: its style, its title and the attributes of its tags are drawn by no font.
    """
    gone = undrawn("".join(_MARKUP.split(html)[::2]))  # text, markup, text, markup, ...
    if gone:
        told = ", ".join(map(named, gone[:_TOLD])) + (f" and {len(gone) - _TOLD} others" if gone[_TOLD:] else "")
        _LOGGER.warning("note: no font here can draw %s; the PDF shows the code point and names it at its end.", told)
    return gone


def shown(html: str, characters: Sequence[str]) -> str:
    """Return a page with a visible mark for each of these characters, wherever it stands in the text."""
    marks = {ord(c): f'<span class="undrawn">{_point(c)}</span><wbr>' for c in characters}
    return "".join(part if n % 2 else part.translate(marks) for n, part in enumerate(_MARKUP.split(html)))


def names(characters: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the code points by name; those whose name is but a number of a script, by the script."""
    found: dict[str, list[str]] = {}
    for character in characters:
        name = unicodedata.name(character, "unnamed").lower()
        found.setdefault(name.removesuffix(f"-{ord(character):x}"), []).append(_point(character))
    return found


def undrawn(text: str) -> list[str]:
    """Return the characters of a text that are to be seen and that neither our fonts nor those of the machine have."""
    unusual = {c for c in set(text) if _BEYOND_LATIN.match(c) and unicodedata.category(c) not in _UNSEEN}
    foreign = {c for c in unusual if ord(c) not in _our_coverage()}
    there = _coverage_here() if foreign else frozenset()
    return sorted(c for c in foreign if ord(c) not in there) if there else []


def named(character: str) -> str:
    """Return a character as its code point and name."""
    return f"[{_point(character)} {unicodedata.name(character, 'unnamed').lower()}]"


def _point(character: str) -> str:
    return f"U+{ord(character):04X}"


@lru_cache(maxsize=1)
def _our_coverage() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(resources.folder("report_templates") / "fonts" / "Inter-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=1)
def _coverage_here() -> frozenset[int]:
    """Ask fontconfig which characters the machine's fonts have; empty without its program, when nobody can tell."""
    try:
        asked = subprocess.run(
            ["fc-list", "--format=%{charset}\n"],  # noqa: S607 - fontconfig's own program, from PATH
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    spans = {span for line in set(asked.stdout.splitlines()) for span in line.split()}
    ends = [(int(low, 16), int(high or low, 16)) for low, _, high in (span.partition("-") for span in spans)]
    return frozenset(code for low, high in ends for code in range(low, high + 1))
