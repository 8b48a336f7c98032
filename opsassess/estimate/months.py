"""The sheet of months: figures times hours, service by service and package by package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from opsassess.estimate.coefficients import FROM
from opsassess.estimate.sheet import SHARE, Formula, Sheet
from opsassess.retainer.coefficients import PACKAGES, PackageId
from opsassess.retainer.origins import origins
from opsassess.retainer.packages import Package
from opsassess.retainer.scope import Scope
from opsassess.retainer.services import Part


@dataclass(frozen=True, kw_only=True)
class MonthCells:
    """Where the likely hours of the services stand, and the incident hours."""

    likely: Mapping[PackageId, str]  # package -> its column of likely hours, a row a service
    incidents: str


def months_sheet(sheet: Worksheet, scope: Scope) -> MonthCells:
    """Fill the sheet and return where its results stand."""
    made = Sheet(sheet, (26, 46, 12, 14, 14, 14, 14, 14, 14))
    made.title("Months")
    made.note("Amounts are a month. A package without a service has zeros there.")
    made.head(("Service", "Figure", "Hours each", *(f"Amount, {name}" for name in _names()), "Hours from"))
    made.freeze()
    found = origins(scope.coefficients)
    first = made.row + 1
    for service in scope.month().services:
        for n, part in enumerate(service.parts):
            amounts = [_amount(package, service.id, n) for package in scope.packages]
            origin = FROM[found[f"services.{service.id}.hours.{part.figure}"]]
            made.add(
                (service.title, part.figure.replace("_", " "), part.hours_each, *amounts, origin),
                inputs=(3, 4, 5, 6),
                form=SHARE,
            )
    last = made.row
    made.gap()
    made.head(("Service", "Cadence", "", *(f"Likely, {name}" for name in _names())))
    top = made.row + 1
    for service in scope.month().services:
        row = made.row + 1
        sums = [
            Formula(f"SUMPRODUCT(($A${first}:$A${last}=$A{row})*$C${first}:$C${last}*{c}${first}:{c}${last})")
            for c in "DEF"
        ]
        made.add((service.title, service.cadence, None, *sums))
    likely = {name: f"'{made.name}'!${c}${top}:${c}${made.row}" for name, c in zip(PACKAGES, "DEF", strict=True)}
    return MonthCells(likely=likely, incidents=_incidents(made, scope.packages[-1].month.incident_parts))


def _names() -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in PACKAGES)


def _amount(package: Package, service: str, part: int) -> object:
    found = next((line for line in package.month.services if line.id == service), None)
    return found.parts[part].amount if found else 0


def _incidents(made: Sheet, parts: tuple[Part, ...]) -> str:
    """Add the incident allowance and return the address of its hours."""
    made.gap()
    made.head(("Incidents", "Figure", "Hours each", "Amount", "Hours"))
    first = made.row + 1
    for part in parts:
        row = made.row + 1
        values = ("Kept ready", part.figure, part.hours_each, part.amount, Formula(f"C{row}*D{row}"))
        made.add(values, inputs=(3, 4), form=SHARE)
    return f"SUM('{made.name}'!$E${first}:$E${made.row})"
