"""What a change is about: the one place in an assessment that it sets, as a list of texts, and what it sets there.

Two changes meet when they have a target in common. An answer has one target for each key that it sets, so that two
people who type into different fields of one item do not meet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from opsassess.assessment import ANSWER_KEYS, Answer
from opsassess.changes import Change, ProfileFact, Removed, key_fields, key_of, kind_of

Target = tuple[str, ...]
_TIMES = ("at",)  # when something was said is not what was said


def place_of(change: Change) -> Target:
    """Return the target of a change; for an answer without its keys."""
    match change:
        case Answer():
            return ("answer", change.item, change.respondent)
        case Removed():
            return (change.kind, *change.key)
        case _:
            return (kind_of(change), *key_of(change))


def targets_of(change: Change) -> Iterator[Target]:
    place = place_of(change)
    if isinstance(change, Answer):
        yield from ((*place, key) for key in ANSWER_KEYS if key in change.model_fields_set)
    else:
        yield place


def values_of(change: Change) -> Mapping[Target, Any]:
    """Return what a change sets, as plain data; null takes away."""
    if isinstance(change, Removed):
        return {place_of(change): None}
    data = change.model_dump(mode="json")
    if isinstance(change, ProfileFact):
        return {place_of(change): data["value"]}
    if isinstance(change, Answer):
        return {target: data[target[-1]] for target in targets_of(change)}
    beside = {*key_fields(change), *_TIMES}
    return {place_of(change): {field: value for field, value in data.items() if field not in beside}}


def same(one: object, other: object) -> bool:
    """Tell whether two values of a target are the same: 1 is not true, and the order of keys says nothing."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
