"""Each month: services with cadence, hours and what drives them; response targets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from opsassess.blocks import Block, Paragraph, Section, Table, Todo
from opsassess.prose import Prose, bold, join
from opsassess.retainer.coefficients import PACKAGES
from opsassess.retainer.services import Part, ServiceLine
from opsassess.scope.subject import Subject
from opsassess.scope.words import fixed, plain


def month_section(subject: Subject) -> Section:
    """Return the month of the fullest package."""
    return Section(id="month", role="flow", title=subject.say("month.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    package = subject.package_of["keep_healthy"]
    coefficients = subject.scope.coefficients
    sum_row = (bold(subject.say("month.sum")), Prose(""), bold(fixed(package.month.likely, 1)), Prose(""))
    yield Paragraph(text=subject.say("month.lead"))
    yield Table(
        columns=tuple(subject.say(f"month.column.{name}") for name in ("service", "drivers", "hours", "packages")),
        rows=(*(_row(line, subject) for line in package.month.services), sum_row),
        widths=(25, 42, 9, 24),
        caption=subject.say("month.caption"),
    )
    yield Paragraph(
        text=subject.say(
            "month.range",
            even=plain(package.month_range.even),
            most=plain(package.month_range.safe),
            calibrated=all(subject.scope.is_calibrated[line.id] for line in package.month.services),
            low=plain(coefficients.spread.optimistic),
            high=plain(coefficients.spread.pessimistic),
        )
    )
    yield Paragraph(
        text=subject.say(
            "month.incidents",
            incidents=plain(coefficients.round.up(package.month.incidents)),
            parts=_drivers(package.month.incident_parts, subject),
            unused=subject.scope.terms.unused_hours,
        )
    )
    if subject.several:
        yield Paragraph(text=subject.say("month.shared", agents=subject.agents), role="note")


def _row(line: ServiceLine, subject: Subject) -> tuple[Prose, ...]:
    held = [
        subject.package_name(name)
        for name in PACKAGES
        if line.id in {one.id for one in subject.package_of[name].month.services}
    ]
    return (
        subject.say("month.service", title=line.title, cadence=line.cadence),
        _drivers(line.parts, subject),
        Prose(fixed(line.hours.likely, 1)),
        join(held, ", "),
    )


def _drivers(parts: Iterable[Part], subject: Subject) -> Prose:
    """Return "14 thresholds x 0.125 h + 2 agents x 0.5 h"."""
    shown = [
        {
            "figure": part.figure,
            "amount": plain(part.amount),
            "name": subject.say(f"figure.{part.figure}", one=part.amount == 1),
            "each": plain(part.hours_each, 3),
        }
        for part in parts
    ]
    return subject.say("month.drivers", parts=shown)


def response_section(subject: Subject) -> Section:
    """Return how soon somebody answers; what is not agreed is left to be filled in."""
    title = subject.say("response.title")
    return Section(id="response", role="flow", title=title, blocks=tuple(_response(subject)))


def _response(subject: Subject) -> Iterator[Block]:
    terms = subject.scope.terms
    if terms.service_hours:
        yield Paragraph(text=subject.say("response.lead", hours=terms.service_hours, contact=terms.contact))
    else:
        yield Todo(what=subject.say("response.todo_hours"))
    if terms.response:
        columns = (subject.say("response.column.severity"), *(subject.package_name(name) for name in PACKAGES))
        yield Table(
            columns=columns,
            rows=tuple(
                (join([row.severity]), *(_hours(row.hours(name), subject) for name in PACKAGES))
                for row in terms.response
            ),
            widths=(40, 20, 20, 20),
            caption=subject.say("response.caption"),
        )
    else:
        yield Todo(what=subject.say("response.todo"))
    yield Paragraph(text=_limits(subject))


def _hours(hours: Fraction | None, subject: Subject) -> Prose:
    return subject.say("response.hours", hours="" if hours is None else plain(hours))


def _limits(subject: Subject) -> Prose:
    if not subject.scope.terms.response:
        return subject.say("response.limits_open")  # no targets, so nothing that could hold
    runs: list[Any] = [agent.score.assessment.agent.facts.get("runs_per_month") for agent in subject.scope.agents]
    known = [run for run in runs if isinstance(run, int | float) and not isinstance(run, bool)]
    if len(known) < len(runs):
        return subject.say("response.limits_unknown")
    most = Fraction(str(sum(known))) * subject.scope.coefficients.change_control.runs_factor
    return subject.say("response.limits", runs=plain(most, 0))
