"""The figures that drive the monthly hours: the client's own where they are known, assumed ones that say so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, get_args

from opsassess.effort import ZERO, hundredth, rounded
from opsassess.retainer.coefficients import Coefficients, Figure
from opsassess.scoring import Score

FIGURES: tuple[Figure, ...] = get_args(Figure)
MONTHS = 12
_SHARED = ("fixed", "tabletops", "joiners")  # by the agents of a scope


@dataclass(frozen=True, kw_only=True)
class Known:
    """A fact as a number, and whether the client told it."""

    name: str
    value: Fraction
    told: bool


@dataclass(frozen=True, kw_only=True)
class Drills:
    """How many drills there are in a year."""

    tabletops: Fraction
    full: Fraction


def number_of(name: str, facts: Mapping[str, Any], coefficients: Coefficients) -> Known:
    """Return a fact as a number; where the profile does not say it, what is assumed, and without that nothing."""
    told = facts.get(name)
    if isinstance(told, int | float | Fraction) and not isinstance(told, bool) and math.isfinite(told) and told >= 0:
        return Known(name=name, value=Fraction(str(told)), told=True)
    return Known(name=name, value=getattr(coefficients.assumed, name, ZERO), told=False)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of a scope, each a month; and the facts behind them, agent by agent."""

    values: Mapping[Figure, Fraction]
    facts: tuple[tuple[Known, ...], ...]  # of each agent

    def with_drills(self, drills: Drills) -> Figures:
        """Return the figures with another number of drills; a full drill is one of each agent."""
        changed = {"tabletops": drills.tabletops / MONTHS, "full_drills": drills.full / MONTHS * len(self.facts)}
        return Figures(values={name: changed.get(name, value) for name, value in self.values.items()}, facts=self.facts)

    @property
    def without_study(self) -> Figures:
        """Return the figures where the client's own team goes on studying all exceptions that it studies today."""
        return Figures(values={**self.values, "exception_hours": ZERO}, facts=self.facts)

    @property
    def studied_today(self) -> bool:
        """Tell whether the client told of each agent that exceptions are studied today."""
        shares = [one for known in self.facts for one in known if one.name == "sample_share"]
        return all(share.told and share.value for share in shares)


_FACTS = (
    "agents",
    "runs_per_month",
    "exception_rate",
    "sample_share",
    "minutes_per_exception",
    "changes_small",
    "changes_medium",
    "changes_large",
    "joiners_per_year",
    "incidents_per_month",
)


def figures(scores: Iterable[Score], coefficients: Coefficients) -> Figures:
    """Return the figures of several agents in one scope: what they share counts once.

    Shared are the fixed parts, the drills at the table and the people who start: the largest number counts.
    """
    scores = tuple(scores)
    facts = tuple(
        tuple(number_of(name, score.assessment.agent.facts, coefficients) for name in _FACTS) for score in scores
    )
    each = [dict(_of_agent(score, known, coefficients)) for score, known in zip(scores, facts, strict=True)]
    amounts = {name: [one[name] for one in each] for name in FIGURES}
    together = {name: max(several) if name in _SHARED else sum(several, ZERO) for name, several in amounts.items()}
    return Figures(values=together, facts=facts)


def _of_agent(score: Score, known: Iterable[Known], coefficients: Coefficients) -> Iterator[tuple[Figure, Fraction]]:
    fact = {one.name: one.value for one in known}
    assumed = coefficients.assumed
    yield "fixed", Fraction(1)
    yield "thresholds", Fraction(thresholds(score))
    yield "agents", fact["agents"]
    studied = min(exceptions(fact), assumed.exceptions_cap)
    yield "exception_hours", hundredth(studied * fact["minutes_per_exception"] / 60)
    yield "new_failure_modes", assumed.new_failure_modes
    yield "changes_small", fact["changes_small"]
    yield "changes_medium", fact["changes_medium"]
    yield "changes_large", fact["changes_large"]
    yield "tabletops", assumed.tabletops_per_year / MONTHS
    yield "full_drills", assumed.full_drills_per_year / MONTHS
    yield "joiners", fact["joiners_per_year"] / MONTHS
    yield "incidents", fact["incidents_per_month"]


def exceptions(fact: Mapping[str, Fraction]) -> Fraction:
    """Return how many exceptions of a month would be studied, as they are printed."""
    return rounded(fact["runs_per_month"] * fact["exception_rate"] * fact["sample_share"])


def thresholds(score: Score) -> int:
    """Return how many thresholds there are to review: the items that apply and whose content is a number."""
    return sum(1 for one in score.items.values() if one.applies and one.item.content.kind == "number")
