"""What the runbook still asks for, by question: the list that the register has too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from opsassess.described.answerer import owner_of_point
from opsassess.described.book import Book
from opsassess.described.entries import Entry, entries_of
from opsassess.described.todos import alone_with, besides_own_words, columns_lacking, left_open, missing
from opsassess.owners import Owner, Owners
from opsassess.owners.open_hours import with_the_pause
from opsassess.prose import Prose, ended, load_sentences
from opsassess.retainer.agent import Agent


@dataclass(frozen=True, kw_only=True)
class Open:
    """What the runbook still asks for of a question."""

    points: tuple[Prose, ...]
    owner: Owner  # who settles them, by when
    besides_words: tuple[Prose, ...] = ()  # of these, what no words of an answer say
    columns: tuple[str, ...] = ()  # of a failure, what nobody said of it
    besides_hours: tuple[Prose, ...] = ()  # of these, what has nothing to do with the hours of those who do it


def open_in_runbook(agent: Agent) -> Mapping[str, Open]:
    """Return what the described entries leave open, in the runbook's words; a risk that is accepted is not open."""
    return agent.once(_open_in_runbook)


def _open_in_runbook(agent: Agent) -> Mapping[str, Open]:
    book = agent.once(_book)
    found = {entry.item.id: _open(book, entry) for entry in book.printed}
    return {item: left for item, left in found.items() if left.points}


def asks(points: Iterable[Prose]) -> tuple[Prose, ...]:
    """Return what is open as what somebody does about it: what is not known is written, what is open is settled."""
    say = load_sentences("runbook").say
    heads = {"ask.unknown": say("needed_steps", parts=()), "ask.open": say("needed_open", said=())}
    found = [str(point) for point in points]
    for name, lead in heads.items():
        head = lead.partition(":")[0]
        found = [text.replace(f"{head}:", str(say(name))) for text in found]
    return tuple(map(Prose, found))


def settler(agent: Agent, item: str) -> Owner:
    """Return who settles what the answers to a question leave open, and by when: whom the runbook asks."""
    found = open_in_runbook(agent)
    return found[item].owner if item in found else Owners(score=agent.score, agent=agent).of_point(item)


def _open(book: Book, entry: Entry) -> Open:
    todos = left_open(book, entry, hours=not with_the_pause(book.score, entry.item.id))  # the row of the hours has them
    versions = tuple(_versions(book, entry))
    return Open(
        points=(*(todo.what for todo in todos), *versions),
        owner=owner_of_point(book, entry.item, alone_with(book, entry)),
        besides_words=(*(ended(what) for what in besides_own_words(book, entry)), *versions),
        besides_hours=tuple(ended(what) for what in besides_own_words(book, entry, hours=False)),
        columns=columns_lacking(entry),
    )


def _versions(book: Book, entry: Entry) -> Iterator[Prose]:
    """Yield that one version has to be agreed on, where another is printed beside it."""
    if entry.told and entry.differing:
        yield book.say("needed_version", who=[other.respondent.name for other in entry.differing])


def missing_in_runbook(agent: Agent) -> Mapping[str, Open]:
    """Return what nobody described, in the runbook's words."""
    book = agent.once(_book)
    return {
        entry.item.id: Open(points=(missing(book, entry).what,), owner=owner_of_point(book, entry.item))
        for entry in book.printed
        if entry.standing == "missing"
    }


def _book(agent: Agent) -> Book:
    return Book(score=agent.score, entries=entries_of(agent.score), sentences=load_sentences("runbook"), agent=agent)
