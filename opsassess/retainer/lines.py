"""Remediation as lines: one a gap that has to be closed, with the steps that are missing and their hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from opsassess.assessment import Action
from opsassess.effort import ZERO, Effort
from opsassess.phrases import names
from opsassess.questionnaire import STEPS, Item, Step, TierId
from opsassess.retainer.coefficients import Coefficients
from opsassess.retainer.factor import ProfileFactor
from opsassess.retainer.hours import ThreePoint
from opsassess.scoring import Gap, Score
from opsassess.scoring.frame import is_below
from opsassess.scoring.gaps import find_gaps

LineKind = Literal["work", "request", "second"]
Doers = Literal["nobody", "theirs", "ours"]  # ours: with or without the client's
_AGAIN: tuple[Step, ...] = ("walk_through",)  # by somebody who did not build it


_NONE = ThreePoint()


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the estimate: what it closes, its hours, and what it is worth.

    ``work`` is a gap or a natural group of gaps that ask for the same fact. ``request`` is evidence to be shown, which
    costs no hours. ``second`` lets somebody else do what only the builder does.
    """

    agent: int  # position of the assessment in the scope
    kind: LineKind
    gaps: tuple[Gap, ...]  # the first names the line; none for ``second``
    item: Item
    reaches: Mapping[str, Fraction]  # item -> the value that it holds when the line is done
    steps: tuple[Step, ...]
    raw: ThreePoint  # hours before the factor
    theirs: ThreePoint = _NONE  # hours of writing that we only read: agreed to be theirs, or there already
    hours: ThreePoint  # hours as estimated, in the tenths in which they are printed
    doers: Doers = "nobody"  # who agreed to do it
    own: bool  # the hours are the consultant's, taken as they are
    why: str  # the reason for those
    answered: bool  # the team answered what names it; else the hours are those of starting from nothing
    value: Fraction  # sum of w (target - shown), twice for items in a gate
    accepted: dt.date | None = None  # the client accepts this risk until this day

    @property
    def id(self) -> str:
        """Return its name within the scope."""
        return f"{self.agent + 1}:{self.item.id}"

    @property
    def done(self) -> tuple[str, ...]:
        """Return its steps as they are printed: of what others write, we read it."""
        return _done(self.steps, self.theirs)

    @property
    def assumed(self) -> bool:
        """Tell whether it is only assumed that we write: nobody agreed to do it, and its hours are not set either."""
        return "write" in self.steps and self.doers == "nobody" and not self.own and not self.theirs

    @property
    def there(self) -> bool:
        """Tell whether it has not to be written: somebody who works with the agent has it already."""
        return bool(self.theirs) and self.doers != "theirs"

    @property
    def key(self) -> tuple[str, LineKind]:
        """Return what tells it from a line on the same item to another tier, which may ask for less."""
        return self.id, self.kind

    @property
    def shown_first(self) -> Line | None:
        """Return what it asks to be shown first, which takes no hours, if anything."""
        if self.kind == "second" and self.gaps:
            return replace(self, kind="request", steps=(), raw=ThreePoint(), theirs=ThreePoint(), hours=ThreePoint())
        return self if self.kind == "request" else None


def remediation_lines(
    score: Score,
    aim: TierId,
    factor: ProfileFactor,
    coefficients: Coefficients,
    agent: int = 0,
    *,
    provider: Collection[str] = (),
) -> tuple[Line, ...]:
    """Return the lines of one agent on the way to a tier, the most urgent first.

    A gap that is only *not written down* changes no score and is no line. ``provider``: the names of our own people.
    """
    gaps = [gap for gap in find_gaps(score.frame, score.items, aim) if gap.kind != "not_written"]
    sizes = Sizes(
        score=score,
        factor=factor.value * coefficients.remediation.scale,
        reading=coefficients.remediation.reading,
        provider=frozenset(provider),
    )
    maker = _Maker(score=score, aim=aim, sizes=sizes, agent=agent)
    groups = tuple(_grouped(score, gaps))
    return (*(maker.of_gaps(group) for group in groups), *maker.seconds({g.item for group in groups for g in group}))


@dataclass(frozen=True, kw_only=True)
class Size:
    """The hours of a line and what they are made of."""

    raw: ThreePoint
    theirs: ThreePoint
    hours: ThreePoint
    doers: Doers
    own: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How gaps become hours of ours: by the steps that are missing, and by who agreed to do them."""

    score: Score
    factor: Fraction
    reading: Fraction  # what reading takes of the hours of writing
    provider: frozenset[str]

    def of(self, gaps: Sequence[Gap], steps: Sequence[Step]) -> Size:
        """Return the hours of the consultant, else those of the questionnaire, each step once."""
        actions = [a for gap in gaps if gap.steps and (a := self.score.assessment.action_of.get(gap.item))]
        doers, agreed = self._doers(actions), _agreed(self.score, gaps)
        if own := next((action for action in actions if action.hours), None):
            raw = ThreePoint(**dict(zip(("optimistic", "likely", "pessimistic"), own.hours or (), strict=True)))
            return Size(raw=raw, theirs=_NONE, hours=raw.in_tenths, doers=doers, own=True, why=own.why or "")
        raw = theirs = _NONE
        for step in steps:
            first = next((gap for gap in gaps if step in gap.steps), gaps[0])
            item = self.score.items[first.item]
            hours = _step_hours(item.item, step)
            if step == "write" and (doers == "theirs" or (item.existing and not agreed)):
                theirs = hours
            else:
                raw = raw.plus(hours)
        planned = raw.plus(theirs.times(self.reading)).times(self.factor).in_tenths
        return Size(raw=raw, theirs=theirs, hours=planned, doers=doers, own=False, why="")

    def _doers(self, actions: Iterable[Action]) -> Doers:
        """Return who agreed to do it: us where the agreement names one of our people."""
        agreed = [action for action in actions if action.text.strip() and (action.owner or "").strip()]
        told = " ".join(" ".join((a.owner or "", a.needed_from or "", a.text)) for a in agreed).casefold()
        ours = any(names(told, name.casefold()) for name in self.provider)
        return "ours" if ours else "theirs" if agreed else "nobody"

    def of_gaps(self, gaps: Sequence[Gap]) -> Mapping[str, Effort]:
        """Return the hours of gaps by item, as their lines have them; a fact that is asked twice counts once."""
        found = {gap.item: Effort() for gap in gaps}
        for group in _grouped(self.score, [gap for gap in gaps if gap.steps]):
            size = self.of(group, missing := _steps(self.score, group))
            steps, theirs = _done(missing, size.theirs), bool(size.theirs)
            found |= dict.fromkeys((gap.item for gap in group), Effort(steps=steps))
            found[group[0].item] = Effort(**vars(size.hours), own=size.own, why=size.why, theirs=theirs, steps=steps)
        return found


def _grouped(score: Score, gaps: Sequence[Gap]) -> Iterator[tuple[Gap, ...]]:
    """Yield gaps with those others that ask for the same fact and need work too."""
    taken: set[str] = set()
    for gap in gaps:
        if gap.item in taken:
            continue
        group = [gap]
        if gap.steps:
            for member in group:  # it grows while it is walked: twins of twins belong to it
                group.extend(g for g in gaps if g not in group and g.steps and _twins(score, member, g))
        taken |= {member.item for member in group}
        yield tuple(group)


def _twins(score: Score, one: Gap, other: Gap) -> bool:
    return other.item in score.items[one.item].item.same_as or one.item in score.items[other.item].item.same_as


@dataclass(frozen=True, kw_only=True)
class _Maker:
    score: Score
    aim: TierId
    sizes: Sizes
    agent: int

    def of_gaps(self, gaps: tuple[Gap, ...]) -> Line:
        """Return the line of a gap or of a group."""
        steps = _steps(self.score, gaps)
        kind: LineKind = "work" if steps else "request"
        if not steps and self._hangs_on_its_builder(gaps[0].item):
            steps, kind = _AGAIN, "second"
        return Line(
            agent=self.agent,
            kind=kind,
            gaps=gaps,
            item=self.score.items[gaps[0].item].item,
            reaches={gap.item: gap.target for gap in gaps if gap.target is not None},
            steps=steps,
            **vars(self.sizes.of(gaps, steps)),
            answered=self.score.items[gaps[0].item].answered,
            value=sum((self._value(gap) for gap in gaps), ZERO),
            accepted=self._accepted(gaps),
        )

    def _value(self, gap: Gap) -> Fraction:
        if gap.target is None:
            return ZERO
        return self.score.frame.weights[gap.item] * (gap.target - gap.shown) * (2 if gap.gates else 1)

    def _accepted(self, gaps: tuple[Gap, ...]) -> dt.date | None:
        until = {item: risk.expires for item, risk in self.score.risk_of.items()}
        return min(until[gap.item] for gap in gaps) if all(gap.item in until for gap in gaps) else None

    def seconds(self, covered: set[str]) -> Iterator[Line]:
        """Yield a walk-through by somebody else for each must-have that holds by its builder's word alone."""
        for item_id in self.score.one_person:
            if item_id not in covered and self._hangs_on_its_builder(item_id):
                item = self.score.items[item_id].item
                raw = _step_hours(item, "walk_through")
                yield Line(
                    agent=self.agent,
                    kind="second",
                    gaps=(),
                    item=item,
                    reaches={item_id: self.score.items[item_id].shown},
                    steps=_AGAIN,
                    raw=raw,
                    hours=raw.times(self.sizes.factor).in_tenths,
                    own=False,
                    why="",
                    answered=True,
                    value=self.score.frame.weights[item_id] / 4,
                )

    def _hangs_on_its_builder(self, item: str) -> bool:
        """Tell whether the tier needs somebody else to do what only its builder does."""
        capped = is_below(self.score.questionnaire.constants.one_person_cap, self.aim)
        return capped and self.score.items[item].builder_run and item in self.score.frame.needs_of_item


def _steps(score: Score, gaps: Sequence[Gap]) -> tuple[Step, ...]:
    """Return the steps that are missing: what one of the team does alone is taught to the others, and not written."""
    found = {step for gap in gaps for step in gap.steps}
    first = next((gap for gap in gaps if "write" in gap.steps), None)
    if first and score.items[first.item].taught and not _agreed(score, gaps):
        found = found - {"write"} | {*_AGAIN}
    return tuple(step for step in STEPS if step in found)


def _done(steps: Iterable[Step], theirs: ThreePoint) -> tuple[str, ...]:
    return tuple("read" if step == "write" and theirs else step for step in steps)


def _agreed(score: Score, gaps: Sequence[Gap]) -> bool:
    """Tell whether it was said in own words what is done."""
    actions = (score.assessment.action_of.get(gap.item) for gap in gaps)
    return any(action and action.text.strip() for action in actions)


def _step_hours(item: Item, step: Step) -> ThreePoint:
    optimistic, likely, pessimistic = getattr(item.hours, step)
    return ThreePoint(optimistic=optimistic, likely=likely, pessimistic=pessimistic)
