"""Look at what a page sends as if a stranger had written it: size, depth and kinds of values, before anything else.

Nothing here recurses before the depth is known, so that no message can exhaust the stack.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from opsassess.source.places import walk

DEEPEST = 12  # lists and rows in each other; the deepest content of a questionnaire needs five
_PARTS = 20_000  # values in one change
LONGEST = 200_000  # characters of one text
_ALL = 1_000_000  # characters of one change
_LARGEST = 10**15  # beyond it a spreadsheet does not keep every digit
_HALF = re.compile(r"[\ud800-\udfff]")
_NOT_PLAIN = "it is not plain data"


def fault_of(value: object) -> str | None:
    """Return in a clause why a value cannot be kept, or None."""
    characters = 0
    for parts, (part, depth) in enumerate(walk(value), 1):
        if depth > DEEPEST:
            return f"it has lists in lists, more than {DEEPEST} deep. Make it flatter"
        if isinstance(part, str):
            characters += len(part)
            if len(part) > LONGEST:
                return f"the text has {len(part):,} characters, and {LONGEST:,} are kept at most. Divide it"
        elif (fault := _scalar_fault(part)) is not None:
            return fault
        if characters > _ALL or parts > _PARTS:
            return f"it is too large: {_ALL:,} characters and {_PARTS:,} cells are kept at most. Divide it"
    return None


def _scalar_fault(part: object) -> str | None:
    if isinstance(part, dict):
        return None if all(isinstance(key, str) for key in part) else _NOT_PLAIN
    if part is None or isinstance(part, bool | list | tuple):
        return None
    if isinstance(part, float) and not math.isfinite(part):
        return "a number in it is not finite. Give it as a number or leave it empty"
    if isinstance(part, int | float):
        return None if abs(part) < _LARGEST else "a number in it is too large. Give it in a larger unit"
    return _NOT_PLAIN


def whole(value: Any) -> Any:
    """Return a value whose texts have no half characters: a browser may send half an emoji while somebody types."""
    if isinstance(value, str):
        return _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {whole(key): whole(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [whole(part) for part in value]
    return value


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text of a value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts_in(key)
            yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)
