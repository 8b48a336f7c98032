"""The sheet of months: figures times hours, service by service and package by package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from opsassess.estimate.coefficients import FROM
from opsassess.estimate.sheet import SHARE, Formula, Sheet
from opsassess.retainer.coefficients import PackageId
from opsassess.retainer.origins import origins
from opsassess.retainer.packages import Package
from opsassess.retainer.scope import Scope
from opsassess.retainer.services import Part, ServiceLine


@dataclass(frozen=True, kw_only=True)
class MonthCells:
    """Where the likely hours of the services stand, and the incident hours."""

    likely: Mapping[PackageId, str]  # package -> its column of likely hours, a row a service
    incidents: str


def months_sheet(made: Sheet, scope: Scope, names: Mapping[str, str]) -> MonthCells:
    """Fill the sheet with the months that are offered, and return where its results stand."""
    packages = scope.months  # the fullest comes last and holds all services
    titles, columns = [names[package.id] for package in packages], "DEF"[: len(packages)]
    made.title("Months")
    made.note("Amounts are a month. A package without a service has zeros there.")
    made.head(("Service", "Figure", "Hours each", *(f"Amount, {name}" for name in titles), "Hours from"))
    made.freeze()
    found = origins(scope.coefficients)
    first = made.row + 1
    for service in packages[-1].month.services:
        for n, part in enumerate(service.parts):
            amounts = [_amount(package, service.id, n) for package in packages]
            origin = FROM[found[f"services.{service.id}.hours.{part.figure}"]]
            made.add(
                (service.title, part.figure.replace("_", " "), part.hours_each, *amounts, origin),
                inputs=(3, *range(4, 4 + len(packages))),
                form=SHARE,
            )
    last = made.row
    made.gap()
    made.head(("Service", "Cadence", "", *(f"Likely, {name}" for name in titles)))
    top = made.row + 1
    for service in packages[-1].month.services:
        row = made.row + 1
        sums = [
            Formula(
                f"SUMPRODUCT(($A${first}:$A${last}=$A{row})*$C${first}:$C${last}*{c}${first}:{c}${last})",
                _likely(package, service.id),
            )
            for c, package in zip(columns, packages, strict=True)
        ]
        made.add((service.title, service.cadence, None, *sums))
    likely = {
        package.id: f"'{made.name}'!${c}${top}:${c}${made.row}" for c, package in zip(columns, packages, strict=True)
    }
    return MonthCells(likely=likely, incidents=_incidents(made, packages[-1].month.incident_parts))


def _held(package: Package, service: str) -> ServiceLine | None:
    return next((line for line in package.month.services if line.id == service), None)


def _amount(package: Package, service: str, part: int) -> Fraction:
    found = _held(package, service)
    return found.parts[part].amount if found else Fraction(0)


def _likely(package: Package, service: str) -> Fraction:
    found = _held(package, service)
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
