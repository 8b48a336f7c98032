"""Which drills an agent has: those of the questionnaire that apply, and one for each of its most urgent failures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opsassess.owners.situations import only_told_absent
from opsassess.owners.standing import want_of
from opsassess.questionnaire import DrillPlan
from opsassess.scoring import ItemScore, Score

OWN = "m_x_"  # of a failure mode that the client declared: it has happened there


@dataclass(frozen=True, kw_only=True)
class Drill:
    id: str  # in the form's tags: letters, digits and underscores
    plan: str  # of the questionnaire
    title: str
    purpose: str
    items: tuple[ItemScore, ...]  # what it proves; the first has the steps
    beside: tuple[ItemScore, ...] = ()


def drills_of(score: Score, *, every: bool = False) -> tuple[Drill, ...]:
    """Return the drills in the order of the questionnaire; an item that does not apply is not exercised.

    There is a card for the first failures alone, and for none of which the team is still to be asked whether anything
    is there; ``every`` one may have a record.
    """
    return tuple(drill for plan in score.questionnaire.drills for drill in _of(plan, score, every=every))


def failures_of(score: Score, *, every: bool) -> tuple[ItemScore, ...]:
    """Return the failures that have a card, or every one that applies."""
    staged = {plan.id for plan in score.questionnaire.drills if plan.prefix is not None}
    return tuple(drill.items[0] for drill in drills_of(score, every=every) if drill.plan in staged)


def is_own(values: ItemScore) -> bool:
    """Tell whether the client named this failure: it has happened there."""
    return OWN in values.item.id


def _of(plan: DrillPlan, score: Score, *, every: bool) -> Iterator[Drill]:
    if plan.prefix is None:
        items = _applying(score, plan.items)
        if items:
            beside = _applying(score, plan.beside)
            yield Drill(id=plan.id, plan=plan.id, title=plan.title, purpose=plan.purpose, items=items, beside=beside)
        return
    found = [s for i, s in score.items.items() if i.startswith(plan.prefix) and s.applies]
    wants = want_of(score)
    rank = {item: n for n, item in enumerate(sorted(wants, key=lambda item: wants[item] != "work"))}
    found.sort(key=lambda values: (not is_own(values), rank.get(values.item.id, len(rank))))  # then as the bank
    there = found if every else [values for values in found if not only_told_absent(values)][: plan.most]
    for values in there:
        name = f"{plan.id}_{values.item.id.partition('.')[2]}"
        title = f"{plan.title}: {values.item.title}"
        yield Drill(id=name, plan=plan.id, title=title, purpose=plan.purpose, items=(values,))


def _applying(score: Score, items: tuple[str, ...]) -> tuple[ItemScore, ...]:
    return tuple(score.items[i] for i in items if i in score.items and score.items[i].applies)
