"""How long a procedure takes by its own steps, where that is more than it says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from opsassess.described.points import Phrase
from opsassess.described.shapes import rows_in
from opsassess.described.values import text_of
from opsassess.prose import in_words

_WAIT = re.compile(r"\bwait\b[^.;]*", re.IGNORECASE)
_MINUTES = re.compile(r"\b(\w+) minutes?\b", re.IGNORECASE)
_SPANS = {"quarter of an hour": 15, "half an hour": 30, "half hour": 30, "full hour": 60}
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
    found = _WAIT.search(do)
    said = found[0].casefold() if found else ""
    spans = [minutes for span, minutes in _SPANS.items() if span in said]
    numbers = [int(n) if n.isdigit() else _FIGURES.get(n, 0) for n in _MINUTES.findall(said)]
    return max((*spans, *numbers), default=0)
