"""The words by which a sentence of a runbook leaves its reader alone; they are data."""

from __future__ import annotations

import re
from functools import lru_cache

from opsassess.described.values import is_filled, text_of
from opsassess.phrases import any_of, covers_all_hours, left_open_in, lists, phrase, says_nothing, whole

__all__ = [
    "covers_all_hours",
    "is_answered",
    "is_of_other_times",
    "left_open_in",
    "names_others",
    "vague_in",
    "waits_in",
]


def vague_in(text: str) -> str:
    """Return the first words that give no number, no time and no name, or nothing."""
    found = phrase("vague").search(text)
    return found[0] if found else ""


def waits_in(text: str) -> str:
    """Return the words by which a fallback waits for those who built the agent, or for itself, or nothing."""
    found = _waits().search(text)
    return found[0] if found else ""


@lru_cache(maxsize=1)
def _waits() -> re.Pattern[str]:
    waits = lists()["waits"]
    return whole(f"(?:{any_of(waits['who'])}),?\\s+(?:{any_of(waits['does'])})")


def is_of_other_times(clause: str) -> bool:
    """Tell whether a clause is about the times at which those who do it are not there."""
    return bool(phrase("other_times").search(clause))


def names_others(text: str) -> bool:
    """Tell whether a text on who does something says that somebody besides those it names may do it."""
    return bool(phrase("others_do_it").search(text))


def is_answered(value: object) -> bool:
    """Tell whether a value says something, and more than that it is not agreed."""
    return is_filled(value) and not says_nothing(text_of(value))
