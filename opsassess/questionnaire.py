"""The questionnaire as a value: areas, items, gates, tiers and every constant of the scoring.

A questionnaire is data (`questionnaires/*.yaml`); these frozen models give it types and nothing else. Loading,
extending and hashing are in `opsassess.library`, questions about its meaning in `opsassess.lint`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    field_validator,
    model_validator,
)

FORMAT = "opsassess-questionnaire/1"

EvidenceLevel = Literal["E0", "E1", "E2", "E3"]
EVIDENCE_LEVELS: tuple[EvidenceLevel, ...] = ("E0", "E1", "E2", "E3")

Role = Literal["operator", "owner", "user", "builder"]
OPERATOR_SIDE: tuple[Role, ...] = ("operator", "owner", "user")

TierId = Literal["T0", "not_shown", "T1", "T2", "T3"]
TIERS: tuple[TierId, ...] = ("T0", "not_shown", "T1", "T2", "T3")  # from the lowest

Step = Literal["write", "walk_through", "prove"]
STEPS: Mapping[Step, int] = {"write": 2, "walk_through": 3, "prove": 4}  # step -> the rating that it reaches

ContentKind = Literal["text", "number", "people", "steps", "table", "choice", "choices", "date", "link", "failure_mode"]
FAILURE_COLUMNS = ("detect", "retry", "human_review", "pause", "notify")


def _exact(value: Any) -> Any:
    """Read a decimal as the fraction that it is written as: .6 is 3/5, not 0.59999."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Fraction):
        raise ValueError("should be a number")  # noqa: TRY004 - pydantic turns a ValueError into a mistake
    try:
        return value if isinstance(value, Fraction) else Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError("should be a number") from None


def _decimal(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


Exact = Annotated[Fraction, BeforeValidator(_exact), PlainSerializer(_decimal), WithJsonSchema({"type": "number"})]
Share = Annotated[Exact, Field(ge=0, le=1), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
Positive = Annotated[Exact, Field(gt=0), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Hours = tuple[Positive, Positive, Positive]  # optimistic, likely, pessimistic


def _fact_value(value: Any) -> Any:
    """YAML scalars arrive as strings; a fact is compared with what a profile says, so true means true."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


FactValue = Annotated[bool | int | float | str, BeforeValidator(_fact_value)]
Condition = Mapping[str, tuple[FactValue, ...]]  # fact -> accepted values; all must match
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*\.[a-z0-9][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=1, max_length=2000)]


class Frozen(BaseModel):
    """Base of all models of user data: immutable, and a key that nobody knows is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


class Sensitivity(Frozen):
    """How the weights are shaken to see whether the tier hangs on them."""

    draws: Annotated[int, Field(ge=1, le=100_000)] = 2000
    spread: Positive = Fraction(3, 2)  # a weight is multiplied by spread**(2u - 1), u uniform in [0, 1)
    seed: int = 7
    stable_share: Share = Fraction(9, 10)  # below it the report says that the result is close to the line


class Constants(Frozen):
    """The numbers of the scoring that belong to no item. Source of each: the method paper."""

    weights: Mapping[Id, Positive]  # name of a weight -> its value
    critical: Id = "critical"  # the weight whose items the tiers treat one by one
    evidence_caps: Mapping[EvidenceLevel, Share]  # what a level of evidence can carry
    undated_evidence: EvidenceLevel = "E1"  # evidence without a date counts as this at most, and does not age
    incomplete_row_cap: Share = Fraction(1, 4)  # a failure mode with an unanswered column shows this at most
    default_target: Share = Fraction(1, 2)  # target of an item that is in no gate
    key_person_gap: Share = Fraction(1, 2)  # builder ahead of the operator by this much: a key-person item
    one_person_cap: TierId = "T1"  # a gate met only by someone who built it and runs it caps the tier here
    draft_below_coverage: Share = Fraction(9, 10)
    working_hours_a_month: Positive = Fraction(168)  # 21 days of 8 hours: turns runs a month into runs an hour
    sensitivity: Sensitivity = Sensitivity()


class Level(Frozen):
    """A rating or an evidence level in general words; an item has its own words for each rating."""

    id: str
    name: str
    meaning: Sentence


class Option(Frozen):
    """One of several choices; a bare text is both its id and its title."""

    id: str
    title: str

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        return {"id": value, "title": value} if isinstance(value, str) else value


class Column(Frozen):
    """A column of a table."""

    id: Id
    title: str
    options: tuple[Option, ...] = ()
    optional: bool = False  # may be empty for a good reason: a drill that is only planned has no result


class Fact(Frozen):
    """One fact of an agent's profile."""

    id: Id
    title: str
    kind: Literal["boolean", "text", "number", "choice", "people", "table", "date"]
    ask: Sentence
    unit: str = ""
    options: tuple[Level, ...] = ()
    columns: tuple[Column, ...] = ()


class Content(Frozen):
    """What is asked of an item beside its rating: it becomes the text of the runbook."""

    kind: ContentKind
    prompt: Sentence
    unit: str = ""  # of a number: the suggested unit
    per: str = ""  # of a number: the suggested window
    direction: Literal["at_least", "at_most", "range"] | None = None  # of a number: on which side of it all is well
    columns: tuple[Column, ...] = ()
    options: tuple[Option, ...] = ()

    @model_validator(mode="after")
    def _kind_has_its_parts(self) -> Content:
        if self.kind == "table" and not self.columns:
            raise ValueError("a table needs `columns`")
        if self.kind in ("choice", "choices") and not self.options:
            raise ValueError("a choice needs `options`")
        return self


class Remedy(Frozen):
    """What to do about a gap, and when it is closed."""

    do: Sentence
    accepted_when: Sentence  # a clause: no capital, no full stop


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
        """Return the id of the item's area."""
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


class Requirement(Frozen):
    """One condition of a gate: an item, or every item whose id starts with a prefix, has at least this value."""

    item: ItemId | None = None
    prefix: str | None = None
    at_least: Share
    unless: Mapping[str, FactValue] = {}  # drops out when all these facts are known and equal

    @model_validator(mode="after")
    def _one_of_both(self) -> Requirement:
        if (self.item is None) == (self.prefix is None):
            raise ValueError("give either `item` or `prefix`")
        return self


class Gate(Frozen):
    """A condition that caps the tier whatever the average says. It is also a must-have of page one."""

    id: Annotated[str, Field(pattern=r"^G[0-9]+$")]
    title: str  # noun phrase: "Stop"
    must: str  # infinitive without "to": "stop the agent and confirm that it has stopped"
    lacking: str  # clause: what is true while it fails
    tier: Literal["T1", "T2", "T3"]  # the lowest tier that needs it; T1 makes it hard
    requires: Annotated[tuple[Requirement, ...], Field(min_length=1)]

    @property
    def hard(self) -> bool:
        """Tell whether failing it means the lowest tier."""
        return self.tier == "T1"


class Tier(Frozen):
    """A tier and its conditions beyond the gates that name it."""

    id: TierId
    name: str
    meaning: Sentence
    area_at_least: Share = Fraction(0)
    overall_at_least: Share = Fraction(0)
    gate_at_least: Share = Fraction(0)  # every gate minimum is raised to this
    critical_above: Share | None = None  # no critical item (outside gates of a higher tier) at or below this
    key_person_free: bool = False  # key-person index measured, and no key-person item


class Service(Frozen):
    """A recurring service that keeps items healthy."""

    id: Id
    title: str


class OperatorQuestion(Frozen):
    """One of the questions that an operator must be able to answer."""

    id: Id
    title: Sentence
    items: Annotated[tuple[ItemId, ...], Field(min_length=1)]


class DrillPlan(Frozen):
    """A drill that proves items: one card for all of them, or with a prefix one card for each of the first few."""

    id: Id
    title: str
    purpose: Sentence
    items: tuple[ItemId, ...] = ()  # the first one's steps are the steps of the drill
    beside: tuple[ItemId, ...] = ()  # what its card shows too, and does not prove
    prefix: str | None = None
    most: Annotated[int, Field(ge=1, le=20)] = 3  # of a prefix

    @model_validator(mode="after")
    def _one_of_both(self) -> DrillPlan:
        if bool(self.items) == bool(self.prefix):
            raise ValueError("give either `items` or `prefix`")
        return self


class CardField(Frozen):
    """A field of the one-page card of the runbook."""

    id: Id
    title: str


class Questionnaire(Frozen):
    """Everything that is asked and every constant that scores it."""

    format: Literal["opsassess-questionnaire/1"]
    id: Id
    version: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    title: str
    intro: Sentence
    tier_cap: TierId = "T3"  # the highest tier that this questionnaire can give
    print_percentages: bool = True
    constants: Constants
    ratings: Annotated[tuple[Level, ...], Field(min_length=5, max_length=5)]
    evidence: Annotated[tuple[Level, ...], Field(min_length=4, max_length=4)]
    facts: tuple[Fact, ...]
    services: tuple[Service, ...]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=5, max_length=5)]
    gates: tuple[Gate, ...]
    questions: tuple[OperatorQuestion, ...] = ()
    review: tuple[OperatorQuestion, ...] = ()  # what a security or operations review asks
    duties: tuple[ItemId, ...] = ()  # items whose content names people: who builds, who operates
    report: Literal["full", "readout"] = "full"  # a readout is short: a first session cannot carry more
    drills: tuple[DrillPlan, ...] = ()
    session_order: tuple[str, ...] = ()  # item ids or area ids in the order of the interview
    card: tuple[CardField, ...] = ()
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Return the items by id, in the order of the questionnaire."""
        return {item.id: item for area in self.areas for item in area.items}

    @cached_property
    def tier_of(self) -> Mapping[TierId, Tier]:
        """Return the tiers by id."""
        return {tier.id: tier for tier in self.tiers}

    @cached_property
    def area_of(self) -> Mapping[str, Area]:
        """Return the areas by id."""
        return {area.id: area for area in self.areas}

    @cached_property
    def gate_of(self) -> Mapping[str, Gate]:
        """Return the gates by id."""
        return {gate.id: gate for gate in self.gates}


def applies(item: Item, facts: Mapping[str, Any]) -> bool:
    """Tell whether an item applies to an agent with these profile facts; an unknown fact means that it does."""
    return not item.applies_when or any(_may_match(condition, facts) for condition in item.applies_when)


def _may_match(condition: Condition, facts: Mapping[str, Any]) -> bool:
    return all(facts.get(fact) is None or facts[fact] in accepted for fact, accepted in condition.items())
