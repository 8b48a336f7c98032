"""How something that stands was seen: the one set of words that report and follow-up have for it.

*Shown* is done: before our eyes, or on record. Of a control the thing itself is *seen, not used*, of anything else
it is *seen*; of a document the *page* is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from opsassess.phrases import left_open_told
from opsassess.questionnaire import EVIDENCE_LEVELS
from opsassess.report.open_hours import PAUSE, open_hours
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.values import Seen

Sight = Literal["page", "seen", "unused", "done"]
WEAKEST_FIRST: tuple[Sight, ...] = ("page", "seen", "unused", "done")
_CONTROLS = ("s5_kill_switch", "r5_continuity.rotate_access")  # what is there to be used, not to be read
_THE_THING, _EXERCISED = EVIDENCE_LEVELS.index("E2"), EVIDENCE_LEVELS.index("E3")
_USABLE = 3  # who does it alone


def sight_of(item: ItemScore) -> Sight:
    """Return how the best evidence of an item was seen; of what nobody does alone, a record shows the thing."""
    level = max((seen.level for seen in item.seen), default=0)
    alone = isinstance(item.operator, int) and item.operator >= _USABLE
    if level == _EXERCISED and alone:
        return "done"
    if level < _THE_THING:
        return "page"
    return "unused" if item.item.area in _CONTROLS or item.item.id in _CONTROLS else "seen"


def weakest(items: Iterable[ItemScore]) -> Sight:
    """Return the sight of several items: that of the one seen least."""
    return min(map(sight_of, items), key=WEAKEST_FIRST.index, default="page")


def best_seen(item: ItemScore) -> tuple[Seen, ...]:
    """Return the best piece of evidence of each person: the owner may have shown more than an operator did."""
    best = max((seen.level for seen in item.seen), default=0)
    found = {seen.by.respondent.id: seen for seen in reversed(item.seen) if seen.level == best and best}
    return tuple(seen for seen in item.seen if found.get(seen.by.respondent.id) is seen)


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


def _clauses(item: ItemScore) -> tuple[str, ...]:
    answers = item.operators or item.builders
    return tuple(dict.fromkeys(clause for answer in answers for clause in left_open_told(answer.content)))
