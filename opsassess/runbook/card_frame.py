"""What the card says around its fields: hours, the builder, what is never done, what is inside, room for numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opsassess.prose import Prose, ended, escape, join, listed
from opsassess.questionnaire import CardField
from opsassess.report.by_prompt import only_by_prompt
from opsassess.report.open_hours import PAUSE, open_hours
from opsassess.runbook import agreed, todos
from opsassess.runbook.book import Book
from opsassess.runbook.gist import LINE, NOTHING, fitted, gists, width
from opsassess.runbook.shapes import rows_in
from opsassess.runbook.values import is_filled, text_of

Pair = tuple[Prose, Prose]

_NEVER = "s2_scope_boundaries.prohibited_actions"
_CONTACTS = "contacts"  # whose numbers somebody needs on paper
_FIRST = re.compile(r"\s*[,;(]")  # where the name of a person ends
_NAME = 40  # what is longer is no name


def head(book: Book) -> Iterator[Pair]:
    """Yield what somebody has to know before all else: that it is not live, when people are there, who is away."""
    facts = book.score.frame.facts
    if facts.get("live") is False:
        yield book.say("card.live"), book.say("card.not_live")
    hours = ended(escape(text_of(facts.get("service_hours")).strip()))
    if said := join((hours, _night(book))):
        yield book.say("card.service_hours"), said
    if builder := text_of(facts.get("builder_available")).strip():
        yield book.say("card.builder_available"), ended(escape(builder))


def _night(book: Book) -> Prose:
    """Return that it is not settled who stops it at every hour, where the report says so."""
    if open_hours(book.score) is None:
        return NOTHING
    pause = book.entries[PAUSE]
    away = todos.while_away(book, pause.told.content) if pause.told else []
    who, day = agreed.needed_from(book, pause.item), agreed.day_of(book, pause.item)
    return book.say("card.night", who=who, day=day, away=away)


def never(book: Book, room: int) -> Iterator[Pair]:
    """Yield what the agent must never do, by the first column alone, as far as there is room."""
    entry = book.entries.get(_NEVER)
    if entry and entry.told:
        text = fitted(gists(entry.item, entry.told.content, book.sentences), room, book.sentences)
        by_prompt = only_by_prompt(entry.item, entry.told.content)
        open_still = book.say("card.only_prompt", rows=by_prompt) if by_prompt else NOTHING
        said = ended(text or book.say("card.see", place=book.place(entry.item)))
        yield escape(entry.item.title), join((said, open_still))


def ends(book: Book, later: Sequence[CardField], never: Sequence[CardField]) -> Iterator[Pair]:
    """Yield which fields stand inside, and which were not asked."""
    if later:
        yield book.say("card.later"), ended(listed(field.title for field in later))
    if never:
        yield book.say("card.not_asked"), ended(listed(field.title for field in never))


def numbers(book: Book) -> Iterator[Pair]:
    """Yield a line to write the numbers of those to call by hand: where the card is needed, the page may not open."""
    names = tuple(name for name in dict.fromkeys(_people(book)) if width(name) <= _NAME)
    title = book.say("card.numbers")
    for shown in range(len(names), 0, -1):
        line = book.say("card.by_hand", names=names[:shown])
        if width(f"{title}: {line}") <= LINE:
            yield title, line
            return


def _people(book: Book) -> Iterator[str]:
    """Yield whom the card says to call, each with who stands in."""
    entries = (book.entries[e.same] if e.same else e for e in book.on_card(_CONTACTS))
    people = [entry.told.content for entry in entries if entry.told and entry.item.content.kind == "people"]
    rows = [row for content in people for row in rows_in(content)]
    named = (text_of(row[key]).strip() for row in rows for key in ("name", "backup") if is_filled(row.get(key)))
    yield from (name for text in named if (name := _FIRST.split(text)[0]) and name.casefold() != "none")
