"""Why a tier does not come without something: what still stands in its way once all the rest is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from opsassess.once import made_once
from opsassess.owners.way import items_to, lines_to
from opsassess.questionnaire import TierId
from opsassess.retainer.agent import Agent
from opsassess.retainer.reach import closed
from opsassess.scoring import Score
from opsassess.scoring.frame import Held
from opsassess.scoring.tiers import Obstacle, key_person_of, next_above, obstacles
from opsassess.scoring.values import ONE

Reason = Literal["gate", "critical", "key_person", "area", "overall"]
REASONS: tuple[Reason, ...] = ("gate", "critical", "key_person", "area", "overall")  # the strongest first


@dataclass(frozen=True, kw_only=True)
class Needed:
    """The first tier that does not come without something, and why."""

    tier: TierId
    reason: Reason


@made_once
def needed(agent: Agent) -> Mapping[str, Needed]:
    """Return what the next two tiers take: they are the fewest hours, so that each part is needed for something."""
    aims = (next_above(agent.score.aim), agent.score.aim)  # of two tiers, the first one counts
    return {item: Needed(tier=aim, reason=_reason(agent, item, aim)) for aim in aims for item in items_to(agent, aim)}


def _reason(agent: Agent, item: str, aim: TierId) -> Reason:
    """Return the strongest reason; what stands in nobody's way by itself is one of a must-have: one person holds it."""
    lines = lines_to(agent, aim)
    if lines:
        left = closed(agent.score, (line for line in lines if item not in line.reaches)).obstacles_to(aim)
    else:
        left = _made_but(agent.score, [other for other in items_to(agent, aim) if other != item], aim)
    kinds = {obstacle.kind for obstacle in left}
    return next((kind for kind in REASONS if kind in kinds), "gate")


def _made_but(score: Score, made: list[str], aim: TierId) -> tuple[Obstacle, ...]:
    """Return what stands in the way where no lines lead: these are done in full, as the smallest set reckons it."""
    view = {**score.shown_view, **{item: Held(value=ONE, renewable=ONE, possible=ONE) for item in made}}
    ahead = {i: None if i in made else values.lead for i, values in score.items.items() if values.applies}
    return tuple(obstacles(score.frame, view, key_person_of(score.frame, ahead), aim))
