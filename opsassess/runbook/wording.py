"""Answers that are there and still leave their reader alone: no number, no name, or one person for two duties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from opsassess.described.agreed import answers_to
from opsassess.described.alone import builder_named_alone
from opsassess.described.book import Book
from opsassess.described.entries import Entry
from opsassess.described.shapes import rows_in
from opsassess.described.values import is_filled, text_of
from opsassess.described.words import vague_in, waits_in
from opsassess.prose import Prose, join, paragraphs

_DOES = ("s3_thresholds", "s4_exceptions", "s5_kill_switch", "s6_manual_fallback", "r2_incident", "r5_continuity")
_DONE_BY = ("r1_daily_ops", "r4_change")  # who does it has to be clear there too
_SPEAKER = re.compile(r"\b(I|[Mm]e|[Mm]y)\b(?![^.;?]*\?)")  # but of no question that somebody asks
_FALLBACK = "s6_manual_fallback"
_REVOKE = "s5_kill_switch.revoke_permissions"
_HANDED_TO = {  # by kind of content
    "failure_mode": ("human_review", "notify"),
    "number": ("who",),
    "table": ("who", "granted_by", "call_when", "arrives"),
}
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_SHORT, _LINES = "s1_workflow_summary.comprehensible", 5
_LEADS, _SIGNS = "s7_ownership.own_incidents", "s7_ownership.resume_signoff"
_AGAIN = re.compile(r"yes\b|it is tried again|retries", re.IGNORECASE)
_COUNTED = re.compile(r"\d|\b(?:once|twice|one|two|three|four|five|no|never)\b", re.IGNORECASE)


def to_say_again(book: Book, entry: Entry) -> Prose:
    """Return what of an entry should be said more exactly, and why; nothing where it is clear."""
    return join(_of_entry(book, entry, text_of(entry.told.content))) if entry.told else Prose("")


def _of_entry(book: Book, entry: Entry, text: str) -> Iterator[Prose]:
    item = entry.item
    if item.area == _FALLBACK and item.content.kind != "table" and (found := waits_in(text)):
        yield book.say("again.waits", words=found)
    if item.area in _DOES and (found := vague_in(text)):
        yield book.say("again.vague", words=found)
    if item.area in (*_DOES, *_DONE_BY) and entry.told and (speaker := _SPEAKER.search(text)):
        yield book.say("again.speaker", word=speaker[1], who=entry.told.respondent.name)
    if item.content.kind == "failure_mode" and _tries_without_end(entry):
        yield book.say("again.retry")
    if item.id == _SHORT and (lines := len(paragraphs(text))) > _LINES:
        yield book.say("again.long", lines=lines)
    if title := _without_pause(book, entry):
        yield book.say("again.pause", title=title)
    if where := _kept_by_builder(book, entry):
        yield book.say("again.kept", where=where)
    yield from _goes_to_leaver(book, entry)
    if item.id == _SIGNS and (who := _alone(book)):
        yield book.say("again.alone", who=who, other=book.entries[_LEADS].item.title)


def _kept_by_builder(book: Book, entry: Entry) -> str:
    """Return where that lies what we saw, if that is with a builder alone: it may go when the builder goes."""
    builders = [r.name for r in book.score.assessment.respondents if r.is_builder and not r.is_operator_side]
    places = [one.where or "" for answer in answers_to(book, entry.item) for one in answer.evidence]
    return places[0] if places and all(any(name in where for name in builders) for where in places) else ""


def _without_pause(book: Book, entry: Entry) -> str:
    """Return the title of the procedure that takes access away, if one sends there first and does not say to pause."""
    revoke = book.entries.get(_REVOKE)
    content = entry.content
    if revoke is None or entry.item.area == revoke.item.area or not isinstance(content, Mapping):
        return ""
    sentences = _SENTENCE.split(text_of(content.get("use_when")))
    before = [said.partition(title)[0] for said in sentences if (title := f'"{revoke.item.title}"') in said]
    return revoke.item.title if any("paus" not in text.casefold() for text in before) else ""


def _goes_to_leaver(book: Book, entry: Entry) -> Iterator[Prose]:
    """Yield what goes to nobody but the builder, where the profile has a last day of the builder."""
    until = book.owners.days.builder_until
    kind, titles = entry.item.content.kind, {column.id: column.title for column in entry.item.content.columns}
    rows = rows_in(entry.told.content) if entry.told and until else ()
    for column in _HANDED_TO.get(kind, ()):
        found = (builder_named_alone(book, text_of(row.get(column))) for row in rows)
        if who := next(filter(None, found), ""):
            name = "table" if kind == "table" else column
            yield book.say(f"again.leaves.{name}", who=who, until=until, column=titles.get(column, ""))


def _tries_without_end(entry: Entry) -> bool:
    rows = rows_in(entry.told.content) if entry.told else ()
    retry = " ".join(text_of(row.get("retry")) for row in rows)
    return bool(_AGAIN.match(retry.strip()) and not _COUNTED.search(retry))


def _alone(book: Book) -> str:
    """Return who both leads an incident and lets the agent run again, if nobody stands in for them."""
    told = [entry.told for entry in (book.entries.get(_LEADS), book.entries.get(_SIGNS)) if entry]
    rows = [rows_in(answer.content) for answer in told if answer]
    if [len(found) for found in rows] != [1, 1] or any(is_filled(row.get("backup")) for (row,) in rows):
        return ""
    leads, signs = (text_of(row.get("name")).strip() for (row,) in rows)
    return leads if leads.casefold() == signs.casefold() else ""
