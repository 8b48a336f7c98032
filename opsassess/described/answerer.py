"""Who can answer what an entry leaves open, where it is not who does it: the one answer that all documents have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from opsassess.answers import current_answers, current_answers_on
from opsassess.described.alone import builder_alone, stops_alone, without_stand_in
from opsassess.described.book import Book
from opsassess.described.entries import Entry
from opsassess.described.hours import LEADS, hours_lacking
from opsassess.described.lacking import left_open
from opsassess.described.shapes import rows_in
from opsassess.described.values import text_of
from opsassess.described.words import left_open_in
from opsassess.once import made_once
from opsassess.owners import Owner
from opsassess.owners.days import Takes
from opsassess.owners.people import BOUNDARY, undone
from opsassess.phrases import is_team, phrase
from opsassess.questionnaire import Item
from opsassess.scoring import Score

_MOST_FIRST: tuple[Takes, ...] = ("page", "answer")
_PERSON = r"[^\W\d_a-z][^\W\d_]+(?: (?:de|del|den|der|di|la|van|von|zu))* [^\W\d_a-z][^\W\d_]+"
_IN_BRACKETS = re.compile(rf"({_PERSON}) \(([^(),;]+)\)")  # "Bram de Wit (IT)"
_ROLE_ENDS = re.compile(r"[,;:(]")
_SUBJECT = re.compile(r"\b(?:how|when|where|whether|what) (?:the )?((?:[A-Z][\w&-]*)(?: [A-Z][\w&-]*)?)")


def owner_of_point(book: Book, item: Item, alone: str = "") -> Owner:
    """Return who settles what an entry leaves open, and by when.

    Hours without anybody, a duty that nobody is bound to do, and what an operator may do, are for whoever answers for
    the agent, a stand-in for whoever has none, and what another department does for whom the answers name there. To
    copy a page waits for no work: it is for who said where it is.
    """
    entry = book.entries.get(item.id)
    content = entry.told.content if entry and entry.told else None
    if item.id == LEADS and content is not None and hours_lacking(book, item, content):
        return book.owners.of_point(item.id, alone, answers=book.owners.of_agent, first=True)
    if item.id == BOUNDARY and undone(book.score):
        return book.owners.of_point(item.id, alone, answers=book.owners.of_agent, first=True)
    if any(map(phrase("permission").search, left_open_in(content))):
        return book.owners.of_point(item.id, alone, answers=book.owners.of_agent, first=True, helped=True)
    one = "" if content is None else without_stand_in(book, item, content) or stops_alone(book, item, content)
    one = "" if is_team(one) else one
    if content is None and book.owners.days.waits(item.id):
        one = _who_said_where(book, item)
    department = "" if one or content is None or builder_alone(book, item, content) else _of_department(book, content)
    return book.owners.of_point(
        item.id, alone, answers=one or department, helped=bool(department), takes=_takes(book, entry)
    )


def _takes(book: Book, entry: Entry | None) -> Takes | None:
    """Return what all takes together that a described entry leaves open."""
    found = {point.takes for point in left_open(book, entry)} if entry else set()
    return next((takes for takes in _MOST_FIRST if takes in found), None)


def _who_said_where(book: Book, item: Item) -> str:
    """Return who told us where it is written."""
    answers = current_answers_on(item.id, book.score.assessment)
    return next((answer.respondent.name for answer in answers if answer.written_where.strip()), "")


def _of_department(book: Book, content: object) -> str:
    """Return whom the answers name for a department of which a text says that its part is open."""
    people = _departments(book.score)
    clauses = (clause[:1].lower() + clause[1:] for clause in left_open_in(content))
    subjects = (found for clause in clauses for found in _SUBJECT.findall(clause))
    does = text_of(content.get("who")).strip(" .") if isinstance(content, Mapping) else ""
    return next((people[name.casefold()] for name in (*subjects, does) if name.casefold() in people), "")


@made_once
def _departments(score: Score) -> Mapping[str, str]:
    """Return whom the answers name first with each department."""
    return {name.casefold(): who for who, name in reversed(list(_named_with(score)))}


def _named_with(score: Score) -> Iterator[tuple[str, str]]:
    """Yield whom the answers name with which department."""
    for answers in current_answers(score.assessment).values():
        for answer in answers:
            yield from _IN_BRACKETS.findall(text_of(answer.content))
            for row in rows_in(answer.content):
                if row.get("name") and row.get("role"):
                    yield text_of(row["name"]).strip(), _ROLE_ENDS.split(text_of(row["role"]))[0].strip()
