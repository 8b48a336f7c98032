"""Why the shown value of an item is not what it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from opsassess.assessment import Evidence
from opsassess.scoring import ItemScore

Cause = Literal["questionnaire", "profile", "corrected", "asked", "aged", "improved", "worse"]
CAUSES: tuple[Cause, ...] = ("questionnaire", "profile", "corrected", "asked", "aged", "improved", "worse")
Values = Mapping[str, Fraction | None]  # item -> what is shown of it; None where it does not apply


@dataclass(frozen=True, kw_only=True)
class Change:
    """One step of the shown value of an item, with its one cause. None is: did not apply, or was not there."""

    item: str
    cause: Cause
    before: Fraction | None
    after: Fraction | None


def cause_of_rules(item: str, before: Values, after: Values, *, same_questionnaire: bool) -> Cause:
    """Return why the same answers on the same day give another value."""
    if not same_questionnaire or item not in before or item not in after:
        return "questionnaire"
    return "profile" if (before[item] is None) != (after[item] is None) else "corrected"


def meaning_of(then: ItemScore | None, now: ItemScore, since: dt.date) -> Literal["asked", "corrected", "done"]:
    """Return what a changed answer means.

    Only something dated after the milestone shows that the world changed. Without it the answer is a corrected one:
    it may have been so already. An item that nobody of the operator side had answered was asked since.
    """
    if then is None or not then.answered:
        return "asked"
    known = set(_evidence(then))
    fresh = (e.date and e.date > since and e not in known for e in _evidence(now))
    return "done" if any(fresh) else "corrected"


def _evidence(score: ItemScore) -> Iterable[Evidence]:
    return (seen.evidence for seen in score.seen)


def cause_of_work(item: str, before: Values, after: Values) -> Cause:
    """Return in which direction something that was done since has moved an item."""
    return "improved" if (after.get(item) or 0) >= (before.get(item) or 0) else "worse"


def changes_between(before: Values, after: Values, cause_of: Callable[[str], Cause]) -> Iterator[Change]:
    """Yield the items whose value differs between two stages."""
    for item in {**after, **before}:
        if before.get(item) != after.get(item):
            yield Change(item=item, cause=cause_of(item), before=before.get(item), after=after.get(item))
