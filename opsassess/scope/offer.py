"""Page one: the three packages, how far each carries and what it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.prose import Prose, capitalised, join
from opsassess.retainer.agent import Agent
from opsassess.retainer.figures import MONTHS
from opsassess.retainer.packages import Package
from opsassess.retainer.terms import Price
from opsassess.scope.first_session import gap_rows, gap_table, out_of_reach
from opsassess.scope.left_out import budget_sentence
from opsassess.scope.subject import Subject
from opsassess.scope.words import money, plain
from opsassess.scoring.tiers import Obstacle

_Cell = Callable[[Package, Subject], Prose]


def offer_section(subject: Subject) -> Section:
    """Return the packages."""
    return Section(id="offer", role="page_one", title=subject.say("offer.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    scope = subject.scope
    standings = [
        {"agent": agent.name, "today": agent.score.questionnaire.tier_of[agent.score.reported_tier]}
        for agent in scope.agents
    ]
    requests = sum(1 for line in subject.package_of["next_tier"].lines if line.kind == "request")
    day = scope.agents[0].score.as_of
    yield Paragraph(text=subject.say("offer.lead", standings=standings, day=day, requests=requests), role="lead")
    yield Table(
        columns=(subject.say("offer.column"), *(subject.package_name(package.id) for package in scope.packages)),
        rows=tuple(_row(name, cell, subject) for name, cell in _ROWS.items() if scope.card or "price" not in name),
        widths=(16, 28, 28, 28),
        caption=subject.say("offer.caption"),
    )
    yield Paragraph(text=_advice(subject))
    if scope.choice:
        yield Paragraph(text=budget_sentence(scope.choice, subject))
    yield Paragraph(text=_calibrated(subject))
    for agent in scope.agents:
        if out_of_reach(agent):
            tier = agent.score.questionnaire.tier_of[agent.score.questionnaire.tier_cap]
            yield Paragraph(text=subject.say("offer.capped", agent=agent.name, tier=tier))
            yield gap_table(tuple(gap_rows(agent, subject)), subject)
        elif agent.cheapest_to(agent.goal) is None:
            yield Paragraph(text=_unreached(agent, subject))
    yield Paragraph(text=subject.say("offer.reading"), role="note")


def _advice(subject: Subject) -> Prose:
    """Return which packages keep less than they reach, and what comes after them."""
    lower = [
        subject.say("offer.quoted", package=subject.package_name(p.id)) for p in subject.scope.packages if _loses(p)
    ]
    healthy = subject.package_of["keep_healthy"]
    year = healthy.month_range
    return subject.say(
        "offer.advice",
        lower=lower,
        healthy=not _loses(healthy),
        even=plain(year.even * MONTHS, 0),
        most=plain(year.safe * MONTHS, 0) if year else "",
    )


def _loses(package: Package) -> bool:
    return any(standing.keeps != standing.reaches for standing in package.standings)


def _calibrated(subject: Subject) -> Prose:
    coefficients = subject.scope.coefficients
    return subject.say(
        "offer.calibrated",
        calibrated=subject.scope.is_calibrated["remediation"],
        rows=coefficients.remediation.rows,
        enough=coefficients.estimate.calibrated_from,
    )


def _row(name: str, cell: _Cell, subject: Subject) -> tuple[Prose, ...]:
    cells = (capitalised(cell(package, subject)) for package in subject.scope.packages)
    return (subject.say(f"offer.row.{name}"), *cells)


def _work(package: Package, subject: Subject) -> Prose:
    requests = sum(1 for line in package.lines if line.kind == "request")
    return subject.say(
        "offer.work",
        package=package.id,
        lines=len(package.lines),
        work=len(package.lines) - requests,
        requests=requests,
        even=plain(package.range.even),
        most=plain(package.range.safe) if package.range else "",
    )


def _standings(package: Package, subject: Subject) -> dict[str, Any]:
    """Return what the package does for each agent, for a sentence."""
    standings = [
        {
            "agent": agent.name,
            "reaches": agent.score.questionnaire.tier_of[standing.reaches],
            "keeps": agent.score.questionnaire.tier_of[standing.keeps],
            "less": standing.keeps != standing.reaches,
            "falls": standing.falls_on,
            "ahead": standing.reaches != agent.score.reported_tier,
        }
        for agent, standing in zip(subject.scope.agents, package.standings, strict=True)
    ]
    return {"standings": standings, "many": subject.several}


def _response(package: Package, subject: Subject) -> Prose:
    """Return the shortest target; the others stand in their own part."""
    rows = subject.scope.terms.response
    if not rows:
        return subject.say("offer.response_open")
    found = [(hours, row.severity) for row in rows if (hours := row.hours(package.id)) is not None]
    hours, severity = min(found, default=(Fraction(0), ""))
    return subject.say("offer.response", hours=plain(hours) if found else "", severity=severity)


def _priced(price: Price | None, subject: Subject) -> Prose:
    card = subject.scope.card
    amount = money(price.net, card.currency) if card and price and price.net else ""
    return subject.say("offer.price", price=amount, tax=card.tax.name if card and card.tax else "")


_ROWS: Mapping[str, _Cell] = {
    "for": lambda package, subject: subject.say(f"offer.for.{package.id}"),
    "work": _work,
    "price": lambda package, subject: _priced(package.price, subject),
    "reaches": lambda package, subject: subject.say("offer.reaches", **_standings(package, subject)),
    "month": lambda package, subject: subject.span(package.month_range),
    "month_price": lambda package, subject: _priced(package.month_price, subject),
    "services": lambda package, _: join((line.title.lower() for line in package.month.services), ", "),
    "drills": lambda package, subject: subject.say(
        "offer.drills", tabletops=plain(package.drills.tabletops), full=plain(package.drills.full)
    ),
    "incidents": lambda package, subject: subject.say(
        "hours", hours=plain(subject.scope.coefficients.round.up(package.month.incidents))
    ),
    "response": _response,
    "keeps": lambda package, subject: subject.say("offer.keeps", **_standings(package, subject)),
    "without": lambda package, subject: subject.say("offer.without", **_standings(package, subject)),
}


def _unreached(agent: Agent, subject: Subject) -> Prose:
    """Return what stands between all lines and the tier."""
    after = agent.after(agent.lines_to(agent.goal))
    reasons = [_reason(obstacle, agent, subject) for obstacle in after.obstacles_to(agent.goal)]
    tier = agent.score.questionnaire.tier_of[agent.goal]
    return subject.say("offer.unreached", agent=agent.name, tier=tier, reasons=reasons)


def _reason(obstacle: Obstacle, agent: Agent, subject: Subject) -> Prose:
    questionnaire = agent.score.questionnaire
    if obstacle.kind == "gate":
        title = questionnaire.gate_of[obstacle.what].title
    elif obstacle.kind == "area":
        title = questionnaire.area_of[obstacle.what].title
    else:
        title = agent.score.items[obstacle.what].item.title if obstacle.what else ""
    return subject.say(f"unreached.{obstacle.kind}", title=title)
