"""The numbers of the scoring that belong to no item."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from opsassess.questionnaire.terms import EvidenceLevel, Frozen, Id, Positive, Share, TierId


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
    sensitivity: Sensitivity = Sensitivity()
