"""The way up, as the scope of work has it: the lines that reach a tier, and the hours with the profile's factor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from opsassess.once import made_once
from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import TierId
from opsassess.retainer import load_coefficients, make_scope
from opsassess.retainer.agent import Agent
from opsassess.retainer.coefficients import Coefficients
from opsassess.retainer.hours import Range, Total, planning_range, total
from opsassess.retainer.lines import Line
from opsassess.scoring import Score
from opsassess.scoring.frame import is_below
from opsassess.scoring.tiers import next_above


@made_once
def agent_of(score: Score) -> Agent:
    """Return the agent of a scope of its own, with the coefficients that come with the package."""
    return make_scope([score], _coefficients()).agents[0]


@lru_cache(maxsize=1)
def _coefficients() -> Coefficients:
    return load_coefficients()


def lines_to(agent: Agent, aim: TierId) -> tuple[Line, ...]:
    """Return the fewest hours of lines that reach a tier; none where it stands already or is out of reach."""
    score = agent.score
    if score.reported_tier == aim or is_below(score.questionnaire.tier_cap, aim):
        return ()
    return agent.cheapest_to(aim) or ()


def items_to(agent: Agent, aim: TierId) -> tuple[str, ...]:
    """Return the items of these lines, the most urgent first.

    Where single lines do not add up to the tier, they are the fewest items that would, each done in full.
    """
    found = tuple(item for line in lines_to(agent, aim) for item in line.reaches)
    return found or (agent.score.smallest_set_to(aim) if agent.score.reported_tier != aim else ())


@made_once
def urgent(agent: Agent) -> Mapping[str, int]:
    """Return for each item that the next tier needs 0, and for each that only the one after it needs 1."""
    score = agent.score
    far = dict.fromkeys(items_to(agent, next_above(score.aim)), 1)
    return far | dict.fromkeys(items_to(agent, score.aim), 0)


def planned(agent: Agent, lines: Sequence[Line]) -> Range:
    """Return the hours of lines as the scope prints them."""
    return planning_range(total_of(agent, lines), agent.coefficients.estimate.p80, agent.coefficients.round)


def total_of(agent: Agent, lines: Sequence[Line]) -> Total:
    """Return the sum of the hours of lines, and by how much it spreads."""
    return total((line.hours for line in lines), agent.coefficients.estimate.correlation)


def just_reached(agent: Agent, lines: Sequence[Line], aim: TierId, sentences: Sentences, *, name: str = "") -> Prose:
    """Return in how many areas these lines reach a tier and no more; nothing where it stands without them."""
    tier = agent.score.questionnaire.tier_of[aim]
    if not is_below(agent.score.reported_tier, aim) or not tier.area_at_least:
        return Prose("")
    areas = [area.shown for area in agent.after(lines).areas.values() if area.shown is not None]
    edge = areas.count(tier.area_at_least)
    return sentences.say("just_reached", tier=tier, edge=edge, all=len(areas), agent=name) if edge else Prose("")
