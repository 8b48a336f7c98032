"""The month: hours of each recurring service from figures and coefficients, and the incident allowance apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from opsassess.effort import ZERO, hundredth
from opsassess.retainer import coefficients as data
from opsassess.retainer.coefficients import Coefficients, Figure
from opsassess.retainer.figures import Figures
from opsassess.retainer.hours import Range, ThreePoint, Total, planning_range, total
from opsassess.retainer.terms import Price, RateCard, priced


@dataclass(frozen=True, kw_only=True)
class Part:
    """One addend of a line: a figure times its hours."""

    figure: Figure
    amount: Fraction
    hours_each: Fraction

    @property
    def hours(self) -> Fraction:
        return self.amount * self.hours_each


@dataclass(frozen=True, kw_only=True)
class ServiceLine:
    """A service with its likely hours a month."""

    id: str
    title: str
    cadence: str
    does: str
    accepted_when: str
    parts: tuple[Part, ...]
    hours: ThreePoint


@dataclass(frozen=True, kw_only=True)
class Month:
    """What a month holds: services in one total, and the incident allowance apart from it."""

    services: tuple[ServiceLine, ...]
    total: Total
    range: Range
    price: Price | None  # of the upper end of the range
    incidents: Fraction  # hours kept ready
    incident_parts: tuple[Part, ...]
    incidents_title: str

    @property
    def likely(self) -> Fraction:
        return sum((line.hours.likely for line in self.services), ZERO)

    @property
    def study(self) -> Fraction:
        """Return the likely hours of studying exceptions."""
        parts = (part for line in self.services for part in line.parts if part.figure == "exception_hours")
        return sum((part.hours for part in parts), ZERO)


def month(
    figures: Figures,
    coefficients: Coefficients,
    services: Iterable[str] | None = None,
    card: RateCard | None = None,
) -> Month:
    """Return the month of these services, in the order of the coefficients; without a choice, of all."""
    chosen = coefficients.services.keys() if services is None else set(services)
    lines = tuple(
        _line(name, service, figures.values, coefficients)
        for name, service in coefficients.services.items()
        if name in chosen
        if "thresholds" not in service.hours or figures.values["thresholds"]  # there is something to review
    )
    hours = total((line.hours for line in lines), coefficients.estimate.correlation)
    span = planning_range(hours, coefficients.estimate.p80, coefficients.round)
    incident = _parts(coefficients.incidents, figures.values)
    return Month(
        services=lines,
        total=hours,
        range=span,
        price=priced("services", span.safe, card),
        incidents=hundredth(sum((part.hours for part in incident), ZERO)),
        incident_parts=incident,
        incidents_title=coefficients.incidents.title,
    )


def _line(
    name: str, service: data.Service, values: Mapping[Figure, Fraction], coefficients: Coefficients
) -> ServiceLine:
    parts = _parts(service, values)
    likely = hundredth(sum((part.hours for part in parts), ZERO))
    spread = coefficients.spread
    hours = ThreePoint(optimistic=likely * spread.optimistic, likely=likely, pessimistic=likely * spread.pessimistic)
    told = {"cadence": service.cadence, "does": service.does, "accepted_when": service.accepted_when}
    return ServiceLine(id=name, title=service.title, parts=parts, hours=hours, **told)


def _parts(line: data.Line, values: Mapping[Figure, Fraction]) -> tuple[Part, ...]:
    return tuple(
        Part(figure=figure, amount=values[figure], hours_each=each * line.scale) for figure, each in line.hours.items()
    )
