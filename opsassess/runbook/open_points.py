"""What the runbook still asks for, by question: the list that the register has too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opsassess.prose import Prose, ended, load_sentences
from opsassess.retainer.agent import Agent
from opsassess.runbook.book import Book
from opsassess.runbook.entries import entries_of
from opsassess.runbook.finish import printed
from opsassess.runbook.todos import alone_with, besides_own_words, left_open, missing


@dataclass(frozen=True, kw_only=True)
class Open:
    """What the runbook still asks for of a question."""

    points: tuple[Prose, ...]
    alone: str = ""  # the builder besides whom somebody has to learn it
    besides_words: tuple[Prose, ...] = ()  # of these, what no words of an answer say
    besides_hours: tuple[Prose, ...] = ()  # of these, what has nothing to do with the hours of those who do it


def open_in_runbook(agent: Agent) -> Mapping[str, Open]:
    """Return what the described entries leave open, in the runbook's words; a risk that is accepted is not open."""
    book = agent.once(_book)
    found = ((entry, left_open(book, entry)) for entry in printed(book))
    return {
        entry.item.id: Open(
            points=tuple(todo.what for todo in todos),
            alone=alone_with(book, entry),
            besides_words=tuple(ended(what) for what in besides_own_words(book, entry)),
            besides_hours=tuple(ended(what) for what in besides_own_words(book, entry, hours=False)),
        )
        for entry, todos in found
        if todos
    }


def missing_in_runbook(agent: Agent) -> Mapping[str, Open]:
    """Return what nobody described, in the runbook's words."""
    book = agent.once(_book)
    return {e.item.id: Open(points=(missing(book, e).what,)) for e in printed(book) if e.standing == "missing"}


def _book(agent: Agent) -> Book:
    return Book(score=agent.score, entries=entries_of(agent.score), sentences=load_sentences("runbook"), agent=agent)
