"""What the steps of a stop do not reach: systems that the agent goes on writing to, keys that may go on working.

And which of the systems have no key where the keys are listed.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name
from collections.abc import Iterator, Mapping

from opsassess.described.book import Book
from opsassess.described.places import two_places
from opsassess.described.points import Phrase
from opsassess.described.shapes import Row, rows_in
from opsassess.described.values import text_of
from opsassess.described.words import is_answered
from opsassess.owners.asked import ACCESS
from opsassess.owners.open_hours import STOPS
from opsassess.phrases import any_of, lists, phrase
from opsassess.questionnaire import Item
from opsassess.scoring.values import rows_of

_WRITES, _REVOKE = STOPS
_ALLOWED = "s2_scope_boundaries.allowed_actions"
_KEYS = "r5_continuity.credentials_location"
_LOGIN = re.compile(r"\blogins?\b", re.IGNORECASE)
_READS = re.compile(r"\breads?\b", re.IGNORECASE)
_WORD = re.compile(r"[\w@.-]*[\w@]")
_PART = re.compile(r"[,;]\s*")
_SENTENCE = re.compile(r"[.;!]\s")
_QUOTED = re.compile(r'"[^"]*"')
_DATE = "|".join([*month_name[1:], *day_name])
# "In AWS set the key to inactive", and not "In December", "In Dana's absence" nor "In Settings > Users"
_OPENED = re.compile(rf"\bIn (?:the )?(?!(?:{_DATE})\b)([A-Z][\w.-]*(?: [A-Z][\w.-]*)*)\b(?!['\u2019]| >)")
_SHORT = 3  # letters; a shorter word names no system


def unreached(book: Book, item: Item, content: object) -> list[Phrase]:
    """Return what is not known of what the steps of a stop reach."""
    steps = rows_in(content.get("steps")) if isinstance(content, Mapping) else ()
    found = {_WRITES: _still_written, _REVOKE: _still_valid}.get(item.id)
    logins = _logins(book, steps) if item.id in STOPS else ()
    return [*(found(book, steps) if found and steps else ()), *two_places(book, item, content), *logins]


def _still_written(book: Book, steps: tuple[Row, ...]) -> Iterator[Phrase]:
    """Yield which systems are written to that the steps do not name, where they name others and say nothing of all."""
    done = "; ".join(text_of(row.get("do")) for row in steps)
    written = written_systems(book)
    named = [row for row in written if _alike(text_of(row.get("name")), done)]
    if not named or phrase("all_of_them").search(done):
        return
    left = [(text_of(row.get("name")), _left_on(book, row, done) if row in named else ()) for row in written]
    open_still = [(name, parts) for (name, parts), row in zip(left, written, strict=True) if parts or row not in named]
    systems = [f"{name} ({', '.join(parts)})" if parts else name for name, parts in open_still]
    if systems:
        yield Phrase(name="lacking.writes", values={"systems": systems})


def without_key(book: Book, item: Item, content: object) -> list[Phrase]:
    """Return which systems that the agent writes to have no key in the list of its keys."""
    listed = text_of([list(row.values()) for row in rows_in(content)])
    left = [name for row in written_systems(book) if not _alike(name := text_of(row.get("name")), listed)]
    return [Phrase(name="lacking.key", values={"systems": left})] if item.id == _KEYS and left else []


def written_systems(book: Book) -> list[Row]:
    """Return the systems that the agent writes to."""
    return [row for row in rows_of(book.score.frame.facts.get("systems")) if _is_written(row)]


def _is_written(row: Row) -> bool:
    writes = text_of(row.get("writes")).strip()
    return is_answered(writes) and not phrase("none").match(writes)


def _left_on(book: Book, system: Row, done: str) -> list[str]:
    """Return what is written in a system of which the steps take away some of the rights, and not these."""
    entry = book.entries.get(_ALLOWED)
    rows = rows_in(entry.told.content) if entry and entry.told else ()
    rows = tuple(row for row in rows if _alike(text_of(system.get("name")), text_of(row.get("system"))))
    off = [row for row in rows if _takes(done, text_of(row.get("permission")))]
    others = [row for row in rows if row not in off and not _READS.search(text_of(row.get("permission")))]
    if not off or not others:
        return []
    stopped = "; ".join(text_of(row.get("action")) for row in off)
    return [part for part in _PART.split(text_of(system.get("writes"))) if not _alike(part, stopped)]


def _takes(done: str, permission: str) -> bool:
    """Tell whether steps name a permission, or each of its words; what follows a comma limits it."""
    right = _PART.split(permission.casefold())[0].strip()
    return len(right) > _SHORT and {*_WORD.findall(right)} <= {*_WORD.findall(done.casefold())}


def _logins(book: Book, steps: tuple[Row, ...]) -> Iterator[Phrase]:
    """Yield the systems in which the steps act and for which neither they nor the map of logins name a login."""
    entry = book.entries.get(ACCESS)
    if entry is None or entry.told is None:
        return
    named = (row for row in steps if _LOGIN.search(text_of(row.get("do"))))
    mapped = "; ".join(text_of(value) for row in (*rows_in(entry.told.content), *named) for value in row.values())
    needed = [name for name in dict.fromkeys(_opened(book, steps)) if not _alike(name, mapped)]
    if needed:
        yield Phrase(name="lacking.login", values={"systems": needed})


def _opened(book: Book, steps: tuple[Row, ...]) -> Iterator[str]:
    """Yield the systems that steps name as the place of a deed: not in quotes, nor what is said after."""
    systems = [text_of(row.get("name")) for row in rows_of(book.score.frame.facts.get("systems"))]
    for row in steps:
        deed = _SENTENCE.split(_QUOTED.sub("", text_of(row.get("do"))))[0]
        yield from (name for name in systems if _alike(name, deed))
        yield from (name for name in _OPENED.findall(deed) if not any(_alike(name, system) for system in systems))


def _alike(one: str, two: str) -> bool:
    """Tell whether two texts share a word that names something."""
    return bool(_words(one) & _words(two))


def _words(text: str) -> set[str]:
    found = {word for word in _WORD.findall(text.casefold()) if len(word) >= _SHORT}
    found -= set(lists()["empty_words"])
    return found.difference(lists()["kinds_of_system"]) or found  # "the system" is not "Ticket system"


def _still_valid(_: Book, steps: tuple[Row, ...]) -> Iterator[Phrase]:
    """Yield that nobody sees a system refuse the agent: a key that is deleted where it is kept may still work."""
    seen = [text for row in steps if (text := text_of(row.get("see")))]
    if not seen or any(map(phrase("refused").search, seen)):
        return
    store = re.compile(rf"\b(?:[\w-]+['\u2019]s )?(?:{any_of(lists()['stores'])})\b")
    kept = (store.search(text_of(row.get("do"))) for row in steps)
    yield Phrase(name="lacking.refused", values={"store": next((found[0] for found in kept if found), "")})


def released_early(item: Item, content: object) -> list[Phrase]:
    """Return that held writes are released before the sentence on the sign-off: nobody has said yes to them by then."""
    back = text_of(content.get("going_back")) if item.id == _WRITES and isinstance(content, Mapping) else ""
    released, signed = phrase("released").search(back), phrase("signed_off").search(back)
    early = released and signed and _SENTENCE.search(back[released.end() : max(released.end(), signed.start())])
    return [Phrase(name="lacking.release")] if early else []
