"""What an hour buys: budget, target tier and drills move, and with them the frontier, the lines and the month."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from html import escape
from typing import Any

import ipywidgets as widgets

from opsassess.charts import Frontier, Palette, Place
from opsassess.documents.plain import plain_text
from opsassess.prose import Sentences, counted
from opsassess.questionnaire import TierId
from opsassess.retainer.choice import Choice
from opsassess.retainer.figures import Drills
from opsassess.retainer.frontier import Point
from opsassess.retainer.packages import Package
from opsassess.retainer.scope import Scope
from opsassess.scope.frontier import frontier_chart
from opsassess.scope.subject import Subject
from opsassess.scope.words import money
from opsassess.scoring.frame import is_below, not_above
from opsassess.scoring.tiers import GATED_TIERS

_MOST_DRILLS = 12  # a year


def scope_sliders(scope: Scope, sentences: Sentences, palette: Palette) -> widgets.Widget:
    """Return the panel. Every target is worked out when it is made, so that a move only looks up and chooses."""
    panel = _Panel(tuple(_views(scope, sentences)), palette)
    panel.show()
    return panel.whole


@dataclass(frozen=True, kw_only=True)
class _View:
    """The scope for one target, with its chart."""

    tier: TierId
    subject: Subject
    chart: Frontier

    @property
    def scope(self) -> Scope:
        return self.subject.scope


def _views(scope: Scope, sentences: Sentences) -> Iterator[_View]:
    """Yield a view for each target that somebody in the scope can still reach."""
    targets = [tier for tier in GATED_TIERS if any(_is_ahead(tier, agent.score) for agent in scope.agents)]
    for tier in targets or [scope.target(scope.agents[0])]:
        aimed = replace(scope, plan=scope.plan.model_copy(update={"target": tier}))
        subject = Subject(scope=aimed, sentences=sentences)
        yield _View(tier=tier, subject=subject, chart=frontier_chart(subject, aimed.frontier))


def _is_ahead(tier: TierId, score: Any) -> bool:
    return is_below(score.reported_tier, tier) and not_above(tier, score.questionnaire.tier_cap)


class _Panel:
    """The controls and what follows from them."""

    def __init__(self, views: tuple[_View, ...], palette: Palette) -> None:
        self._views = {view.tier: view for view in views}
        first = next((view for view in views if view.tier == views[0].scope.agents[0].goal), views[-1])
        drills = first.scope.package("keep_healthy").drills
        self._tier = widgets.ToggleButtons(options=list(self._views), value=first.tier, description="Target tier")
        self._budget = _slider(
            "Budget, hours", math.ceil(first.scope.range(first.scope.total(first.scope.lines)).safe), 0
        )
        self._budget.value = min(self._budget.max, self._start(first))
        self._full = _slider("Full drills a year", _MOST_DRILLS, int(drills.full))
        self._tabletops = _slider("Table drills a year", _MOST_DRILLS, int(drills.tabletops))
        self._choice, self._package = lru_cache(self._choice_for), lru_cache(self._package_with)
        self._palette, self._picture = palette, widgets.HTML()
        self._result = widgets.HTML()
        controls = [self._tier, self._budget, self._full, self._tabletops]
        self._tier.observe(lambda _: self._rescale(), "value")  # before what it leads to is shown
        for control in controls:
            control.observe(lambda _: self.show(), "value")
        self.whole = widgets.VBox([*controls, self._picture, self._result])

    @staticmethod
    def _start(view: _View) -> int:
        """Return the hours of the cheapest way to the target, else those of the must-haves."""
        scope = view.scope
        return math.ceil(scope.range(scope.total(scope.cheapest or scope.must_haves)).safe)

    def _rescale(self) -> None:
        scope = self._views[self._tier.value].scope
        self._budget.max = max(1, math.ceil(scope.range(scope.total(scope.lines)).safe))

    def show(self) -> None:
        """Show the choice for the budget, and the month with these drills."""
        view = self._views[self._tier.value]
        choice = self._choice(view.tier, self._budget.value)
        package = self._package(view.tier, self._tabletops.value, self._full.value)
        point = view.scope.measure(choice.chosen)
        self._picture.value = picture(_marked(view, point, float(choice.budget)), self._palette)
        self._result.value = "".join(_told(view, choice, point, package))

    def _choice_for(self, tier: TierId, budget: int) -> Choice:
        return self._views[tier].scope.choice_for(Fraction(budget))

    def _package_with(self, tier: TierId, tabletops: int, full: int) -> Package:
        drills = Drills(tabletops=Fraction(tabletops), full=Fraction(full))
        return self._views[tier].scope.package("keep_healthy", drills)


def _slider(name: str, most: int, value: int) -> Any:
    return widgets.IntSlider(
        value=value,
        max=max(most, 1),
        description=name,
        continuous_update=True,
        style={"description_width": "12em"},
        layout={"width": "38em"},
    )


def _marked(view: _View, point: Point, budget: float) -> Frontier:
    """Return the chart with the budget and what it buys."""
    here = Place(hours=point.hours, shown=float(point.readiness), label="your budget", chosen=True)
    rows = sorted((*view.chart.rows, here), key=lambda place: (place.hours, place.shown))
    return replace(view.chart, rows=tuple(rows), budget=budget)


def picture(chart: Frontier, palette: Palette) -> str:
    """Return the chart and the names of its points as HTML. It is drawn anew with each move, in about a millisecond."""
    drawn = base64.b64encode(chart.svg(palette).encode()).decode()
    names = "".join(f"<li>{escape(name)}: {hours} h, {shown}</li>" for _, name, hours, shown in chart.table()[1])
    image = f'<img alt="Shown against hours; the list names the points." src="data:image/svg+xml;base64,{drawn}">'
    return f'<div style="background:#fff;padding:8px">{image}<ol>{names}</ol></div>'


def _told(view: _View, choice: Choice, point: Point, package: Package) -> Iterator[str]:
    """Yield as HTML what the budget buys, what it leaves, and what the months keep."""
    scope, subject = view.scope, view.subject
    work = [line for line in choice.chosen if line.kind != "request"]
    left = [line for line in choice.left if line.kind != "request"]
    tiers = ", ".join(_standing(scope, dict(enumerate(point.tiers))))
    if choice.over:
        yield f"<p><b>The must-haves alone take {point.hours:.1f} hours, above the budget. None is left out.</b></p>"
    hours = plain_text(subject.span(point.range))
    yield f"<h3>{hours}: {counted(len(work), 'line')}, {float(point.readiness):.0%} shown, {tiers}</h3>"
    price = _price(scope, point.range.safe, "remediation")
    yield f"<p>{price}{_names(subject, work)}</p>"
    if left:
        yield f"<p><b>Left out</b> ({len(left)}): {_names(subject, left)}</p>"
    kept = ", ".join(_standing(scope, {n: s.keeps for n, s in enumerate(package.standings)}))
    month = plain_text(subject.span(package.month.range))
    price = _price(scope, package.month.range.safe, "services")
    yield f"<p><b>Keep healthy</b>: {month} a month. {price}Keeps {kept}.</p>"


def _standing(scope: Scope, tiers: Mapping[int, TierId]) -> Iterator[str]:
    for n, agent in enumerate(scope.agents):
        name = f"{escape(agent.name)}: " if len(scope.agents) > 1 else ""
        yield name + tiers[n].replace("not_shown", "not yet shown")


def _names(subject: Subject, lines: list[Any]) -> str:
    return escape("; ".join(plain_text(subject.title(line)) for line in lines))


def _price(scope: Scope, hours: Fraction, part: Any) -> str:
    return f"{money(scope.card.price(part, hours), scope.card.currency)}. " if scope.card and hours else ""
