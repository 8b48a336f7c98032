"""Rules about conditions: what a fact is compared with, and whether a condition decides anything."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping

from opsassess.lint.subject import Finding, Rule, Subject
from opsassess.questionnaire import Fact, FactValue, Item, Requirement, applies
from opsassess.questionnaire.terms import is_number

_OTHER = "(anything else)"  # stands for all values of a free text that nothing is compared with


def impossible_values(subject: Subject) -> Iterator[Finding]:
    """Find a comparison with a value that the fact never has."""
    facts = {fact.id: fact for fact in subject.questionnaire.facts}
    for loc, name, values in subject.comparisons:
        for value in values if name in facts else ():
            fix = _POSSIBLE[facts[name].kind](facts[name], value)
            if fix:
                yield Finding(loc=loc, what=f"the fact {name!r} is never {_shown(value)}", fix=fix)


def items_that_never_apply(subject: Subject) -> Iterator[Finding]:
    """Find an item that no profile lets apply: its weight has no influence on any score."""
    for loc, item in subject.items:
        if not can_apply(item, subject):
            what = f"{item.id} never applies, whatever the profile says"
            yield Finding(loc=(*loc, "applies_when"), what=what, fix="Accept at least one value, or take the item out")


def idle_conditions(subject: Subject) -> Iterator[Finding]:
    """Find an `applies_when` that every profile meets."""
    for loc, item in subject.items:
        if item.applies_when and all(applies(item, facts) for facts in _profiles(item, {}, subject)):
            what = f"`applies_when` of {item.id} leaves nothing out"
            yield Finding(loc=(*loc, "applies_when"), what=what, fix="Take it out, or name the values that count")


def can_apply(item: Item, subject: Subject) -> bool:
    """Tell whether some profile lets an item apply."""
    return any(applies(item, facts) for facts in _profiles(item, {}, subject))


def can_count(item: Item, need: Requirement, subject: Subject) -> bool:
    """Tell whether some profile lets an item apply and does not drop this requirement of it."""
    return any(
        applies(item, facts) and not (need.unless and all(facts[f] == value for f, value in need.unless.items()))
        for facts in _profiles(item, need.unless, subject)
    )


def _profiles(item: Item, unless: Mapping[str, FactValue], subject: Subject) -> Iterator[Mapping[str, FactValue]]:
    """Yield every profile that these conditions can tell apart."""
    compared: dict[str, set[FactValue]] = {fact: {value} for fact, value in unless.items()}
    for condition in item.applies_when:
        for fact, accepted in condition.items():
            compared.setdefault(fact, set()).update(accepted)
    kinds = {fact.id: fact for fact in subject.questionnaire.facts}
    values = [sorted(_values(kinds.get(fact)) | seen, key=str) for fact, seen in compared.items()]
    return (dict(zip(compared, chosen, strict=True)) for chosen in itertools.product(*values))


def _values(fact: Fact | None) -> set[FactValue]:
    if fact and fact.kind == "boolean":
        return {True, False}
    if fact and fact.options:
        return {option.id for option in fact.options}
    return {_OTHER}


def _shown(value: FactValue) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _boolean(_: Fact, value: FactValue) -> str:
    return "" if isinstance(value, bool) else "Write true or false"


def _choice(fact: Fact, value: FactValue) -> str:
    options = [option.id for option in fact.options]
    return f"It is one of {', '.join(options)}" if options and value not in options else ""


def _text(_: Fact, value: FactValue) -> str:
    return "" if isinstance(value, str) else "Write the text in quotes"


def _number(_: Fact, value: FactValue) -> str:
    return "" if is_number(value) else "Compare a boolean or a choice; a condition knows no numbers"


def _nothing(fact: Fact, _: FactValue) -> str:
    return f"A {fact.kind} cannot be compared; make it a boolean or a choice"


# kind of fact -> what to do about a value that it never has; empty when it can have it
_POSSIBLE: Mapping[str, Callable[[Fact, FactValue], str]] = {
    "boolean": _boolean,
    "choice": _choice,
    "text": _text,
    "date": _text,
    "number": _number,
    "people": _nothing,
    "table": _nothing,
}

RULES: tuple[Rule, ...] = (impossible_values, items_that_never_apply, idle_conditions)
