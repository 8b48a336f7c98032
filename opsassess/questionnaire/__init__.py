"""The questionnaire as a value: areas, items, gates, tiers and every constant of the scoring.

A questionnaire is data (`questionnaires/*.yaml`); these frozen models give it types and nothing else. Loading,
extending and hashing are in `opsassess.library`, questions about its meaning in `opsassess.lint`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from opsassess.questionnaire.constants import Constants, Sensitivity
from opsassess.questionnaire.content import Column, Content, Fact, Level, Option
from opsassess.questionnaire.gate import Gate, Requirement, Tier
from opsassess.questionnaire.item import Area, Crosswalk, Item, Remedy, StepHours, StepRemedy, applies
from opsassess.questionnaire.terms import (
    EVIDENCE_LEVELS,
    FAILURE_COLUMNS,
    OPERATOR_SIDE,
    STEPS,
    TIERS,
    Condition,
    ContentKind,
    EvidenceLevel,
    Exact,
    FactValue,
    Frozen,
    Hours,
    Id,
    ItemId,
    Positive,
    Role,
    Sentence,
    Share,
    Step,
    TierId,
)

__all__ = [
    "EVIDENCE_LEVELS",
    "FAILURE_COLUMNS",
    "OPERATOR_SIDE",
    "STEPS",
    "TIERS",
    "Area",
    "CardField",
    "Column",
    "Condition",
    "Constants",
    "Content",
    "ContentKind",
    "Crosswalk",
    "DrillPlan",
    "EvidenceLevel",
    "Exact",
    "Fact",
    "FactValue",
    "Frozen",
    "Gate",
    "Hours",
    "Id",
    "Item",
    "ItemId",
    "Level",
    "OperatorQuestion",
    "Option",
    "Positive",
    "Questionnaire",
    "Remedy",
    "Requirement",
    "Role",
    "Sensitivity",
    "Sentence",
    "Service",
    "Share",
    "Step",
    "StepHours",
    "StepRemedy",
    "Tier",
    "TierId",
    "applies",
]


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
        return {tier.id: tier for tier in self.tiers}

    @cached_property
    def area_of(self) -> Mapping[str, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def gate_of(self) -> Mapping[str, Gate]:
        return {gate.id: gate for gate in self.gates}
