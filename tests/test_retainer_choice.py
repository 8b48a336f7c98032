"""Which lines a budget buys: on numbers worked by hand, and against trying out every choice."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from strategies import an_item, quick
from test_retainer_hours import EIGHT

from opsassess.retainer.choice import Choice, Needs, choose
from opsassess.retainer.coefficients import Estimate, load_coefficients
from opsassess.retainer.hours import ThreePoint, total
from opsassess.retainer.lines import Line

ESTIMATE = load_coefficients().estimate
INDEPENDENT = ESTIMATE.model_copy(update={"correlation": Fraction(0)})


def a_line(name: str, hours: ThreePoint, value: Fraction | int, *, accepted: bool = False) -> Line:
    item = an_item(name)
    return Line(
        agent=0,
        kind="work" if hours.pessimistic else "request",
        gaps=(),
        item=item,
        reaches={name: Fraction(1, 2)},
        steps=(),
        raw=hours,
        hours=hours,
        own=False,
        why="",
        answered=True,
        value=Fraction(value),
        accepted=None if not accepted else dt.date(2026, 12, 31),
    )


def ids(lines: Iterable[Line]) -> list[str]:
    return [line.item.id for line in lines]


VALUES = [4, 4, 2, 2, 3, 4, 3, 1]
WORKED = [
    a_line(f"w.{name.replace(' ', '_').replace('-', '_')}", hours, value)
    for (name, hours), value in zip(EIGHT.items(), VALUES, strict=True)
]
FIRST_THE_TEXT: Needs = {"w.fallback_rehearsal": ("w.fallback_text",)}


def bought(budget: float, estimate: Estimate = INDEPENDENT) -> Choice:
    return choose(WORKED, WORKED[:3], FIRST_THE_TEXT, Fraction(budget), estimate)


def test_thirty_hours_buy_the_must_haves_the_fallback_and_its_rehearsal() -> None:
    found = bought(30)

    assert ids(found.chosen) == [
        "w.verify_drill", "w.revoke_procedure", "w.resume_sign_off", "w.fallback_text", "w.fallback_rehearsal",
    ]  # fmt: skip
    assert ids(found.left) == ["w.dashboards", "w.exception_matrix", "w.tool_access_review"]
    assert float(found.total.expected) == 25.67
    assert float(found.total.at(INDEPENDENT.p80)) == 28.04
    assert [found.value, found.over] == [15, False]


def test_must_haves_above_the_budget_are_all_kept_and_nothing_else_is() -> None:
    found = bought(12)

    assert ids(found.chosen) == ["w.verify_drill", "w.revoke_procedure", "w.resume_sign_off"]
    assert found.over


def test_what_a_must_have_needs_first_is_a_must_have() -> None:
    found = choose(WORKED, [WORKED[4]], FIRST_THE_TEXT, Fraction(1), INDEPENDENT)

    assert ids(found.forced) == ["w.fallback_rehearsal", "w.fallback_text"]


def test_an_accepted_risk_is_left_out_and_a_request_costs_nothing() -> None:
    lines = [
        a_line("a.accepted", EIGHT["fallback text"], 9, accepted=True),
        a_line("b.request", ThreePoint(), 1),
        a_line("c.work", EIGHT["fallback text"], 1),
    ]
    found = choose(lines, [], {}, Fraction(100), ESTIMATE)

    assert ids(found.chosen) == ["b.request", "c.work"]


def test_of_equals_the_fewer_hours_win_and_then_the_first_names() -> None:
    """Two of the three long ones fit, or one short one with one of them: of one value, the shorter wins."""
    long, short = EIGHT["resume sign-off"], EIGHT["resume sign-off"].times(Fraction(9, 10))
    lines = [a_line(f"a.{name}", hours, 1) for name, hours in zip("cbad", [long, long, long, short], strict=True)]

    assert ids(choose(lines, [], {}, Fraction(5), ESTIMATE).chosen) == ["a.a", "a.d"]
    assert ids(choose(lines[:3], [], {}, Fraction(11, 2), ESTIMATE).chosen) == ["a.b", "a.a"]


def test_the_order_of_the_lines_changes_nothing() -> None:
    lines = some_lines(Random(3), 14)  # noqa: S311 - a test
    one = choose(lines, [], {}, Fraction(30), ESTIMATE)
    other = choose(lines[::-1], [], {}, Fraction(30), ESTIMATE)

    assert sorted(ids(one.chosen)) == sorted(ids(other.chosen))


# ---------------------------------------------------------------------------------------------------------------------
# Against trying out every choice


def some_lines(r: Random, count: int) -> list[Line]:
    """Return lines whose hours and values come from a few sizes, so that many choices are as good as each other."""
    lines = []
    for n in range(count):
        optimistic = Fraction(r.choice([0, 1, 2, 4]), 2)
        likely = optimistic + Fraction(r.choice([0, 1, 2, 4]), 2)
        hours = ThreePoint(
            optimistic=optimistic, likely=likely, pessimistic=likely + Fraction(r.choice([0, 2, 5, 8]), 2)
        ).times(Fraction(r.choice([20, 23, 30]), 20))
        value = Fraction(r.choice([1, 2, 4]) * r.choice([1, 2, 3]), 4)
        lines.append(a_line(f"a.i{n:02}", hours, value, accepted=r.random() < 0.1))
    r.shuffle(lines)
    return lines


def by_trial(
    lines: Sequence[Line], forced: Sequence[Line], needs: Needs, budget: Fraction, estimate: Estimate
) -> list[str]:
    """Return the best of all choices, tried out one by one."""
    present = {line.item.id for line in lines}
    must = {line.item.id for line in forced}
    while more := {f for i in must for f in needs.get(i, ()) if f in present} - must:
        must |= more
    best = None
    for choice in itertools.chain.from_iterable(itertools.combinations(lines, k) for k in range(len(lines) + 1)):
        names = {line.item.id for line in choice}
        if not must <= names or any(line.accepted and line.item.id not in must for line in choice):
            continue
        if any(first in present and first not in names for name in names for first in needs.get(name, ())):
            continue
        hours = total((line.hours for line in choice), estimate.correlation)
        if hours.at(estimate.p80) > budget:
            continue
        rank = (-sum(line.value for line in choice), hours.expected, len(choice), sorted(names))
        best = rank if best is None or rank < best else best
    return sorted(must) if best is None else best[3]


@given(st.randoms(use_true_random=True))
@quick
def test_no_choice_is_better_than_the_one_that_is_found(r: Random) -> None:
    lines = some_lines(r, r.randint(1, 9))
    names = [line.item.id for line in lines]
    needs = {b: (a,) for a, b in itertools.pairwise(sorted(names)) if r.random() < 0.2}
    forced = [line for line in lines if r.random() < 0.15]
    budget = Fraction(r.randint(1, 60), 2)
    estimate = ESTIMATE.model_copy(update={"correlation": Fraction(r.choice([0, 3, 3, 10]), 10)})

    found = choose(lines, forced, needs, budget, estimate)

    assert sorted(ids(found.chosen)) == by_trial(lines, forced, needs, budget, estimate)
