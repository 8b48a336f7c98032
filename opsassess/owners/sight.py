"""How something that stands was seen: the one set of words that report and follow-up have for it.

*Shown* is done: before our eyes, or on record. The thing itself is *seen*, of a document the *page*.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opsassess.owners.open_hours import PAUSE, open_hours
from opsassess.owners.people import named
from opsassess.phrases import left_open_in, left_open_told
from opsassess.prose import Prose, Sentences
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.sight import EXERCISED, best_seen, has_aged, weakest


def sight_told(items: Sequence[ItemScore], sentences: Sentences, *, due: bool = False) -> Prose:
    """Return how what stands was seen: as the part that was seen least, and due for review where a part has aged."""
    word = sentences.say(f"sight.{weakest(items)}")
    return sentences.say("sight.word", word=word, due=due or any(map(has_aged, items)))


def beside_told(item: ItemScore, sentences: Sentences) -> Prose:
    """Return who answered where nobody did who is asked; nothing where only a builder, or nobody, did."""
    if item.answered or not item.others:
        return Prose("")
    knowing = [a for a in (*item.builders, *item.others) if isinstance(a.rating, int) and a.rating]
    seen = next((s.evidence.what.strip().rstrip(".") for s in item.seen if s.level and s.by in knowing), "")
    who = named(knowing or item.others, "")
    return sentences.say("beside", who=who, knows=bool(knowing), seen=seen, item=item.item)


def last_use(item: ItemScore) -> dt.date | None:
    """Return the day of the last use on record that has aged, where no later one counts."""
    uses = [seen for seen in item.seen if seen.level == EXERCISED and seen.evidence.date]
    aged = all(seen.aged < seen.level for seen in uses)
    return max((seen.evidence.date for seen in uses if seen.evidence.date), default=None) if aged else None


def leading_day(date: dt.date | None, what: Iterable[str], as_of: dt.date) -> dt.date | None:
    """Return the day to tell of what was seen; none where its own words name that day of this year."""
    if date is None or date.year != as_of.year:
        return date
    own = re.compile(rf"\b{date.day} {date:%B}\b")
    return None if all(map(own.search, what)) else date


@dataclass(frozen=True, kw_only=True)
class LeftOpen:
    """What the answers on an item say by themselves that they leave open."""

    item: str
    clauses: tuple[str, ...]


def left_open(score: Score, items: Sequence[str]) -> tuple[LeftOpen, ...]:
    """Return what these items leave open, in the words of the answers; the hours of the pause are told apart."""
    apart = {PAUSE} if open_hours(score) else set()
    found = ((i, _clauses(score.items[i])) for i in items if i not in apart and score.items[i].applies)
    return tuple(LeftOpen(item=item, clauses=clauses) for item, clauses in found if clauses)


def seen_in_part(item: ItemScore) -> bool:
    """Tell whether what was seen says by itself that a part of it has still to be shown."""
    return any(left_open_in(seen.evidence.what) for seen in best_seen(item))


def _clauses(item: ItemScore) -> tuple[str, ...]:
    answers = item.operators or item.builders
    return tuple(dict.fromkeys(clause for answer in answers for clause in left_open_told(answer.content)))
