"""Each month: services with cadence, hours and what drives them; response targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.effort import hundredth
from opsassess.owners.open_hours import open_hours
from opsassess.prose import Prose, bold, join, listed
from opsassess.questionnaire.terms import is_number
from opsassess.retainer.figures import MONTHS, exceptions
from opsassess.retainer.packages import Package
from opsassess.retainer.services import Part, ServiceLine
from opsassess.scope.register_rows import open_stops
from opsassess.scope.subject import Subject
from opsassess.scope.words import fixed, percent, plain
from opsassess.scoring.tiers import GATED_TIERS

_YEARLY = ("tabletops", "full_drills", "joiners")  # figures that are told by the year


def month_section(subject: Subject) -> Section:
    """Return the months that are offered."""
    return Section(id="month", role="flow", title=subject.say("month.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    packages = subject.scope.months
    names = [subject.package_name(package.id) for package in packages]
    yield Paragraph(text=subject.say("month.lead", many=len(packages), packages=names))
    hours = max(12, 36 // (len(packages) + 2))
    yield Table(
        columns=(
            *(subject.say(f"month.column.{name}") for name in ("service", "drivers")),
            *(subject.say("month.column.hours", package=name) for name in names),
        ),
        rows=(*_services(packages, subject), *_sums(packages, subject), *_own(packages, subject)),
        widths=(30, 70 - hours * len(packages), *(hours for _ in packages)),
        caption=subject.say("month.caption"),
    )
    yield from _exceptions(subject)
    yield Paragraph(text=_incidents(packages[-1], subject))
    if any(package.drills.full for package in packages):
        yield Paragraph(text=subject.say("month.drills"), role="note")
    if subject.several:
        yield Paragraph(text=subject.say("month.shared", agents=subject.agents), role="note")


def _services(packages: Sequence[Package], subject: Subject) -> Iterator[tuple[Prose, ...]]:
    """Yield one row a service; the fullest package comes last and holds them all."""
    for line in packages[-1].month.services:
        held = [next((one for one in package.month.services if one.id == line.id), None) for package in packages]
        yield (
            subject.say("month.service", service=line),
            _from(packages, held, subject),
            *(Prose(fixed(one.hours.likely)) if one else subject.say("month.none") for one in held),
        )


def _from(packages: Sequence[Package], held: Sequence[ServiceLine | None], subject: Subject) -> Prose:
    """Return what drives a service, package by package only where they differ."""
    told: dict[Prose, list[Prose]] = {}
    for package, line in zip(packages, held, strict=True):
        if line:
            told.setdefault(_drivers(line.parts, subject), []).append(subject.package_name(package.id))
    if len(told) == 1:
        return next(iter(told))
    return join((subject.say("month.driver_of", package=listed(names), drivers=d) for d, names in told.items()), "; ")


def _sums(packages: Sequence[Package], subject: Subject) -> Iterator[tuple[Prose, ...]]:
    """Yield the way from the likely hours of a month to the planned ones."""
    coefficients, estimate = subject.scope.coefficients, subject.scope.coefficients.estimate
    low, high = coefficients.spread.optimistic, coefficients.spread.pessimistic
    totals = [package.month.total for package in packages]
    steps = [coefficients.round.step_at(hours) for t in totals for hours in (t.expected, t.at(estimate.p80))]
    words = dict.fromkeys(subject.say("hours.step", step=plain(step)) for step in sorted(steps))
    likely = (bold(fixed(package.month.likely)) for package in packages)
    yield bold(subject.say("month.sum")), Prose(""), *likely
    drivers = subject.say("month.average.from", low=plain(low), high=plain(high))
    yield subject.say("month.average"), drivers, *(Prose(fixed(t.expected)) for t in totals)
    drivers = subject.say(
        "month.safe.from",
        p80=plain(estimate.p80, 4),
        low=plain(low),
        high=plain(high),
        spreads=[fixed(t.deviation) for t in totals],
        correlation=plain(estimate.correlation),
    )
    yield subject.say("month.safe"), drivers, *(Prose(fixed(t.at(estimate.p80))) for t in totals)
    planned = (bold(subject.span(package.month.range)) for package in packages)
    yield bold(subject.say("month.planned")), subject.say("month.planned.from", steps=list(words)), *planned


def _own(packages: Sequence[Package], subject: Subject) -> Iterator[tuple[Prose, ...]]:
    """Yield the planned hours where the client's own team goes on studying exceptions, by the same sums."""
    own = [package.own_study for package in packages]
    if not any(own):
        return
    p80 = subject.scope.coefficients.estimate.p80
    sums = [
        {"likely": fixed(m.likely), "average": fixed(m.total.expected), "safe": fixed(m.total.at(p80))}
        for m in dict.fromkeys(own)
        if m
    ]
    hours = plain(packages[-1].month.study)
    told = subject.say("month.own.from", hours=hours, sums=sums)
    yield (
        bold(subject.say("month.own")),
        told,
        *(bold(subject.span(one.range)) if one else subject.say("offer.own_none") for one in own),
    )


def _exceptions(subject: Subject) -> Iterator[Block]:
    """Yield how the hours of exceptions follow from the figures, agent by agent, where a month holds them."""
    services = subject.scope.months[-1].month.services
    if not any(part.figure == "exception_hours" and part.hours for line in services for part in line.parts):
        return
    most = subject.scope.coefficients.assumed.exceptions_cap
    for agent, facts in zip(subject.scope.agents, subject.scope.figures.facts, strict=True):
        fact = {known.name: known.value for known in facts}
        told = {known.name for known in facts if known.told}
        found = exceptions(fact)
        yield Paragraph(
            text=subject.say(
                "month.exceptions",
                many=subject.several,
                agent=agent.name,
                runs=plain(fact["runs_per_month"], 0),
                rate=percent(fact["exception_rate"]),
                share=percent(fact["sample_share"]),
                told="sample_share" in told,
                exceptions=plain(found),
                capped=found > most,
                most=plain(most),
                minutes=plain(fact["minutes_per_exception"]),
                minutes_told="minutes_per_exception" in told,
                hours=plain(hundredth(min(found, most) * fact["minutes_per_exception"] / 60)),
            ),
            role="note",
        )


def _incidents(package: Package, subject: Subject) -> Prose:
    rounding = subject.scope.coefficients.round
    return subject.say(
        "month.incidents",
        incidents=plain(rounding.up(package.month.incidents)),
        exact=plain(package.month.incidents),
        step=subject.say("hours.step", step=plain(rounding.step_at(package.month.incidents))),
        parts=_drivers(package.month.incident_parts, subject),
        unused=subject.scope.terms.unused_hours,
    )


def _drivers(parts: Iterable[Part], subject: Subject) -> Prose:
    """Return "14 thresholds x 0.125 h + 2 agents x 0.5 h"; what is told by the year stands so."""
    shown = [_driver(part, subject) for part in parts]
    return subject.say("month.drivers", parts=shown)


def _driver(part: Part, subject: Subject) -> dict[str, Any]:
    yearly = part.figure in _YEARLY
    amount = part.amount * MONTHS if yearly else part.amount
    return {
        "figure": part.figure,
        "yearly": yearly,
        "amount": plain(amount, 4),
        "name": subject.say(f"figure.{part.figure}", one=amount == 1),
        "each": plain(part.hours_each, 6),
    }


def response_section(subject: Subject) -> Section:
    """Return how soon somebody answers; what is not agreed is left to be filled in."""
    title = subject.say("response.title")
    return Section(id="response", role="flow", title=title, blocks=tuple(_response(subject)))


def _response(subject: Subject) -> Iterator[Block]:
    terms = subject.scope.terms
    if terms.service_hours:
        yield Paragraph(text=subject.say("response.lead", hours=terms.service_hours, contact=terms.contact))
    if terms.response:
        names = [package.id for package in subject.scope.months]
        columns = (subject.say("response.column.severity"), *(subject.package_name(name) for name in names))
        yield Table(
            columns=columns,
            rows=tuple(
                (join([row.severity]), *(_hours(row.hours(name), subject) for name in names)) for row in terms.response
            ),
            widths=(40, *(60 // len(names) for _ in names)),
            caption=subject.say("response.caption"),
        )
    agreed = {"service_hours": terms.service_hours, "response": terms.response}
    if points := [subject.say(f"response.open.{name}") for name, told in agreed.items() if not told]:
        yield Paragraph(text=subject.say("response.open", points=points, agreement=subject.say("sign.title")))
    yield Paragraph(text=_limits(subject))


def _hours(hours: Fraction | None, subject: Subject) -> Prose:
    return subject.say("response.hours", hours="" if hours is None else plain(hours))


def _limits(subject: Subject) -> Prose:
    agents = [agent.score for agent in subject.scope.agents]
    settled = all(score.reported_tier in GATED_TIERS and open_hours(score) is None for score in agents)
    unsettled = any(open_hours(score) for score in agents)
    answers = subject.say("answers.title") if unsettled else ""
    own = subject.say("response.own_team", settled=settled, answers=answers, titles=open_stops(subject))
    if not subject.scope.terms.response:
        return own  # no targets, so nothing that could hold
    return join((_targets_hold(subject), own), " ")


def _targets_hold(subject: Subject) -> Prose:
    """Return up to which number of runs the targets hold."""
    runs: list[Any] = [agent.score.assessment.agent.facts.get("runs_per_month") for agent in subject.scope.agents]
    known = [run for run in runs if is_number(run)]
    if len(known) < len(runs):
        return subject.say("response.limits_unknown")
    most = Fraction(str(sum(known))) * subject.scope.coefficients.change_control.runs_factor
    return subject.say("response.limits", runs=plain(most, 0))
