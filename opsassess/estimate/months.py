"""The sheet of months: figures times hours, service by service and package by package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from opsassess.estimate.coefficients import FROM
from opsassess.estimate.sheet import SHARE, Formula, Sheet, rounded
from opsassess.retainer.coefficients import PackageId
from opsassess.retainer.origins import origins
from opsassess.retainer.packages import Package
from opsassess.retainer.scope import Scope
from opsassess.retainer.services import Month, Part, ServiceLine

_NOTE = "Amounts are a month. A package without a service has zeros there."
_OWN = ' "Your study": your own team goes on studying exceptions.'


@dataclass(frozen=True, kw_only=True)
class MonthCells:
    """Where the likely hours of the services stand, and the incident hours."""

    likely: Mapping[tuple[PackageId, bool], str]  # package, studied by the client -> its likely hours, a row a service
    incidents: str


def months_sheet(made: Sheet, scope: Scope, names: Mapping[str, str]) -> MonthCells:
    """Fill the sheet with the months that are offered, and return where its results stand."""
    offered = dict(_offered(scope.months))
    titles = [f"{names[name]}{', your study' if own else ''}" for name, own in offered]
    columns, months = "DEFGHI"[: len(offered)], list(offered.values())
    services = scope.months[-1].month.services  # the fullest comes last and holds all
    made.title("Months")
    made.note(_NOTE + (_OWN if any(own for _, own in offered) else ""))
    made.head(("Service", "Figure", "Hours each", *(f"Amount, {name}" for name in titles), "Hours from"))
    made.freeze()
    found = origins(scope.coefficients)
    first = made.row + 1
    for service in services:
        for n, part in enumerate(service.parts):
            amounts = [_amount(month, service.id, n) for month in months]
            origin = FROM[found[f"services.{service.id}.hours.{part.figure}"]]
            made.add(
                (service.title, part.figure.replace("_", " "), part.hours_each, *amounts, origin),
                inputs=(3, *range(4, 4 + len(months))),
                form=SHARE,
            )
    last = made.row
    made.gap()
    made.head(("Service", "Cadence", "", *(f"Likely, {name}" for name in titles)))
    top = made.row + 1
    for service in services:
        row = made.row + 1
        sums = [
            Formula(
                rounded(f"SUMPRODUCT(($A${first}:$A${last}=$A{row})*$C${first}:$C${last}*{c}${first}:{c}${last})", 2),
                _likely(month, service.id),
            )
            for c, month in zip(columns, months, strict=True)
        ]
        made.add((service.title, service.cadence, None, *sums))
    likely = {key: f"'{made.name}'!${c}${top}:${c}${made.row}" for c, key in zip(columns, offered, strict=True)}
    return MonthCells(likely=likely, incidents=_incidents(made, scope.months[-1].month.incident_parts))


def _offered(packages: Sequence[Package]) -> Iterator[tuple[tuple[PackageId, bool], Month]]:
    """Yield the months that are offered, and each again where the client's own team studies its exceptions."""
    for package in packages:
        yield (package.id, False), package.month
        if package.own_study:
            yield (package.id, True), package.own_study


def _held(month: Month, service: str) -> ServiceLine | None:
    return next((line for line in month.services if line.id == service), None)


def _amount(month: Month, service: str, part: int) -> Fraction:
    found = _held(month, service)
    return found.parts[part].amount if found else Fraction(0)


def _likely(month: Month, service: str) -> Fraction:
    found = _held(month, service)
    return found.hours.likely if found else Fraction(0)


def _incidents(made: Sheet, parts: tuple[Part, ...]) -> str:
    """Add the incident allowance and return the address of its hours."""
    made.gap()
    made.head(("Incidents", "Figure", "Hours each", "Amount", "Hours"))
    first = made.row + 1
    for part in parts:
        row = made.row + 1
        values = ("Kept ready", part.figure, part.hours_each, part.amount, Formula(f"C{row}*D{row}", part.hours))
        made.add(values, inputs=(3, 4), form=SHARE)
    return f"SUM('{made.name}'!$E${first}:$E${made.row})"
