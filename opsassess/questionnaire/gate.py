"""The gates and the tiers: what caps a result whatever the average says."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator

from opsassess.questionnaire.terms import FactValue, Frozen, ItemId, Sentence, Share, TierId


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
