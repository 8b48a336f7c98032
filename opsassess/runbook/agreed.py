"""Who settles an open point, and by which day: as it was agreed, else who knows it best and the proposed day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from opsassess.answers import Current, current_answers
from opsassess.prose import Prose
from opsassess.questionnaire import Item
from opsassess.report.asked import person_of, second_person
from opsassess.report.open_hours import PAUSE, open_hours
from opsassess.runbook.book import Book

_WRITTEN = 2  # the level from which what somebody of the operator side holds is more than in a head


def needed_from(book: Book, item: Item, alone: str = "") -> Prose:
    """Return who settles it: who agreed to, who promised it, else who knows it best; and with whose help.

    What a builder does alone is not the builder's to give away: somebody has to learn it.
    """
    unmanned = open_hours(book.score) if item.id == PAUSE else None  # the owner settles it, as the report says
    who, helper = next(_agreed_with(book, item), ("", ""))
    if unmanned and not who:
        who = next(iter(unmanned.owners), "") or second_person(book.score.assessment, item).name
    if not who and alone:
        who, helper = second_person(book.score.assessment, item).name, alone
    return book.say("with", who=who or _knows_best(book, item), helper=helper)


def _agreed_with(book: Book, item: Item) -> Iterator[tuple[str, str]]:
    """Yield who agreed to it and who helps, as the follow-up names them, then who promised it."""
    for action in book.score.assessment.actions:
        owner, giver = _name(book, action.owner or ""), _name(book, action.needed_from or "")
        if action.item == item.id and (owner or giver):
            yield owner or giver, giver if owner and giver != owner else ""
    yield from ((_name(book, p.who), "") for p in book.awaited if p.item == item.id and p.who.strip())


def day_of(book: Book, item: Item) -> Prose:
    """Return the day that was agreed, else that of an accepted risk, else the one that the roadmap proposes."""
    score = book.score
    by = next((by for by in _days(book, item) if by), None)
    risk = next((r for r in score.accepted if r.item == item.id), None)
    if by and by < score.as_of:
        return book.say("by.overdue", day=by)
    if risk:
        return book.say("by.accepted", day=by or risk.expires, expires=risk.expires)
    if by:
        return book.say("by.agreed", day=by)
    days = book.owners.days
    if days.before_live(item.id) and not days.live:
        return book.say("by.live")
    first = item.id == PAUSE and open_hours(score)  # it comes before all others, as the report says
    return book.say("by.proposed", day=days.first if first else days.of(item.id))


def _days(book: Book, item: Item) -> list[dt.date | None]:
    agreed = [a.due for a in book.score.assessment.actions if a.item == item.id]
    return agreed + [p.by for p in book.awaited if p.item == item.id]


def _name(book: Book, who: str) -> str:
    return person_of(book.score.assessment, who).name


def _knows_best(book: Book, item: Item) -> str:
    """Return who of the operator side has it in writing, else who rated it highest, else whom it is asked of."""
    answers = [a for a in answers_to(book, item) if isinstance(a.rating, int) and a.rating > 0]
    if answers:
        return max(answers, key=_held).respondent.name
    people = book.score.assessment.respondents
    asked = [who.name for role in item.asked_of for who in people if role in who.roles]
    side = [who.name for who in people if who.is_operator_side]
    return next(iter(asked + side), str(book.say("the_operator")))


def _held(answer: Current) -> tuple[bool, int, bool]:
    rating, side = int(answer.rating or 0), answer.respondent.is_operator_side
    return side and not answer.respondent.is_builder and rating >= _WRITTEN, rating, side


def written_where(book: Book, item: Item) -> str:
    """Return where it is written, if somebody said so."""
    return next((a.written_where.strip() for a in answers_to(book, item) if a.written_where.strip()), "")


def answers_to(book: Book, item: Item) -> tuple[Current, ...]:
    """Return the answers to an item that count."""
    return current_answers(book.score.assessment).get(item.id, ())
