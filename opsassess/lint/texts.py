"""Rules about what is asked and printed: texts that contradict or repeat each other, parts that nothing fills."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from opsassess.lint.scales import RATINGS
from opsassess.lint.subject import Finding, Rule, Subject
from opsassess.questionnaire import FAILURE_COLUMNS, STEPS
from opsassess.source import Loc
from opsassess.validation import did_you_mean

_LAST_DAYS = re.compile(r"\blast (\d+) days\b")
_RUN = 4  # words: what two texts have in common is counted in runs of so many
_ALIKE = Fraction(3, 5)  # of the shorter text's runs; from there on the two say the same


def equal_levels(subject: Subject) -> Iterator[Finding]:
    """Find two levels of an item in the same words: nobody can choose between them."""
    for loc, item in subject.items:
        seen: dict[str, int] = {}
        for n, level in enumerate(item.levels):
            first = seen.setdefault(_bare(level), n)
            if first != n:
                what = f"the levels {first} and {n} of {item.id} have the same words"
                yield Finding(loc=(*loc, "levels", n), what=what, fix="Say what makes the higher one more")


def equal_questions(subject: Subject) -> Iterator[Finding]:
    """Find two items that ask in the same words."""
    seen: dict[str, str] = {}
    for loc, item in subject.items:
        first = seen.setdefault(_bare(item.ask), item.id)
        if first != item.id:
            what = f"{item.id} asks in the same words as {first}"
            yield Finding(loc=(*loc, "ask"), what=what, fix="Ask for what this item alone is about")


def levels_for_any_item(subject: Subject) -> Iterator[Finding]:
    """Find a level that would fit another item as well: it says nothing that can be observed of this one alone."""
    items = {item.id: (loc, item) for loc, item in subject.items}  # an item that stands twice is found elsewhere
    for n in range(len(RATINGS)):
        seen: list[tuple[str, frozenset[str]]] = []
        for loc, item in items.values():
            runs = _runs(item.levels[n])
            like = next((other for other, others in seen if _are_alike(runs, others)), None)
            if like:
                what = f"level {n} of {item.id} has almost the words of level {n} of {like}"
                fix = "Say what is seen of this item and of no other"
                yield Finding(loc=(*loc, "levels", n), what=what, fix=fix)
            seen.append((item.id, runs))


def remedies(subject: Subject) -> Iterator[Finding]:
    """Find two steps of a remedy in the same words, and a clause with a full stop: documents end it themselves."""
    for loc, item in subject.items:
        parts = {step: part for step in STEPS if (part := getattr(item.remedy, step))}
        seen: dict[str, str] = {}
        for step, part in parts.items():
            first = seen.setdefault(_bare(part.do), step)
            if first != step:
                what = f"the steps {first} and {step} of {item.id} have the same words"
                yield Finding(loc=(*loc, "remedy", step, "do"), what=what, fix="Say what the later one adds")
        clauses: dict[Loc, str] = {(step,): part.accepted_when for step, part in parts.items()}
        clauses = clauses or {(): item.remedy.accepted(())}
        for place, clause in clauses.items():
            if clause.endswith("."):
                what = f"`accepted_when` of {item.id} ends with a full stop"
                fix = "Write a clause: no capital, no full stop"
                yield Finding(loc=(*loc, "remedy", *place, "accepted_when"), what=what, fix=fix)


def other_window(subject: Subject) -> Iterator[Finding]:
    """Find a level 4 that promises another number of days than the evidence is good for."""
    for loc, item in subject.items:
        for days in _LAST_DAYS.findall(item.levels[4]):
            if int(days) != item.window:
                what = f"level 4 of {item.id} speaks of the last {days} days, but its window is {item.window}"
                yield Finding(loc=(*loc, "levels", 4), what=what, fix="Make them the same")


def failure_columns(subject: Subject) -> Iterator[Finding]:
    """Find a failure mode that does not ask its five questions, and columns where there is no failure mode."""
    for loc, item in subject.items:
        wanted = FAILURE_COLUMNS if item.content.kind == "failure_mode" else ()
        for column in item.columns:
            if column not in wanted:
                what = f"{item.id} has no column {column!r}"
                fix = (
                    did_you_mean(column, wanted) or "Only a failure mode has columns, and those are fixed: take it out"
                )
                yield Finding(loc=(*loc, "columns", column), what=what, fix=fix)
        lacking = [column for column in wanted if column not in item.columns]
        if lacking:
            what = f"{item.id} does not ask for {', '.join(lacking)}"
            yield Finding(loc=(*loc, "columns"), what=what, fix="Add the missing prompts under `columns`")


def client_modes(subject: Subject) -> Iterator[Finding]:
    """Find a template of the client's failure modes that is none itself."""
    for n, area in enumerate(subject.questionnaire.areas):
        if area.client_mode and area.client_mode.content.kind != "failure_mode":
            loc: Loc = ("areas", n, "client_mode", "content", "kind")
            what = f"`client_mode` of {area.id} is a {area.client_mode.content.kind}, not a failure mode"
            yield Finding(loc=loc, what=what, fix="Write `kind: failure_mode` and the five columns")


def empty_card_fields(subject: Subject) -> Iterator[Finding]:
    """Find a field of the card that no item fills. A short form leaves fields open on purpose."""
    filled = {place for _, item in subject.items for place in item.runbook}
    for n, card_field in enumerate(subject.questionnaire.card):
        if f"card.{card_field.id}" not in filled and not subject.is_short:
            what = f"no item fills the card field {card_field.id!r} ({card_field.title})"
            fix = f"Add card.{card_field.id} to `runbook` of an item, or take the field out"
            yield Finding(loc=("card", n), what=what, fix=fix)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())


def _runs(text: str) -> frozenset[str]:
    """Return the runs of words of a text; a text shorter than a run is one."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[n : n + _RUN]) for n in range(max(1, len(words) - _RUN + 1)))


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * min(len(one), len(other))


RULES: tuple[Rule, ...] = (
    equal_levels,
    equal_questions,
    levels_for_any_item,
    remedies,
    other_window,
    failure_columns,
    client_modes,
    empty_card_fields,
)
