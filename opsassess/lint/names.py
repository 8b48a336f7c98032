"""Rules about names: each stands for one thing, and what is named exists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from opsassess.lint.subject import Finding, Rule, Subject
from opsassess.questionnaire import Questionnaire
from opsassess.source import Loc
from opsassess.validation import did_you_mean

Named = Iterator[tuple[Loc, str]]  # a name and where it stands


def repeated_ids(subject: Subject) -> Iterator[Finding]:
    """Find a second thing with the same name, which would hide the first."""
    for noun, named in _LISTS:
        seen: set[tuple[Loc, str]] = set()
        for loc, name in named(subject):
            key = (_list_of(loc), name)
            if key in seen:
                yield Finding(
                    loc=loc, what=f"the {noun} {name!r} stands here twice", fix="Keep one, or rename this one"
                )
            seen.add(key)


def _list_of(loc: Loc) -> Loc:
    """Return the list in which a name has to be unique; for the id of an item that is the whole questionnaire."""
    is_item = loc[0] == "areas" and "content" not in loc
    return ("areas",) if is_item else tuple(part for part in loc if part != "id")[:-1]


def other_file_name(subject: Subject) -> Iterator[Finding]:
    """Find a questionnaire in a file of another name: assessments name the id, and the file is looked for by it."""
    name, own = subject.questionnaire.id, Path(subject.source.name)
    if own.suffix == ".yaml" and own.stem != name:
        what = f"the id is {name!r}, and the file is called {own.name}"
        yield Finding(loc=("id",), what=what, fix=f"Call the file {name}.yaml, or change the id")


def items_in_their_areas(subject: Subject) -> Iterator[Finding]:
    """Find an item whose id does not begin with the id of its area: scores would go to another area."""
    for loc, item in subject.items:
        area = subject.questionnaire.areas[int(loc[1])].id
        if item.area != area:
            fix = f"Rename it to '{area}.{item.id.partition('.')[2]}', or move it"
            yield Finding(loc=(*loc, "id"), what=f"the item {item.id!r} stands in the area {area!r}", fix=fix)


def unknown_names(subject: Subject) -> Iterator[Finding]:
    """Find a name of something that the questionnaire does not have."""
    for noun, named, known_to in _REFERENCES:
        known = known_to(subject)
        for loc, name in named(subject):
            if name not in known:
                fix = did_you_mean(name, known) or _there_are(noun, known)
                yield Finding(loc=loc, what=f"there is no {noun} {name!r}", fix=fix)


def _there_are(noun: str, known: Collection[str]) -> str:
    few = 12  # a longer list helps nobody
    return f"Known are: {', '.join(sorted(known))}" if 0 < len(known) <= few else f"Correct it, or add the {noun}"


def unknown_clauses(subject: Subject) -> Iterator[Finding]:
    """Find a clause of a framework that crosswalk.yaml does not list."""
    for loc, crosswalk in subject.crosswalks:
        for kind in ("direct", "related"):
            for n, clause in enumerate(getattr(crosswalk, kind)):
                if clause not in subject.frameworks:
                    fix = (
                        did_you_mean(clause, subject.frameworks.clauses()) or "Add it to crosswalk.yaml, or take it out"
                    )
                    what = f"crosswalk.yaml has no clause {clause!r}"
                    yield Finding(loc=(*loc, "crosswalk", kind, n), what=what, fix=fix)


def self_references(subject: Subject) -> Iterator[Finding]:
    """Find an item that claims to be the same as itself."""
    for loc, item in subject.items:
        if item.id in item.same_as:
            what = f"{item.id} names itself in `same_as`"
            yield Finding(loc=(*loc, "same_as", item.same_as.index(item.id)), what=what, fix="Take it out")


# ---------------------------------------------------------------------------------------------------------------------
# Where names are given


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def _ids(key: str, parts: Callable[[Questionnaire], Iterable[_HasId]]) -> Callable[[Subject], Named]:
    return lambda subject: (((key, n, "id"), part.id) for n, part in enumerate(parts(subject.questionnaire)))


def _session(subject: Subject) -> Named:
    return ((("session_order", n), name) for n, name in enumerate(subject.questionnaire.session_order))


def _in_content(part: str) -> Callable[[Subject], Named]:
    def named(subject: Subject) -> Named:
        for loc, item in subject.items:
            entries: Iterable[_HasId] = getattr(item.content, part)
            yield from (((*loc, "content", part, n, "id"), entry.id) for n, entry in enumerate(entries))

    return named


def _fact_options(subject: Subject) -> Named:
    for n, fact in enumerate(subject.questionnaire.facts):
        yield from ((("facts", n, "options", m, "id"), option.id) for m, option in enumerate(fact.options))


_LISTS: tuple[tuple[str, Callable[[Subject], Named]], ...] = (
    ("area", _ids("areas", lambda q: q.areas)),
    ("gate", _ids("gates", lambda q: q.gates)),
    ("fact", _ids("facts", lambda q: q.facts)),
    ("service", _ids("services", lambda q: q.services)),
    ("question", _ids("questions", lambda q: q.questions)),
    ("drill", _ids("drills", lambda q: q.drills)),
    ("card field", _ids("card", lambda q: q.card)),
    ("item", lambda s: (((*loc, "id"), item.id) for loc, item in s.items)),
    ("option", _fact_options),
    ("option", _in_content("options")),
    ("column", _in_content("columns")),
    ("entry", _session),
)


# ---------------------------------------------------------------------------------------------------------------------
# Where names are used


def _weights(subject: Subject) -> Named:
    yield ("constants", "critical"), subject.questionnaire.constants.critical
    yield from (((*loc, "weight"), item.weight) for loc, item in subject.items)


def _in_item(key: str) -> Callable[[Subject], Named]:
    return lambda s: (((*loc, key, n), name) for loc, item in s.items for n, name in enumerate(getattr(item, key)))


def _listed_items(subject: Subject) -> Named:
    for part in ("questions", "review", "drills"):
        for n, entry in enumerate(getattr(subject.questionnaire, part)):
            yield from (((part, n, "items", m), item) for m, item in enumerate(entry.items))
    for n, drill in enumerate(subject.questionnaire.drills):
        yield from ((("drills", n, "beside", m), item) for m, item in enumerate(drill.beside))


def _gate_items(subject: Subject) -> Named:
    for n, gate in enumerate(subject.questionnaire.gates):
        needs = enumerate(gate.requires)
        yield from ((("gates", n, "requires", m, "item"), need.item) for m, need in needs if need.item)


_REFERENCES: tuple[tuple[str, Callable[[Subject], Named], Callable[[Subject], Collection[str]]], ...] = (
    ("weight", _weights, lambda s: s.questionnaire.constants.weights),
    (
        "service",
        lambda s: (((*loc, "service"), item.service) for loc, item in s.items),
        lambda s: [service.id for service in s.questionnaire.services],
    ),
    ("item", _in_item("same_as"), lambda s: s.item_ids),
    (
        "place in the runbook",
        _in_item("runbook"),
        lambda s: s.area_ids | {f"card.{card_field.id}" for card_field in s.questionnaire.card},
    ),
    (
        "kind of work",
        lambda s: (((*loc, "examples", work), work) for loc, item in s.items for work in item.examples),
        lambda s: [option.id for fact in s.questionnaire.facts if fact.id == "work" for option in fact.options],
    ),
    ("item", _listed_items, lambda s: s.item_ids),
    ("item", _gate_items, lambda s: s.item_ids),
    ("area or item", _session, lambda s: s.area_ids | s.item_ids),
    (
        "fact",
        lambda s: ((loc, fact) for loc, fact, _ in s.comparisons),
        lambda s: [fact.id for fact in s.questionnaire.facts],
    ),
)

RULES: tuple[Rule, ...] = (
    repeated_ids,
    other_file_name,
    items_in_their_areas,
    unknown_names,
    unknown_clauses,
    self_references,
)
