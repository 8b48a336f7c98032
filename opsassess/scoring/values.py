"""What one item is worth: shown, claimed and possible, from the answers and the evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from opsassess.answers import Current
from opsassess.assessment import DONT_KNOW, Evidence, Rating
from opsassess.questionnaire import EVIDENCE_LEVELS, FAILURE_COLUMNS, Constants, Item

ZERO, ONE = Fraction(0), Fraction(1)
QUARTERS = tuple(Fraction(rating, 4) for rating in range(5))  # v(r) = r/4
_WRITTEN = QUARTERS[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A piece of evidence as it counts on the day of the assessment."""

    evidence: Evidence
    by: Current  # on whose answer it stands
    level: int  # 0..3 before ageing; without a date at most that of `undated_evidence`
    aged: int  # 0..3 as it counts
    age: int | None  # days; None without a date
    fresh: bool  # not older than twice the window: it still holds a gate, as due for review


@dataclass(frozen=True, kw_only=True)
class ItemScore:
    """The values of one item and all that they rest on. An item that is not applicable has no values."""

    item: Item
    not_applicable: str | None  # the reason, or None when the item applies
    shown: Fraction = ZERO
    claimed: Fraction = ZERO
    possible: Fraction = ONE
    renewable: Fraction = ZERO  # what would be shown with evidence of up to twice the window not aged
    operators: tuple[Current, ...] = ()  # those whose word counts
    builders: tuple[Current, ...] = ()
    others: tuple[Current, ...] = ()  # operator side, but not asked for this item: findings, never scores
    builder_run: bool = False  # the operator side's word comes from someone who also builds it
    seen: tuple[Seen, ...] = ()  # the best first, of equals what was shown since the last milestone
    lacking: tuple[str, ...] = ()  # columns of a failure mode that nobody answered
    written: bool = False  # a document is named

    @property
    def applies(self) -> bool:
        """Tell whether the item takes part in the scores."""
        return self.not_applicable is None

    @property
    def answered(self) -> bool:
        """Tell whether the operator side answered, "don't know" included."""
        return bool(self.operators)

    @cached_property
    def operator(self) -> Rating | None:
        """Return the counting operator answer: of several the lowest, "don't know" below 0."""
        return min((c.rating for c in self.operators if c.rating is not None), key=rank, default=None)

    @cached_property
    def builder(self) -> int | None:
        """Return the highest numeric rating of the builders."""
        return max((c.rating for c in self.builders if isinstance(c.rating, int)), default=None)

    @property
    def on_duty(self) -> tuple[Current, ...]:
        """Return who is asked and runs it: whose word counts, and who also built it and is counted as a builder."""
        both = (a for a in self.builders if a not in self.operators and {*a.respondent.roles} & {*self.item.asked_of})
        return (*self.operators, *both) if self.operators else ()

    @property
    def existing(self) -> tuple[Current, ...]:
        """Return who has what the team as a whole has not: one of the team in writing, or a builder who showed it."""
        if self.claimed >= _WRITTEN:
            return ()
        team, shown = self.on_duty, [seen.by for seen in self.seen if seen.aged]
        known = (*team, *(answer for answer in self.builders if answer not in team and answer in shown))
        return tuple(answer for answer in known if value_of(answer.rating or 0) >= _WRITTEN)

    @property
    def taught(self) -> bool:
        """Tell whether one of the team does alone what another does not know: the one shows it to the other."""
        return any(answer in self.on_duty and value_of(answer.rating or 0) > _WRITTEN for answer in self.existing)

    @property
    def spread(self) -> int:
        """Return how many levels the counting answers lie apart; "don't know" stands at 0 here."""
        levels = [max(0, rank(c.rating)) for c in self.operators if c.rating is not None]
        return max(levels) - min(levels) if levels else 0

    @cached_property
    def lead(self) -> Fraction | None:
        """Return how far the builder is ahead, d = v(b) - v(o); None where it cannot be told."""
        if self.operator is None or self.builder is None or self.builder_run:
            return None
        return value_of(self.builder) - value_of(self.operator)


def rank(rating: Rating) -> int:
    """Return a sorting key of ratings: "don't know" lies below 0."""
    return -1 if rating == DONT_KNOW else int(rating)


def value_of(rating: Rating) -> Fraction:
    """Return v(r) = r/4; "don't know" is worth 0."""
    return QUARTERS[max(0, rank(rating))]


def score_item(
    item: Item, answers: Iterable[Current], *, constants: Constants, as_of: dt.date, not_applicable: str | None
) -> ItemScore:
    """Return the values of one item. Source of the rules: docs/method.md, "Item values"."""
    answers = tuple(answers)
    operators, builder_run = _counting(item, answers)
    seen = tuple(sorted(_seen(answers, item.window, constants, as_of), key=_best_first))
    base = ItemScore(
        item=item,
        not_applicable=not_applicable,
        operators=operators,
        builders=tuple(a for a in answers if a.respondent.is_builder and a.rating is not None),
        others=tuple(a for a in answers if _beside(item, a)),
        builder_run=builder_run,
        seen=seen,
        lacking=_lacking(item, operators),
        written=_is_written(answers),
    )
    return base if not_applicable else _valued(base, constants)


def on_day(item: ItemScore, as_of: dt.date, constants: Constants) -> ItemScore:
    """Return the values of an item on another day, if nothing is said or shown until then."""
    if all(seen.age is None for seen in item.seen):
        return item
    counted = (_counted(s.evidence, s.by, s.level, item.item.window, as_of) for s in item.seen)
    aged = replace(item, seen=tuple(sorted(counted, key=_best_first)))
    return aged if item.not_applicable else _valued(aged, constants)


def _valued(base: ItemScore, constants: Constants) -> ItemScore:
    operator, builder = base.operator, base.builder
    if operator is None:
        return replace(base, possible=ONE if builder is None else value_of(builder))
    claimed = value_of(operator)
    ceiling = min(claimed, constants.incomplete_row_cap) if base.lacking else claimed
    aged = max((s.aged for s in base.seen), default=0)
    renewable = max((s.level if s.fresh else s.aged for s in base.seen), default=0)
    return replace(
        base,
        shown=min(ceiling, cap(aged, constants)),
        claimed=claimed,
        possible=claimed,
        renewable=min(ceiling, cap(renewable, constants)),
    )


def cap(level: int, constants: Constants) -> Fraction:
    """Return what a level of evidence can carry."""
    return constants.evidence_caps[EVIDENCE_LEVELS[level]]


def _counting(item: Item, answers: tuple[Current, ...]) -> tuple[tuple[Current, ...], bool]:
    """Return whose word counts, and whether it comes from people who also build the agent."""
    asked = [a for a in answers if a.rating is not None and set(a.respondent.roles) & set(item.asked_of)]
    pure = tuple(a for a in asked if not a.respondent.is_dual)
    return (pure, False) if pure else (tuple(asked), bool(asked))


def _beside(item: Item, answer: Current) -> bool:
    asked = set(answer.respondent.roles) & set(item.asked_of)
    return answer.rating is not None and answer.respondent.is_operator_side and not asked


def _seen(answers: Iterable[Current], window: int, constants: Constants, as_of: dt.date) -> Iterable[Seen]:
    undated = EVIDENCE_LEVELS.index(constants.undated_evidence)
    for answer in answers:
        for evidence in answer.evidence:
            level = EVIDENCE_LEVELS.index(evidence.level)
            if evidence.date is None:
                level = min(level, undated)
            yield _counted(evidence, answer, level, window, as_of)


def _counted(evidence: Evidence, by: Current, level: int, window: int, as_of: dt.date) -> Seen:
    """Return evidence as it counts on a day: past its window a level less, past twice its window two."""
    if evidence.date is None:
        return Seen(evidence=evidence, by=by, level=level, aged=level, age=None, fresh=True)
    age = (as_of - evidence.date).days
    aged = max(0, level - (age > window) - (age > 2 * window))
    return Seen(evidence=evidence, by=by, level=level, aged=aged, age=age, fresh=age <= 2 * window)


def _best_first(seen: Seen) -> tuple[int, int]:
    return -seen.aged, -seen.by.round


def _lacking(item: Item, operators: Iterable[Current]) -> tuple[str, ...]:
    """Return the columns of a failure mode that none of the counting answers fills."""
    if item.content.kind != "failure_mode":
        return ()
    rows = [row for answer in operators for row in rows_of(answer.content)]
    return tuple(column for column in FAILURE_COLUMNS if not any(_filled(row.get(column)) for row in rows))


def rows_of(content: Any) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of a table content; a single row may stand without its list."""
    rows = [content] if isinstance(content, Mapping) else content
    return tuple(row for row in rows if isinstance(row, Mapping)) if isinstance(rows, list | tuple) else ()


def _filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _is_written(answers: Iterable[Current]) -> bool:
    return any(a.written_where.strip() or any(e.level == "E1" for e in a.evidence) for a in answers)
