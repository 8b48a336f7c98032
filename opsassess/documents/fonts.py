"""The fonts of the documents."""

from __future__ import annotations

import contextlib
import re
import subprocess
from collections.abc import Mapping
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
_TEXT = "Inter-Regular.ttf"
_LINE = "who can stop it at every hour is not settled; Dana Ruiz, by 4 December 2026"
_SMALLEST = 0.82  # smaller than this nothing is set
_SIZE = re.compile(r"(font-size(?:: |=\"))(\d+(?:\.\d+)?)(?=pt|\")")


def font_faces(scheme: str) -> str:
    """Return the CSS that loads our fonts through an address scheme of our own."""
    return "\n".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; font-style: {style}; "
        f"src: url({scheme}:{name}) }}"
        for name, (family, weight, style) in FILES.items()
    )


def fit(family: str) -> float:
    """Return by how much a font of the machine is set smaller, so that its lines hold what our own font's hold."""
    if family in {known for known, _, _ in FILES.values()}:
        return 1
    try:
        there = _file_of(family)
        return min(1, max(_SMALLEST, _width(resources.folder("report_templates") / "fonts" / _TEXT) / _width(there)))
    except (OSError, subprocess.SubprocessError, ValueError, KeyError):
        return 1  # it is not there, or nobody can tell: the page takes our own


def is_missing(family: str) -> bool:
    """Tell whether a font is neither ours nor on this machine, as far as the machine can say."""
    if family in {known for known, _, _ in FILES.values()}:
        return False
    with contextlib.suppress(OSError, subprocess.SubprocessError):  # then nobody can tell
        try:
            _file_of(family)
        except ValueError:
            return True
    return False


def fitted(text: str, share: float) -> str:
    """Return a style or a picture with every size of its text taken times a share."""
    if share == 1:
        return text
    return _SIZE.sub(lambda found: f"{found[1]}{float(found[2]) * share:.2f}", text)


@lru_cache(maxsize=8)
def _file_of(family: str) -> Path:
    asked = subprocess.run(  # noqa: S603 - a name of letters, as the theme checks it, and no shell
        ["fc-match", "--format=%{family}\n%{file}", family],  # noqa: S607 - fontconfig's own program, from PATH
        check=True,
        capture_output=True,
        text=True,
        timeout=30,
    )
    names, _, path = asked.stdout.partition("\n")
    if family not in names.split(","):
        raise ValueError(family)
    return Path(path)


@lru_cache(maxsize=8)
def _width(path: Path) -> float:
    """Return how wide a line of English is in a font, in its own size."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            letters, widths = font.getBestCmap(), font["hmtx"]
            return float(sum(widths[letters[ord(letter)]][0] for letter in _LINE) / font["head"].unitsPerEm)
    except TTLibError as error:
        raise ValueError(str(path)) from error


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
