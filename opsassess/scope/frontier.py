"""What each hour buys: the points that have a name, as a table; all of them as the chart of the sliders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.charts import Frontier, Place
from opsassess.owners.way import just_reached
from opsassess.prose import Prose, capitalised, join
from opsassess.retainer.frontier import Knee, Point, lowest
from opsassess.scope.subject import Subject

_COLUMNS = ("number", "what", "hours", "shown", "tier")


def frontier_section(subject: Subject) -> Section | None:
    """Return the frontier; none where there is nothing to choose."""
    if len(subject.scope.frontier) < 3:  # noqa: PLR2004 - two points are no line
        return None
    blocks = tuple(_blocks(subject))
    return Section(id="frontier", role="flow", title=subject.say("frontier.title"), blocks=blocks)


@dataclass(frozen=True, kw_only=True)
class Named:
    """Points of one place in the picture: they print the same hours, share and tiers, and stand in one row."""

    points: tuple[Point, ...]

    @property
    def first(self) -> Point:
        """Return the one that is drawn."""
        return self.points[0]

    @property
    def knees(self) -> tuple[Knee, ...]:
        """Return all its names."""
        return tuple(dict.fromkeys(knee for point in self.points for knee in point.knees))


def named_points(points: Sequence[Point]) -> tuple[Named, ...]:
    """Return the points that have a name, those that nobody could tell apart as one; a bend is nothing to order."""
    found: dict[object, list[Point]] = {}
    for point in points:
        if point.knees and point.knees != ("bend",):
            found.setdefault((point.range, share(point), point.tiers), []).append(point)
    return tuple(Named(points=tuple(same)) for same in found.values())


def percent(point: Point) -> int:
    """Return the share that is shown in whole per cent: the picture is drawn from what the table prints."""
    return round(100 * float(point.readiness))


def share(point: Point) -> str:
    """Return the share that is shown, as it is printed."""
    return f"{percent(point)}%"


def frontier_chart(subject: Subject, points: Sequence[Point]) -> Frontier:
    """Return the chart of these points; named ones are numbered in their order."""
    named_at = {id(point): (n, one) for n, one in enumerate(named_points(points), 1) for point in one.points}
    rows: list[Place] = []
    for point in points:
        number, one = named_at.get(id(point), (0, None))
        if one and point is not one.first:
            continue  # drawn where the first of its row stands
        label, tier = (str(_name(one, subject)), str(_tiers(point, subject))) if one else ("", "")
        rows.append(Place(hours=point.hours, shown=percent(point) / 100, mark=number, label=label, tier=tier))
    return Frontier(rows=tuple(rows))


def _blocks(subject: Subject) -> Iterator[Block]:
    yield Paragraph(text=subject.say("frontier.lead", agents=subject.agents if subject.several else ()))
    yield Table(
        columns=tuple(subject.say(f"frontier.column.{name}") for name in _COLUMNS),
        rows=tuple(_row(n, one, subject) for n, one in enumerate(named_points(subject.scope.frontier), 1)),
        widths=(7, 51, 17, 11, 14),
        caption=subject.say("frontier.table"),
    )
    for package, agent in product(subject.scope.works[-1:], subject.scope.agents):
        reaches, name = package.standings[agent.number].reaches, agent.name if subject.several else ""
        if edge := just_reached(agent, package.lines, reaches, subject.sentences, name=name):
            yield Paragraph(text=edge)


def _row(number: int, one: Named, subject: Subject) -> tuple[Prose, ...]:
    point = one.first
    return (
        Prose(str(number)),
        _name(one, subject),
        subject.span(point.range),
        Prose(share(point)),
        _tiers(point, subject),
    )


def _tiers(point: Point, subject: Subject) -> Prose:
    return subject.say("frontier.tiers", tiers=point.tiers)


def _name(one: Named, subject: Subject) -> Prose:
    done = {line.id for line in one.first.lines}
    values = {
        "tier": lowest(one.first.tiers),
        "target": subject.targets(),
        "hours": bool(one.first.range),
        "without": [subject.number_of[line.id] for line in subject.work if line.id not in done],
    }
    return capitalised(join((subject.say(f"frontier.knee.{knee}", **values) for knee in one.knees), "; "))
