"""The tasks of the runbook: what is needed, from whom, and by when if somebody said so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from opsassess.blocks import Todo
from opsassess.described import lacking
from opsassess.described.agreed import answers_to, day_of, needed_from, written_where
from opsassess.described.alone import is_to_be_replaced
from opsassess.described.answerer import owner_of_point
from opsassess.described.book import Book
from opsassess.described.entries import Entry
from opsassess.described.points import Phrase, Point, unknown_as_one
from opsassess.described.shapes import in_own_words, rows_in
from opsassess.described.values import is_filled, quotable
from opsassess.owners.open_hours import with_the_pause
from opsassess.owners.people import accepted_by
from opsassess.owners.situations import not_asked_of_team, only_told_absent
from opsassess.owners.standing import wide_gaps
from opsassess.prose import Prose, ended, join
from opsassess.questionnaire import Item


def missing(book: Book, entry: Entry) -> Todo:
    """Return the task to fill in an entry that nobody described."""
    return task(book, entry.item, undescribed(book, entry).told(book.sentences, "needed"))


def undescribed(book: Book, entry: Entry) -> Point:
    """Return what is asked of an entry that nobody described."""
    where, prompt = written_where(book, entry.item), {"prompt": entry.item.content.prompt}
    if asked_first(book, entry.item):
        what = Phrase(name="needed.answer")
    elif to_ask_first(book, entry):
        what = Phrase(name="needed.asking", values=prompt)
    elif where:
        what = Phrase(name="needed.written", values={"where": where, **prompt})
    else:
        shown = entry.item.id in shown_unwritten(book)
        what = Phrase(name="needed.unwritten" if shown else "needed.blank", values=prompt)
    return Point(kind="said", parts=(what, *_why_absent(book, entry.item), *_accepted(book, entry.item)))


def shown_unwritten(book: Book) -> frozenset[str]:
    """Return what the team showed and wrote down nowhere: the report says so too."""
    enough = book.score.questionnaire.constants.default_target
    found = (g.item for g in wide_gaps(book.score) if g.kind == "not_written" and g.shown >= enough)
    return book.kept("not written", lambda: frozenset(found))


def asked_first(book: Book, item: Item) -> bool:
    """Tell whether the team is asked about it before anybody writes or builds it."""
    return only_told_absent(book.score.items[item.id])


def to_ask_first(book: Book, entry: Entry) -> bool:
    """Tell whether nobody of the team was asked about it, in an interview that has begun: it may be known."""
    begun, where = book.score.assessment.answers, written_where(book, entry.item)
    return bool(begun) and not where and not_asked_of_team(book.score.items[entry.item.id])


def open_points(book: Book, entry: Entry) -> tuple[Todo, ...]:
    """Return what a described entry leaves open and the risk accepted for it, and of any the agreed work to be done."""
    return book.kept(("open points", entry.item.id), lambda: _open_points(book, entry))


def _open_points(book: Book, entry: Entry) -> tuple[Todo, ...]:
    item = entry.item
    risk = [part.told(book.sentences) for part in _accepted(book, item)] if entry.told else []
    if entry.told and is_to_be_replaced(book, item, entry.told.content):
        risk.insert(0, book.say("needed.replaced", people=[row.get("name") for row in rows_in(entry.told.content)]))
    tasks = (*_tasks(book, entry, lacking.left_open(book, entry)), *(task(book, item, text) for text in risk))
    return as_one((*tasks, *(_agreed_work(book, item) if entry.standing != "left_out" else ())))


def as_one(tasks: Iterable[Todo]) -> tuple[Todo, ...]:
    """Return tasks of an entry with those as one that somebody settles by one day."""
    groups: dict[tuple[Prose, Prose], list[Todo]] = {}
    for todo in tasks:
        groups.setdefault((todo.needed_from, todo.by), []).append(todo)
    return tuple(replace(same[0], what=join(todo.what for todo in same)) for same in groups.values())


def _agreed_work(book: Book, item: Item) -> Iterator[Todo]:
    for work in book.owners.agreed:
        if work.item == item.id:
            what = ended(book.say("needed.agreed", text=quotable(work.text)))
            found = owner_of_point(book, item)
            who, day = (book.owners.of_work(work) if agreed else found for agreed in (work.owner, work.due))
            yield Todo(what=what, needed_from=needed_from(book, who), by=day_of(book, item, day))


def versions(book: Book, entry: Entry) -> Iterator[Todo]:
    """Yield that one version has to be agreed on."""
    return (task(book, entry.item, point.told(book.sentences, "needed")) for point in lacking.versions(entry))


def to_settle(book: Book, entry: Entry) -> tuple[Todo, ...]:
    """Return what of it has to be known before somebody exercises an entry."""
    alone = lacking.alone_with(book, entry)
    points = lacking.to_settle(book, entry)
    return as_one(task(book, entry.item, point.told(book.sentences, "needed"), alone) for point in points)


def _tasks(book: Book, entry: Entry, points: Iterable[Point]) -> Iterator[Todo]:
    """Yield the tasks to settle points: all that one person is asked by one day is not known in one sentence."""
    asked: dict[tuple[Prose, Prose], list[Point]] = {}
    for point in points:
        todo = _task(book, entry, point)
        asked.setdefault((todo.needed_from, todo.by), []).append(point)
    for (who, day), same in asked.items():
        what = join(ended(point.told(book.sentences, "needed")) for point in unknown_as_one(same))
        yield Todo(what=what, needed_from=who, by=day)


def _task(book: Book, entry: Entry, point: Point) -> Todo:
    """Return the task to settle a point; the hours of all stops are settled with those of the pause."""
    hours = point.hours and with_the_pause(book.score, entry.item.id)
    alone = lacking.alone_with(book, entry) if point.kind == "unknown" and not point.hours else ""
    return task(book, entry.item, point.told(book.sentences, "needed"), alone, hours=hours)


def _accepted(book: Book, item: Item) -> Iterator[Phrase]:
    """Repeat why a gap is accepted for now: it often says what is done meanwhile."""
    risk = book.score.risk_of.get(item.id)
    if risk:
        role = accepted_by(book.score.assessment, risk)
        yield Phrase(name="needed.accepted", values={"role": role, "reason": quotable(risk.reason)})


def _why_absent(book: Book, item: Item) -> Iterator[Phrase]:
    """Repeat what somebody described who says that it is not there: there may be no way to have it."""
    said = next((a for a in answers_to(book, item) if a.rating == 0 and is_filled(a.content)), None)
    if said:
        yield Phrase(
            name="needed.absent", values={"who": said.respondent.name, "text": quotable(in_own_words(said.content))}
        )


def task(book: Book, item: Item, what: Prose, alone: str = "", *, hours: bool = False) -> Todo:
    """Return a task with who can do it and by when; ``alone`` is a builder whom nobody can stand in for yet.

    The ``hours`` at which nobody stops the agent are settled for all stops at once.
    """
    owner = book.owners.of_open_hours if hours else owner_of_point(book, item, alone)
    return Todo(what=ended(what), needed_from=needed_from(book, owner, alone), by=day_of(book, item, owner))
