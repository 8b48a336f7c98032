"""The days that we proposed and on which nobody has agreed: as they stand in the register that the client has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from opsassess.assessment import Milestone
from opsassess.delta import Frozen, as_it_was
from opsassess.monthly.subject import Subject
from opsassess.owners import Owners
from opsassess.register import register_rows
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score, score

_ANOTHER_ROUND = 4  # once every fourth question was asked again, there is a report of its own
Row = tuple[str, str]  # item and title


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A row of the register with its day."""

    day: dt.date
    agent: str  # where there is more than one
    title: str
    owner: str  # or who names one, in the words of the register
    agreed: bool


def dated_rows(subject: Subject) -> Iterator[Dated]:
    """Yield the rows of the gap registers of today; a day that we proposed stays the one that the client has read."""
    for agent in subject.scope.agents:
        before = _proposed(_handed_over(agent))
        for row in register_rows(agent):
            own = (str(row["item"]), str(row["title"]))
            agreed, today = (day if isinstance(day := row[key], dt.date) else None for key in ("due", "proposed"))
            if day := agreed or before.get(own, today):
                name, owner = subject.agent(agent.score), str(row["owner"] or "")
                yield Dated(day=day, agent=name, title=own[1], owner=owner, agreed=bool(agreed))


def unnamed(subject: Subject) -> Iterator[Dated]:
    """Yield the naming of owners, which is asked for first: every other proposed day waits for it."""
    for agent in subject.scope.agents:
        owners, before = (Owners(score=a.score, agent=a) for a in (agent, _handed_over(agent)))
        if owners.unowned and owners.of_agent:
            title = subject.say("next.owners", many=len(owners.unowned))
            name, day = subject.agent(agent.score), before.days.first
            yield Dated(day=day, agent=name, title=title, owner=owners.of_agent, agreed=False)


def registers_of(subject: Subject) -> list[dt.date]:
    """Return the days of the registers that the client has, each once."""
    return sorted({_handed_over(agent).score.as_of for agent in subject.scope.agents})


def _proposed(agent: Agent) -> Mapping[Row, dt.date]:
    rows = register_rows(agent)
    return {(str(r["item"]), str(r["title"])): day for r in rows if isinstance(day := r["proposed"], dt.date)}


def _handed_over(agent: Agent) -> Agent:
    """Return the agent as it was when its last report went out: on the day of a milestone, else of the answers."""
    now = agent.score
    last = max((m for m in now.assessment.milestones if m.date < now.as_of), key=lambda m: m.date, default=None)
    if last and not _asked_again(now, last):
        return replace(agent, score=as_it_was(now, last))
    day = now.assessment.as_of
    return replace(agent, score=score(now.questionnaire, now.assessment, day)) if day < now.as_of else agent


def _asked_again(now: Score, last: Milestone) -> bool:
    """Tell whether so much was asked since a milestone that another report went out; a filled drill card is none."""
    until, answers = Frozen(milestone=last).until, now.assessment.answers
    since = {answer.item for answer in answers if answer.at and answer.at > until}
    return len(since) * _ANOTHER_ROUND > len({answer.item for answer in answers})
