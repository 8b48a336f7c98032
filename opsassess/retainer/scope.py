"""A scope as a value: the agents of one engagement with their lines, the month, the packages and the frontier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from opsassess.questionnaire import TierId
from opsassess.retainer.agent import Agent
from opsassess.retainer.choice import Choice, choose
from opsassess.retainer.coefficients import PACKAGES, Coefficients, PackageId, merged
from opsassess.retainer.factor import profile_factor
from opsassess.retainer.figures import Drills, Figures, figures
from opsassess.retainer.frontier import Knee, Point, frontier
from opsassess.retainer.hours import Range, Total, planning_range, total
from opsassess.retainer.lines import Line
from opsassess.retainer.offered import offered_months, offered_work
from opsassess.retainer.packages import Package, package
from opsassess.retainer.services import Month, month
from opsassess.retainer.terms import Plan, RateCard, Terms, hours_within
from opsassess.scoring import Score
from opsassess.scoring.frame import not_above
from opsassess.scoring.tiers import GATED_TIERS, lower

_STEPS = 11  # budgets between the must-haves and everything, for the frontier


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Everything that a statement of work says in hours. What costs more than a glance is computed when asked for."""

    agents: tuple[Agent, ...]
    coefficients: Coefficients
    figures: Figures
    plan: Plan
    terms: Terms
    card: RateCard | None = None

    def target(self, agent: Agent) -> TierId:
        """Return the tier that the lines of an agent lead to."""
        return lower(self.plan.target or agent.goal, agent.score.questionnaire.tier_cap)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for agent in self.agents for line in agent.lines_to(self.target(agent)))

    @cached_property
    def must_haves(self) -> tuple[Line, ...]:
        """Return the lines that the gates of the targets force, with what they need first."""
        return tuple(line for agent in self.agents for line in agent.must_haves_of(self.target(agent)))

    @cached_property
    def cheapest(self) -> tuple[Line, ...] | None:
        """Return the fewest hours of lines that reach all targets; None where one of them is out of reach."""
        found = [agent.cheapest_to(self.target(agent)) for agent in self.agents]
        return None if any(lines is None for lines in found) else tuple(line for lines in found for line in lines or ())

    def total(self, lines: Iterable[Line]) -> Total:
        return total((line.hours for line in lines), self.coefficients.estimate.correlation)

    def range(self, hours: Total) -> Range:
        """Return hours as a document prints them."""
        return planning_range(hours, self.coefficients.estimate.p80, self.coefficients.round)

    @cached_property
    def budget(self) -> Fraction | None:
        """Return the hours that the plan's budget pays for; None without one."""
        return hours_within(self.plan.budget, self.card, self.coefficients.round) if self.plan.budget else None

    @cached_property
    def choice(self) -> Choice | None:
        """Return what the plan's budget buys; None without a budget."""
        return None if self.budget is None else self.choice_for(self.budget)

    def choice_for(self, budget: Fraction) -> Choice:
        """Return what a budget of hours buys: must-haves, then the target tier if it can be paid, then value."""
        estimate = self.coefficients.estimate
        reached = self.cheapest
        pays = reached is not None and self.total(reached).at(estimate.p80) <= budget
        forced = (*self.must_haves, *(reached if reached and pays else ()))
        return choose(self.lines, forced, self.agents[0].needs, budget, estimate)

    @cached_property
    def packages(self) -> tuple[Package, ...]:
        return tuple(self.package(name) for name in PACKAGES)

    @cached_property
    def works(self) -> tuple[Package, ...]:
        """Return the packages of work that are offered."""
        return offered_work(self.package_of, [agent.score.reported_tier for agent in self.agents])

    @cached_property
    def months(self) -> tuple[Package, ...]:
        """Return the packages whose months are offered."""
        return offered_months(self.package_of, self.works)

    @property
    def has_offer(self) -> bool:
        """Tell whether a package can be offered to any agent: beyond what a short questionnaire can give none can."""
        return not all(agent.out_of_reach for agent in self.agents)

    @cached_property
    def every_line(self) -> tuple[Line, ...]:
        """Return the lines of all documents: those to the targets, and those of the packages where they differ."""
        known = {line.key: line for line in self.lines}
        for one in self.packages:
            known |= {line.key: line for line in one.lines if line.key not in known}
        return tuple(known.values())

    @cached_property
    def work(self) -> tuple[Line, ...]:
        """Return those lines that take hours, package by package; the position of a line is its number."""
        order = (*(one.id for one in self.works), None)
        work = [line for line in self.every_line if line.kind != "request"]
        return tuple(sorted(work, key=lambda line: order.index(self.first_package(line))))

    def first_package(self, line: Line) -> PackageId | None:
        """Return the first package on offer that holds a line."""
        return next((one.id for one in self.works if line.key in {held.key for held in one.lines}), None)

    @cached_property
    def package_of(self) -> Mapping[PackageId, Package]:
        return {package.id: package for package in self.packages}

    def package(self, name: PackageId, drills: Drills | None = None) -> Package:
        """Return a package; it has the drills of the coefficients unless others are given."""
        return package(name, self.agents, self.figures, self.card, drills)

    def month(self, services: Iterable[str] | None = None, drills: Drills | None = None) -> Month:
        """Return a month of these services (default: all)."""
        known = self.figures if drills is None else self.figures.with_drills(drills)
        return month(known, self.coefficients, services)

    def measure(self, lines: Sequence[Line]) -> Point:
        """Return what a set of lines costs and shows."""
        after = [agent.after(lines) for agent in self.agents]
        hours = self.total(lines)
        shown = [score.overall.shown or Fraction(0) for score in after]
        return Point(
            lines=tuple(lines),
            hours=float(hours.at(self.coefficients.estimate.p80)),
            range=self.range(hours),
            readiness=sum(shown, Fraction(0)) / len(shown),
            tiers=tuple(score.reported_tier for score in after),
        )

    @cached_property
    def frontier(self) -> tuple[Point, ...]:
        """Return readiness against hours, with the points that have a name."""
        stages = tuple(self._stages())
        everything = self.total(self.lines).at(self.coefficients.estimate.p80)
        start = self.total(self.must_haves).at(self.coefficients.estimate.p80)
        steps = [start + (everything - start) * n / _STEPS for n in range(1, _STEPS)]
        return frontier(stages, [self.choice_for(budget).chosen for budget in steps], self.measure)

    def _stages(self) -> Iterator[tuple[Knee, Sequence[Line]]]:
        """Yield the sets that have a name; evidence that was asked for is shown in all but the first."""
        requests = [shown for line in self.lines if not line.accepted and (shown := line.shown_first)]
        yield "today", ()
        if requests:
            yield "evidence", requests
        yield "must_haves", self._with(requests, self.must_haves)
        for tier in GATED_TIERS:
            found = [
                cheap
                for agent in self.agents
                if not_above(tier, self.target(agent)) and (cheap := self._fewest(agent, tier)) is not None
            ]
            if any(found):
                yield "tier", self._with(requests, [line for lines in found for line in lines])
        wanted = {line.id for line in (*self.must_haves, *(self.cheapest or ()))}
        yield "all", self._with([], [line for line in self.lines if not line.accepted or line.id in wanted])

    def _fewest(self, agent: Agent, tier: TierId) -> Sequence[Line] | None:
        """Return the fewest hours to a tier: its own lines where those to the target ask for a second person."""
        found = agent.cheapest_to(tier, within=self.target(agent))
        return agent.cheapest_to(tier) if any(line.kind == "second" for line in found or ()) else found

    def _with(self, requests: Sequence[Line], lines: Sequence[Line]) -> Sequence[Line]:
        known = {line.id: line for line in (*requests, *lines)}
        ordered = [known.pop(line.id) for line in self.lines if line.id in known]
        return [*ordered, *known.values()]

    @property
    def is_calibrated(self) -> Mapping[str, bool]:
        """Tell for remediation and for each service whether enough rows of a timesheet stand behind its hours."""
        enough = self.coefficients.estimate.calibrated_from
        rows = {"remediation": self.coefficients.remediation.rows}
        rows |= {name: service.rows for name, service in self.coefficients.services.items()}
        return {name: count >= enough for name, count in rows.items()}


def make_scope(
    scores: Sequence[Score],
    coefficients: Coefficients,
    *,
    plan: Plan = Plan(),  # noqa: B008 - frozen
    terms: Terms = Terms(),  # noqa: B008 - frozen
    card: RateCard | None = None,
) -> Scope:
    """Return the scope of several agents of one client."""
    coefficients = _planned(coefficients, plan)
    needs = merged(coefficients.dependencies, plan.dependencies)
    agents = tuple(
        Agent(
            number=number,
            score=score,
            factor=profile_factor(score.assessment.agent.facts, coefficients),
            coefficients=coefficients,
            needs=needs,
            provider=terms.people,
        )
        for number, score in enumerate(scores)
    )
    return Scope(
        agents=agents,
        coefficients=coefficients,
        figures=figures(scores, coefficients),
        plan=plan,
        terms=terms,
        card=card,
    )


def _planned(coefficients: Coefficients, plan: Plan) -> Coefficients:
    """Return the coefficients with what the plan assumes."""
    if not plan.assumed:
        return coefficients
    return coefficients.model_copy(update={"assumed": coefficients.assumed.model_copy(update=dict(plan.assumed))})
