"""What an assessment must respect of its questionnaire, and the checks that one file alone cannot make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from opsassess.answers import DAWN
from opsassess.assessment import ISO_DAY, Assessment, Evidence, calendar_day
from opsassess.errors import Mistake
from opsassess.questionnaire import FAILURE_COLUMNS, Content, Fact, Item, Questionnaire
from opsassess.validation import did_you_mean

_LARGEST = 10**12  # more runs, minutes or people than any agent has
Found = tuple[tuple[str | int, ...], str, str]  # where in the data, what, fix


def items_for(questionnaire: Questionnaire, assessment: Assessment) -> Mapping[str, Item]:
    """Return all items of an assessment by id: the questionnaire's and the failure modes that the client declared."""
    return with_modes(questionnaire, {mode.id: mode.title for mode in assessment.failure_modes})


def with_modes(questionnaire: Questionnaire, modes: Mapping[str, str]) -> Mapping[str, Item]:
    """Return the items of a questionnaire and the failure modes (id -> title) that a client adds, in their areas."""
    items: dict[str, Item] = {}
    for area in questionnaire.areas:
        items.update((item.id, item) for item in area.items)
        for mode, title in modes.items():
            if area.client_mode and mode.partition(".")[0] == area.id:
                items[mode] = area.client_mode.model_copy(update={"id": mode, "title": title})
    return items


def gate_items(questionnaire: Questionnaire, items: Iterable[str]) -> frozenset[str]:
    """Return the items that some gate names, directly or by a prefix."""
    named = [requirement for gate in questionnaire.gates for requirement in gate.requires]
    return frozenset(
        item for item in items if any(r.item == item or (r.prefix and item.startswith(r.prefix)) for r in named)
    )


def unknown_items(assessment: Assessment, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the item ids that the assessment speaks of and the questionnaire does not have.

    They are left from another version of the questionnaire: kept, listed, never scored.
    """
    items = items_for(questionnaire, assessment)
    parts = (assessment.answers, assessment.not_applicable, assessment.exceptions, assessment.actions)
    return tuple(sorted({entry.item for part in parts for entry in part} - set(items)))


def inconsistencies(assessment: Assessment, questionnaire: Questionnaire, *, same_version: bool) -> Iterator[Found]:
    """Yield every mistake that shows only when assessment and questionnaire are read together.

    An unknown item is a mistake only if the assessment was made with this very version of the questionnaire.
    """
    items = items_for(questionnaire, assessment)
    yield from _repeated(assessment)
    yield from _unknown_people(assessment)
    if same_version:
        yield from _unknown_items(assessment, items)
    yield from _undeclared_modes(assessment, items)
    yield from _future_evidence(assessment)
    yield from _unlawful_not_applicable(assessment, questionnaire, items)
    yield from _profile(assessment, questionnaire)
    for n, answer in enumerate(assessment.answers):
        if answer.item in items and answer.content is not None:
            for what in content_mistakes(answer.content, items[answer.item].content):
                yield ("answers", n, "content"), what, ""


def as_mistakes(found: Iterable[Found], where: Callable[[tuple[str | int, ...]], str]) -> list[Mistake]:
    """Give each finding its place in the file."""
    return [Mistake(where=where(loc), what=what, fix=fix) for loc, what, fix in found]


def _repeated(assessment: Assessment) -> Iterator[Found]:
    keyed: tuple[tuple[str, str, list[str]], ...] = (
        ("respondents", "id", [r.id for r in assessment.respondents]),
        ("failure_modes", "id", [m.id for m in assessment.failure_modes]),
        ("not_applicable", "item", [n.item for n in assessment.not_applicable]),
        ("exceptions", "item", [e.item for e in assessment.exceptions]),
    )
    for part, key, ids in keyed:
        for n, one in enumerate(ids):
            if one in ids[:n]:
                yield (part, n, key), f"{one!r} stands above already", "Keep one of them"


def _unknown_people(assessment: Assessment) -> Iterator[Found]:
    known = list(assessment.respondent_of)
    for n, answer in enumerate(assessment.answers):
        if answer.respondent not in known:
            what = f"the answer to {answer.item} is by {answer.respondent!r}, who is not among the respondents"
            yield ("answers", n, "respondent"), what, did_you_mean(answer.respondent, known)


def _unknown_items(assessment: Assessment, items: Mapping[str, Item]) -> Iterator[Found]:
    for part in ("answers", "not_applicable", "exceptions", "actions", "promised"):
        for n, entry in enumerate(getattr(assessment, part)):
            if entry.item not in items and not is_client_mode(entry.item):
                fix = did_you_mean(entry.item, items)
                yield (part, n, "item"), f"the questionnaire has no item {entry.item!r}", fix


def is_client_mode(item: str) -> bool:
    """Tell whether an id is that of a failure mode which a client declares."""
    return item.partition(".")[2].startswith("m_x_")


def _undeclared_modes(assessment: Assessment, items: Mapping[str, Item]) -> Iterator[Found]:
    for n, answer in enumerate(assessment.answers):
        if is_client_mode(answer.item) and answer.item not in items:
            what = f"the failure mode {answer.item!r} is answered, but not declared"
            yield ("answers", n, "item"), what, "Declare it with its title"
    for n, mode in enumerate(assessment.failure_modes):
        if mode.id not in items:
            what = f"{mode.id!r} is not in an area that takes failure modes of the client"
            yield ("failure_modes", n, "id"), what, ""


def _future_evidence(assessment: Assessment) -> Iterator[Found]:
    """Yield evidence from after the assessment's day; the first says what to do, as one step may mend all."""

    def late(evidence: Iterable[Evidence]) -> Iterator[tuple[int, dt.date]]:
        return ((m, seen.date) for m, seen in enumerate(evidence) if seen.date and seen.date > assessment.as_of)

    said = sorted(enumerate(assessment.answers), key=lambda entry: entry[1].at or DAWN)
    newest = {(answer.item, answer.respondent): n for n, answer in said if "evidence" in answer.model_fields_set}
    found: list[tuple[tuple[str | int, ...], dt.date]] = []
    for n in sorted(newest.values()):  # what was corrected since bars nothing
        pieces = late(assessment.answers[n].evidence or ())
        found += [(("answers", n, "evidence", m, "date"), day) for m, day in pieces]
    for fact, seen in assessment.agent.evidence.items():
        found += [(("agent", "profile", fact, "evidence", m, "date"), day) for m, day in late(seen)]
    for place, day in found:
        what = f"evidence is dated {day}, after the assessment's day ({assessment.as_of})"
        latest = max(day for _, day in found)
        fix = f"Correct the date, or move the day, which is As of on the sheet Other, to {latest} or later"
        yield place, what, fix if place == found[0][0] else ""


def _unlawful_not_applicable(
    assessment: Assessment, questionnaire: Questionnaire, items: Mapping[str, Item]
) -> Iterator[Found]:
    gated = gate_items(questionnaire, items)
    for n, entry in enumerate(assessment.not_applicable):
        item = items.get(entry.item)
        if item and (item.id in gated or item.weight == questionnaire.constants.critical):
            why = "in a gate" if item.id in gated else "critical"
            fix = "Only a fact of the profile can take it out; accept the risk as an exception instead"
            yield ("not_applicable", n, "item"), f"{item.id} is {why} and cannot be declared not applicable", fix


def _profile(assessment: Assessment, questionnaire: Questionnaire) -> Iterator[Found]:
    facts = {fact.id: fact for fact in questionnaire.facts}
    for name, value in assessment.agent.facts.items():
        loc = ("agent", "profile", name)
        if name not in facts:
            yield loc, f"the profile has no fact {name!r}", did_you_mean(name, facts)
        else:
            for what in fact_mistakes(value, facts[name]):
                yield loc, f"the fact {name!r} {what}", ""


def fact_mistakes(value: Any, fact: Fact) -> Iterator[str]:
    """Yield what is wrong with the value of a fact."""
    if fact.kind == "choice" and fact.options:
        known = [option.id for option in fact.options]
        if value not in known:
            yield f"is {value!r}, which is not one of {', '.join(known)}"
    elif fact.kind == "boolean":
        if not isinstance(value, bool):
            yield f"is {value!r}, but should be true or false"
    elif fact.kind == "number":
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            yield f"is {value!r}, but should be a number that is not negative"
        elif value > _LARGEST:
            yield f"is larger than {_LARGEST:,}, which no agent has"
        elif fact.is_share and value > 1:
            yield f"is {value}, but a share runs from 0 to 1: 12 % is 0.12"
    else:
        shape = {"people": "table"}.get(fact.kind, fact.kind)
        yield from _SHAPES[shape](value)
        yield from _days_of_rows(value)


def content_mistakes(value: Any, content: Content) -> Iterator[str]:
    """Yield what is wrong with the content of an answer."""
    for what in (*_SHAPES[content.kind](value), *_days_of_rows(value)):
        yield f"the content {what}"
    if content.kind in ("choice", "choices"):
        known = [option.id for option in content.options]
        for chosen in value if isinstance(value, list | tuple) else [value]:
            if isinstance(chosen, str) and chosen not in known and content.kind == "choice":
                yield f"the content is {chosen!r}, which is not one of {', '.join(known)}"


_DAY_COLUMNS = ("last_reviewed", "last_changed", "last_done", "day")


def _days_of_rows(value: Any) -> Iterator[str]:
    """Yield what is written as a day in a row of a table and is none; less than a day may be known."""
    rows = [value] if isinstance(value, Mapping) else value
    for row in rows if isinstance(rows, list | tuple) else ():
        for column in _DAY_COLUMNS if isinstance(row, Mapping) else ():
            text = str(row.get(column, "")).strip()
            if ISO_DAY.fullmatch(text):
                yield from (f"has {text!r}, which {what}" for what in _day(text))


def _text(value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield "should be a text"


def _day(value: Any) -> Iterator[str]:
    try:
        calendar_day(value)
    except ValueError as error:
        yield str(error)


_WINDOW = ("unit", "per")  # of a number; they stand in the form before anybody has said one


def _number(value: Any) -> Iterator[str]:
    number = value.get("value") if isinstance(value, Mapping) else None
    if isinstance(value, Mapping) and "value" not in value and set(value) - {*_WINDOW}:
        return  # where it is read or who watches it was said before the figure
    if isinstance(number, bool) or not isinstance(number, int | float):
        yield 'should be a number with its unit, like {"value": 98, "unit": "%", "per": "day"}'
    elif not isinstance(value.get("unit", ""), str):
        yield "has a unit that is not a text"


def _rows(value: Any, known: Iterable[str] | None = None) -> Iterator[str]:
    rows = [value] if isinstance(value, Mapping) else value
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        yield 'should be a list of rows, like [{"name": "..."}]'
    elif known is not None:
        for key in sorted({key for row in rows for key in row} - set(known)):
            yield f"has a column {key!r}; there are {', '.join(known)}"


def _steps(value: Any) -> Iterator[str]:
    steps = value.get("steps", []) if isinstance(value, Mapping) else value
    listed = steps if isinstance(steps, list | tuple) else [None]
    if not all(isinstance(step, Mapping) and isinstance(step.get("do"), str) for step in listed):
        yield 'should be a list of steps, like [{"do": "...", "see": "..."}]'


def _choices(value: Any) -> Iterator[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(choice, str) for choice in value):
        yield "should be a list of choices"


def _failure_row(value: Any) -> Iterator[str]:
    yield from _rows(value, FAILURE_COLUMNS)


_SHAPES: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "text": _text,
    "link": _text,
    "choice": _text,
    "date": _day,
    "number": _number,
    "people": _rows,
    "table": _rows,
    "steps": _steps,
    "choices": _choices,
    "failure_mode": _failure_row,
}
