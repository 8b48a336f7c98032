"""Charts as PNG, for programs that draw no SVG. Only our own fonts are used, so that every machine gives the same."""

from __future__ import annotations

from opsassess import resources

_SCALE = 3  # pixels a unit: sharp in print at the width of a page


def to_png(svg: str) -> bytes:
    """Return a chart of ours as PNG."""
    import resvg_py

    made: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=_SCALE,
        background="#ffffff",
        skip_system_fonts=True,
        font_dirs=[str(resources.folder("report_templates") / "fonts")],
        font_family="Inter",
        sans_serif_family="Inter",
    )
    return made
