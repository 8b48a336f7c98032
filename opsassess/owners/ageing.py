"""What ages while the work towards a tier is done: the tier is reached only if it is shown again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opsassess.owners.stages import STAGES, day_after
from opsassess.owners.way import lines_to
from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import Tier, TierId
from opsassess.retainer.agent import Agent
from opsassess.retainer.fall import shown_again_for, working_day
from opsassess.retainer.lines import Line
from opsassess.scoring.tiers import next_above


@dataclass(frozen=True, kw_only=True)
class Ageing:
    """The fewest items that have to be shown again so that a tier is there after its work, and stands a while."""

    tier: TierId
    items: tuple[str, ...]
    since: dt.date | None  # a look before this day would age before the tier may end; None: any from now on counts
    by: dt.date
    holds: dt.date  # the day up to which the tier then stands at least


def ageing(agent: Agent, tier: TierId) -> Ageing | None:
    """Return what ages before a tier is reached, by the roadmap; None where nothing does, or its day is not known."""
    return agent.kept(("ageing", tier), lambda: _ageing(agent, tier))


def _ageing(agent: Agent, tier: TierId) -> Ageing | None:
    score = agent.score
    stage = {next_above(score.aim): STAGES[1], score.aim: STAGES[0]}.get(tier)
    lines = lines_to(agent, tier) if stage else ()
    if not lines or stage is None:
        return None
    by = working_day(day_after(score.as_of, stage))
    if _held_until(agent, lines, by):
        return None
    items, holds = shown_again_for(score, lines, tier, by, agent.coefficients.days.lasts)
    if not items:
        return None
    since = max(holds - dt.timedelta(days=score.items[item].item.window) for item in items)
    return Ageing(tier=tier, items=items, since=since if since > score.as_of else None, by=by, holds=holds)


def _held_until(agent: Agent, lines: Sequence[Line], by: dt.date) -> dt.date | None:
    """Return the end of the last risk on which nobody works and that holds a tier up beyond a day."""
    assessment = agent.score.assessment
    days = [*((a.item, a.due) for a in assessment.actions), *((p.item, p.by) for p in assessment.promised)]
    worked = {item for item, day in days if day and day <= by}
    return max((n.accepted for n in lines if n.accepted and n.accepted > by and n.item.id not in worked), default=None)


def aged_ahead(agent: Agent) -> Mapping[str, Ageing]:
    """Return what ages before each of the next two tiers is reached; of what both need, the first counts."""
    tiers = dict.fromkeys((next_above(agent.score.aim), agent.score.aim))
    return {item: ages for tier in tiers if (ages := ageing(agent, tier)) for item in ages.items}


def ageing_told(agent: Agent, tier: Tier, sentences: Sentences, *, short: bool = False) -> Prose:
    """Return what has to be shown again for a tier, and when; in ``short``, of more than two things how many."""
    ages = ageing(agent, tier.id)
    titles = [agent.score.items[item].item.title for item in ages.items] if ages else []
    return sentences.say("ageing", aim=tier, titles=titles, ages=ages, short=short) if ages else Prose("")


def looks_move(agent: Agent, tier: Tier, sentences: Sentences) -> Prose:
    """Return when a new look counts for a tier, where what is looked at is named elsewhere."""
    ages = ageing(agent, tier.id)
    return sentences.say("ageing.moves", aim=tier, ages=ages) if ages else Prose("")


def held_up(agent: Agent, tier: Tier, sentences: Sentences, *, short: bool = False) -> Prose:
    """Return what a tier needs shown again if a risk holds it up until it ends; in ``short`` how many things."""
    lines = lines_to(agent, tier.id)
    day = _held_until(agent, lines, agent.score.as_of)
    items = shown_again_for(agent.score, lines, tier.id, day, 0)[0] if day else ()
    if not items:
        return Prose("")
    looks = [agent.score.items[item].item for item in items]
    windows = sorted(Counter(look.window for look in looks).items())
    return sentences.say("ageing.held_up", aim=tier, looks=looks, windows=windows, short=short)
