"""Until when the tier of today holds if nothing is done, and what keeps it: one source for all documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opsassess.assessment import Assessment
from opsassess.once import made_once
from opsassess.owners.ageing import Ageing, aged_ahead, ageing
from opsassess.owners.days import ProposedDays
from opsassess.owners.open_hours import Away, away
from opsassess.owners.people import backups, builders, leaving_builders, leaving_named, named
from opsassess.owners.stages import STAGES
from opsassess.owners.standing import gap_of
from opsassess.prose import Prose, Sentences, join
from opsassess.questionnaire import TierId
from opsassess.retainer.agent import Agent
from opsassess.retainer.fall import Fall, working_day
from opsassess.retainer.lapse import Lapse, lapse
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.frame import not_above
from opsassess.scoring.sight import has_aged
from opsassess.scoring.tiers import next_above

_YEAR = 365  # days
_WITH_ITS_BUILDER: TierId = "T1"  # the tier for which a builder has to be on call


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What ends the tier of today, if nothing is done."""

    last: dt.date  # the last day on which the tier holds
    fall: Fall | None = None  # of its evidence, where that ends it
    builder: str = ""  # who can be reached until then, where the tier rests on that

    @property
    def day(self) -> dt.date:
        """Return the first day on which it does not hold."""
        return self.last + dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class OnCall:
    """The agreement that a tier needs before its builder is gone."""

    builder: str
    last: dt.date | None  # after which nobody is there; None where the builder is only away for a while
    proposed: dt.date  # it takes an agreement and no work
    tier: TierId
    soon: bool  # within the days of the roadmap
    gone: bool = False  # the day has passed, and nobody is named who can be called since
    away: Away | None = None  # within the days of the roadmap


def ending(agent: Agent) -> Ending | None:
    """Return what ends the tier first: its evidence, or the time for which its builder can be reached."""
    found = (_of_evidence(agent), _of_builder(agent))
    return min((end for end in found if end), key=lambda end: end.last, default=None)


def _of_evidence(agent: Agent) -> Ending | None:
    return Ending(last=agent.fall.until, fall=agent.fall) if agent.fall else None


def _of_builder(agent: Agent) -> Ending | None:
    score, until = agent.score, ProposedDays(score=agent.score, agent=agent).builder_until
    if until is None or score.reported_tier != _WITH_ITS_BUILDER:
        return None
    return _without_builder(score, until)


def _before_builder_goes(agent: Agent) -> Ending | None:
    """Return what ends the tier that is near before it is reached: its builder has gone by then."""
    score, until = agent.score, ProposedDays(score=agent.score, agent=agent).builder_until
    if until is None or score.reported_tier == score.aim or score.aim != _WITH_ITS_BUILDER:
        return None
    end = _without_builder(score, until)
    return end if end and (until - score.as_of).days <= _YEAR else None  # the months keep a tier for a year


def _without_builder(score: Score, until: dt.date) -> Ending | None:
    if until < score.as_of or score.is_held_by_one_person:
        return None
    return Ending(last=until, builder=leaving_named(score.assessment))


def builder_gone(score: Score) -> dt.date | None:
    """Return the last day of a builder who is gone, where by the profile nobody can be called since."""
    until, assessment = ProposedDays(score=score).builder_until, score.assessment
    if until is None and not (builders(assessment) or assessment.agent.facts.get("builder_available")):
        until = max((person.until for person in assessment.left if person.is_builder and person.until), default=None)
    return until if until and until < score.as_of else None


def builders_gone(assessment: Assessment) -> Prose:
    """Return who built it and has left; where nobody is noted as having left, who built it."""
    gone = [r for r in assessment.left if r.is_builder]
    return named(gone, "") if gone else leaving_named(assessment)


def on_call(agent: Agent) -> OnCall | None:
    """Return what has to be agreed where the tier, today's or the one that is near, has no builder to be called."""
    if gone := _since_gone(agent):
        return gone
    call, absent = _before_gone(agent), _absent(agent)
    if absent is None:
        return call
    first = ProposedDays(score=agent.score, agent=agent).first
    last = call.last if call else None
    return OnCall(builder=absent.who, last=last, proposed=first, tier=_WITH_ITS_BUILDER, soon=True, away=absent)


def _absent(agent: Agent) -> Away | None:
    """Return for how long the builder is away, where the tier rests on that one and nobody is named for these days."""
    score, days = agent.score, ProposedDays(score=agent.score, agent=agent)
    last = days.builder_leaves
    near = last and last != days.builder_until and (last - score.as_of).days < STAGES[-1]
    rests = _WITH_ITS_BUILDER in (score.reported_tier, score.aim) and not score.is_held_by_one_person
    if not near or not rests or backups(score.assessment):
        return None
    return away(score, named(leaving_builders(score.assessment), ""))


def _since_gone(agent: Agent) -> OnCall | None:
    score, last = agent.score, builder_gone(agent.score)
    rests = _WITH_ITS_BUILDER in (score.reported_tier, score.aim) and not score.is_held_by_one_person
    if last is None or not rests:
        return None
    first, who = ProposedDays(score=score, agent=agent).first, builders_gone(score.assessment)
    return OnCall(builder=who, last=last, proposed=first, tier=_WITH_ITS_BUILDER, soon=True, gone=True)


def _before_gone(agent: Agent) -> OnCall | None:
    end = ending(agent) or _before_builder_goes(agent)
    if end is None or not end.builder:
        return None
    days = ProposedDays(score=agent.score, agent=agent)
    early = working_day(end.last - dt.timedelta(days=agent.coefficients.days.answer))
    near = (end.last - agent.score.as_of).days <= STAGES[-1]
    proposed = min(days.first if near else early, working_day(end.last))
    return OnCall(builder=end.builder, last=end.last, proposed=proposed, tier=_WITH_ITS_BUILDER, soon=near)


def to_renew(agent: Agent) -> tuple[str, ...]:
    """Return what has to be shown again soon, or the tier falls or one ahead is not there, and is no gap.

    Of a gap its own row speaks.
    """
    apart = {*gap_of(agent.score), *to_see_again(agent)}
    return tuple(dict.fromkeys((*to_renew_first(agent), *(item for item in aged_ahead(agent) if item not in apart))))


def to_renew_first(agent: Agent) -> tuple[str, ...]:
    """Return what today's tier and the next one need."""
    end, ages = ending(agent) if soon(agent) else None, ageing(agent, agent.score.aim)
    found = (*(ages.items if ages else ()), *(end.fall.renew if end and end.fall else ()))
    return tuple(item for item in dict.fromkeys(found) if item not in gap_of(agent.score))


def to_see_again(agent: Agent) -> tuple[str, ...]:
    """Return what a must-have asks for and what still stands, though what was seen of it has aged."""
    score = agent.score
    apart = {*gap_of(score), *to_renew_first(agent), *score.one_person, *score.risk_of}
    needed = (score.items[item] for item in score.frame.needs_of_item if item not in apart)
    return tuple(item.item.id for item in needed if item.applies and has_aged(item))


@made_once
def lapses(agent: Agent) -> Mapping[str, Lapse]:
    """Return what a must-have of the next two tiers counts today and no longer counts within the days of the roadmap.

    What we saw of it has aged: the tier waits for another look, though nothing is missing today.
    """
    score = agent.score
    aged = (i for i in score.frame.needs_of_item if score.items[i].applies and has_aged(score.items[i]))
    found = {item: end for item in aged if (end := lapse(score, item))}
    highest = next_above(score.aim)
    return {
        item: end
        for item, end in found.items()
        if not_above(end.tier, highest) and (end.last - score.as_of).days <= STAGES[-1]
    }


def soon(agent: Agent) -> bool:
    """Tell whether the tier ends within the days of the roadmap."""
    end = ending(agent)
    return end is not None and (end.last - agent.score.as_of).days <= STAGES[-1]


def renewed_sooner(agent: Agent) -> Ageing | None:
    """Return what the next tier needs shown again, where all that keeps today's is in it and it comes first."""
    end, ages = ending(agent), ageing(agent, agent.score.aim)
    sooner = end and end.fall and ages and soon(agent) and {*end.fall.renew} <= {*ages.items}
    return ages if sooner else None


def fall_told(agent: Agent, sentences: Sentences) -> Prose:
    """Return that nobody is on call for it, then when it ends, and how that day comes about; nothing where it lasts."""
    call, tier = on_call(agent), agent.score.questionnaire.tier_of[agent.score.reported_tier]
    gone = bool(call and call.gone and agent.score.reported_tier == call.tier)
    return join((sentences.say("tier.alone", tier=tier, call=call) if gone else Prose(""), _end_told(agent, sentences)))


def _end_told(agent: Agent, sentences: Sentences) -> Prose:
    end, score = ending(agent), agent.score
    if end is None:
        return Prose("")
    tier, ages = score.questionnaire.tier_of[score.reported_tier], renewed_sooner(agent)
    if end.fall is None:
        return sentences.say("tier.ends", tier=tier, last=end.last, builder=end.builder)
    more = [item for item in ages.items if item not in end.fall.renew] if ages else []
    return sentences.say(
        "tier.falls",
        tier=tier,
        day=end.day,
        aged=tuple(_aged(score, end, end.fall)),
        areas=[f"“{score.questionnaire.area_of[area].title}”" for area in end.fall.areas],
        earlier=any(now != before for now, before, _ in end.fall.areas.values()),
        keep=[f"“{score.items[item].item.title}”" for item in end.fall.renew] if soon(agent) else [],
        by=end.fall.by,
        holds=end.fall.holds,
        since=end.fall.since,
        sooner=ages,
        more=[f"“{score.items[item].item.title}”" for item in more],
        aim=score.questionnaire.tier_of[score.aim],
    )


def _aged(score: Score, end: Ending, fall: Fall) -> Iterator[tuple[list[str], dt.date | None, int]]:
    """Yield titles, the day on which they were seen, and for how many days that counts for the tier."""
    found: dict[dt.date | None, list[str]] = {}
    for item in fall.items:
        found.setdefault(_seen_on(score.items[item], end), []).append(f"“{score.items[item].item.title}”")
    yield from ((titles, day, (end.last - day).days if day else 0) for day, titles in found.items())


def _seen_on(item: ItemScore, end: Ending) -> dt.date | None:
    """Return the day of what ages when the tier falls: evidence counts less after its days, and after twice as many."""
    days = {end.last - dt.timedelta(days=times * item.item.window) for times in (1, 2)}
    return next((seen.evidence.date for seen in item.seen if seen.evidence.date in days), None)
