"""The form: what the page draws, from the questionnaire alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from opsassess.assessment import Assessment
from opsassess.consistency import items_for
from opsassess.questionnaire import FAILURE_COLUMNS, Area, Column, Fact, Gate, Item, Option, Questionnaire

_PERSON = ({"id": "name", "title": "Name"}, {"id": "role", "title": "Role"}, {"id": "backup", "title": "Backup"})
_STEP = ({"id": "do", "title": "Do"}, {"id": "see", "title": "You see"})
_FIELDS: Mapping[str, tuple[tuple[str, str, str], ...]] = {  # kind of content -> id, title and kind of its parts
    "number": (
        ("value", "Value", "number"),
        ("low", "Lowest", "number"),
        ("unit", "Unit", "text"),
        ("per", "Per", "text"),
        ("meaning", "What it counts", "text"),
        ("where", "Where it is read", "text"),
        ("who", "Who watches it", "text"),
        ("when_crossed", "When it is crossed", "long"),
    ),
    "steps": (
        ("use_when", "Use when", "long"),
        ("who", "Who", "text"),
        ("minutes", "Minutes", "number"),
        ("steps", "Steps", "rows"),
        ("if_not", "If you do not see it", "long"),
        ("going_back", "Going back", "long"),
    ),
}


def form_of(questionnaire: Questionnaire, assessment: Assessment) -> dict[str, Any]:
    """Return the form. No answer is in it; failure modes of the client bring their items, and the work its examples."""
    items = items_for(questionnaire, assessment)
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "title": questionnaire.title,
        "intro": questionnaire.intro,
        "tier_cap": questionnaire.tier_cap,
        "minutes": float(sum(item.minutes for item in items.values())),
        "ratings": [rating.model_dump() for rating in questionnaire.ratings],
        "evidence": [level.model_dump() for level in questionnaire.evidence],
        "facts": [_fact(fact, deciding(questionnaire)) for fact in questionnaire.facts],
        "gates": [_gate(gate, items) for gate in questionnaire.gates],
        "tiers": [tier.model_dump(include={"id", "name", "meaning"}) for tier in questionnaire.tiers],
        "areas": [_area(area, items) for area in questionnaire.areas],
        "order": list(order_of(questionnaire, items)),
        "items": {item.id: form_of_item(questionnaire, assessment, item) for item in items.values()},
    }


def form_of_item(questionnaire: Questionnaire, assessment: Assessment, item: Item) -> dict[str, Any]:
    return {
        "title": item.title,
        "ask": item.ask,
        "why": item.why,
        "levels": list(item.levels),
        "evidence": dict(item.evidence),
        "weight": item.weight,
        "critical": item.weight == questionnaire.constants.critical,
        "window": item.window,
        "minutes": float(item.minutes),
        "asked_of": list(item.asked_of),
        "gates": [gate.id for gate in questionnaire.gates if _names(gate, item.id)],
        "same_as": list(item.same_as),
        "example": _example(item, assessment.agent.facts.get("work")),
        "columns": dict(item.columns),
        "content": _content(item),
    }


def deciding(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the facts on which it hangs whether something applies."""
    items = (item for area in questionnaire.areas for item in area.items)
    named = {fact for item in items for condition in item.applies_when for fact in condition}
    return frozenset(named | {f for gate in questionnaire.gates for r in gate.requires for f in r.unless})


def order_of(questionnaire: Questionnaire, items: Iterable[str]) -> tuple[str, ...]:
    """Return the items in the order of the session: as it names items and areas, then the rest."""
    items = tuple(items)
    alone = {place for place in questionnaire.session_order if place in items}
    ordered: dict[str, None] = {}
    for place in (*questionnaire.session_order, *questionnaire.area_of):
        in_area = (item for item in items if item.partition(".")[0] == place and item not in alone)
        ordered.update(dict.fromkeys((place,) if place in alone else in_area))
    return tuple(ordered)


def _fact(fact: Fact, decides: frozenset[str]) -> dict[str, Any]:
    options = [{"id": option.id, "title": option.name, "meaning": option.meaning} for option in fact.options]
    columns = list(_PERSON) if fact.kind == "people" and not fact.columns else list(map(_column, fact.columns))
    shown = fact.model_dump(include={"id", "title", "kind", "ask", "unit"})
    return {**shown, "options": options, "columns": columns, "decides": fact.id in decides}


def _gate(gate: Gate, items: Iterable[str]) -> dict[str, Any]:
    named = [item for item in items if _names(gate, item)]
    return {**gate.model_dump(include={"id", "title", "must"}), "hard": gate.hard, "items": named}


def _names(gate: Gate, item: str) -> bool:
    return any(r.item == item or (r.prefix is not None and item.startswith(r.prefix)) for r in gate.requires)


def _area(area: Area, items: Mapping[str, Item]) -> dict[str, Any]:
    own = [item.id for item in items.values() if item.area == area.id]
    shown = area.model_dump(include={"id", "title", "intro"})
    return {**shown, "items": own, "takes_modes": area.client_mode is not None}


def _example(item: Item, work: object) -> str:
    """Return a good answer for this kind of work; while that is not known, for some work."""
    if isinstance(work, str) and work in item.examples:
        return item.examples[work]
    return next(iter(item.examples.values()), "") if work is None else ""


def _content(item: Item) -> dict[str, Any]:
    content = item.content
    columns = list(_PERSON) if content.kind == "people" else list(map(_column, content.columns))
    shown = content.model_dump(include={"kind", "prompt", "unit", "per"})
    return {**shown, "options": list(map(_option, content.options)), "columns": columns, "fields": _fields(item)}


def _fields(item: Item) -> list[dict[str, Any]]:
    if item.content.kind == "failure_mode":
        titles = {column: item.columns.get(column, column.replace("_", " ").capitalize()) for column in FAILURE_COLUMNS}
        return [{"id": column, "title": title, "kind": "long", "columns": []} for column, title in titles.items()]
    only_a_range = {"low"} if item.content.direction != "range" else set()
    return [
        {"id": field, "title": title, "kind": kind, "columns": list(_STEP) if kind == "rows" else []}
        for field, title, kind in _FIELDS.get(item.content.kind, ())
        if field not in only_a_range
    ]


def _option(option: Option) -> dict[str, Any]:
    return {"id": option.id, "title": option.title, "meaning": ""}


def _column(column: Column) -> dict[str, Any]:
    options = list(map(_option, column.options))
    return {"id": column.id, "title": column.title, "options": options, "optional": column.optional}
