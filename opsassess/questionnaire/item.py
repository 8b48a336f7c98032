"""An item, the area that it stands in, and when it applies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from opsassess.questionnaire.content import Content
from opsassess.questionnaire.terms import STEPS, Condition, Exact, Frozen, Hours, Id, ItemId, Role, Sentence, Step


class StepRemedy(Frozen):
    """What to do in one step, and when it is done."""

    do: Sentence  # "An operator ..." where one of them does it: a document may put a name there
    accepted_when: Sentence  # a clause: no capital, no full stop


class Remedy(Frozen):
    """What to do about a gap, step by step; or in one text for all steps, printed whichever of them is missing."""

    write: StepRemedy | None = None
    walk_through: StepRemedy | None = None
    prove: StepRemedy | None = None
    do: Sentence | None = None
    accepted_when: Sentence | None = None

    @model_validator(mode="after")
    def _by_steps_or_in_one(self) -> Remedy:
        by_steps = [getattr(self, step) is not None for step in STEPS]
        in_one = [self.do is not None, self.accepted_when is not None]
        if not (all(by_steps) and not any(in_one)) and not (all(in_one) and not any(by_steps)):
            raise ValueError(f"give `do` and `accepted_when` for each of {', '.join(STEPS)}, or one of each for all")
        return self

    def texts(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return what to do in these steps, one text a step."""
        return (self.do,) if self.do else tuple(part.do for part in self._parts(steps))

    def accepted(self, steps: Iterable[Step]) -> str:
        """Return when these steps are done: when the last of them is."""
        return self.accepted_when or self._parts(steps)[-1].accepted_when

    def _parts(self, steps: Iterable[Step]) -> tuple[StepRemedy, ...]:
        wanted = frozenset(steps) or frozenset(STEPS)
        found = (getattr(self, step) for step in STEPS if step in wanted)
        return tuple(part for part in found if part is not None)


class StepHours(Frozen):
    """Three-point hours of the steps that close a gap."""

    write: Hours
    walk_through: Hours
    prove: Hours

    @field_validator("write", "walk_through", "prove")
    @classmethod
    def _increasing(cls, hours: Hours) -> Hours:
        if not hours[0] <= hours[1] <= hours[2]:
            raise ValueError("hours should rise: optimistic, likely, pessimistic")
        return hours


class Crosswalk(Frozen):
    """Clauses of public frameworks that an item relates to, as ``framework:id``."""

    direct: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


class Item(Frozen):
    """One thing that an operator must know or be able to do."""

    id: ItemId
    title: str
    able: str  # infinitive without "to": "revoke the agent's access"
    absent: str  # clause: what is true when the item is missing
    weight: Id
    window: Annotated[int, Field(gt=0)]  # days until evidence ages
    minutes: Annotated[Exact, Field(gt=0, le=60)]  # planned interview time
    asked_of: Annotated[tuple[Role, ...], Field(min_length=1)] = ("operator",)
    applies_when: tuple[Condition, ...] = ()  # any of these must match; none means always
    ask: Sentence
    why: Sentence
    levels: Annotated[tuple[Sentence, ...], Field(min_length=5, max_length=5)]
    evidence: Mapping[Literal["E1", "E2", "E3"], Sentence]
    remedy: Remedy
    hours: StepHours
    service: Id
    content: Content
    columns: Mapping[Id, str] = {}  # failure modes: what to ask in each of the five columns
    runbook: Annotated[tuple[str, ...], Field(min_length=1)]  # area ids and card fields that print its content
    prints_after: ItemId | None = None  # the runbook prints it right after this one, wherever it is asked
    same_as: tuple[ItemId, ...] = ()
    examples: Mapping[Id, Sentence] = {}  # kind of work -> a good answer
    crosswalk: Crosswalk = Crosswalk()

    @field_validator("applies_when", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, Mapping) else value

    @field_validator("asked_of")
    @classmethod
    def _operator_side(cls, roles: tuple[Role, ...]) -> tuple[Role, ...]:
        if "builder" in roles:
            raise ValueError("the builder's word never counts for a score; name operator, owner or user")
        return roles

    @property
    def area(self) -> str:
        return self.id.partition(".")[0]

    def example(self, facts: Mapping[str, Any]) -> str:
        """Return a good answer for the kind of work of an agent with these facts, empty where that is not known."""
        work = facts.get("work")
        return self.examples.get(work, "") if isinstance(work, str) else ""


class Area(Frozen):
    """A section of the runbook, one of the five runbooks, or the cross-cutting properties."""

    id: Id
    title: str
    kind: Literal["section", "runbook", "cross_cutting"]
    intro: Sentence
    crosswalk: Crosswalk = Crosswalk()
    client_mode: Item | None = None  # what a failure mode is that a client declares here; id and title are the client's
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


def applies(item: Item, facts: Mapping[str, Any]) -> bool:
    """Tell whether an item applies to an agent with these profile facts; an unknown fact means that it does."""
    return not item.applies_when or any(_may_match(condition, facts) for condition in item.applies_when)


def _may_match(condition: Condition, facts: Mapping[str, Any]) -> bool:
    return all(facts.get(fact) is None or facts[fact] in accepted for fact, accepted in condition.items())
