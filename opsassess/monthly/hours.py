"""Hours used against the plan of the months that were ordered, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from opsassess.blocks import Block, Paragraph, Section, Table, Todo
from opsassess.effort import ZERO, hundredth
from opsassess.monthly.subject import Subject
from opsassess.prose import Prose, bold, escape
from opsassess.retainer.calibration import INCIDENTS, REMEDIATION
from opsassess.retainer.packages import Package
from opsassess.scope.words import fixed, plain


@dataclass(frozen=True, kw_only=True)
class Used:
    """A part of the month."""

    title: str
    planned: Fraction | None  # None: not planned by the month
    used: Fraction | None  # None: no timesheet


def services_used(subject: Subject, package: Package | None) -> tuple[Used, ...]:
    """Return the services of the month that was ordered; without one, those of the timesheet."""
    actual = _actual(subject)
    month = package.month if package else subject.scope.month()
    return tuple(
        Used(title=line.title, planned=line.hours.likely if package else None, used=actual.get(line.id))
        for line in month.services
        if package or line.id in actual
    )


def beside(subject: Subject, package: Package | None) -> tuple[Used, ...]:
    """Return what the scope has apart from the services: hours for incidents, and work on gaps."""
    actual = _actual(subject)
    month = package.month if package else subject.scope.month()
    kept = subject.scope.coefficients.round.up(month.incidents) if package else None
    rows = (
        Used(title=month.incidents_title, planned=kept, used=actual.get(INCIDENTS)),
        Used(title=str(subject.say("hours.work")), planned=None, used=actual.get(REMEDIATION)),
    )
    return tuple(row for row in rows if row.planned is not None or row.used is not None or (package and row is rows[1]))


def _actual(subject: Subject) -> Mapping[str, Fraction]:
    sums: dict[str, Fraction] = {}
    for row in subject.worked:
        part = REMEDIATION if "." in row.task else row.task
        sums[part] = sums.get(part, ZERO) + row.actual
    if not subject.worked:
        return sums
    known = (*subject.scope.coefficients.services, INCIDENTS, REMEDIATION) if subject.ordered else ()
    return dict.fromkeys(known, ZERO) | sums


def hours_section(subject: Subject) -> Section | None:
    """Return the section on hours, or None where there is neither a plan nor a timesheet."""
    if subject.ordered is None and not subject.worked:
        return None
    return Section(id="hours", role="flow", title=subject.say("hours.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    package, ordered = subject.ordered, subject.scope.plan.ordered
    services, others = services_used(subject, package), beside(subject, package)
    spent, on_gaps = _sum(row.used for row in (*services, *others)), _actual(subject).get(REMEDIATION)
    yield Paragraph(
        text=subject.say(
            "hours.lead",
            package=subject.say(f"package.{ordered.months}") if ordered else "",
            since=ordered.since if ordered else None,
            runs=package is not None,
            even=plain(package.month.range.even) if package else "",
            most=plain(package.month.range.safe) if package else "",
            used=fixed(spent) if spent is not None else "",
            apart=fixed(on_gaps) if on_gaps else "",
        ),
        role="lead",
    )
    if package or subject.worked:
        yield _table(services, others, subject)
    if package and not subject.worked:
        yield Todo(what=subject.say("hours.missing"))
    if package:
        yield Paragraph(text=_calibrated(subject), role="note")


def _table(services: tuple[Used, ...], others: tuple[Used, ...], subject: Subject) -> Table:
    planned, spent = (_sum(getattr(row, side) for row in services) for side in ("planned", "used"))
    total = Used(title=str(subject.say("hours.sum")), planned=planned, used=spent)
    rows = [_row(row) for row in services]
    sums = [tuple(bold(cell) if cell else cell for cell in _row(total))] if services else []
    return Table(
        columns=tuple(subject.say(f"hours.column.{name}") for name in ("part", "planned", "used", "rest")),
        rows=(*rows, *sums, *(_row(row) for row in others)),
        widths=(46, 18, 18, 18),
        caption=subject.say("hours.caption"),
    )


def _calibrated(subject: Subject) -> Prose:
    estimate = subject.scope.coefficients.estimate
    rows = [service.rows for service in subject.scope.coefficients.services.values()]
    return subject.say("hours.note", fewest=min(rows), most=max(rows), enough=estimate.calibrated_from)


def _sum(hours: Iterable[Fraction | None]) -> Fraction | None:
    """Return the sum of hours as they are printed; None where there are none."""
    known = [one for one in hours if one is not None]
    return sum(map(hundredth, known), ZERO) if known else None


def _row(row: Used) -> tuple[Prose, ...]:
    rest = None if row.planned is None or row.used is None else round(row.planned, 2) - row.used
    return escape(row.title), *(Prose("" if h is None else fixed(h)) for h in (row.planned, row.used, rest))
