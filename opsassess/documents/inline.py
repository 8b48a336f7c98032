"""Inline Markdown as runs of text with their marks: what Word needs of a `Prose`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from mistune import Markdown

_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no XML 1.0 may hold these


@dataclass(frozen=True, kw_only=True)
class Run:
    """A piece of text with one look."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    to: str = ""  # the anchor of a heading of this document that it leads to


_MARKED: Mapping[str, Callable[[Run], Run]] = {
    "strong": lambda run: replace(run, bold=True),
    "emphasis": lambda run: replace(run, italic=True),
    "codespan": lambda run: replace(run, code=True),
}


_BREAKS = {"linebreak": "\n", "softbreak": " "}


def runs(prose: str) -> tuple[Run, ...]:
    """Return the runs of a line of prose; the text of what is no mark stays as it is written."""
    found = _runs(_markdown().inline(prose, {}), Run(text=""))
    return tuple(_joined(run for run in found if run.text))


def printable(text: str) -> str:
    """Return a text that XML can hold: characters that it cannot are named."""
    return _UNPRINTABLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    import mistune

    return mistune.create_markdown(renderer=None)


def _runs(tokens: Any, look: Run) -> Iterator[Run]:
    for token in tokens:
        marked = _MARKED[token["type"]](look) if token["type"] in _MARKED else look
        if token["type"] == "link" and (url := token["attrs"]["url"]).startswith("#"):
            marked = replace(look, to=unquote(url.removeprefix("#")))
        if "children" in token:
            yield from _runs(token["children"], marked)
        else:
            yield replace(marked, text=printable(token.get("raw") or _BREAKS.get(token["type"], "")))


def _joined(parts: Iterable[Run]) -> Iterator[Run]:
    """Join neighbours of one look: an escaped character comes as a token of its own."""
    for look, alike in groupby(parts, key=lambda run: replace(run, text="")):
        yield replace(look, text="".join(run.text for run in alike))
