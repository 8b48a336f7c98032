"""Who is who: the people that sentences name."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from opsassess.answers import Current
from opsassess.assessment import DONT_KNOW, Assessment, Respondent
from opsassess.prose import Prose, escape, listed
from opsassess.scoring import ItemScore
from opsassess.scoring.values import value_of

_APART = 2  # levels


def operators(assessment: Assessment) -> tuple[Respondent, ...]:
    """Return those who run the agent day to day and did not build it; where nobody does, who comes nearest."""
    side = [r for r in assessment.respondents if r.is_operator_side]
    daily = [r for r in side if "operator" in r.roles]
    return tuple([r for r in daily if not r.is_builder] or daily or side)


def builders(assessment: Assessment) -> tuple[Respondent, ...]:
    """Return those who built the agent."""
    return tuple(r for r in assessment.respondents if r.is_builder)


def named(people: Iterable[Respondent | Current], otherwise: str) -> Prose:
    """Return the names, or other words where there are none."""
    names = dict.fromkeys(p.respondent.name if isinstance(p, Current) else p.name for p in people)
    return listed(names) if names else Prose(otherwise)


def operator_name(score: ItemScore, assessment: Assessment) -> Prose:
    """Return whose word counts on an item (of several the lowest), else who could have spoken."""
    counting = [answer for answer in score.operators if answer.rating == score.operator]
    return named(counting or operators(assessment), "the operator")


def best_claim(score: ItemScore) -> Fraction:
    """Return what the operator who knows most claims."""
    return max((value_of(a.rating) for a in score.operators if a.rating is not None), default=Fraction(0))


def differing(score: ItemScore) -> tuple[Prose, ...]:
    """Return "Mirjam Kofler is at level 3" for each operator where they lie two levels or more apart, else nothing."""
    if score.spread < _APART:
        return ()
    said = {
        a.respondent.name: "does not know" if a.rating == DONT_KNOW else f"is at level {a.rating}"
        for a in score.operators
    }
    return tuple(Prose(f"{escape(name)} {rating}") for name, rating in said.items())


def builder_name(score: ItemScore, assessment: Assessment) -> Prose:
    """Return which builder spoke on an item, else who built the agent."""
    return named(score.builders or builders(assessment), "the builder")
