"""Evidence that was promised and work that was agreed: what is still awaited, and what has arrived."""

from __future__ import annotations

import datetime as dt

from opsassess.answers import current_answers_on, round_of
from opsassess.assessment import Action, Answer, Promise
from opsassess.scoring import Score
from opsassess.scoring.values import rank

_STATEMENT = "E0"
_ITSELF = 2  # E2: the thing itself, or a record of its use


def kept(score: Score, promise: Promise) -> bool:
    """Tell whether what was promised has arrived: the item asks for no evidence any more, and some came in later.

    When a promise was made is not known. So evidence counts as later if it was entered, or is dated, after the day on
    which its respondent first answered the item, or rated it anew after a milestone while the promise ran. What was
    seen on that day keeps no promise.
    """
    asked_for = any(gap.item == promise.item and gap.kind == "not_seen" for gap in score.gaps_to("T3"))
    return not asked_for and _came_later(score, promise)


def awaited(score: Score) -> tuple[Promise, ...]:
    """Return the promises that are still open; who has left sends nothing."""
    left = {who for person in score.assessment.left for who in (person.id, person.name)}
    return tuple(p for p in score.assessment.promised if p.who not in left and not kept(score, p))


def received(score: Score) -> tuple[Promise, ...]:
    return tuple(promise for promise in score.assessment.promised if kept(score, promise))


def done(score: Score, action: Action) -> bool:
    """Tell whether agreed work has been done: its item is no gap to the next tier, and stands higher than first told.

    When work was agreed is not known. Of an item that was no gap from the start, the work is about something else.
    A pilot asks nothing of most items; production asks something of each. Where its day has passed and it was shown
    since a milestone, a lower answer from before says nothing of it.
    """
    aim = max(score.aim, "T2")
    still_open = {gap.item for gap in score.gaps_to(aim)} | {*score.risk_of}
    return (action.item not in still_open or _shown_since(score, action)) and _rose(score, action.item)


def _shown_since(score: Score, action: Action) -> bool:
    """Tell whether something of an item is dated since a milestone, and whatever is told lower is from before it."""
    item = score.items.get(action.item)
    told = [(max(0, rank(a.rating)), a.round) for a in item.operators if a.rating is not None] if item else []
    if item is None or not told or action.due is None or action.due >= score.as_of or action.item in score.risk_of:
        return False
    best, since = max(told)
    dated = (seen.evidence.date for seen in item.seen if seen.level >= _ITSELF and seen.evidence.date)
    shown = any(round_of(day, score.assessment) == since for day in dated)
    return shown and since > max((then for rating, then in told if rating < best), default=since)


def _rose(score: Score, item: str) -> bool:
    """Tell whether those who run it hold it better than on the day on which they were first asked."""
    team = {person.id for person in score.assessment.respondents if person.is_operator_side}
    told = [(e.at.date(), e) for e in score.assessment.answers if e.item == item and e.at and e.respondent in team]
    first = min((day for day, _ in told), default=None)
    then = max((_height(entry) for day, entry in told if day == first), default=0)
    return any(_height(entry) > then for day, entry in told if day != first)


def _height(entry: Answer) -> int:
    """Return a sum of rating and best evidence: either may rise alone."""
    seen = max((int(evidence.level[1:]) for evidence in entry.evidence or ()), default=0)
    return seen + (entry.rating if isinstance(entry.rating, int) else 0)


def _came_later(score: Score, promise: Promise) -> bool:
    talks: dict[str, dt.date] = {}  # the last day on which somebody was asked
    asked = set()  # whom, and on which day
    entries = [(e.at.date(), e) for e in score.assessment.answers if e.item == promise.item and e.at]
    for day, entry in sorted(entries, key=lambda pair: pair[0]):
        before = talks.setdefault(entry.respondent, day)
        again = round_of(before, score.assessment) < round_of(day, score.assessment) and (
            promise.by is None or day < promise.by
        )
        if again and entry.rating is not None:
            talks[entry.respondent] = day
        asked.add((entry.respondent, talks[entry.respondent]))
    there = {seen for day, entry in entries if (entry.respondent, day) in asked for seen in entry.evidence or ()}
    return any(
        seen not in there or (seen.date is not None and seen.date > talks[answer.respondent.id])
        for answer in current_answers_on(promise.item, score.assessment)
        for seen in answer.evidence
        if seen.level != _STATEMENT and answer.respondent.id in talks
    )
