"""The assessment that follows from changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from opsassess.assessment import Agent, Assessment, Client
from opsassess.changes import (
    KINDS,
    AgentName,
    AsOf,
    Change,
    Contested,
    ProfileFact,
    Removed,
    Summary,
    Upgrade,
    key_of,
    kind_of,
)
from opsassess.questionnaire import Frozen

Model = TypeVar("Model", bound=Frozen)


def apply(assessment: Assessment, changes: Iterable[Change | Contested | Upgrade]) -> Assessment:
    """Return the assessment after the changes.

    An answer is added to the log of answers; any other part replaces the one with its key, in its place, or is added.
    What is contested changes nothing.
    """
    parts = {name: list(value) if isinstance(value, tuple) else value for name, value in _given(assessment).items()}
    for change in changes:
        _apply_one(parts, change)
    return Assessment.model_validate(parts)


def _apply_one(parts: dict[str, Any], change: Change | Contested | Upgrade) -> None:
    match change:
        case Contested():
            pass
        case Client():
            parts["client"] = change
        case AgentName():
            parts["agent"] = _with(parts["agent"], {"name": change.name})
        case ProfileFact():
            parts["agent"] = _with_fact(parts["agent"], {change.fact: change.value})
        case AsOf():
            parts["as_of"] = change.day
        case Summary():
            parts["summary"] = change.text
        case Upgrade():
            parts["questionnaire"] = change.questionnaire
        case Removed(kind="fact", key=key):
            parts["agent"] = _with_fact(parts["agent"], {}, without=key)
        case Removed():
            field = KINDS[change.kind].field
            parts[field] = [part for part in parts.get(field, ()) if key_of(part) != change.key]
        case _:
            _put(parts, change)


def _put(parts: dict[str, Any], part: Change) -> None:
    kind = KINDS[kind_of(part)]
    entries = parts.setdefault(kind.field, [])
    places = (n for n, entry in enumerate(entries) if key_of(entry) == key_of(part)) if kind.key else ()
    place = next(iter(places), len(entries))
    entries[place : place + 1] = [part]


def _with_fact(agent: Agent, facts: Mapping[str, Any], without: tuple[str, ...] = ()) -> Agent:
    profile = {fact: value for fact, value in agent.profile.items() if fact not in without}
    return _with(agent, {"profile": {**profile, **facts}})


def _given(model: Frozen) -> dict[str, Any]:
    return {name: getattr(model, name) for name in type(model).model_fields if name in model.model_fields_set}


def _with(model: Model, fields: Mapping[str, Any]) -> Model:
    return type(model).model_validate({**_given(model), **fields})
