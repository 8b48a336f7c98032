"""A document's notebook as one HTML page, by the templates of `report_templates`."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader

from opsassess import resources
from opsassess.charts.palette import mixed
from opsassess.documents import fonts, glyphs
from opsassess.documents.html import card_html, inline_html, markdown_html, sections_of, table_html
from opsassess.documents.plain import plain_text
from opsassess.documents.strips import strips
from opsassess.documents.theme import theme_of


def printed(notebook: Any, template: str, *, as_pdf: bool) -> bytes | str:
    """Return a notebook as PDF, or as a single HTML file that needs nothing else."""
    html = page_html(notebook, template, as_pdf=as_pdf)
    if not as_pdf:
        return html
    from opsassess.documents.pdf import to_pdf

    return to_pdf(with_marks(html))


def with_marks(html: str) -> str:
    """Return a page where something is to be seen for each character that no font here has, and its name at the end."""
    gone = glyphs.missing(html)
    if not gone:
        return html
    note = _environment().get_template("base/undrawn.html.j2").render(names=glyphs.names(gone))
    before, end, after = glyphs.shown(html, gone).rpartition("</main>")
    return f"{before}{note}{end}{after}"


def page_html(notebook: Any, template: str, *, as_pdf: bool) -> str:
    """Return a notebook as a page for print or for the screen. It is data: as read from a file, or as we made it."""
    theme = theme_of(notebook["metadata"].get("opsassess", {}))
    found = {
        "sections": sections_of(notebook),
        "theme": theme,
        "fit": fonts.fit(theme.text_font) if as_pdf else 1,
        "print": as_pdf,
    }
    return _environment().get_template(f"{template}/index.html.j2").render(nb=notebook, resources=found)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    # Only our own folder is searched. The templates escape by hand: most of what they print is HTML of our filters.
    environment = Environment(loader=FileSystemLoader(resources.folder("report_templates")), autoescape=False)  # noqa: S701
    environment.filters |= {
        "markdown_html": markdown_html,
        "card_html": card_html,
        "table_html": table_html,
        "inline_html": inline_html,
        "plain_text": plain_text,
        "mixed": mixed,
        "fitted": fonts.fitted,
        "strips": strips,
        "base64": lambda text: base64.b64encode(text.encode()).decode(),
    }
    return environment
