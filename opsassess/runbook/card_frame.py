"""What the card says around its fields: that it is not live, hours, the builder, room for numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opsassess.described.book import Book
from opsassess.described.shapes import rows_in
from opsassess.described.values import text_of
from opsassess.owners.holding import builder_gone
from opsassess.prose import Prose, ended, escape
from opsassess.runbook.gist import BREAK, LINE, width
from opsassess.runbook.to_call import whom_to_call

Pair = tuple[Prose, Prose]

_NAME = 40  # what is longer is no name
_DOTS, _MOST_DOTS = 40, 56  # of a line for a number: 3.2 to 4.5 cm
_DOT = 0.62  # the width of one
_ROOM = LINE * 8 // 9  # where the card has few words it is set larger


def head(book: Book) -> Iterator[Pair]:
    """Yield what somebody has to know before all else: that it is not live, when people are there, who is away."""
    facts = book.score.frame.facts
    if facts.get("live") is False:
        yield book.say("card.live"), book.say("card.not_live", day=book.owners.days.live)
    if hours := text_of(facts.get("service_hours")).strip():
        yield book.say("card.service_hours"), ended(escape(hours))
    if builder := text_of(facts.get("builder_available")).strip():
        gone = builder_gone(book.score)
        told = book.say("card.builder_gone", until=gone) if gone else _with_backup(book, ended(escape(builder)))
        yield book.say("card.builder_available"), told


def _with_backup(book: Book, told: Prose) -> Prose:
    """Add who stands in for a builder, if somebody was named."""
    named = (text_of(row.get("backup")).strip(" .") for row in rows_in(book.score.frame.facts.get("builder")))
    backup = [name for name in named if name and name.casefold() != "none"]
    return book.say("card.builder_backup", text=told, backup=backup) if backup else told


def numbers(book: Book, lines: int) -> Iterator[Pair]:
    """Yield up to so many lines for the numbers of those to call: where the card is needed, the page may not open."""
    title = book.say("card.numbers")
    written: list[Prose] = []
    names = [name for name in whom_to_call(book) if width(name) <= _NAME]
    while names and len(written) < lines:
        room = _ROOM - (0 if written else width(f"{title}: "))
        shown = max((n for n in range(1, len(names) + 1) if _dots(names[:n], room) >= _DOTS), default=1)
        dots = min(_dots(names[:shown], room), _MOST_DOTS)
        written.append(book.say("card.by_hand", names=names[:shown], dots="." * dots))
        names = names[shown:]
    if written:
        yield title, Prose(BREAK.join(written))


def _dots(names: Sequence[str], room: int) -> int:
    """Return how many dots there are for each number beside the names in a line."""
    left = room - sum(width(f"{name} ") for name in names) - width(" · ") * (len(names) - 1)
    return int(left / len(names) / _DOT)
