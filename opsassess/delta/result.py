"""The delta: from the frozen scores of a milestone to those of today in stages, each with one cause.

The stages go from the milestone's numbers through the same answers under today's questionnaire, then with what was
corrected, then with what was asked for the first time, then on today's day (what aged), to what was done since. So the
steps of an item, of an area and of the tier add up without a rest.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from opsassess.assessment import Answer, Assessment, FailureMode, Milestone
from opsassess.delta.causes import Cause, Change, Values, cause_of_rules, cause_of_work, changes_between, meaning_of
from opsassess.delta.milestones import Frozen
from opsassess.library import sha256_of
from opsassess.scoring import Score, score
from opsassess.scoring.result import as_float


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The headline after the changes of one cause."""

    cause: Cause | None  # None: the milestone itself
    tier: str | None
    overall: Fraction | None
    items: Values


@dataclass(frozen=True, kw_only=True)
class Delta:
    """What changed between a milestone and a score."""

    milestone: Milestone
    then: Score  # by today's rules, from what was said until the milestone
    now: Score
    stages: tuple[Stage, ...]
    changes: tuple[Change, ...]  # in the order of the stages

    @property
    def tier_before(self) -> str | None:
        """Return the tier that the milestone reported."""
        return self.stages[0].tier

    @cached_property
    def areas(self) -> Mapping[str, tuple[Fraction | None, Fraction | None]]:
        """Return what was and is shown of each area."""
        then = Frozen(milestone=self.milestone).areas
        return {area: (then.get(area), shares.shown) for area, shares in self.now.areas.items()}

    @cached_property
    def gates(self) -> Mapping[str, tuple[str | None, str]]:
        """Return the gates whose state is another one, with both states."""
        then = Frozen(milestone=self.milestone).gates
        return {g: (then.get(g), state) for g, state in self.now.gates.items() if then.get(g) != state}

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain data; shares are floats."""
        return {
            "milestone": {"name": self.milestone.name, "date": self.milestone.date.isoformat()},
            "as_of": self.now.as_of.isoformat(),
            "stages": [{"after": s.cause, "tier": s.tier, "overall": as_float(s.overall)} for s in self.stages],
            "areas": {area: [as_float(then), as_float(now)] for area, (then, now) in self.areas.items()},
            "gates": {gate: list(states) for gate, states in self.gates.items()},
            "changes": [
                {"item": c.item, "cause": c.cause, "before": as_float(c.before), "after": as_float(c.after)}
                for c in self.changes
            ],
        }

    def of(self, cause: Cause) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.cause == cause)


def delta(now: Score, milestone: Milestone) -> Delta:
    """Return what changed since a milestone of the same assessment."""
    frozen = Frozen(milestone=milestone)
    assessment, until = now.assessment, frozen.until
    then = as_it_was(now, milestone)
    meaning = {item: meaning_of(then.items.get(item), values, frozen.day) for item, values in now.items.items()}
    corrected = _said(assessment, until, {item for item in meaning if meaning[item] == "corrected"})
    asked = _said(assessment, until, {item for item in meaning if meaning[item] in ("corrected", "asked")})
    stages = (
        Stage(cause=None, tier=frozen.tier, overall=frozen.overall, items=frozen.items),
        _stage("questionnaire", then),
        _stage("corrected", _scored(now, corrected, frozen.day, _modes(now, frozen))),
        _stage("asked", _scored(now, asked, frozen.day)),
        _stage("aged", _scored(now, asked, now.as_of)),
        _stage("improved", now),
    )
    same = frozen.sha256 == sha256_of(now.questionnaire)
    causes: tuple[Callable[[str], Cause], ...] = (
        lambda item: cause_of_rules(item, stages[0].items, stages[1].items, same_questionnaire=same),
        lambda _: "corrected",
        lambda _: "asked",
        lambda _: "aged",
        lambda item: cause_of_work(item, stages[4].items, stages[5].items),
    )
    steps = zip(itertools.pairwise(stages), causes, strict=True)
    changes = (c for (before, after), cause in steps for c in changes_between(before.items, after.items, cause))
    return Delta(milestone=milestone, then=then, now=now, stages=stages, changes=tuple(changes))


def as_it_was(now: Score, milestone: Milestone) -> Score:
    """Return the scores of a milestone's day by today's rules: from what was said until then."""
    frozen = Frozen(milestone=milestone)
    return _scored(now, _said(now.assessment, frozen.until), frozen.day, _modes(now, frozen))


def _stage(cause: Cause, found: Score) -> Stage:
    return Stage(
        cause=cause,
        tier=found.reported_tier,
        overall=found.overall.shown,
        items={item: values.shown if values.applies else None for item, values in found.items.items()},
    )


def _modes(now: Score, frozen: Frozen) -> tuple[FailureMode, ...]:
    """Return the client's own failure modes that were known at a milestone."""
    known = {answer.item for answer in _said(now.assessment, frozen.until)} | frozen.items.keys()
    return tuple(mode for mode in now.assessment.failure_modes if mode.id in known)


def _scored(now: Score, answers: Iterable[Answer], day: dt.date, modes: tuple[FailureMode, ...] | None = None) -> Score:
    own = now.assessment.failure_modes if modes is None else modes
    changed = {"as_of": day, "answers": tuple(answers), "failure_modes": own}
    return score(now.questionnaire, now.assessment.model_copy(update=changed), day)


def _said(assessment: Assessment, until: dt.datetime, whole: Iterable[str] = ()) -> Iterable[Answer]:
    """Return what was said up to a moment, and of some items all that was said."""
    whole = frozenset(whole)
    return tuple(a for a in assessment.answers if a.item in whole or a.at is None or a.at <= until)
