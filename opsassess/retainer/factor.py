"""The factor that an agent's profile puts on the hours of the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from opsassess.retainer.coefficients import Coefficients
from opsassess.retainer.figures import Known, number_of


@dataclass(frozen=True, kw_only=True)
class ProfileFactor:
    """The factor with what it was computed from."""

    value: Fraction
    systems: Known
    agents: Known
    regulated: bool | None  # None: nobody said; it then adds nothing


def profile_factor(facts: Mapping[str, Any], coefficients: Coefficients) -> ProfileFactor:
    """Return f = 1 + a (systems - included)+ + b [regulated data] + c (agents - 1)+, within its bounds."""
    rule = coefficients.factor
    systems = _systems(facts, coefficients)
    agents = number_of("agents", facts, coefficients)
    regulated = facts.get("regulated_data")
    value = (
        1
        + rule.a_further_system * max(Fraction(0), systems.value - rule.systems_included)
        + rule.regulated_data * (regulated is True)
        + rule.a_further_agent * max(Fraction(0), agents.value - 1)
    )
    return ProfileFactor(
        value=min(max(value, rule.lowest), rule.highest),
        systems=systems,
        agents=agents,
        regulated=regulated if isinstance(regulated, bool) else None,
    )


def _systems(facts: Mapping[str, Any], coefficients: Coefficients) -> Known:
    listed = facts.get("systems")
    if isinstance(listed, list | tuple):
        return Known(name="systems", value=Fraction(len(listed)), told=True)
    return Known(name="systems", value=coefficients.assumed.systems, told=False)
