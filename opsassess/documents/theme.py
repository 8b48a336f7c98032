"""The look of a document: whose it is, its colours, its fonts. Data, so that a consultancy changes it without code."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, field_validator

from opsassess import resources, source, validation
from opsassess.charts import Palette
from opsassess.errors import DataError, Mistake
from opsassess.questionnaire import Frozen

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Font = Annotated[str, Field(pattern=r"^[\w .-]+$", max_length=60)]
_LOGOS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_LOGO_LIMIT = 2_000_000
_READABLE = 4.5  # contrast of text on white: WCAG 2.2, 1.4.3


class Theme(Frozen):
    """One consultancy's house style."""

    consultancy: str = ""
    logo: str = ""  # a PNG or JPEG file, relative to the file that names it
    primary: Colour = "#1f3a5f"  # headings, bars, rules
    accent: Colour = "#a8501f"  # what is missing
    text_font: Font = "Inter"
    heading_font: Font = "Source Serif 4"
    confidentiality: str = "Confidential"
    legal: str = ""

    @field_validator("primary", "accent")
    @classmethod
    def _readable(cls, colour: str) -> str:
        if contrast_with_white(colour) < _READABLE:
            raise ValueError(f"{colour} is too light to be read on white; take a darker one")
        return colour


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour on white, from 1 to 21. Source: WCAG 2.2, relative luminance."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def palette_of(theme: Theme) -> Palette:
    """Return the colours and the font of its charts."""
    return Palette(primary=theme.primary, accent=theme.accent, font=theme.text_font)


def packaged_theme(name: str = "default") -> Theme:
    """Return a theme that comes with the package."""
    path = resources.folder("report_templates") / "themes" / f"{name}.yaml"
    return validation.build(Theme, source.read_yaml(source.read_text(path), str(path)))


def logo_uri(logo: str, folder: Path) -> str:
    """Return a logo as a data address, so that a document never fetches a file; empty without a logo."""
    if not logo:
        return ""
    kind, data = read_logo(logo, folder)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def read_logo(logo: str, folder: Path) -> tuple[str, bytes]:
    """Return the kind of a logo and the picture itself."""
    path = folder / logo
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DataError([Mistake(where=logo, what="the logo must lie in the engagement's folder")])
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError([Mistake(where=str(path), what=f"the logo cannot be read ({error.strerror})")]) from None
    kind = next((kind for magic, kind in _LOGOS.items() if data.startswith(magic)), None)
    if kind is None or len(data) > _LOGO_LIMIT:
        raise DataError([Mistake(where=str(path), what="the logo should be a PNG or JPEG file of 2 MB at most")])
    return kind, data


class PrintedTheme(Theme):
    """A house style as a document carries it: with the logo itself instead of a file's name."""

    logo: Annotated[str, Field(pattern=r"^(data:image/(png|jpeg);base64,[A-Za-z0-9+/]+=*)?$")] = ""


def as_metadata(theme: Theme, folder: Path) -> Mapping[str, Any]:
    """Return what a document's notebook carries of its theme."""
    return theme.model_dump(exclude={"logo"}) | {"logo": logo_uri(theme.logo, folder)}


def theme_of(metadata: Mapping[str, Any]) -> PrintedTheme:
    """Return the theme that a notebook carries, checked like one from a file: somebody may have edited it."""
    return validation.build(PrintedTheme, source.Source(name="theme of the notebook", data=metadata.get("theme", {})))
