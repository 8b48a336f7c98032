"""Hours used against the plan, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from opsassess.blocks import Block, Paragraph, Section, Table, Todo
from opsassess.monthly.subject import Subject
from opsassess.prose import Prose, bold, escape
from opsassess.retainer.calibration import INCIDENTS, REMEDIATION

ZERO = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Used:
    """A part of the month."""

    title: str
    planned: Fraction | None  # None: not planned by the month
    used: Fraction | None  # None: no timesheet


def used(subject: Subject) -> tuple[Used, ...]:
    """Return the services of the month, the incident allowance, and work on gaps."""
    actual = _actual(subject)
    month = subject.scope.month()
    known = subject.worked != ()
    rows = [
        Used(title=line.title, planned=line.hours.likely, used=actual.get(line.id, ZERO) if known else None)
        for line in month.services
    ]
    incidents = Used(
        title=month.incidents_title, planned=month.incidents, used=actual.get(INCIDENTS, ZERO) if known else None
    )
    work = Used(
        title=str(subject.say("hours.work")), planned=None, used=actual.get(REMEDIATION, ZERO) if known else None
    )
    return (*rows, incidents, work)


def _actual(subject: Subject) -> Mapping[str, Fraction]:
    sums: dict[str, Fraction] = {}
    for row in subject.worked:
        part = REMEDIATION if "." in row.task else row.task
        sums[part] = sums.get(part, ZERO) + row.actual
    return sums


def hours_section(subject: Subject) -> Section:
    """Return the section on hours."""
    return Section(id="hours", role="flow", title=subject.say("hours.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    rows = used(subject)
    planned = sum((row.planned or ZERO for row in rows), ZERO)
    spent = sum((row.used for row in rows if row.used is not None), ZERO) if subject.worked else None
    yield Paragraph(text=subject.say("hours.lead", planned=_figure(planned), used=_figure(spent)), role="lead")
    total = (bold(subject.say("hours.sum")), bold(_figure(planned)), bold(_figure(spent)), bold(_rest(planned, spent)))
    yield Table(
        columns=tuple(subject.say(f"hours.column.{name}") for name in ("part", "planned", "used", "rest")),
        rows=(*(_row(row) for row in rows), total),
        widths=(46, 18, 18, 18),
        caption=subject.say("hours.caption"),
    )
    if not subject.worked:
        yield Todo(what=subject.say("hours.missing"))
    yield Paragraph(text=subject.say("hours.note", calibrated=all(subject.scope.is_calibrated.values())), role="note")


def _row(row: Used) -> tuple[Prose, ...]:
    return escape(row.title), Prose(_figure(row.planned)), Prose(_figure(row.used)), Prose(_rest(row.planned, row.used))


def _rest(planned: Fraction | None, spent: Fraction | None) -> str:
    return "" if planned is None or spent is None else _figure(planned - spent)


def _figure(hours: Fraction | None) -> str:
    return "" if hours is None else f"{float(hours):.1f}"
