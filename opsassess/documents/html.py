"""Markdown to HTML, and a document's notebook to a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from mistune import Markdown

_CARD_HEADING = re.compile(r"<h\d>.*?</h\d>\n?", re.DOTALL)
_HEADING = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)


def markdown_html(text: str) -> str:
    """Return Markdown as HTML. Raw HTML is shown as text, images become their text, addresses stay text."""
    return str(_markdown()(text))


def inline_html(text: str) -> str:
    """Return one line of prose as HTML without its paragraph."""
    html = markdown_html(text).strip()
    return html.removeprefix("<p>").removesuffix("</p>")


def table_html(text: str, widths: Iterable[int]) -> str:
    """Return a Markdown table as HTML with relative column widths."""
    parts = tuple(widths)
    columns = "".join(f'<col style="width: {100 * part / sum(parts):.1f}%">' for part in parts)
    return markdown_html(text).replace("<table>", f"<table><colgroup>{columns}</colgroup>", 1)


def card_html(text: str) -> str:
    """Return a card as HTML: its heading, then what was found beside what to do, which is its last list."""
    html = markdown_html(text)
    heading = _CARD_HEADING.match(html)
    top = heading[0] if heading else ""
    found, mark, do = html[len(top) :].rpartition("<ul>")
    if not mark:
        return html
    return f'{top}<div class="sides"><div class="found">{found}</div><div class="do">{mark}{do}</div></div>'


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    import mistune

    class Renderer(mistune.HTMLRenderer):
        """HTML that fetches nothing and leads nowhere but inside the document or to a web page."""

        def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
            return text

        def link(self, text: str, url: str, title: str | None = None) -> str:
            if url.startswith("#"):  # to a heading, by the very letters of its anchor
                return f'<a href="{escape(unquote(url))}">{text}</a>'
            inside = url.startswith(("https://", "http://", "mailto:"))
            return super().link(text, url, title) if inside else text

        def heading(self, text: str, level: int, **attrs: Any) -> str:
            return super().heading(text, min(level + 1, 6), **attrs)  # the page has its own title above

        def list_item(self, text: str, **attrs: Any) -> str:
            return _checkbox(super().list_item(text, **attrs))

    return mistune.create_markdown(renderer=Renderer(escape=True), plugins=["table"])


def _checkbox(item: str) -> str:
    """Return a list item whose text starts with "[ ]" as one of a checklist."""
    return re.sub(r"^<li>(<p>)?\[ \] ", r'<li class="check">\1', item)


class _OurMarks(HTMLParser):
    """Writes HTML again with nothing but the tags and classes of our own templates; everything else is text."""

    tags = ("li", "ol", "span", "strong", "em", "code", "ul")

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        look = dict(attrs).get("class")
        mark = f'<{tag} class="{escape(look)}">' if look else f"<{tag}>"
        self.written.append(mark if tag in self.tags else escape(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>" if tag in self.tags else escape(f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        self.written.append(escape(data))


def only_our_marks(html: str) -> str:
    """Return HTML that can only look like our own: a notebook may have been edited before it is printed."""
    parser = _OurMarks()
    parser.feed(html)
    parser.close()
    return "".join(parser.written)


def sections_of(notebook: Any) -> list[dict[str, Any]]:
    """Return the cells of a notebook grouped into sections, as the templates print them.

    A Markdown cell that starts with a level 1 heading opens a section, also one that somebody wrote by hand.
    """
    sections: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        meta = cell["metadata"].get("opsassess", {})
        title = _HEADING.match(cell["source"]) if cell["cell_type"] == "markdown" else None
        if title or not sections:
            known = meta.get("section")
            sections.append(
                {
                    "id": f"s{len(sections) + 1}-{known}" if known else f"s{len(sections) + 1}",
                    "name": known or "",
                    "role": meta.get("role", "body") if known else "body",
                    "title": title[1] if title else "",
                    "cells": [],
                }
            )
        if meta.get("role") == "setup":
            continue
        text = _HEADING.sub("", cell["source"], count=1).strip() if title else cell["source"]
        if cell["cell_type"] != "markdown" or text:
            sections[-1]["cells"].append(
                {
                    "kind": cell["cell_type"],
                    "role": "body" if title else meta.get("role", "body"),
                    "text": text,
                    "widths": meta.get("widths", ()),
                    "anchor": meta.get("anchor", ""),
                    "outputs": _outputs(cell, trusted="role" in meta),
                }
            )
    return [section for section in sections if section["title"] or section["cells"]]


def _outputs(cell: Any, *, trusted: bool) -> list[dict[str, str]]:
    """Return what a code cell shows. HTML counts only where one of our own cells made it."""
    found = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/svg+xml" in data:
            alt, caption = str(data.get("text/plain", "")), str(data.get("text/markdown", ""))
            found.append({"kind": "svg", "text": str(data["image/svg+xml"]), "alt": alt, "caption": caption})
        elif trusted and "text/html" in data:
            found.append({"kind": "html", "text": only_our_marks(str(data["text/html"]))})
        else:
            text = data.get("text/plain", output.get("text", ""))
            found.append({"kind": "text", "text": str(text)})
    return found
