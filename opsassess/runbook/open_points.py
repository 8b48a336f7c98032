"""What the runbook still asks for, by question: the list that the register has too."""

from __future__ import annotations

from collections.abc import Mapping

from opsassess.prose import Prose, load_sentences
from opsassess.retainer.agent import Agent
from opsassess.runbook.book import Book
from opsassess.runbook.entries import entries_of
from opsassess.runbook.finish import printed
from opsassess.runbook.todos import left_open, missing


def open_in_runbook(agent: Agent) -> Mapping[str, tuple[Prose, ...]]:
    """Return what the described entries leave open, in the runbook's words; a risk that is accepted is not open."""
    book = agent.once(_book)
    found = {entry.item.id: left_open(book, entry) for entry in printed(book)}
    return {item: tuple(todo.what for todo in todos) for item, todos in found.items() if todos}


def missing_in_runbook(agent: Agent) -> Mapping[str, tuple[Prose, ...]]:
    """Return what nobody described, in the runbook's words."""
    book = agent.once(_book)
    return {e.item.id: (missing(book, e).what,) for e in printed(book) if e.standing == "missing"}


def _book(agent: Agent) -> Book:
    return Book(score=agent.score, entries=entries_of(agent.score), sentences=load_sentences("runbook"), agent=agent)
