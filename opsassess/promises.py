"""Evidence that was promised: what is still awaited, and what has arrived."""

from __future__ import annotations

import datetime as dt

from opsassess.answers import current_answers
from opsassess.assessment import Promise
from opsassess.scoring import Score

_STATEMENT = "E0"


def kept(score: Score, promise: Promise) -> bool:
    """Tell whether what was promised has arrived: the item asks for no evidence any more, and some came in later.

    When a promise was made is not known. So evidence counts as later if it was entered, or is dated, after the day on
    which its respondent first answered the item. What was seen on that day keeps no promise.
    """
    asked_for = any(gap.item == promise.item and gap.kind == "not_seen" for gap in score.gaps_to("T3"))
    return not asked_for and _came_later(score, promise.item)


def awaited(score: Score) -> tuple[Promise, ...]:
    """Return the promises that are still open."""
    return tuple(promise for promise in score.assessment.promised if not kept(score, promise))


def received(score: Score) -> tuple[Promise, ...]:
    """Return the promises that were kept."""
    return tuple(promise for promise in score.assessment.promised if kept(score, promise))


def _came_later(score: Score, item: str) -> bool:
    first: dict[str, dt.date] = {}
    there = set()  # on the first day
    entries = [(entry.at, entry) for entry in score.assessment.answers if entry.item == item and entry.at]
    for at, entry in sorted(entries, key=lambda pair: pair[0]):
        if first.setdefault(entry.respondent, at.date()) == at.date():
            there |= {*(entry.evidence or ())}
    return any(
        seen not in there or (seen.date is not None and seen.date > first[answer.respondent.id])
        for answer in current_answers(score.assessment).get(item, ())
        for seen in answer.evidence
        if seen.level != _STATEMENT and answer.respondent.id in first
    )
