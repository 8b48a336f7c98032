"""What each hour buys: the chart, and the points of it that have a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opsassess.blocks import Block, Figure, Paragraph, Section, Table
from opsassess.charts import Frontier, Place
from opsassess.prose import Prose, capitalised, listed
from opsassess.retainer.frontier import Point, lowest
from opsassess.scope.subject import Subject
from opsassess.scope.words import plain

_COLUMNS = ("number", "what", "hours", "shown", "tier")


def frontier_section(subject: Subject) -> Section | None:
    """Return the frontier; none where there is nothing to choose."""
    if len(subject.scope.frontier) < 3:  # noqa: PLR2004 - two points are no line
        return None
    blocks = tuple(_blocks(subject))
    return Section(id="frontier", role="flow", title=subject.say("frontier.title"), blocks=blocks)


def frontier_chart(subject: Subject, points: Sequence[Point], budget: float | None = None) -> Frontier:
    """Return the chart of these points; named ones are numbered in their order."""
    named = [point for point in points if point.knees]
    rows = tuple(
        Place(
            hours=point.hours,
            shown=float(point.readiness),
            mark=named.index(point) + 1 if point in named else 0,
            label=str(_name(point, subject)),
            chosen=budget is not None and point is _paid(points, budget),
        )
        for point in points
    )
    return Frontier(rows=rows, budget=budget)


def _paid(points: Sequence[Point], budget: float) -> Point:
    """Return the last point that a budget pays for."""
    return [point for point in points if point.hours <= max(budget, points[0].hours)][-1]


def _blocks(subject: Subject) -> Iterator[Block]:
    scope = subject.scope
    points = scope.frontier
    named = [point for point in points if point.knees]
    bend = next((n for n, point in enumerate(named, 1) if "bend" in point.knees), None)
    budget = None if scope.budget is None else float(scope.budget)
    yield Paragraph(text=subject.say("frontier.lead", bend=bend, budget="" if budget is None else plain(budget)))
    low, high = (f"{float(p.readiness):.0%}" for p in (points[0], points[-1]))
    areas = listed(subject.agents) if subject.several else Prose("all areas")
    yield Figure(
        id="frontier-chart",
        chart=frontier_chart(subject, points, budget),
        caption=subject.say("frontier.caption", areas=areas),
        alt=str(subject.say("frontier.alt", low=low, high=high, most=plain(points[-1].hours, 0))),
    )
    yield Table(
        columns=tuple(subject.say(f"frontier.column.{name}") for name in _COLUMNS),
        rows=tuple(_row(n, point, subject) for n, point in enumerate(named, 1)),
        widths=(7, 51, 17, 11, 14),
        caption=subject.say("frontier.table"),
    )


def _row(number: int, point: Point, subject: Subject) -> tuple[Prose, ...]:
    return (
        Prose(str(number)),
        _name(point, subject),
        subject.span(point.range),
        Prose(f"{float(point.readiness):.0%}"),
        subject.say("frontier.tiers", tiers=point.tiers),
    )


def _name(point: Point, subject: Subject) -> Prose:
    tier = lowest(point.tiers)
    names = [subject.say(f"frontier.knee.{knee}", tier=tier, target=subject.targets()) for knee in point.knees]
    return capitalised(listed(names)) if names else Prose("")
