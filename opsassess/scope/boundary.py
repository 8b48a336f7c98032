"""The division of work that the client already has: as answered, beside the one that the scope proposes."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.blocks import Block, Paragraph, Table
from opsassess.described.bound import as_it_holds
from opsassess.described.shapes import cell, rows_in
from opsassess.owners.people import BOUNDARY
from opsassess.prose import escape
from opsassess.retainer.agent import Agent
from opsassess.scope.subject import Subject


def own_division(subject: Subject) -> Iterator[Block]:
    """Yield each agent's table of duties, where the team or its owner agreed on one."""
    for agent in subject.scope.agents:
        yield from _table(agent, subject)


def _table(agent: Agent, subject: Subject) -> Iterator[Block]:
    score, name = agent.score, agent.name if subject.several else ""
    item = score.items.get(BOUNDARY)
    if item is None or not item.applies or item.claimed < score.questionnaire.constants.default_target:
        return
    for answer in item.operators:
        rows = rows_in(as_it_holds(score, BOUNDARY, answer.content, subject.sentences))
        columns = item.item.content.columns
        if rows:
            provider = next((column.title for column in columns if column.id == "provider"), "")
            who = answer.respondent.name
            yield Paragraph(text=subject.say("duties.own", who=who, agent=name, provider=provider))
            yield Table(
                columns=tuple(escape(column.title) for column in columns),
                rows=tuple(tuple(escape(cell(row, column, columns)) for column in columns) for row in rows),
                caption=subject.say("duties.own.caption", agent=name),
            )
