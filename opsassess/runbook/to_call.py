"""Whom the card tells somebody to call, ask or tell: who has a line for the number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile

from opsassess.described.alone import builder_alone, stops_alone
from opsassess.described.book import STOP, Book
from opsassess.described.entries import Entry
from opsassess.described.hours import LEADS, hours_lacking
from opsassess.described.reach import written_systems
from opsassess.described.shapes import Row, rows_in
from opsassess.described.values import is_filled, text_of
from opsassess.described.words import is_answered, left_open_in
from opsassess.owners.asked import whose_systems
from opsassess.owners.holding import builder_gone
from opsassess.owners.people import backups, contract_ended, owes_nothing, told_builders
from opsassess.phrases import any_of, is_team, lists, names

_SIGNS, TOLD = "r2_incident.when_to_stop", "r2_incident.who_informed"
_REPLACES = ("fallback", "safe_mode")  # fields of the card
CONTACTS = "contacts"  # the field of the card whose numbers somebody needs on paper
_FIRST = re.compile(r"\s*[,;(]")  # where the name of a person ends
_PERSON = r"[A-Z][^\W\d_]+(?: (?:de|del|den|der|di|la|van|von|zu))* [A-Z][^\W\d_]+"
_NO_NAME = r"(?!(?:\w+day|A|An|Any|At|Both|Each|Either|From|If|In|No|On|Only|The) )"
_WHO = re.compile(rf"(?<!the )(?<!in )(?<!for )(?<!with )\b{_NO_NAME}{_PERSON}\b")  # who does it, not where
_CALLED = re.compile(rf"\b(?:[Aa]sk|[Cc]all|[Pp]hone|[Tt]ell)s? ({_PERSON})\b")
_DESK = re.compile(r"\b(?:[A-Z]+ )?on-call\b|\b(?:[\w'\u2019]+ )?(?:help|service) desk\b", re.IGNORECASE)
_TEAM = re.compile(r"\b(?:[Cc]all|[Pp]hone) the ([a-z]+)(?=\s*(?:[(.,;]|$)| (?:at|before|by|and)\b)")
_PHONE = re.compile(r"\b(?:mobile|(?:tele)?phone)\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_ARTICLE = re.compile(r"^(?:an?|the|by) ", re.IGNORECASE)


def whom_to_call(book: Book) -> tuple[str, ...]:
    """Return the on-call lines and desks, everybody whom the stop names, who leads and signs, and who is phoned."""
    people = [*_people(book), *_called_beside(book), *_builders(book)]
    desks = [_as_line(found) for text in (*_stop_texts(book), *people) for found in _DESK.findall(text)]
    desks += [_as_line(found) for text in _stop_texts(book) for found in _TEAM.findall(text)]
    desks += list(_teams(book))
    people += system_owners(book)
    listed = [name for text in people if not _DESK.search(text) and (name := _FIRST.split(text)[0])]
    phoned = (text_of(row["who"]) for row in to_tell(book) if _PHONE.search(text_of(row.get("channel"))))
    return tuple(dict.fromkeys((*desks, *_named(book, listed), *listed, *phoned)))


def to_tell(book: Book) -> tuple[Row, ...]:
    """Return who has to be told within which time."""
    entry = book.entries.get(TOLD)
    rows = rows_in(entry.content) if entry and entry.item.id in book.home_of else ()
    return tuple(row for row in rows if is_answered(row.get("who")) and is_answered(row.get("when")))


def system_owners(book: Book) -> Mapping[str, list[str]]:
    """Return who owns a system that the agent writes to, with all of theirs, where nobody may be there to stop it.

    Not who leads an incident anyway, and no builder: those are called before.
    """
    if not any(_is_open(book, entry) for entry in book.on_card(STOP)):
        return {}
    people, leads = book.score.assessment, book.entries.get(LEADS)
    written = "; ".join(text_of(row.get("name")) for row in written_systems(book))
    before = [*told_builders(people), *(r.name for r in people.respondents if r.is_builder or r in people.left)]
    before += [text_of(row.get("name")) for row in rows_in(leads.content if leads else None)]
    owners = {who.name: own for who, own in whose_systems(people, written).items() if is_answered(who.name)}
    return {who: own for who, own in owners.items() if not names("; ".join(before), who)}


def _is_open(book: Book, entry: Entry) -> bool:
    """Tell whether a stop has hours without anybody, or nobody for sure who can do it."""
    item, content = entry.item, entry.content
    who = content.get("who") if isinstance(content, Mapping) else ""
    alone = stops_alone(book, item, content) or builder_alone(book, item, content)
    return bool(content is None or alone or left_open_in(who) or hours_lacking(book, item, content))


def _teams(book: Book) -> Iterator[str]:
    """Yield the teams that carry out a stop, or what comes next if it fails: "Network team cuts it off"."""
    acts = re.compile(rf"(?:^|[.;] ){_NO_NAME}([A-Z][\w-]+(?: [\w-]+)? ?(?:{any_of(lists()['team'])})) [a-z]+s\b")
    for entry in book.on_card(STOP):
        content = entry.content
        if isinstance(content, Mapping):
            who = text_of(content.get("who")).strip(" .")
            yield from [who] if is_team(who) and "," not in who else ()
            yield from acts.findall(text_of(content.get("if_not")))


def _as_line(desk: str) -> str:
    name = _ARTICLE.sub("", desk)
    return name[:1].upper() + name[1:]


def contacts(book: Book) -> Iterator[Entry]:
    """Yield the entries of the card's contacts: nobody twice, and nobody whose contract has ended."""
    before: set[str] = set()
    gone: set[str] = set()
    for entry in (book.entries[e.same] if e.same else e for e in book.on_card(CONTACTS)):
        rows = rows_in(entry.told.content) if entry.told and entry.item.content.kind == "people" else ()
        named = [(_FIRST.split(text_of(row.get("name")))[0], row) for row in rows]
        gone |= {name for name, row in named if name and contract_ended(text_of(row))}
        here = [(name, row) for name, row in named if name not in gone]
        kept = [row for name, row in here if name not in before]
        above = list(takewhile(before.__contains__, (name for name, _ in here)))
        before |= {name for name, _ in here if name}
        if not rows or entry.told is None:
            yield entry
        elif kept:
            if above and len(kept) == 1:  # alone in its line, the last to call would read as the one to call
                role = text_of(kept[0].get("role"))
                kept[0] = {**kept[0], "role": ", ".join(filter(None, (f"after {' and '.join(above)}", role)))}
            yield replace(entry, told=replace(entry.told, content=kept))


def _people(book: Book) -> Iterator[str]:
    """Yield whom the card has as its contacts, each with who stands in."""
    rows = [row for entry in contacts(book) if entry.told for row in rows_in(entry.told.content)]
    named = (text_of(row[key]).strip() for row in rows for key in ("name", "backup") if is_filled(row.get(key)))
    yield from (text for text in named if _FIRST.split(text)[0].casefold() != "none")


def _called_beside(book: Book) -> Iterator[str]:
    """Yield whom a stop sign or a step of what replaces the agent has called, by name or by their role."""
    contents = {item: entry.told.content for item, entry in book.entries.items() if entry.told}
    replaces = (entry.item.id for field in _REPLACES for entry in book.on_card(field))
    text = "; ".join(text_of(contents.get(item)) for item in (_SIGNS, *replaces))
    yield from _CALLED.findall(text)
    for row in rows_in(contents.get(TOLD)):
        role = re.escape(_FIRST.split(text_of(row.get("role")))[0])
        if role and re.search(rf"\b(?:call|phone)s? (?:the )?{role}\b", text, re.IGNORECASE):
            yield text_of(row.get("who"))


def _builders(book: Book) -> Iterator[str]:
    """Yield who built it and is still there, and who stands in: the card says when they can be reached."""
    if not owes_nothing(book.score.assessment) and not builder_gone(book.score):
        rows = rows_in(book.score.frame.facts.get("builder"))
        yield from filter(None, (text_of(row.get("name")) for row in rows))
        yield from backups(book.score.assessment)


def _named(book: Book, known: list[str]) -> Iterator[str]:
    """Yield whom the stop names: those whom we know anywhere, others where it says who does it or whom to call."""
    asked = [respondent.name for respondent in book.score.assessment.respondents]
    for entry in book.on_card(STOP):
        content = entry.content
        text = text_of(content)
        who = text_of(content.get("who")) if isinstance(content, Mapping) else ""
        found = [name for name in (*asked, *known) if names(text, name)]
        others = _QUOTED.sub("", who)
        for name in found:
            others = others.replace(name, ";")
        found += [*_WHO.findall(others), *_CALLED.findall(text)]
        yield from sorted(dict.fromkeys(found), key=text.find)


def _stop_texts(book: Book) -> Iterator[str]:
    yield from (text_of(entry.told.content) for entry in book.on_card(STOP) if entry.told)
