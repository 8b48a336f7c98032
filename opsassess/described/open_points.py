"""What the runbook still asks for, by question: the list that report, register and follow-up have too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opsassess.described.answerer import owner_of_point
from opsassess.described.book import Book
from opsassess.described.entries import Entry, entries_of
from opsassess.described.lacking import alone_with, left_open, versions
from opsassess.described.points import Point
from opsassess.described.todos import undescribed
from opsassess.once import made_once
from opsassess.owners import Owner, Owners
from opsassess.owners.open_hours import PAUSE, open_hours, with_the_pause
from opsassess.prose import load_sentences
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score


@dataclass(frozen=True, kw_only=True)
class Open:
    """What the runbook still asks for of a question."""

    points: tuple[Point, ...]
    owner: Owner  # who settles them, by when


@made_once
def open_in_runbook(agent: Agent) -> Mapping[str, Open]:
    """Return what the described entries leave open; a risk that is accepted is not open."""
    book = _book(agent)
    found = {entry.item.id: _open(book, entry) for entry in book.printed}
    return {item: left for item, left in found.items() if left.points}


def settler(agent: Agent, item: str) -> Owner:
    """Return who settles what the answers to a question leave open, and by when: whom the runbook asks."""
    found = open_in_runbook(agent)
    return found[item].owner if item in found else Owners(score=agent.score, agent=agent).of_point(item)


def _open(book: Book, entry: Entry) -> Open:
    points = (*left_open(book, entry), *versions(entry))
    if with_the_pause(book.score, entry.item.id):  # the row of the hours has them
        points = tuple(point for point in points if not point.hours)
    return Open(points=points, owner=owner_of_point(book, entry.item, alone_with(book, entry)))


def missing_in_runbook(agent: Agent) -> Mapping[str, Open]:
    """Return what nobody described."""
    book = _book(agent)
    return {
        entry.item.id: Open(points=(undescribed(book, entry),), owner=owner_of_point(book, entry.item))
        for entry in book.printed
        if entry.standing == "missing"
    }


@made_once
def lacks_of(score: Score) -> Mapping[str, tuple[Point, ...]]:
    """Return by item what its entry lacks besides what its own words say is open; those of the pause are told apart.

    A risk that is accepted is not open.
    """
    book = Book(score=score, entries=entries_of(score), sentences=load_sentences("runbook"))
    apart, hours = score.risk_of, open_hours(score)
    found = {
        name: tuple(
            point
            for point in (*left_open(book, entry), *versions(entry))
            if not point.is_own_words and not (point.hours and hours and name == PAUSE)
        )
        for name, entry in book.entries.items()
        if name not in apart
    }
    return {name: points for name, points in found.items() if points}


@made_once
def _book(agent: Agent) -> Book:
    return Book(score=agent.score, entries=entries_of(agent.score), sentences=load_sentences("runbook"), agent=agent)
