"""Who does a procedure alone: a builder for whom nobody on the operator side can step in, or one person of the team."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from opsassess.assessment import Respondent
from opsassess.described.book import Book
from opsassess.described.entries import NEXT_STOPS
from opsassess.described.points import Phrase
from opsassess.described.shapes import rows_in
from opsassess.described.values import is_filled, text_of
from opsassess.described.words import is_answered, names_others
from opsassess.owners.asked import person_of
from opsassess.owners.standing import gap_of
from opsassess.phrases import any_of, lists, names, phrase
from opsassess.questionnaire import Item

_STOP = "s5_kill_switch"  # the area of what must not wait until somebody is back
REACHED = "reachable_by"  # the column that says who gets at a credential
_PERSON = re.compile(r"\b[^\W\d_a-z]\w+ [^\W\d_a-z]\w+")  # two words with a capital: somebody whom we did not ask
_ASKS = re.compile(r"\b[Aa]sk ([^\W\d_a-z]\w+(?: [^\W\d_]\w+)* [^\W\d_a-z]\w+) (?:whether|if)\b")
_FEW = 4  # words around a name, of which none can be somebody else


def builder_alone(book: Book, item: Item, content: object) -> str:
    """Return the builder who alone does a procedure, or reaches all that a table lists."""
    if item.content.kind == "table":
        return _only_builder(book, "; ".join(text_of(row.get(REACHED)) for row in rows_in(content)))
    return _only_builder(book, text_of(content.get("who"))) if isinstance(content, Mapping) else ""


def stops_alone(book: Book, item: Item, content: object) -> str:
    """Return the one person who, by the answer, carries out a way to stop it; of a builder alone more is asked."""
    if item.area != _STOP or item.content.kind != "steps" or not isinstance(content, Mapping):
        return ""
    who = text_of(content.get("who")).strip()
    text = re.sub(rf"^(?:(?:{any_of(lists()['before_a_name'])})\s+)*", "", who, flags=re.IGNORECASE)
    name = next((r.name for r in _asked(book) if text.startswith(r.name)), "")
    rest = text.replace(name, "") if name else text
    others = any(names(rest, r.name) for r in _asked(book)) or _PERSON.search(rest) or names_others(rest)
    return "" if not name or others or _only_builder(book, who) else name


def unless_reached(book: Book, item: Item, content: object) -> list[Phrase]:
    """Return with which stop to go on where the one person who does this one is not reached: others do the next."""
    one = stops_alone(book, item, content) or builder_alone(book, item, content)
    after = (book.entries[name] for name in NEXT_STOPS.get(item.id, ()) if name in book.entries)
    for entry in after if one else ():
        told = entry.content
        does = isinstance(told, Mapping) and is_answered(told.get("who")) and rows_in(told.get("steps"))
        if does and one not in (stops_alone(book, entry.item, told), builder_alone(book, entry.item, told)):
            return [Phrase(name="unless_reached", values={"who": one, "title": entry.item.title})]
    return []


def without_stand_in(book: Book, item: Item, content: object) -> str:
    """Return the one person named for a duty, if nobody stands in; of several, one does for the other."""
    people = rows_in(content) if item.content.kind == "people" else ()
    if len(people) != 1 or is_filled(people[0].get("backup")) or not is_filled(people[0].get("name")):
        return ""
    name = text_of(people[0]["name"])
    left = any(names(name, person.name) for person in book.score.assessment.left)  # asked for a successor instead
    return "" if left or is_to_be_replaced(book, item, content) else name


def stand_ins_elsewhere(book: Book, content: object) -> Iterator[Mapping[str, str]]:
    """Yield who stands in for whom by another answer, where this one says that nobody does."""
    alone = {text_of(row.get("name")) for row in rows_in(content) if phrase("none").match(text_of(row.get("backup")))}
    for title, row in book.people:
        backup = row["backup"]
        if row["name"] in alone and backup and not phrase("none").match(backup) and backup not in text_of(content):
            alone.remove(row["name"])
            yield {"who": row["name"], "backup": backup, "title": title}


def still_asked(book: Book, item: Item, content: object) -> list[str]:
    """Return who is named as a stand-in and, by work that is agreed elsewhere and not done, is still to be asked."""
    backups = [text_of(row.get("backup")) for row in rows_in(content)] if item.content.kind == "people" else []
    work = [action.text for action in book.owners.agreed if action.item != item.id]
    asked = (name for text in work for name in _ASKS.findall(text))
    return [name for name in dict.fromkeys(asked) if any(name in backup for backup in backups)]


def is_to_be_replaced(book: Book, item: Item, content: object) -> bool:
    """Tell whether only a builder is named for what, by the work that is open on it, somebody else has to hold."""
    people = [person_of(book.score.assessment, text_of(row.get("name"))) for row in rows_in(content)]
    by_another = "builder" in item.remedy.accepted(("write",)) and item.content.kind == "people"
    gap = gap_of(book.score).get(item.id)
    open_work = gap is not None and "write" in gap.steps
    return by_another and open_work and bool(people) and all("builder" in one.roles for one in people)


def builder_named_alone(book: Book, text: str) -> str:
    """Return the one builder there is, if a text of a few words names nobody else: "A mail to Jonas Weber"."""
    builders = [r.name for r in _asked(book) if r.is_builder and not r.is_operator_side]
    rest = text.replace(builders[0], "") if len(builders) == 1 and builders[0] in text else None
    if rest is None or "#" in rest or _PERSON.search(rest):
        return ""
    bare = phrase("nobody_else").sub("", re.sub(rf", (?:{any_of(lists()['moment'])})\b[^;.]*", "", rest)).rstrip(" ,")
    few = len(bare.split()) <= _FEW or phrase("nobody_else").search(rest)
    return builders[0] if few and not names_others(bare) else ""


def _only_builder(book: Book, who: str) -> str:
    """Return the builder whom a procedure names, if it names nobody of the operator side."""
    named = [r for r in _asked(book) if names(who, r.name)]
    others = who
    for person in named:
        others = others.replace(person.name, "")
    alone = named and all(r.is_builder for r in named) and not _PERSON.search(others)
    return named[0].name if alone else ""


def _asked(book: Book) -> tuple[Respondent, ...]:
    return book.score.assessment.respondents
