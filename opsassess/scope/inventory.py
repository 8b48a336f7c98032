"""What is in scope: the agents as their profile describes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opsassess.blocks import Block, Facts, Heading, Paragraph, Section, Table
from opsassess.described.words import is_answered
from opsassess.owners.holding import builder_gone, builders_gone
from opsassess.owners.people import builder_name, builders, named, told_builders
from opsassess.prose import Prose, escape, listed
from opsassess.retainer.agent import Agent
from opsassess.scope.subject import Subject
from opsassess.scope.words import plain

_PLACES = ("where", "queue", "place")
_COLUMNS = ("system", "reads", "writes", "data", "owner")


def inventory_section(subject: Subject) -> Section:
    """Return the inventory."""
    blocks: list[Block] = [Paragraph(text=subject.say("inventory.lead", agents=subject.agents))]
    for agent in subject.scope.agents:
        if subject.several:
            blocks.append(Heading(text=escape(agent.name)))
        blocks.append(Facts(pairs=tuple(_facts(agent, subject))))
        blocks.extend(_systems(agent, subject))
    return Section(id="inventory", role="flow", title=subject.say("inventory.title"), blocks=tuple(blocks))


def _facts(agent: Agent, subject: Subject) -> Iterator[tuple[Prose, Prose]]:
    facts = agent.score.assessment.agent.facts
    unknown = subject.say("not_known")
    people = named(builders(agent.score.assessment), "")
    runs, live = facts.get("runs_per_month"), facts.get("live")
    known: Mapping[str, Any] = {
        "work": _kind_of_work(agent),
        "live": subject.say("inventory.live", live=live, seen=_seen(agent, "live")),
        "runs": subject.say("inventory.runs", runs=plain(runs), live=live, seen=_seen(agent, "runs_per_month"))
        if isinstance(runs, int | float)
        else None,
        "hours": facts.get("service_hours"),
        "model": facts.get("model"),
        "vendor": facts.get("vendor"),
        "builder": people or builder_left(agent, subject) or listed(told_builders(agent.score.assessment)),
        "queues": _queues(agent, subject),
    }
    for name, value in known.items():
        yield subject.say(f"inventory.fact.{name}"), escape(value) if is_answered(value) else unknown


def builder_left(agent: Agent, subject: Subject) -> Prose:
    """Return who built an agent and is gone, with the last day: nobody can be asked for anything."""
    until = builder_gone(agent.score)
    who = builders_gone(agent.score.assessment)
    return subject.say("inventory.left", who=who, until=until) if until else Prose("")


def _kind_of_work(agent: Agent) -> str | None:
    told = agent.score.assessment.agent.facts.get("work")
    options = (o for fact in agent.score.questionnaire.facts if fact.id == "work" for o in fact.options)
    return next((option.name for option in options if option.id == told), None)


def _seen(agent: Agent, fact: str) -> str:
    found = (evidence.what.strip().rstrip(".") for evidence in agent.score.assessment.agent.evidence.get(fact, ()))
    return next(filter(None, found), "")


def _queues(agent: Agent, subject: Subject) -> Prose | None:
    """Return where work goes by hand: as the operator side says it, else the builder; "not agreed" where asked."""
    item = agent.score.items.get(agent.coefficients.duties.get("fallback", ""))
    if item is None:
        return None
    for answers, builder in ((item.operators, ""), (item.builders, builder_name(item, agent.score.assessment))):
        rows = [row for answer in answers for row in _rows(answer.content)]
        places = ((str(row.get("work") or ""), str(row[key])) for row in rows for key in _PLACES if row.get(key))
        if found := list(dict.fromkeys(places)):
            return subject.say("inventory.queues", places=found, builder=builder)
    return subject.say("not_agreed") if item.answered else None


def _rows(content: Any) -> list[Mapping[str, Any]]:
    rows = content if isinstance(content, list | tuple) else [content]
    return [row for row in rows if isinstance(row, Mapping)]


def _systems(agent: Agent, subject: Subject) -> Iterator[Block]:
    systems = _rows(agent.score.assessment.agent.facts.get("systems"))
    if not systems:
        yield Paragraph(text=subject.say("inventory.no_systems", agent=agent.name))
        return
    keys = {"system": "name", "reads": "reads", "writes": "writes", "data": "data", "owner": "owner"}
    unknown = subject.say("not_known")
    yield Table(
        columns=tuple(subject.say(f"inventory.column.{name}") for name in _COLUMNS),
        rows=tuple(
            tuple(escape(row[keys[name]]) if is_answered(row.get(keys[name])) else unknown for name in _COLUMNS)
            for row in systems
        ),
        widths=(28, 18, 20, 18, 16),
        caption=subject.say("inventory.systems", agent=agent.name),
    )
