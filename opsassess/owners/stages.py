"""The stages of the roadmap: what reaches the next tier, then the tier after it, then the rest, each in 30 days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass

from opsassess.owners.standing import wide_gaps
from opsassess.owners.way import items_to, lines_to
from opsassess.questionnaire import TierId
from opsassess.retainer.agent import Agent
from opsassess.scoring import Gap
from opsassess.scoring.frame import not_above
from opsassess.scoring.tiers import next_above

STAGES = (30, 60, 90)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row: what has to be done about an item."""

    item: str
    gap: Gap | None  # None: it has to reach a higher level, or a second pair of hands


def plan(agent: Agent) -> tuple[tuple[Entry, ...], ...]:
    """Return each stage: what the next tier takes, what the tier after it takes beyond that, then other work."""
    score, further = agent.score, next_above(agent.score.aim)
    within = not_above(score.aim, score.questionnaire.tier_cap) and score.reported_tier != score.aim
    near = _entries(agent, score.aim, ()) if within else ()
    # what only has to be shown for the next tier, and learnt by a second person for the one after it, is a row of both
    known = {entry.item for entry in near} - (_seconds(agent, further) - _seconds(agent, score.aim))
    far = _entries(agent, further, known) if within and further != score.aim else ()
    known |= {entry.item for entry in (*near, *far)}
    other = (gap for gap in wide_gaps(score) if gap.kind == "missing" and gap.item not in known)
    return near, far, tuple(Entry(item=gap.item, gap=gap) for gap in other)


def _entries(agent: Agent, aim: TierId, known: Container[str]) -> tuple[Entry, ...]:
    """Return what a tier takes, as the scope has it, without what stands in the plan already."""
    seconds = _seconds(agent, aim)
    gaps = {gap.item: gap for gap in agent.score.gaps_to(aim) if gap.kind != "not_written" and gap.item not in seconds}
    return tuple(Entry(item=i, gap=gaps.get(i)) for i in items_to(agent, aim) if i not in known)


def _seconds(agent: Agent, aim: TierId) -> set[str]:
    """Return what a tier has a second person learn, whose hours are in its sum."""
    return {item for line in lines_to(agent, aim) if line.kind == "second" for item in line.reaches}


def day_after(first: dt.date, days: int) -> dt.date:
    """Return the day so many days later, or the last there is."""
    return min(first, dt.date.max - dt.timedelta(days=days)) + dt.timedelta(days=days)
