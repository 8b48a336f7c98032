"""Write what a person entered, whatever its type, as a reader says it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from opsassess import prose
from opsassess.assessment import ISO_DAY

_AN = re.compile(r"(?=[aeiou])(?!uni|use|eu)|hour\b", re.IGNORECASE)


def text_of(value: object) -> str:
    """Return any value of JSON as plain text; nothing gives an empty text."""
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return "" if value is None else str(value)


def _yes_or_no(value: bool) -> str:  # noqa: FBT001 - it is a value here, no switch
    return "yes" if value else "no"


def _figure(value: float) -> str:
    return f"{value:.15g}"


def _pairs(value: Mapping[str, Any]) -> str:
    texts = {key: text_of(part) for key, part in value.items()}
    return "; ".join(f"{words(key)}: {text}" for key, text in texts.items() if text.strip())


def _parts(value: Iterable[Any]) -> str:
    return "; ".join(text for text in map(text_of, value) if text.strip())


_WRITERS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (str, str),
    (bool, _yes_or_no),
    (int, str),
    (float, _figure),
    (Mapping, _pairs),
    ((list, tuple), _parts),
)


def is_filled(content: object) -> bool:
    """Tell whether an answer's content says anything: a unit without its number does not."""
    if isinstance(content, Mapping) and "value" in content:
        return is_filled(content["value"])
    return bool(text_of(content).strip())


def quotable(text: str) -> str:
    """Return a text to stand between quotation marks: its own become single ones."""
    return text.strip().rstrip(".").replace('"', "'")


def words(key: object) -> str:
    """Return a key of the data as words: ``going_back`` is "Going back"."""
    text = str(key).replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def each(window: str) -> str:
    """Return the window of a number as it is said: "a day", "an hour", "per 7 days"."""
    window = window.strip()
    if not window or window.split(maxsplit=1)[0].casefold() in ("a", "an", "per", "each", "every", "in", "over"):
        return window
    if " " in window or not window[0].isalpha():
        return f"per {window}"
    return f"{'an' if _AN.match(window) else 'a'} {window}"


def as_said(value: object) -> str:
    """Return a value as plain text; an ISO day as a reader says it."""
    text = text_of(value).strip()
    try:
        return prose.day(dt.date.fromisoformat(text)) if ISO_DAY.fullmatch(text) else text
    except ValueError:
        return text
