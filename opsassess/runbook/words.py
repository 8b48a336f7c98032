"""The words by which a sentence of a runbook leaves its reader alone; they are data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from opsassess import resources, source
from opsassess.runbook.values import is_filled, text_of

_CLAUSE = re.compile(r"(?<=[.!?;])\s+")


def vague_in(text: str) -> str:
    """Return the first words that give no number, no time and no name, or nothing."""
    return _found("vague", text)


def waits_in(text: str) -> str:
    """Return the words by which a fallback waits for those who built the agent, or nothing."""
    return _found("waits", text)


def is_answered(value: object) -> bool:
    """Tell whether a value says something, and more than that it is not agreed."""
    return is_filled(value) and not _patterns()["open"].fullmatch(text_of(value).strip().rstrip("."))


def left_open_in(content: object) -> tuple[str, ...]:
    """Return the clauses that say by themselves that something is open, of all texts of a content."""
    clauses = (clause.strip(" .;") for text in _texts(content) for clause in _CLAUSE.split(text))
    return tuple(dict.fromkeys(c for c in clauses if _patterns()["open_within"].search(c) and is_answered(c)))


def covers_all_hours(text: str) -> bool:
    """Tell whether a text says who is there at other hours than those of the day."""
    return bool(_patterns()["all_hours"].search(text))


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping | list | tuple):
        for part in content.values() if isinstance(content, Mapping) else content:
            yield from _texts(part)


def _found(name: str, text: str) -> str:
    found = _patterns()[name].search(text)
    return found[0] if found else ""


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    path = resources.folder("questionnaires") / "runbook-words.yaml"
    data: Any = source.read_yaml(source.read_text(path), str(path)).data
    waits = f"(?:{_any(data['waits']['who'])})\\s+(?:{_any(data['waits']['does'])})"
    lists = {name: _whole(_any(data[name])) for name in ("vague", "open", "open_within", "all_hours")}
    return {**lists, "waits": _whole(waits)}


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in words)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
