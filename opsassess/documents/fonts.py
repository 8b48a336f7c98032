"""The fonts of the documents, and the characters that no font on this machine can draw."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from opsassess import resources
from opsassess.errors import MissingPieceError

# file -> family, weight, style
FILES: Mapping[str, tuple[str, int, str]] = {
    "Inter-Regular.ttf": ("Inter", 400, "normal"),
    "Inter-Italic.ttf": ("Inter", 400, "italic"),
    "Inter-SemiBold.ttf": ("Inter", 600, "normal"),
    "Inter-Bold.ttf": ("Inter", 700, "normal"),
    "SourceSerif4Subhead-Regular.otf": ("Source Serif 4", 400, "normal"),
    "SourceSerif4Subhead-Semibold.otf": ("Source Serif 4", 600, "normal"),
    "JetBrainsMono-Regular.ttf": ("JetBrains Mono", 400, "normal"),
}
_BEYOND_LATIN = re.compile(r"[^\u0000-\u024f\u2010-\u2026]")


def font_faces(scheme: str) -> str:
    """Return the CSS that loads our fonts through an address scheme of our own."""
    return "\n".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; font-style: {style}; src: url({scheme}:{name}) }}"
        for name, (family, weight, style) in FILES.items()
    )


def require_a_font() -> None:
    """Refuse to draw on a machine without any font: Pango would crash instead of saying so."""
    if not _has_system_font():
        raise MissingPieceError(
            "PDFs need at least one font on this machine. On Debian or Ubuntu: apt-get install fonts-dejavu-core. "
            "HTML, Markdown and Word work without it."
        )


@lru_cache(maxsize=1)
def _has_system_font() -> bool:
    from weasyprint.text.ffi import ffi, fontconfig

    config = fontconfig.FcInitLoadConfigAndFonts()
    found = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    return bool(found != ffi.NULL and found.nfont > 0)


def name_missing_glyphs(html: str) -> str:
    """Replace each character that no font can draw by its name, so that a reader sees that something stands there."""
    unusual = {c for c in set(html) if _BEYOND_LATIN.match(c) and not unicodedata.category(c).startswith(("M", "C", "Z"))}
    missing = unusual - _drawn_by_our_fonts(frozenset(unusual)) if unusual else set()
    gone = {c for c in missing if not _on_this_machine(c)}
    return html.translate({ord(c): named(c) for c in gone}) if gone else html


def named(character: str) -> str:
    """Return a character as its code point and name."""
    return f"[U+{ord(character):04X} {unicodedata.name(character, 'unnamed').lower()}]"


@lru_cache(maxsize=64)
def _drawn_by_our_fonts(characters: frozenset[str]) -> set[str]:
    covered = _coverage(str(resources.folder("report_templates") / "fonts" / "Inter-Regular.ttf"))
    return {c for c in characters if ord(c) in covered}


@lru_cache(maxsize=4)
def _coverage(path: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(Path(path), lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=4096)
def _on_this_machine(character: str) -> bool:
    """Ask fontconfig whether some font has a character; without its program, assume that one does."""
    try:
        asked = subprocess.run(  # noqa: S603
            ["fc-list", "-q", f":charset={ord(character):x}"],  # noqa: S607 - fontconfig's own program, from PATH
            check=False,
            capture_output=True,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return True
    return asked.returncode == 0


def unusual_characters(texts: Iterable[str]) -> set[str]:
    """Return the characters of texts that no font on this machine can draw."""
    characters = {c for text in texts for c in text if _BEYOND_LATIN.match(c)}
    return {c for c in characters - _drawn_by_our_fonts(frozenset(characters)) if not _on_this_machine(c)}
