"""The fewest hours that reach a tier, exactly: every condition of the tiers as a condition of the choice.

A gate, a critical item, a key-person item or a must-have that one person holds alone forces its line. Areas and the
overall are weighted sums. What comes out is scored again by the real scoring before it is given back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from opsassess.effort import ZERO
from opsassess.questionnaire import TierId
from opsassess.retainer.choice import Needs, exactly, needs_rows
from opsassess.retainer.lines import Line
from opsassess.retainer.reach import closed
from opsassess.retainer.solver import Problem, Row, solve
from opsassess.scoring import Score
from opsassess.scoring.frame import Held, View, is_below, not_above
from opsassess.scoring.gates import MET, need_state
from opsassess.scoring.tiers import GATED_TIERS
from opsassess.scoring.values import ItemScore

_NEVER = Row(coefficients={}, at_least=Fraction(1))


def cheapest(score: Score, lines: Sequence[Line], aim: TierId, needs: Needs) -> tuple[Line, ...] | None:
    """Return the lines with the fewest expected hours that reach a tier; None where even all of them do not.

    Ties: fewer lines, then the first sorted names.
    """
    if not_above(aim, score.reported_tier):
        return ()
    ordered = sorted(lines, key=lambda line: line.id)
    rows = (*_Conditions(score, ordered).of(aim), *needs_rows(ordered, needs))
    goals = ([line.hours.expected for line in ordered], [Fraction(1)] * len(ordered))
    found = solve(Problem(count=len(ordered), smallest=goals, rows=rows))
    if found is None:
        return None
    names = {ordered[n].id for n in found}
    chosen = tuple(line for line in lines if line.id in names)
    return chosen if not_above(aim, closed(score, chosen).reported_tier) else None


class _Conditions:
    """What a tier asks, as conditions on which lines are done."""

    def __init__(self, score: Score, lines: Sequence[Line]) -> None:
        self._score = score
        self._frame = score.frame
        self._after = closed(score, lines)
        self._line_of = {item: n for n, line in enumerate(lines) for item in line.reaches}
        self._work = [n for n, line in enumerate(lines) if line.kind != "request"]

    def of(self, aim: TierId) -> Iterator[Row]:
        """Yield the conditions of a tier and of those below it."""
        if is_below(self._score.questionnaire.tier_cap, aim):
            yield _NEVER
        if is_below(self._score.questionnaire.constants.one_person_cap, aim):
            yield from self._rows(self._hangs_on_one_person)
        for tier in GATED_TIERS[: GATED_TIERS.index(aim) + 1]:
            yield from self._of_tier(tier)

    def _of_tier(self, tier: TierId) -> Iterator[Row]:
        conditions = self._score.questionnaire.tier_of[tier]
        raised = ZERO if tier == "T1" else conditions.gate_at_least
        for need in self._frame.needs:
            if not_above(need.gate.tier, tier):
                yield from self._must_meet(need.item, max(need.at_least, raised))
        if tier == "T1":
            return
        if conditions.critical_above is not None:
            yield from self._critical(tier, conditions.critical_above)
        yield from self._sums(conditions.area_at_least, conditions.overall_at_least)
        if conditions.key_person_free:
            yield from self._key_person()

    def _must_meet(self, item: str, at_least: Fraction) -> Iterator[Row]:
        before, after = self._before.get(item), self._then.get(item)
        if before and after and need_state(before, at_least) not in MET:
            yield self._must(item) if need_state(after, at_least) in MET else _NEVER

    def _critical(self, tier: TierId, above: Fraction) -> Iterator[Row]:
        for item, held in self._before.items():
            if held.value <= above and self._frame.is_critical(item) and not self._frame.only_above(item, tier):
                yield self._must(item) if self._then[item].value > above else _NEVER

    def _sums(self, area_at_least: Fraction, overall_at_least: Fraction) -> Iterator[Row]:
        """Yield one condition an area, and one for their mean."""
        everywhere: dict[int, Fraction] = {}
        missing, areas = ZERO, 0
        for ids in self._frame.areas.values():
            live = [item for item in ids if item in self._before]
            if not live:
                continue
            weight = sum((self._frame.weights[item] for item in live), ZERO)
            gains = self._gains(live, weight)
            have = sum((self._frame.weights[item] * self._before[item].value for item in live), ZERO) / weight
            yield Row(coefficients=gains, at_least=area_at_least - have)
            everywhere = {n: everywhere.get(n, ZERO) + gains.get(n, ZERO) for n in everywhere.keys() | gains.keys()}
            missing, areas = missing + have, areas + 1
        yield Row(coefficients=everywhere, at_least=overall_at_least * areas - missing)

    def _gains(self, items: Sequence[str], weight: Fraction) -> Mapping[int, Fraction]:
        gains: dict[int, Fraction] = {}
        for item in items:
            gain = self._frame.weights[item] * (self._then[item].value - self._before[item].value) / weight
            if gain:
                gains[self._line_of[item]] = gains.get(self._line_of[item], ZERO) + gain
        return gains

    def _key_person(self) -> Iterator[Row]:
        yield from self._rows(self._builder_ahead)
        if self._score.key_person.index is None:
            yield Row(coefficients={n: Fraction(1) for n in self._work}, at_least=Fraction(1))

    def _builder_ahead(self, item: ItemScore) -> bool:
        return (
            item.applies and item.lead is not None and item.lead >= self._score.questionnaire.constants.key_person_gap
        )

    def _hangs_on_one_person(self, item: ItemScore) -> bool:
        needs = self._frame.needs_of_item.get(item.item.id, ())
        best = max(item.shown, item.renewable)
        return item.applies and item.builder_run and any(best >= need.at_least for need in needs)

    def _rows(self, hinders: Callable[[ItemScore], bool]) -> Iterator[Row]:
        """Yield for a hindrance of single items: the line that ends it, and no line that brings it."""
        for item, before in self._score.items.items():
            then = hinders(self._after.items[item])
            if hinders(before):
                yield _NEVER if then else self._must(item)
            elif then:
                yield exactly(self._line_of[item], taken=False)

    def _must(self, item: str) -> Row:
        return exactly(self._line_of[item], taken=True) if item in self._line_of else _NEVER

    @property
    def _before(self) -> View:
        return self._score.shown_view

    @property
    def _then(self) -> Mapping[str, Held]:
        return self._after.shown_view
