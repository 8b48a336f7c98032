"""The factor that an agent's profile puts on the hours of the questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from opsassess.retainer.coefficients import Coefficients, Factor
from opsassess.retainer.figures import Known, number_of


@dataclass(frozen=True, kw_only=True)
class ProfileFactor:
    """The factor with what it was computed from."""

    value: Fraction
    systems: Known
    agents: Known
    regulated: bool | None  # None: nobody said; it then adds nothing
    names: tuple[str, ...] = ()  # of the systems that the profile lists

    def further_systems(self, rule: Factor) -> Fraction:
        """Return how many systems are beyond those included; what nobody told adds nothing."""
        return max(Fraction(0), self.systems.value - rule.systems_included) if self.systems.told else Fraction(0)

    @property
    def further_agents(self) -> Fraction:
        """Return how many agents are beyond the first; what nobody told adds nothing."""
        return max(Fraction(0), self.agents.value - 1) if self.agents.told else Fraction(0)


def profile_factor(facts: Mapping[str, Any], coefficients: Coefficients) -> ProfileFactor:
    """Return f = 1 + a (systems - included)+ + b [regulated data] + c (agents - 1)+, within its bounds.

    Each surcharge rests on an answer of the profile: what is only assumed adds nothing.
    """
    rule = coefficients.factor
    systems = _systems(facts, coefficients)
    agents = number_of("agents", facts, coefficients)
    regulated = facts.get("regulated_data")
    plain = ProfileFactor(
        value=Fraction(1),
        systems=systems,
        agents=agents,
        regulated=regulated if isinstance(regulated, bool) else None,
        names=tuple(_names(facts)),
    )
    value = (
        1
        + rule.a_further_system * plain.further_systems(rule)
        + rule.regulated_data * (regulated is True)
        + rule.a_further_agent * plain.further_agents
    )
    return replace(plain, value=min(max(value, rule.lowest), rule.highest))


def _names(facts: Mapping[str, Any]) -> Iterator[str]:
    listed = facts.get("systems")
    for row in listed if isinstance(listed, list | tuple) else ():
        name = row.get("name") if isinstance(row, Mapping) else None
        if isinstance(name, str) and name.strip():
            yield name.strip()


def _systems(facts: Mapping[str, Any], coefficients: Coefficients) -> Known:
    listed = facts.get("systems")
    if isinstance(listed, list | tuple):
        return Known(name="systems", value=Fraction(len(listed)), told=True)
    return Known(name="systems", value=coefficients.assumed.systems, told=False)
