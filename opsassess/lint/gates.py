"""Rules about gates: each can be passed and can be failed, and at least one is hard."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.lint.conditions import can_apply, can_count
from opsassess.lint.subject import Finding, Rule, Subject, number
from opsassess.questionnaire import Gate, Item, Requirement
from opsassess.source import Loc


def no_hard_gate(subject: Subject) -> Iterator[Finding]:
    """Find a questionnaire whose lowest tier nothing can lead to."""
    if not any(gate.hard for gate in subject.questionnaire.gates):
        what = "no gate is hard, so everybody reaches T1"
        yield Finding(loc=("gates",), what=what, fix="Give at least one gate `tier: T1`")


def out_of_reach(subject: Subject) -> Iterator[Finding]:
    """Find a requirement above what the best evidence carries."""
    for loc, gate, need in _requirements(subject):
        if need.at_least > subject.most:
            what = f"{gate.id} cannot pass: it asks for {number(need.at_least)}"
            fix = f"Ask for {number(subject.most)} at most, which is what the best evidence carries"
            yield Finding(loc=(*loc, "at_least"), what=what, fix=fix)


def asks_nothing(subject: Subject) -> Iterator[Finding]:
    """Find a requirement that every value meets."""
    for loc, gate, need in _requirements(subject):
        if need.at_least == 0:
            what = f"{gate.id} cannot fail here: every value is at least 0"
            yield Finding(loc=(*loc, "at_least"), what=what, fix="Ask for more than 0, or take the requirement out")


def empty_prefix(subject: Subject) -> Iterator[Finding]:
    """Find a prefix that no item begins with."""
    for loc, gate, need in _requirements(subject):
        if need.prefix is not None and not any(known.startswith(need.prefix) for known in subject.item_ids):
            what = f"no item of {gate.id} begins with {need.prefix!r}"
            fix = "Write the beginning of the items' ids, with the area and the point"
            yield Finding(loc=(*loc, "prefix"), what=what, fix=fix)


def nothing_behind(subject: Subject) -> Iterator[Finding]:
    """Find a gate of a short form that kept none of its items: it would always count as not applicable."""
    for n, gate in enumerate(subject.questionnaire.gates):
        named = [need.item or need.prefix or "" for need in gate.requires]
        left_out = any(known.startswith(tuple(named)) for known in subject.item_ids)
        if left_out and not any(_covered(subject, need) for need in gate.requires):
            loc: Loc = ("items",) if subject.is_short else ("gates", n)
            what = f"none of the items of {gate.id} ({gate.title}) is kept, so it can neither pass nor fail"
            yield Finding(loc=loc, what=what, fix=f"Keep {', '.join(named)}")


def never_counts(subject: Subject) -> Iterator[Finding]:
    """Find a requirement that drops out for every profile for which its items apply."""
    for loc, gate, need in _requirements(subject):
        items = [item for item in _covered(subject, need) if can_apply(item, subject)]
        if items and not any(can_count(item, need, subject) for item in items):
            what = f"a requirement of {gate.id} never counts: `unless` drops it whenever its item applies"
            yield Finding(loc=(*loc, "unless"), what=what, fix="Change `unless`, or `applies_when` of the item")


def _requirements(subject: Subject) -> Iterator[tuple[Loc, Gate, Requirement]]:
    for n, gate in enumerate(subject.questionnaire.gates):
        yield from ((("gates", n, "requires", m), gate, need) for m, need in enumerate(gate.requires))


def _covered(subject: Subject, need: Requirement) -> list[Item]:
    items = subject.questionnaire.items.values()
    return [item for item in items if item.id == need.item or (need.prefix and item.id.startswith(need.prefix))]


RULES: tuple[Rule, ...] = (no_hard_gate, out_of_reach, asks_nothing, empty_prefix, nothing_behind, never_counts)
