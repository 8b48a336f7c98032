"""The sections of the runbook: one an area, each entry printed once in full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from opsassess.blocks import Block, Heading, Paragraph, Section
from opsassess.described import agreed, todos
from opsassess.described.alone import unless_reached
from opsassess.described.book import Book
from opsassess.described.bound import as_it_holds
from opsassess.described.entries import Entry
from opsassess.described.shapes import rows_in
from opsassess.described.values import text_of
from opsassess.prose import Prose, anchor, ended, escape
from opsassess.questionnaire import Area, Item, applies
from opsassess.runbook.checklists import is_checklist, ticked
from opsassess.runbook.contents import blocks_of
from opsassess.runbook.gist import fitted, gists, short_name
from opsassess.runbook.limits import limit_blocks, limits_of

_REPEATED = ("people",)  # kinds that are named wherever they are needed
_VERSION = 240  # characters of what somebody else said


def area_sections(book: Book) -> Iterator[Section]:
    """Yield the sections in the order of the questionnaire."""
    for area in book.areas:
        yield Section(id=area.id, title=escape(area.title), blocks=tuple(_blocks(book, area)))


def _blocks(book: Book, area: Area) -> Iterator[Block]:
    if book.sentences.has(f"lead.{area.id}"):
        yield Paragraph(text=book.say(f"lead.{area.id}"), role="lead")
    guests = [entry for entry in book.guests(area.id) if entry.standing != "left_out"]
    repeated = [entry for entry in guests if _is_repeated(entry)]
    home = list(book.at_home(area.id))
    printed = [entry for entry in home if entry.standing != "left_out"]
    limits = limits_of(printed)
    for entry in printed:
        if entry in limits[:1]:
            yield from limit_blocks(book, limits)
            for limit in limits:
                yield from _versions(book, limit, named=True)
        elif entry not in limits:
            yield Heading(text=escape(entry.item.title), anchor=anchor(entry.item.title))
            yield from entry_blocks(book, entry, area.id)
    for entry in repeated:
        yield Heading(text=escape(entry.item.title))
        yield from _in_short(book, entry)
    if places := [_place(book, entry) for entry in guests if entry not in repeated]:
        yield Paragraph(text=book.say("see_also", places=places), role="note")
    if left_out := [entry.item for entry in home if entry.standing == "left_out"]:
        yield Paragraph(text=_left_out(book, left_out), role="note")


def _is_repeated(entry: Entry) -> bool:
    return entry.told is not None and entry.item.content.kind in _REPEATED and bool(rows_in(entry.told.content))


def entry_blocks(book: Book, entry: Entry, area: str) -> Iterator[Block]:
    """Yield what stands below the heading of an entry."""
    if entry.standing == "same_as":
        title = book.entries[entry.same].item.title
        yield Paragraph(text=book.say("see", title=title, section=book.section_of(entry.same)))
        yield from todos.open_points(book, entry)
    elif entry.told is None:
        yield from todos.as_one((todos.missing(book, entry), *todos.open_points(book, entry)))
    else:
        if entry.standing == "builder_only":
            name = "unconfirmed_dual" if entry.told.respondent.is_dual else "unconfirmed"
            yield Paragraph(text=book.say(name, who=entry.told.respondent.name), role="note")
        elif entry.mark:
            yield Paragraph(text=book.say(f"not_seen.{entry.mark}", who=entry.told.respondent.name), role="note")
        if since := agreed.said_since(book, entry):
            text = book.say("said_since", who=entry.told.respondent.name, day=since[0], text=since[1])
            yield Paragraph(text=text, role="note")
        content = as_it_holds(book.score, entry.item.id, entry.told.content, book.sentences)
        ticks = ticked(entry.item, content, book.sentences) if is_checklist(entry.item, area) else ()
        yield from ticks or blocks_of(entry.item, content, book.sentences)
        yield from (
            Paragraph(text=p.told(book.sentences)) for p in unless_reached(book, entry.item, entry.told.content)
        )
        yield from added_blocks(book, entry)
        yield from todos.open_points(book, entry)
        yield from _versions(book, entry)


def added_blocks(book: Book, entry: Entry) -> Iterator[Block]:
    """Yield in full what others described that is needed besides."""
    for other in entry.added:
        yield Paragraph(text=book.say("added", who=other.respondent.name))
        yield from blocks_of(entry.item, other.content, book.sentences)


def _versions(book: Book, entry: Entry, *, named: bool = False) -> Iterator[Block]:
    """Yield what others said instead, each in a line."""
    for other in entry.differing:
        forms = gists(entry.item, other.content, book.sentences)
        unsure = other in entry.ways_out
        text = Prose(fitted(forms, _VERSION * (1 + 2 * unsure), book.sentences).replace('"', "'"))
        line = book.say("differs", who=other.respondent.name, text=text, open=unsure)
        yield Paragraph(text=book.say("named", label=entry.item.title, value=line) if named else line, role="note")


def _in_short(book: Book, entry: Entry) -> Iterator[Block]:
    """Yield people where else they are needed: nobody turns pages for a name; for the rest, where it stands."""
    people = [short_name(row) for row in rows_in(entry.told.content)] if entry.told else []
    still = bool(todos.open_points(book, entry))
    section = book.section_of(entry.item.id)
    yield Paragraph(text=book.say("in_short", people=people, section=section, open=still))


def _place(book: Book, entry: Entry) -> Prose:
    absent = "place_to_copy" if agreed.written_where(book, entry.item) else "place_missing"
    name = "place" if entry.told or entry.same else absent
    return book.say(name, title=entry.item.title, section=book.section_of(entry.item.id))


def _left_out(book: Book, items: list[Item]) -> Prose:
    """Return one line that names what does not apply, and why."""
    titles: dict[Prose, list[str]] = defaultdict(list)
    for item in items:
        titles[_reason(book, item)].append(item.title)
    return Prose(" ".join(book.say("left_out", titles=those, reason=reason) for reason, those in titles.items()))


def _reason(book: Book, item: Item) -> Prose:
    facts = book.score.frame.facts
    declared = {entry.item: entry for entry in book.score.assessment.not_applicable}
    if applies(item, facts):
        entry = declared[item.id]
        return book.say("left_out.declared", reason=ended(escape(entry.reason)), approver=entry.approver)
    known = {fact.id: fact for fact in book.score.questionnaire.facts}
    named = sorted({fact for condition in item.applies_when for fact in condition if fact in facts})
    said = [{"title": f, "ask": known[f].ask if f in known else "", "answer": text_of(facts[f])} for f in named]
    return book.say("left_out.by_fact", facts=said)
