"""What is still to be done before the draft is a runbook: what is missing, what to walk through, what to say again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from opsassess.blocks import Block, Bullets, Heading, Paragraph, Section, Table
from opsassess.described import todos
from opsassess.described.agreed import needed_from
from opsassess.described.agreements import agreement, owners_yes
from opsassess.described.book import Book
from opsassess.described.entries import Entry, Mark
from opsassess.prose import Prose, bold, escape
from opsassess.runbook.wording import to_say_again

_WIDTHS = (59, 22, 19)


def finish_section(book: Book) -> Section:
    """Return the list of what is left to do, each point once, with where it stands."""
    blocks = (*_missing(book), *_unconfirmed(book), *_again(book)) or (Paragraph(text=book.say("finish.nothing")),)
    lead = Paragraph(text=book.say("finish.lead"), role="lead")
    return Section(id="finish", title=book.say("finish.title"), blocks=(lead, *blocks))


def _missing(book: Book) -> Iterator[Block]:
    rows = (*_agreements(book), *(row for entry in book.printed for row in _rows(book, entry)))
    if rows:
        yield Heading(text=book.say("finish.missing"))
        columns = tuple(book.say(f"finish.column.{name}") for name in ("entry", "who", "by"))
        yield Table(columns=columns, rows=rows, widths=_WIDTHS, caption=book.say("finish.missing"))


def _agreements(book: Book) -> Iterator[tuple[Prose, ...]]:
    """Yield what is of no entry: the owner's yes, and who is on call without the builder."""
    for found in filter(None, (owners_yes(book.owners, book.sentences), agreement(book.owners, book.sentences))):
        what = book.say("finish.say", place=bold(found.title), text=found.found)
        yield what, needed_from(book, found.owner), book.say("by.proposed", day=found.owner.proposed)


def _rows(book: Book, entry: Entry) -> Iterator[tuple[Prose, ...]]:
    place = _place(book, entry)
    missing = [replace(todos.missing(book, entry), what=Prose(""))] if entry.standing == "missing" else []
    for todo in todos.as_one((*missing, *todos.open_points(book, entry), *todos.versions(book, entry))):
        what = book.say("finish.say", place=place, text=todo.what) if todo.what else place
        yield what, todo.needed_from, todo.by


def _unconfirmed(book: Book) -> Iterator[Block]:
    """List every entry that carries a mark, with it: the front of the draft says that all of them stand here."""
    titles: dict[tuple[str, Mark, str], list[str]] = defaultdict(list)
    for entry in book.printed:
        if entry.told and entry.mark:
            section = book.section_of(entry.item.id) if entry.item.id in book.home_of else ""
            titles[section, entry.mark, entry.told.respondent.name].append(entry.item.title)
    if titles:
        yield Heading(text=book.say("finish.unconfirmed"))
        lines = tuple(
            book.say("finish.walk", section=section, mark=mark, words=book.say(f"mark.{mark}"), who=who, titles=found)
            for (section, mark, who), found in titles.items()
        )
        yield Bullets(items=lines, checkbox=True)


def _again(book: Book) -> Iterator[Block]:
    found = [(entry, text) for entry in book.printed if (text := to_say_again(book, entry))]
    if found:
        yield Heading(text=book.say("finish.again"))
        lines = tuple(book.say("finish.say", place=_place(book, entry), text=text) for entry, text in found)
        yield Bullets(items=lines, checkbox=True)


def _place(book: Book, entry: Entry) -> Prose:
    title = bold(escape(entry.item.title))
    section = book.section_of(entry.item.id) if entry.item.id in book.home_of else ""
    return book.say("finish.place", title=title, section=section)
