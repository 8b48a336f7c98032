"""What the gap register asks beside the lines: what the runbook has open of them, and rows that no table here has."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.owners.renewals import renewals
from opsassess.prose import Prose, escape, load_sentences
from opsassess.register.rows import register_rows
from opsassess.retainer.agent import Agent
from opsassess.scope.subject import Subject
from opsassess.scope.words import plain

_STOPS = "s5_kill_switch."
_OWN = ("besides", "open")  # the kinds of rows that are work of the client's own


def closed(agent: Agent, item: str, subject: Subject) -> tuple[Prose, Prose]:
    """Return what the register adds where the page of a question has something open: what is done of it, and a test."""
    open_rows = (row for row in register_rows(agent) if row["item"] == item and row.get("page_open"))
    also = next((str(row["also"]) for row in open_rows), None)
    return (Prose(""), Prose("")) if also is None else (escape(also), subject.say("page.closed"))


def open_stops(subject: Subject) -> list[str]:
    """Return the titles of the stops of which the runbook leaves something open, as a row of the register says."""
    kind = str(load_sentences("annex").say("register.kind.open"))
    return [
        agent.score.items[item].item.title
        for agent in subject.scope.agents
        for row in register_rows(agent)
        if (item := str(row["item"])).startswith(_STOPS) and (row["kind"] == kind or row.get("page_open"))
    ]


def further_rows(subject: Subject) -> Iterator[Prose]:
    """Yield the titles of the rows that are work of the client's own and stand in no table of the scope."""
    say = load_sentences("annex").say
    kinds = {str(say(f"register.kind.{kind}")): kind for kind in _OWN}
    for agent in subject.scope.agents:
        told = {line.item.id for line in subject.requests if line.agent == agent.number}
        lines = {line.item.id for line in subject.work if line.agent == agent.number}
        told |= {look.item for look in renewals(subject.owners[agent.number], subject.sentences)}
        for row in register_rows(agent):
            kind = kinds.get(str(row["kind"]))
            if kind == "open" or (kind == "besides" and row["item"] not in told):
                name = agent.name if subject.several else ""
                title = subject.say("line.title", agent=name, title=escape(str(row["title"])))
                action = agent.score.assessment.action_of.get(str(row["item"]))
                hours = action.hours if action and kind == "besides" and row["item"] not in lines else None
                why = (action.why or "").strip().rstrip(".") if action else ""
                yield subject.say("rows.title", title=title, hours=[*map(plain, hours or ())], why=why)
