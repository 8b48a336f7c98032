"""Page one: the packages of work and how far each carries, then the months and what they keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from opsassess.blocks import Block, Heading, Paragraph, Section, Table
from opsassess.owners.ageing import ageing
from opsassess.owners.holding import fall_told, on_call
from opsassess.owners.open_hours import open_hours
from opsassess.prose import Prose, capitalised, join
from opsassess.questionnaire import TierId
from opsassess.retainer.agent import Agent
from opsassess.retainer.figures import MONTHS
from opsassess.retainer.lines import Line
from opsassess.retainer.offered import loses
from opsassess.retainer.packages import Package, Standing, services_needed
from opsassess.retainer.terms import Price
from opsassess.scope.agreement import editors_wanted
from opsassess.scope.days import days_of_work, sign_by
from opsassess.scope.left_out import budget_sentence
from opsassess.scope.open_points import open_points
from opsassess.scope.requests import without_hours
from opsassess.scope.subject import Subject, small_parts
from opsassess.scope.words import money, plain
from opsassess.scoring.tiers import Obstacle, lower

_Cell = Callable[[Package, Subject], Prose]
_FIRST = 18  # per cent of the width, for the names of the rows


def offer_section(subject: Subject) -> Section:
    """Return the packages."""
    return Section(
        id="offer",
        role="page_one",
        title=subject.say("offer.title", priced=subject.scope.card is not None),
        blocks=tuple(_blocks(subject)),
    )


def _blocks(subject: Subject) -> Iterator[Block]:
    scope = subject.scope
    yield Paragraph(text=_lead(subject), role="lead")
    if scope.works:
        yield _table("work", scope.works, subject)
        yield from days_of_work(subject)
        if points := open_points(subject):
            priced = subject.scope.card is not None
            name = subject.say("sign.title")
            text = subject.say("offer.draft", points=len(points), agreement=name, sign=sign_by(subject), priced=priced)
            yield Paragraph(text=text, role="note")
    if _only_together(subject):
        yield Paragraph(text=subject.say("offer.together"))
    yield Heading(text=subject.say("offer.months.title"))
    yield Paragraph(text=_months(subject))
    yield _table("month", scope.months, subject)
    if keeping := _keeping(subject):
        yield Paragraph(text=keeping)
    if scope.choice:
        yield Paragraph(text=budget_sentence(scope.choice, subject))
    yield Paragraph(text=_calibrated(subject))
    for agent in scope.agents:
        if agent.out_of_reach:
            tier = agent.score.questionnaire.tier_of[agent.score.questionnaire.tier_cap]
            yield Paragraph(text=subject.say("offer.capped", agent=agent.name, tier=tier))
        elif agent.cheapest_to(agent.goal) is None:
            yield Paragraph(text=_unreached(agent, subject))
    calls = [call for agent in scope.agents if (call := on_call(agent)) and call.last and not call.gone]
    lost = any(map(loses, scope.months))
    yield Paragraph(text=subject.say("offer.reading", work=bool(scope.works), lost=lost, calls=calls), role="note")


def _lead(subject: Subject) -> Prose:
    """Return where each agent stands, and when that falls if nothing is done."""
    standings = [
        {
            "agent": agent.name,
            "today": agent.score.questionnaire.tier_of[agent.score.reported_tier],
            "falls": fall_told(agent, subject.sentences),
        }
        for agent in subject.scope.agents
    ]
    small = without_hours(subject.package_of["next_tier"], subject)
    day = subject.scope.agents[0].score.as_of
    work = bool(subject.scope.works)
    settle = [agent.name for agent in subject.scope.agents if open_hours(agent.score)]
    return subject.say(
        "offer.lead",
        standings=standings,
        day=day,
        work=work,
        settle=settle,
        **small,
    )


def _only_together(subject: Subject) -> bool:
    """Tell whether the must-haves are no offer of their own because they alone raise no tier."""
    must, works = subject.package_of["must_haves"], subject.scope.works
    return bool(must.lines) and must not in works and must.lines != subject.package_of["next_tier"].lines


def _table(name: str, packages: tuple[Package, ...], subject: Subject) -> Table:
    """Return packages side by side."""
    rows = _WORK if name == "work" else _MONTH
    width = (100 - _FIRST) // len(packages)
    return Table(
        columns=(subject.say(f"offer.column.{name}"), *(subject.package_name(package.id) for package in packages)),
        rows=tuple(
            (subject.say(f"offer.row.{row}"), *(capitalised(cell(package, subject)) for package in packages))
            for row, cell in rows.items()
            if subject.scope.card or "price" not in row
            if "own" not in row or any(package.own_study for package in packages)
        ),
        widths=(_FIRST, *(width for _ in packages)),
        caption=subject.say(f"offer.caption.{name}"),
    )


def _months(subject: Subject) -> Prose:
    """Return that one column of months is taken, and what a year of the fullest ones takes."""
    healthy, ordered = subject.scope.months[-1], subject.scope.plan.ordered
    year = healthy.month.range
    incidents = subject.scope.coefficients.round.up(healthy.month.incidents) * MONTHS
    reviewed = any(service.id == "change_review" for service in healthy.month.services)
    return subject.say(
        "offer.months",
        runs=subject.package_name(ordered.months) if ordered else "",
        since=ordered.since if ordered else None,
        day=subject.scope.agents[0].score.as_of,
        package=subject.package_name(healthy.id),
        columns=len(subject.scope.months),
        drills=healthy.drills.tabletops + healthy.drills.full > 0,
        incidents=plain(incidents, 0) if incidents else "",
        deliverables=subject.say("deliverables.title"),
        editors=[subject.number_of[line.id] for line in editors_wanted(subject)] if reviewed else [],
        even=plain(year.even * MONTHS, 0),
        most=plain(year.safe * MONTHS, 0) if year else "",
    )


def _keeping(subject: Subject) -> Prose:
    """Return which services of the fullest months the tier needs: without one of them it would fall within a year."""
    package = subject.scope.months[-1]
    needed = services_needed(package, subject.scope.agents)
    services = package.month.services
    names = [[line.title.lower() for line in services if (line.id in needed) is wanted] for wanted in (True, False)]
    tiers = dict.fromkeys(standing.keeps for standing in package.standings)
    own = package.own_study is not None
    return subject.say("offer.keeping", needed=names[0], spare=names[1], tiers=list(tiers), own=own)


def _follows(package: Package, subject: Subject) -> Prose:
    """Return which work the months of a package come after."""
    works = subject.scope.works
    without = tuple(one for one in works if one not in subject.scope.months) or works[-1:]
    after = without if package.id == "keep_healthy" else (package,)
    return subject.say("offer.follows", works=[subject.package_name(one.id) for one in after])


def _calibrated(subject: Subject) -> Prose:
    coefficients = subject.scope.coefficients
    return subject.say(
        "offer.calibrated",
        calibrated=subject.scope.is_calibrated["remediation"],
        rows=coefficients.remediation.rows,
        enough=coefficients.estimate.calibrated_from,
    )


def _work(package: Package, subject: Subject) -> Prose:
    return subject.say(
        "offer.work",
        work=len(package.lines) - sum(small_parts(package.lines).values()),
        **without_hours(package, subject),
        hours=subject.span(package.range) if package.range else "",
    )


def _standings(package: Package, subject: Subject) -> dict[str, Any]:
    """Return what the package does for each agent, for a sentence."""
    lines = package.lines or subject.package_of["next_tier"].lines  # the months that follow on the work have none
    risks = [line for line in lines if line.kind != "request" and subject.owner_of(line).risk]
    standings = [
        {
            "agent": agent.name,
            "reaches": agent.score.questionnaire.tier_of[standing.reaches],
            "keeps": agent.score.questionnaire.tier_of[standing.keeps],
            "less": standing.keeps != standing.reaches,
            "falls": standing.falls_on,
            "ahead": standing.reaches != agent.score.reported_tier,
            "ages": ageing(agent, standing.reaches),
            "meanwhile": agent.score.questionnaire.tier_of[_meanwhile(agent, standing, lines, risks)],
        }
        for agent, standing in zip(subject.scope.agents, package.standings, strict=True)
    ]
    waits = max((day for line in risks if (day := subject.owner_of(line).day)), default=None)
    return {"standings": standings, "many": subject.several, "waits": waits}


def _meanwhile(agent: Agent, standing: Standing, lines: Sequence[Line], risks: Sequence[Line]) -> TierId:
    """Return what the months keep until the risks are done that a tier waits for."""
    before = agent.after(line for line in lines if line not in risks).reported_tier
    return lower(standing.keeps, before) if risks else standing.keeps


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


_WORK: Mapping[str, _Cell] = {
    "for": lambda package, subject: subject.say(
        f"offer.for.{package.id}", within=subject.within(package, package.lines)
    ),
    "work": _work,
    "price": lambda package, subject: _priced(package.price, subject),
    "reaches": lambda package, subject: subject.say("offer.reaches", **_standings(package, subject)),
    "without": lambda package, subject: subject.say("offer.without", **_standings(package, subject)),
}
_MONTH: Mapping[str, _Cell] = {
    "follows": _follows,
    "month": lambda package, subject: subject.span(package.month.range),
    "month_price": lambda package, subject: _priced(package.month.price, subject),
    "own": lambda package, subject: (
        subject.span(package.own_study.range) if package.own_study else subject.say("offer.own_none")
    ),
    "own_price": lambda package, subject: (
        _priced(package.own_study.price, subject) if package.own_study else subject.say("offer.own_none")
    ),
    "keeps": lambda package, subject: subject.say("offer.keeps", **_standings(package, subject)),
    "services": lambda package, _: join((line.title.lower() for line in package.month.services), ", "),
    "drills": lambda package, subject: subject.say(
        "offer.drills", tabletops=plain(package.drills.tabletops), full=plain(package.drills.full)
    ),
    "incidents": lambda package, subject: subject.say(
        "hours", hours=plain(subject.scope.coefficients.round.up(package.month.incidents))
    ),
    "response": _response,
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
