"""How long a procedure takes by its own steps, where that is more than it says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from opsassess.described.points import Phrase
from opsassess.described.shapes import rows_in
from opsassess.described.values import text_of
from opsassess.phrases import lists, phrase
from opsassess.prose import in_words

_CLAUSE = re.compile(r"[^.;]*")
_WORD_BEFORE = re.compile(r"(\w+)\s*$")
_FIGURES = {in_words(n): n for n in range(1, 13)}


def longer_than_told(content: object) -> list[Phrase]:
    """Return that a step alone waits longer than the whole is said to take."""
    minutes = content.get("minutes") if isinstance(content, Mapping) else None
    if not isinstance(content, Mapping) or not isinstance(minutes, int | float):
        return []
    for n, row in enumerate(rows_in(content.get("steps")), start=1):
        if (wait := _waits(text_of(row.get("do")))) > minutes:
            return [Phrase(name="lacking.longer", values={"step": n, "wait": wait})]
    return []


def _waits(do: str) -> int:
    """Return how many minutes a step waits at most; 0 where it does not say so."""
    wait = phrase("wait").search(do)
    clause = _CLAUSE.match(do, wait.end()) if wait else None
    said = clause[0].casefold() if clause else ""
    spans = (int(minutes) for span, minutes in lists()["minutes_of"].items() if span in said)
    before = (_WORD_BEFORE.search(said[: unit.start()]) for unit in phrase("minutes").finditer(said))
    numbers = (int(n[1]) if n[1].isdigit() else _FIGURES.get(n[1], 0) for n in before if n)
    return max((*spans, *numbers), default=0)
