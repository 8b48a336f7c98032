"""Three packages: what must be in place, the next tier, and the months that keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opsassess.questionnaire import TierId
from opsassess.retainer.agent import Agent
from opsassess.retainer.coefficients import Coefficients, PackageId
from opsassess.retainer.figures import Drills, Figures
from opsassess.retainer.hours import Range, Total, planning_range, total
from opsassess.retainer.keeping import Renewal, renewals, tier_with
from opsassess.retainer.lines import Line
from opsassess.retainer.services import Month, month
from opsassess.retainer.terms import Price, RateCard, priced
from opsassess.scoring.frame import is_below


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a package does for one agent."""

    aim: TierId  # what its lines lead to
    reaches: TierId  # once they are done
    keeps: TierId  # at the worst moment of a year with its services
    falls_on: dt.date | None  # without its services; None: it does not fall


@dataclass(frozen=True, kw_only=True)
class Package:
    """One offer. ``keep_healthy`` has no lines of its own: it keeps what the package before it has reached."""

    id: PackageId
    lines: tuple[Line, ...]
    total: Total
    range: Range
    price: Price | None  # of the upper end of the range
    month: Month
    own_study: Month | None  # the client's team goes on studying exceptions; None where nobody does, or none are in it
    incidents_price: Price | None  # a month
    drills: Drills
    standings: tuple[Standing, ...]


def package(
    name: PackageId,
    agents: Sequence[Agent],
    figures: Figures,
    card: RateCard | None = None,
    drills: Drills | None = None,
) -> Package:
    coefficients = agents[0].coefficients
    planned = coefficients.packages[name]
    drills = drills or Drills(tabletops=planned.tabletops_per_year, full=planned.full_drills_per_year)
    done = [_lines(agent, name) for agent in agents]
    lines = () if name == "keep_healthy" else tuple(line for found in done for line in found)
    hours = total((line.hours for line in lines), coefficients.estimate.correlation)
    drilled = figures.with_drills(drills)
    a_month = month(drilled, coefficients, planned.services, card)
    span = planning_range(hours, coefficients.estimate.p80, coefficients.round)
    renewed = renewals(planned.services, drills, coefficients)
    return Package(
        id=name,
        lines=lines,
        total=hours,
        range=span,
        price=priced("remediation", span.safe, card),
        month=a_month,
        own_study=_own_study(a_month, drilled, coefficients, card),
        incidents_price=priced("incidents", coefficients.round.up(a_month.incidents), card),
        drills=drills,
        standings=tuple(_standing(agent, name, found, renewed) for agent, found in zip(agents, done, strict=True)),
    )


def services_needed(package: Package, agents: Sequence[Agent]) -> frozenset[str]:
    """Return the services of a package without which an agent falls below what the package keeps."""
    names = [line.id for line in package.month.services]

    def falls(left_out: str) -> bool:
        rest = renewals((name for name in names if name != left_out), package.drills, agents[0].coefficients)
        kept = (tier_with(agent.score, _lines(agent, package.id), rest) for agent in agents)
        return any(is_below(tier, one.keeps) for tier, one in zip(kept, package.standings, strict=True))

    return frozenset(filter(falls, names))


def _own_study(full: Month, figures: Figures, coefficients: Coefficients, card: RateCard | None) -> Month | None:
    if not figures.studied_today or not full.study:
        return None
    return month(figures.without_study, coefficients, [line.id for line in full.services], card)


def _lines(agent: Agent, name: PackageId) -> Sequence[Line]:
    """Return the lines that are done when a package begins its months."""
    if name == "must_haves":
        return agent.must_haves_of(agent.first_aim)
    cheapest = agent.cheapest_to(agent.goal)
    return agent.must_haves_of(agent.goal) if cheapest is None else cheapest


def _standing(agent: Agent, name: PackageId, lines: Sequence[Line], renewed: Mapping[str, Renewal]) -> Standing:
    return Standing(
        aim=agent.first_aim if name == "must_haves" else agent.goal,
        reaches=agent.after(lines).reported_tier,
        keeps=tier_with(agent.score, lines, renewed),
        falls_on=agent.falls_on(lines),
    )
