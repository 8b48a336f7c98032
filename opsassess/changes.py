"""What can change in an assessment, one part at a time, and how a change is kept.

Pure values, without a database: the store keeps these changes as its log, and a view that is told of a change can
apply it to the assessment it shows (`opsassess.applied`).

A new kind needs a new version of the store (a step in `opsassess.store.schema`), so that an older package says that it
is too old instead of leaving the change out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import model_validator

from opsassess.assessment import (
    AcceptedRisk,
    Action,
    Answer,
    Assessment,
    Client,
    Day,
    FailureMode,
    Milestone,
    Name,
    NotApplicable,
    Note,
    Promise,
    QuestionnaireRef,
    Respondent,
)
from opsassess.questionnaire import Frozen

KeyedKind = Literal[
    "respondent", "failure_mode", "not_applicable", "exception", "action", "promise", "milestone", "note", "fact"
]


class AgentName(Frozen):
    """The agent is called this now."""

    name: Name


class ProfileFact(Frozen):
    """A fact of the agent's profile: the bare value, or a value with what was seen of it."""

    fact: Name
    value: Any = None


class AsOf(Frozen):
    """The day for which the scores hold."""

    day: Day


class Summary(Frozen):
    """The consultant's own words at the head of the report."""

    text: str | None


class Removed(Frozen):
    """A part is taken out of the present assessment; its history stays. Answers cannot be removed, only cleared."""

    kind: KeyedKind
    key: tuple[str, ...]

    @classmethod
    def of(cls, part: Keyed) -> Removed:
        kind: Any = kind_of(part)
        return cls(kind=kind, key=key_of(part))


class Upgrade(Frozen):
    """The assessment follows another stored questionnaire from now on."""

    questionnaire: QuestionnaireRef
    undoes: int | None = None  # the entry of the upgrade that this one takes back


class Contested(Frozen):
    """A change on top of something that its editor had not seen: kept, told, and applied only if somebody chooses it.

    A later change of the same target settles it, unless a file brought it.
    """

    kind: str  # of the change
    change: Mapping[str, Any]
    seen: int  # the entry that the editor had seen last

    @classmethod
    def of(cls, change: Change, *, seen: int) -> Contested:
        return cls(kind=kind_of(change), change=change.model_dump(mode="json", exclude_unset=True), seen=seen)

    @cached_property
    def held(self) -> Change:
        """Return the change that was not applied."""
        change: Any = KINDS[self.kind].model.model_validate(self.change)
        return change  # type: ignore[no-any-return]  # `of` takes nothing else

    @model_validator(mode="after")
    def _holds_a_change(self) -> Self:
        _ = self.held  # damage is told when the log is read, not when it is shown
        return self


Keyed = Respondent | FailureMode | NotApplicable | AcceptedRisk | Action | Promise | Milestone | Note | ProfileFact
Change = Answer | Keyed | Client | AgentName | AsOf | Summary | Removed
Event = Change | Contested | Upgrade | Assessment  # an assessment as a whole begins its own log


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """How changes of a kind are kept."""

    model: type[Frozen]
    field: str = ""  # the list of the assessment that it stands in
    key: tuple[str, ...] = ()  # what tells one entry of that list from another; without it, entries are only added


KINDS: Mapping[str, _Kind] = {
    "answer": _Kind(model=Answer, field="answers"),
    "respondent": _Kind(model=Respondent, field="respondents", key=("id",)),
    "failure_mode": _Kind(model=FailureMode, field="failure_modes", key=("id",)),
    "not_applicable": _Kind(model=NotApplicable, field="not_applicable", key=("item",)),
    "exception": _Kind(model=AcceptedRisk, field="exceptions", key=("item",)),
    "action": _Kind(model=Action, field="actions", key=("item", "text")),
    "promise": _Kind(model=Promise, field="promised", key=("item", "what")),
    "milestone": _Kind(model=Milestone, field="milestones", key=("name", "date")),
    "note": _Kind(model=Note, field="notes", key=("id",)),
    "fact": _Kind(model=ProfileFact, key=("fact",)),
    "client": _Kind(model=Client),
    "agent": _Kind(model=AgentName),
    "as_of": _Kind(model=AsOf),
    "summary": _Kind(model=Summary),
    "removed": _Kind(model=Removed),
    "contested": _Kind(model=Contested),
    "upgrade": _Kind(model=Upgrade),
    "assessment": _Kind(model=Assessment),
}
_KIND_OF: Mapping[type[Frozen], str] = {kind.model: name for name, kind in KINDS.items()}
_LISTS = {name: kind for name, kind in KINDS.items() if kind.field}


def kind_of(event: Event) -> str:
    """Return the name under which an event is stored."""
    return _KIND_OF[type(event)]


def to_payload(event: Event) -> str:
    """Write an event as ASCII JSON, so that any text survives; keys that were not given stay absent.

    Raises ValueError for a number that is not finite: JSON has no way to write it, and null would be another answer.
    """
    if not _is_finite(event.model_dump(exclude_unset=True)):
        raise ValueError("a number is not finite")
    data = event.model_dump(mode="json", exclude_unset=True)
    return json.dumps(data, allow_nan=False, separators=(",", ":"))


def _is_finite(value: object) -> bool:
    match value:
        case float():
            return math.isfinite(value)
        case Mapping():
            return all(map(_is_finite, value.values()))
        case list() | tuple():
            return all(map(_is_finite, value))
        case _:
            return True


def from_payload(kind: str, payload: str) -> Event:
    """Read an event back; raises KeyError or ValueError for what `to_payload` did not write."""
    event: Any = KINDS[kind].model.model_validate(json.loads(payload))
    return event  # type: ignore[no-any-return]  # the models of KINDS are the members of Event


def key_fields(part: Event) -> tuple[str, ...]:
    """Return the fields that tell one part of its kind from another."""
    return KINDS[kind_of(part)].key


def key_of(part: Event) -> tuple[str, ...]:
    """Return what tells one part from another of its kind."""
    return tuple(str(getattr(part, name)) for name in key_fields(part))


def parts_of(event: Event) -> Iterator[Event]:
    """Yield an event itself; of a whole assessment the entries of its lists, as if they had been saved one by one."""
    if isinstance(event, Assessment):
        for kind in _LISTS.values():
            yield from getattr(event, kind.field)
    else:
        yield event


def item_of(event: Event) -> str | None:
    """Return the item that an event speaks of, if it speaks of one."""
    match event:
        case Answer() | NotApplicable() | AcceptedRisk() | Action() | Promise() | Note():
            return event.item
        case Contested():
            return item_of(event.held)
        case FailureMode():
            return event.id
        case Removed(kind="not_applicable" | "exception" | "action" | "promise" | "failure_mode", key=(item, *_)):
            return item
        case _:
            return None
