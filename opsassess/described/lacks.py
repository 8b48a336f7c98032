"""What the runbook asks for of what was described, for the report's must-haves and its reviewer's table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opsassess.described.book import Book
from opsassess.described.entries import Entry, entries_of
from opsassess.described.todos import besides_own_words
from opsassess.owners.open_hours import PAUSE, open_hours
from opsassess.prose import Prose, load_sentences
from opsassess.scoring import Score


def lacks_of(score: Score) -> Mapping[str, tuple[Prose, ...]]:
    """Return by item what its entry lacks besides what its own words say is open; those of the pause are told apart.

    A risk that is accepted is not open.
    """
    return score.once(_lacks_of)


def _lacks_of(score: Score) -> Mapping[str, tuple[Prose, ...]]:
    book = Book(score=score, entries=entries_of(score), sentences=load_sentences("runbook"))
    apart = {risk.item for risk in score.accepted}
    lead = f"{book.say('needed_steps', parts=()).strip().rstrip(':.')}"
    hours = open_hours(score) is None
    found = {
        name: (*besides_own_words(book, entry, hours=hours or name != PAUSE), *_versions(book, entry))
        for name, entry in book.entries.items()
        if name not in apart
    }
    return {name: tuple(_bare(what, lead) for what in points) for name, points in found.items() if points}


def _versions(book: Book, entry: Entry) -> Iterator[Prose]:
    """Yield that somebody described another way, where one version has to be agreed on."""
    if entry.told and entry.differing:
        yield book.say("lacking.version", who=[other.respondent.name for other in entry.differing])


def _bare(what: Prose, lead: str) -> Prose:
    """Return a point to stand in a row of points: "what to do if it does not work"."""
    return Prose(str(what).strip().removeprefix(lead).lstrip(":. ").rstrip("."))
