"""Who settles an open point, and by which day: the owner and the day that report, register and follow-up have."""

from __future__ import annotations

import datetime as dt

from opsassess.answers import Current, current_answers_on
from opsassess.described.answerer import owner_of_point
from opsassess.described.book import Book
from opsassess.described.entries import Entry
from opsassess.described.values import is_filled, quotable
from opsassess.owners import Owner
from opsassess.prose import Prose, escape
from opsassess.questionnaire import Item


def needed_from(book: Book, owner: Owner, alone: str = "") -> Prose:
    """Return who settles it, and with whose help; where nobody owns it, who names somebody and whom one asks.

    What a builder does ``alone`` is not the builder's to give away: somebody has to learn it.
    """
    nobody = "" if owner.ask or owner.namer else book.say("the_operator")
    helper = owner.helper or (alone if alone != (owner.name or owner.ask) else "")
    return book.say("with", owner=owner, nobody=nobody, helper=helper)


def whom_to_ask(book: Book, item: Item) -> Prose:
    """Return one name for a narrow line: the owner, else whom one asks meanwhile."""
    owner = owner_of_point(book, item)
    return escape(owner.name or owner.ask or owner.namer) or book.say("the_operator")


def day_of(book: Book, item: Item, owner: Owner) -> Prose:
    """Return the day that was agreed, else that of an accepted risk, else the one that the roadmap proposes."""
    score = book.score
    risk = score.risk_of.get(item.id)
    if owner.due is None:
        days = book.owners.days
        before = days.before_live(item.id) and not days.live
        return book.say("by.live") if before else book.say("by.proposed", day=owner.proposed)
    if risk and owner.due >= score.as_of:
        return book.say("by.accepted", day=owner.due, expires=risk.expires, owner=owner)
    return book.say("by.agreed" if owner.due >= score.as_of else "by.overdue", day=owner.due, owner=owner)


def written_where(book: Book, item: Item) -> str:
    """Return where it is written, if somebody said so."""
    return next((a.written_where.strip() for a in answers_to(book, item) if a.written_where.strip()), "")


def said_since(book: Book, entry: Entry) -> tuple[dt.date, str] | None:
    """Return what who told an entry noted on a later day, where what was seen of it has aged or the answer fell."""
    who = entry.told.respondent.id if entry.told else ""
    entries = [a for a in book.score.assessment.answers_on.get(entry.item.id, ()) if a.respondent == who]
    own = sorted(((a.at.date(), a) for a in entries if a.at), key=lambda pair: pair[0])
    described = [(day, a) for day, a in own if is_filled(a.content)]
    later = [(day, a) for day, a in own if described and day > described[-1][0] and (a.note or "").strip()]
    if not later:
        return None
    (day, last), then = later[-1], described[-1][1].rating
    fell = isinstance(then, int) and isinstance(last.rating, int) and last.rating < then
    return (day, quotable(last.note or "")) if fell or entry.mark in ("aged", "due") else None


def answers_to(book: Book, item: Item) -> tuple[Current, ...]:
    """Return the answers to an item that count."""
    return current_answers_on(item.id, book.score.assessment)
