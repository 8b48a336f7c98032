"""What the card says around its fields: that it is not live, hours, the builder, room for numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opsassess.described.before_live import before_live_told
from opsassess.described.book import Book
from opsassess.described.values import text_of
from opsassess.owners.absence import reached
from opsassess.owners.holding import builder_gone
from opsassess.owners.people import backups
from opsassess.owners.way import agent_of
from opsassess.prose import Prose, ended, escape, linked, quoted
from opsassess.runbook.gist import BREAK, LINE, width
from opsassess.runbook.to_call import TOLD, system_owners, to_tell, whom_to_call

Pair = tuple[Prose, Prose]

_NAME = 40  # what is longer is no name
_DOTS, _MOST_DOTS = 40, 56  # of a line for a number: 3.2 to 4.5 cm
_DOT = 0.62  # the width of one
_SPARSE = LINE * 8 // 9  # where the card has few words it is set larger


def head(book: Book) -> Iterator[Pair]:
    """Yield what somebody has to know before all else: that it is not live, when people are there, who is away."""
    facts = book.score.frame.facts
    if facts.get("live") is False:
        before = before_live_told(book.agent or agent_of(book.score), book.sentences)
        told = book.say("card.not_live", before_live=before, last=book.say("finish.title"))
        yield book.say("card.live"), told
    if hours := text_of(facts.get("service_hours")).strip():
        yield book.say("card.service_hours"), ended(escape(hours))
    if builder := reached(book.score):
        gone = builder_gone(book.score)
        told = book.say("card.builder", text=ended(escape(builder)), backup=backups(book.score.assessment))
        told = book.say("card.builder_gone", until=gone) if gone else told
        yield book.say("card.builder_available"), told


def last(book: Book) -> Iterator[Pair]:
    """Yield whom to call where nobody else can stop it."""
    if owners := system_owners(book):
        yield book.say("card.last"), book.say("card.owners", owners=owners)


def tell(book: Book, *, full: bool = False) -> Iterator[Pair]:
    """Yield who has to be told, and within which time; on a full card those who are told first."""
    if rows := to_tell(book):
        title = book.entries[TOLD].item.title
        shown = [row for row in rows if not full or row["when"] == rows[0]["when"]]
        others = len(shown) < len(rows)
        said = book.say("card.told", rows=shown, others=others, place=linked(quoted(title), title))
        yield book.say("card.tell"), said


def numbers(book: Book, lines: int, *, full: bool) -> Iterator[Pair]:
    """Yield up to so many lines for the numbers of those to call: where the card is needed, the page may not open.

    A card that is not full is set larger.
    """
    title = book.say("card.numbers")
    written: list[Prose] = []
    room = LINE if full else _SPARSE
    names = [name for name in whom_to_call(book) if width(name) <= _NAME]
    while names and len(written) < lines:
        left = room - (0 if written else width(f"{title}: "))
        shown = max((n for n in range(1, len(names) + 1) if _dots(names[:n], left) >= _DOTS), default=1)
        dots = min(_dots(names[:shown], left), _MOST_DOTS)
        written.append(book.say("card.by_hand", names=names[:shown], dots="." * dots))
        names = names[shown:]
    if written:
        yield title, Prose(BREAK.join(written))


def _dots(names: Sequence[str], room: int) -> int:
    """Return how many dots there are for each number beside the names in a line."""
    left = room - sum(width(f"{name} ") for name in names) - width(" · ") * (len(names) - 1)
    return int(left / len(names) / _DOT)
