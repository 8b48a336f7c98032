"""What a patch would change, checked against the questionnaire and what was said so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from opsassess import consistency
from opsassess.answers import EVER, current_answers
from opsassess.applied import apply
from opsassess.assessment import (
    ANSWER_KEYS,
    AcceptedRisk,
    Action,
    Answer,
    Assessment,
    Evidence,
    FactAnswer,
    FailureMode,
    NotApplicable,
    Note,
    Promise,
    Respondent,
)
from opsassess.changes import AsOf, Change, ProfileFact, Removed, Summary
from opsassess.errors import DataError
from opsassess.interview.modes import HOURS
from opsassess.interview.patches import Patch
from opsassess.questionnaire import Frozen, Item, Questionnaire
from opsassess.source import Source
from opsassess.validation import build, did_you_mean

Model = TypeVar("Model", bound=Frozen)


class RefusedError(ValueError):
    """A change that cannot be kept as it is; its text is a sentence that says what to do."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a change is checked against."""

    questionnaire: Questionnaire
    assessment: Assessment
    at: dt.datetime  # when the change is made, by Python's clock
    today: dt.date
    latest: Callable[[str, str], dt.datetime | None]  # of an item and a respondent: the newest time so far
    beside: tuple[Answer, ...] = ()  # said before in the same message, or contested: not in the assessment yet

    @property
    def items(self) -> Mapping[str, Item]:
        """Return the items that can be answered, failure modes of the client too."""
        return consistency.items_for(self.questionnaire, self.assessment)

    def with_change(self, change: Change) -> Ground:
        """Return the ground of the next change of a message: it may name a person whom this one added."""
        if isinstance(change, Respondent | FailureMode | Removed):
            return replace(self, assessment=apply(self.assessment, [change]))
        return replace(self, beside=(*self.beside, change)) if isinstance(change, Answer) else self

    def has_answers(self, *, item: str | None = None, respondent: str | None = None) -> bool:
        """Tell whether something was said on an item, or by a person; what was cleared was said, too."""
        said = (*self.assessment.answers, *self.beside)
        return any(respondent == answer.respondent if respondent else item == answer.item for answer in said)

    def item(self, name: str) -> Item:
        """Return an item; raises `RefusedError` where there is none."""
        items = self.items
        if name not in items:
            raise RefusedError(_sentence(f"The questionnaire has no item {name!r}", did_you_mean(name, items)))
        return items[name]

    def later(self, item: str, respondent: str) -> dt.datetime:
        """Return a time after all that the person has said on the item: a fresh edit never loses to a clock."""
        newest = self.latest(item, respondent)
        if newest is None or newest < self.at:
            return self.at
        return newest + _TICK if newest < _END else newest  # of the same time the later entry counts


_TICK = dt.timedelta(microseconds=1)
_END = dt.datetime.max.replace(tzinfo=dt.UTC) - dt.timedelta(days=1)


def change_of(patch: Patch, ground: Ground) -> Change:
    """Return the change that a patch asks for; raises `RefusedError` if it cannot be one."""
    kind, *key = patch.target
    if kind not in _READERS:
        raise RefusedError(f"Nothing can be changed at {kind!r}. Reload the page.")
    parts, read = _READERS[kind]
    if len(key) != len(parts):
        raise RefusedError(f"A target {kind!r} names {', '.join(parts) or 'nothing else'}. Reload the page.")
    return read(key, patch.value, ground)


def _answer(key: list[str], value: Any, ground: Ground) -> Change:
    item, respondent, field = key
    content = ground.item(item).content
    people = ground.assessment.respondent_of
    if respondent not in people:
        raise RefusedError(f"There is no respondent {respondent!r} here. Add the person first.")
    if field not in ANSWER_KEYS:
        raise RefusedError(f"An answer has no {field!r}. Reload the page.")
    data = {"item": item, "respondent": respondent, field: value}
    answer = _built(Answer, {**data, "at": ground.later(item, respondent)})
    if field == "content" and value is not None:
        faults = (*consistency.content_mistakes(value, content), *_nested(value, content.kind))
        _refuse(faults, fix=f"It is asked as {content.kind.replace('_', ' ')}")
    _refuse(_dated_later(answer.evidence or (), ground))
    return answer


def _nested(value: Any, kind: str) -> Iterator[str]:
    """Yield where a cell of a row holds rows itself: no page shows it and no document prints it."""
    rows = value if isinstance(value, list) else [value]
    for row in (row for row in rows if isinstance(row, dict)):
        for name, cell in row.items():
            steps = kind == "steps" and name == "steps" and isinstance(cell, list)
            inner = [part for step in cell for part in step.values()] if steps and _are_rows(cell) else [cell]
            if any(isinstance(part, dict | list) for part in inner):
                yield f"the content holds a list where {name!r} should be a text or a number"


def _are_rows(value: list[Any]) -> bool:
    return all(isinstance(row, dict) for row in value)


def _dated_later(evidence: Iterable[Evidence], ground: Ground) -> Iterator[str]:
    last = max(ground.today, ground.assessment.as_of)
    yield from (
        f"evidence is dated {e.date}, and today is {ground.today}" for e in evidence if e.date and e.date > last
    )


def _fact(key: list[str], value: Any, ground: Ground) -> Change:
    facts = {fact.id: fact for fact in ground.questionnaire.facts}
    name = key[0]
    if name not in facts:
        raise RefusedError(_sentence(f"The profile has no fact {name!r}", did_you_mean(name, facts)))
    if value is None:
        return Removed(kind="fact", key=(name,))
    bare: Any = value
    evidence: tuple[Evidence, ...] = ()
    if isinstance(value, dict) and "value" in value:
        seen = _built(FactAnswer, value)
        bare, evidence = seen.value, seen.evidence
    if bare is not None:
        wrong = [*consistency.fact_mistakes(bare, facts[name]), *_nested(bare, "table")]
        _refuse(f"the fact {facts[name].title!r} {what.removeprefix('the content ')}" for what in wrong)
    _refuse(_dated_later(evidence, ground))
    return ProfileFact(fact=name, value=value)


def _respondent(key: list[str], value: Any, ground: Ground) -> Change:
    who = key[0]
    if value is None:
        if ground.has_answers(respondent=who):
            person = ground.assessment.respondent_of.get(who)
            raise RefusedError(
                f"{person.name if person else who} has answered, and answers keep their person. "
                "Correct the name instead."
            )
        return Removed(kind="respondent", key=(who,))
    return _built(Respondent, {**_fields(value), "id": who})


def _failure_mode(key: list[str], value: Any, ground: Ground) -> Change:
    mode = key[0]
    if value is None:
        if ground.has_answers(item=mode):
            raise RefusedError(f"{mode!r} has answers, and answers keep their item. Correct the title instead.")
        return Removed(kind="failure_mode", key=(mode,))
    area = ground.questionnaire.area_of.get(mode.partition(".")[0])
    if area is None or area.client_mode is None:
        raise RefusedError(f"{mode!r} is not in an area that takes failure modes of the client.")
    return _built(FailureMode, {**_fields(value), "id": mode})


def _not_applicable(key: list[str], value: Any, ground: Ground) -> Change:
    item = ground.item(key[0])
    if value is None:
        return Removed(kind="not_applicable", key=(item.id,))
    gated = item.id in consistency.gate_items(ground.questionnaire, ground.items)
    if gated or item.weight == ground.questionnaire.constants.critical:
        why = "A must-have rests on it" if gated else "It is critical"
        raise RefusedError(
            f"{why}, so {item.title!r} cannot be declared not applicable. Only a fact of the profile can take it out; "
            "if the client accepts the gap, note it as an accepted risk."
        )
    return _built(NotApplicable, {**_fields(value), "item": item.id})


def _promise(key: list[str], value: Any, ground: Ground) -> Change:
    item, what = ground.item(key[0]).id, key[1]
    if value is None:
        return Removed(kind="promise", key=(item, what))
    return _built(Promise, {**_fields(value), "item": item, "what": what})


def _exception(key: list[str], value: Any, ground: Ground) -> Change:
    item = ground.item(key[0]).id
    if value is None:
        return Removed(kind="exception", key=(item,))
    return _built(AcceptedRisk, {**_fields(value), "item": item})


def _action(key: list[str], value: Any, ground: Ground) -> Change:
    """Read an action; hours that are not named stay: a shared screen does not know them."""
    item, text = ground.item(key[0]).id, key[1]
    if value is None:
        return Removed(kind="action", key=(item, text))
    same = (known for known in ground.assessment.actions if (known.item, known.text) == (item, text))
    kept = next((known.model_dump(mode="json", include={*HOURS}) for known in same), {})
    return _built(Action, {**kept, **_fields(value), "item": item, "text": text})


def _summary(_: list[str], value: Any, __: Ground) -> Change:
    return _built(Summary, {"text": value})


def _as_of(_: list[str], value: Any, ground: Ground) -> Change:
    day = _built(AsOf, {"day": value}).day
    if day > ground.today:
        raise RefusedError(f"This was not kept: {day} is to come. Choose today ({ground.today}) or an earlier day.")
    _refuse(_dated_after(day, ground), fix="Correct the date of the evidence, or choose a later day")
    return AsOf(day=day)


def _dated_after(day: dt.date, ground: Ground) -> Iterator[str]:
    """Yield what was seen after a day: no assessment of that day can rest on it."""
    said = current_answers(ground.assessment, EVER)
    seen = [(ground.items[item].title, one.evidence) for item in said if item in ground.items for one in said[item]]
    titles = {fact.id: fact.title for fact in ground.questionnaire.facts}
    seen += [(titles.get(fact, fact), evidence) for fact, evidence in ground.assessment.agent.evidence.items()]
    for title, evidence in seen:
        yield from (f"evidence of {title!r} is dated {e.date}" for e in evidence if e.date and e.date > day)


def _note(key: list[str], value: Any, ground: Ground) -> Change:
    if value is None:
        return Removed(kind="note", key=(key[0],))
    fields = _fields(value)
    if fields.get("item") is not None:
        ground.item(str(fields["item"]))
    return _built(Note, {**fields, "id": key[0], "at": ground.at})


Reader = Callable[[list[str], Any, Ground], Change]
_READERS: Mapping[str, tuple[tuple[str, ...], Reader]] = {  # kind of target -> what it names, how its value is read
    "answer": (("item", "respondent", "key"), _answer),
    "fact": (("fact",), _fact),
    "respondent": (("id",), _respondent),
    "not_applicable": (("item",), _not_applicable),
    "failure_mode": (("id",), _failure_mode),
    "promise": (("item", "what"), _promise),
    "exception": (("item",), _exception),
    "action": (("item", "text"), _action),
    "note": (("id",), _note),
    "summary": ((), _summary),
    "as_of": ((), _as_of),
}


def _fields(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RefusedError("The value should hold keys with their values. Reload the page.")
    return value


def _built(model: type[Model], data: dict[str, Any]) -> Model:
    try:
        return build(model, Source(name="", data=data))
    except DataError as error:
        _refuse((mistake.what for mistake in error.mistakes), fix="; ".join(m.fix for m in error.mistakes if m.fix))
        raise


def _refuse(faults: Iterable[str], fix: str = "") -> None:
    """Raise `RefusedError` with all that is wrong, if anything is."""
    found = "; ".join(faults)
    if found:
        raise RefusedError(_sentence(f"This was not kept: {found}", fix))


def _sentence(what: str, fix: str) -> str:
    return f"{what}. {fix}." if fix else f"{what}."
