"""What stands before the runbook: that it is a draft, whose words it holds, and how much of it is confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from opsassess import prose
from opsassess.answers import rounds
from opsassess.blocks import Paragraph, Section
from opsassess.described import agreed, todos
from opsassess.described.book import STOP, Book
from opsassess.described.entries import Entry
from opsassess.described.values import as_said
from opsassess.prose import Prose, escape, listed
from opsassess.scoring.values import rows_of

Pair = tuple[Prose, Prose]
_MARKS = ("builder_only", "told", "page", "aged", "due")  # why nobody may rely on an entry yet
REVIEWED = "last_reviewed"  # the field of the card that helps nobody at night
_SCREEN = ("E2", "E3")  # what was seen itself, or its record


def counts(book: Book) -> Mapping[str, int]:
    """Return how many entries there are of each kind, and how many have a hole."""
    return {**kinds(book), "holes": sum(1 for entry in book.printed if entry.told and todos.open_points(book, entry))}


def kinds(book: Book) -> Mapping[str, int]:
    """Return how many entries apply, and how many of them are of each kind."""
    of_kind = _of_kind(book)
    return {"all": sum(of_kind.values()), **of_kind}


def _of_kind(book: Book) -> Mapping[str, int]:
    found = Counter(_kind(book, entry) for entry in book.printed)
    return {name: found[name] for name in ("seen", "page", "aged", "told", "builder_only", "to_copy", "missing")}


def _kind(book: Book, entry: Entry) -> str:
    """Return the kind of an entry: what is marked is counted as it is marked."""
    if entry.told:
        return "aged" if entry.mark == "due" else entry.mark or "seen"
    return "to_copy" if entry.standing == "missing" and agreed.written_where(book, entry.item) else entry.standing


def subtitle(book: Book) -> Prose:
    """Return that it is a draft, and of which interview."""
    if not book.score.assessment.answers:
        return book.say("subtitle.none")
    assessment = book.score.assessment
    return book.say("subtitle.held", rounds=rounds(assessment) or ((assessment.as_of,) * 2,))


def cover(book: Book) -> tuple[Pair, ...]:
    """Return what the cover says beside title and client."""
    assessment = book.score.assessment
    people = [book.say("cover.person", who=r.name, roles=r.roles) for r in assessment.heard]
    numbers = counts(book)
    day = Prose(prose.day(book.score.as_of))
    return (
        (book.say("cover.client"), escape(assessment.client.name)),
        *_stop(book),
        (book.say("cover.asked"), listed(people) or book.say("nobody")),
        (book.say("cover.status"), book.say("cover.draft", **numbers)),
        (book.say("cover.day"), day),
    )


def _stop(book: Book) -> Iterator[Pair]:
    """Yield where the stop stands, if somebody told how."""
    told = (e.item for e in book.on_card(STOP) if e.told and e.item.id in book.home_of)
    if first := next(told, None):
        card = bool(book.score.questionnaire.card)
        yield book.say("cover.stop"), book.say("cover.stop_where", card=card, place=book.place(first))


def _unasked(book: Book) -> bool:
    """Tell whether an entry is missing because nobody was asked about it yet."""
    return any(todos.to_ask_first(book, entry) for entry in book.printed if entry.standing == "missing")


def _parts(book: Book) -> Iterator[Prose]:
    """Yield how many entries are of each kind; who told what only a builder told is named where they also run it."""
    told = {e.item.id: e.told.respondent for e in book.printed if e.told and e.standing == "builder_only"}
    both = list(dict.fromkeys(r.name for r in told.values())) if all(r.is_dual for r in told.values()) else []
    seen = (any(one.evidence.level in _SCREEN for one in book.score.items[item].seen) for item in told)
    values = {"both": both, "sighted": sum(seen)}
    yield from (book.say(f"status.{kind}", number=n, **values) for kind, n in _of_kind(book).items() if n)


def about_section(book: Book) -> Section:
    """Return how much of it is confirmed, and how to read it."""
    numbers = counts(book)
    status = Paragraph(text=book.say("status", **numbers, parts=tuple(_parts(book))), role="lead")
    found = {entry.mark for entry in book.printed}
    marks = [book.say(f"reading.{mark}") for mark in _MARKS if mark in found]
    text = book.say("how_to_read", to_copy=numbers["to_copy"], unasked=_unasked(book), marks=marks)
    reading = Paragraph(text=text)
    return Section(id="about", title=book.say("about"), blocks=(status, reading, *_reviewed(book)))


def _reviewed(book: Book) -> Iterator[Paragraph]:
    """Yield when the client's own pages were reviewed, if somebody said so: nobody reviewed this draft."""
    if told := next(((e, e.told) for e in book.on_card(REVIEWED) if e.told), None):
        day, mark = as_said(told[1].content), told[0].mark and book.say(f"mark.{told[0].mark}")
    else:
        papers = rows_of(book.score.assessment.agent.facts.get("documents"))
        days = (as_said(row.get("last_reviewed")) for row in papers if row.get("kind") == "runbook")
        day, mark = next(filter(None, days), ""), book.say("mark.told")
    if day:
        yield Paragraph(text=book.say("reviewed", day=day, mark=mark))
