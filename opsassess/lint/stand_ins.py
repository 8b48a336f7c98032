"""What loads of a questionnaire with mistakes of form, so that what cannot be meant in it is told along with them."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from opsassess import library, validation
from opsassess.errors import DataError
from opsassess.questionnaire import Questionnaire
from opsassess.source import Loc, Source

_ROUNDS = 5  # what was filled in can hide another mistake
_ALONG = {"window": "levels", "content": "columns"}  # what is compared with what was filled in


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A questionnaire whose faulty parts are those of the packaged one."""

    questionnaire: Questionnaire
    source: Source
    places: frozenset[Loc]  # of those parts

    def is_our_own(self, loc: Loc) -> bool:
        """Tell whether something stands in a part that was filled in."""
        return any(loc[: len(place)] == place for place in self.places)


def filled(source: Source, wrong: Iterable[Loc]) -> Filled | None:
    """Return a questionnaire with something good at each of the places; None where that does not make one."""
    pattern = library.read_questionnaire(library.file_of("agent-operability")).data
    source, places = replace(source, data=copy.deepcopy(source.data)), set[Loc]()
    for _ in range(_ROUNDS):
        places.update(place for loc in wrong for place in _fill(source.data, loc, pattern))
        try:
            questionnaire = validation.build(Questionnaire, source)
        except DataError as error:
            wrong = [mistake.at for mistake in error.mistakes]
        else:
            return Filled(questionnaire=questionnaire, source=source, places=frozenset(places))
    return None


def _fill(data: Any, loc: Loc, pattern: Any) -> tuple[Loc, ...]:
    """Put what the pattern has into the entry that a place lies in; return where."""
    if not loc or not isinstance(data, dict):
        return ()
    key, *deeper = loc
    if deeper and isinstance(n := deeper[0], int) and _has_entries(pattern, key):
        if deeper[1:] and isinstance(data[key][n], dict):
            return tuple((key, n, *place) for place in _fill(data[key][n], tuple(deeper[1:]), pattern[key][0]))
        data[key][n] = copy.deepcopy(pattern[key][0])
        return ((key, n),)
    if key in pattern:
        data[key] = copy.deepcopy(pattern[key])
    else:
        data.pop(key, None)
    return tuple((part,) for part in (key, _ALONG.get(str(key))) if part is not None)


def _has_entries(pattern: Any, key: str | int) -> bool:
    """Tell whether the pattern has a list of mappings under a key."""
    entries = pattern.get(key) if isinstance(pattern, dict) else None
    return isinstance(entries, list) and bool(entries) and isinstance(entries[0], dict)
