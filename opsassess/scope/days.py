"""When the work of an offer is planned, by when it has to be agreed, and what holds its days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import itemgetter

from opsassess.blocks import Block, Paragraph
from opsassess.owners import Owners, needs_builder
from opsassess.owners.absence import reached
from opsassess.owners.ageing import ageing_told, held_up, looks_move
from opsassess.owners.holding import renewed_sooner
from opsassess.owners.open_hours import away
from opsassess.owners.people import leaving_builders, named, owes_nothing
from opsassess.prose import Prose, join
from opsassess.retainer.fall import working_days_after, working_days_before
from opsassess.retainer.lines import Line
from opsassess.scope.subject import Subject
from opsassess.scope.words import fixed

_WEEKLY = re.compile(r"\d+ hours? a (?:day|week|month)")


def days_of_work(subject: Subject) -> Iterator[Block]:
    """Yield when the work is planned, as the roadmap has it: a day moves if the agreement comes later."""
    lines, day_of = _lines(subject), _work_days(subject)
    days, sign = day_of.values(), sign_by(subject)
    logins, takes = subject.scope.coefficients.days.logins, subject.scope.coefficients.days.work
    begins = working_days_after(sign, logins) if sign else None
    ahead = {line: working_days_before(day, logins + takes) for line, day in day_of.items()}
    early = [line for line in lines if sign and line.id in ahead and ahead[line.id] < sign]
    owned = [(owner, subject.number_of[line.id]) for line in lines if (owner := subject.owner_of(line)).day]
    late = sorted(((o.day, number, o.anew) for o, number in owned if o.day and o.late), key=itemgetter(0, 1))
    if days or late:
        risks, bounds = list(_risks(lines, subject)), list(_bounds(lines, subject))
        parts = {
            "first": min(days, default=None),
            "sign": sign,
            "begins": begins,
            "done": working_days_after(begins, takes) if begins else None,
            "takes": takes,
            "early": subject.numbers(early),
            "single": len(early) == 1,
            "away": any(bound["away"] for bound in bounds),
            "logins": logins,
            "last": max(days, default=None),
            "late": late,
            "risks": risks,
            "held_up": join(_held_up(subject)),
            "tiers": subject.targets(),
            "roadmap": all(agent.score.questionnaire.report == "full" for agent in subject.scope.agents),
        }
        yield Paragraph(text=subject.say("offer.days", **parts), role="note")
        if bounds:
            yield Paragraph(text=subject.say("offer.bounds", bounds=bounds, tiers=subject.targets()))
    if ages := join(_ages(subject)):
        yield Paragraph(text=ages, role="note")


def _ages(subject: Subject) -> Iterator[Prose]:
    """Yield what ages before the tier of a package is reached and has to be shown again."""
    for agent in subject.scope.agents:
        tiers = agent.score.questionnaire.tier_of
        aims = dict.fromkeys(package.standings[agent.number].aim for package in subject.scope.works)
        known = agent.score.aim if renewed_sooner(agent) else None  # told where today's tier falls
        for aim in aims:
            told = looks_move if aim == known else ageing_told
            yield told(agent, tiers[aim], subject.sentences)


def _held_up(subject: Subject) -> Iterator[Prose]:
    for agent in subject.scope.agents:
        tier = agent.score.questionnaire.tier_of[subject.scope.target(agent)]
        yield held_up(agent, tier, subject.sentences)


def _lines(subject: Subject) -> list[Line]:
    return [line for line in subject.scope.works[-1].lines if line.kind != "request"]


def _work_days(subject: Subject) -> dict[str, dt.date]:
    """Return the days of the work still to come, by line: the end of a risk is none, nor is the day of an answer."""
    owned = [(line, owner) for line in _lines(subject) if (owner := subject.owner_of(line)).due or line.answered]
    return {line.id: owner.day for line, owner in owned if owner.day and not (owner.risk or owner.late)}


def sign_by(subject: Subject) -> dt.date | None:
    """Return the last day for an agreement if the work is to begin on its first day, or as soon as may be after it.

    Logins and the first work take their time before that day, and whoever agrees to it has time to read it.
    """
    first, days = min(_work_days(subject).values(), default=None), subject.scope.coefficients.days
    soonest = working_days_after(subject.scope.agents[0].score.as_of, days.agree)
    return max(soonest, working_days_before(first, days.logins + days.work)) if first else None


def _risks(lines: Sequence[Line], subject: Subject) -> Iterator[dict[str, object]]:
    """Yield the lines whose risk is accepted, by its end: nobody works on them before, and the tier waits for them."""
    owned = [(line, subject.owner_of(line)) for line in lines]
    risks = [(owner.day, line) for line, owner in owned if owner.risk and owner.day]
    for until in sorted({day for day, _ in risks}):
        found = [line for day, line in risks if day == until]
        yield {"until": until, "lines": subject.numbers(found), "single": len(found) == 1}


def _bounds(lines: Sequence[Line], subject: Subject) -> Iterator[dict[str, object]]:
    """Yield which lines need a builder who is not there for a while, or can be reached until a day only."""
    for agent, owners in zip(subject.scope.agents, subject.owners, strict=True):
        builder, last = named(leaving_builders(agent.score.assessment), ""), owners.days.builder_until
        last = last if last and last >= agent.score.as_of else None
        absent = away(agent.score, builder)
        every = [n for n in subject.work if n.agent == agent.number and _needs_builder(n, owners)]
        risky = [line for line in every if subject.owner_of(line).risk]
        needed = [line for line in every if line in lines and line not in risky]
        if needed and (last or absent):
            asked = [subject.owner_of(line) for line in needed if not line.answered]
            waits = [owner.proposed for owner in asked if owner.proposed]
            yield {
                "builder": builder,
                "last": last,
                "away": absent,
                "weekly": next(iter(_WEEKLY.findall(reached(agent.score))), ""),
                "courtesy": owes_nothing(agent.score.assessment),
                "lines": subject.numbers(needed),
                "single": len(needed) == 1,
                "risky": subject.numbers(line for line in risky if line in lines),
                "hours": fixed(sum((line.hours.expected for line in needed), Fraction(0))),
                "waits": len(waits),
                "until": max(waits, default=None),
            }


def _needs_builder(line: Line, owners: Owners) -> bool:
    """Tell whether a line needs a builder who goes: a second person learns of whoever showed it."""
    if line.kind != "second":
        return needs_builder(owners, line.item.id)
    leaving = leaving_builders(owners.score.assessment)
    return any(answer.respondent in leaving for answer in owners.score.items[line.item.id].operators)
