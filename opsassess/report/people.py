"""Who is who: the people that sentences name."""

from __future__ import annotations

from collections.abc import Iterable

from opsassess.answers import Current
from opsassess.assessment import Assessment, Respondent
from opsassess.prose import Prose, listed
from opsassess.scoring import ItemScore


def operators(assessment: Assessment) -> tuple[Respondent, ...]:
    """Return those who run the agent day to day; where nobody does, the whole operator side."""
    daily = tuple(r for r in assessment.respondents if "operator" in r.roles)
    return daily or tuple(r for r in assessment.respondents if r.is_operator_side)


def builders(assessment: Assessment) -> tuple[Respondent, ...]:
    """Return those who built the agent."""
    return tuple(r for r in assessment.respondents if r.is_builder)


def named(people: Iterable[Respondent | Current], otherwise: str) -> Prose:
    """Return the names, or other words where there are none."""
    names = dict.fromkeys(p.respondent.name if isinstance(p, Current) else p.name for p in people)
    return listed(names) if names else Prose(otherwise)


def operator_name(score: ItemScore, assessment: Assessment) -> Prose:
    """Return who spoke for the operator side on an item, else who could have."""
    return named(score.operators or operators(assessment), "the operator")


def builder_name(score: ItemScore, assessment: Assessment) -> Prose:
    """Return which builder spoke on an item, else who built the agent."""
    return named(score.builders or builders(assessment), "the builder")
