"""The sheet of coefficients: every input of the formulas, with what it does."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from opsassess.estimate.sheet import SHARE, Sheet
from opsassess.retainer.origins import Origin, origins
from opsassess.retainer.scope import Scope

FROM: Mapping[Origin, str] = {"proposed": "proposed", "set": "set by us", "measured": "our timesheets"}
_PATHS = {
    "correlation": "estimate.correlation",
    "p80": "estimate.p80",
    "included": "factor.systems_included",
    "system": "factor.a_further_system",
    "regulated": "factor.regulated_data",
    "agent": "factor.a_further_agent",
    "lowest": "factor.lowest",
    "highest": "factor.highest",
    "scale": "remediation.scale",
    "reading": "remediation.reading",
    "optimistic": "spread.optimistic",
    "pessimistic": "spread.pessimistic",
}


Inputs = Mapping[str, str]  # name of an input -> its absolute address


def printed(inputs: Inputs, hours: str, rows: int) -> str:
    """Return the formula of printed hours: up to the next step, which depends on the size."""
    step = inputs[f"step {rows}"]
    for n in range(rows - 1, 0, -1):
        step = f"IF({hours}<{inputs[f'below {n}']},{inputs[f'step {n}']},{step})"
    return f"({step})*ROUNDUP(ROUND({hours}/({step}),9),0)"


def coefficients_sheet(made: Sheet, scope: Scope) -> Inputs:
    """Fill the sheet and return where its inputs stand."""
    inputs: dict[str, str] = {}
    made.title("Coefficients")
    made.note("Change a coloured cell; every sheet follows. These numbers replace nothing in the engagement's files.")
    made.head(("What", "Value", "What it does", "From"))
    made.freeze()
    found = origins(scope.coefficients)
    for name, (label, value, words) in _rows(scope).items():
        origin = FROM[found[path]] if (path := _path(name)) in found else "rate card"
        row = made.add((label, value, words, origin), inputs=(2,), form=SHARE)
        inputs[name] = f"'{made.name}'!$B${row}"
    return inputs


def _path(name: str) -> str:
    """Return where an input stands in the file of coefficients."""
    kind, _, number = name.partition(" ")
    if number.isdigit():
        return f"rounding.{number}.{'to' if kind == 'step' else kind}"
    return _PATHS.get(name, name)


def _rows(scope: Scope) -> dict[str, tuple[str, Any, str]]:
    estimate, factor, spread = (getattr(scope.coefficients, n) for n in ("estimate", "factor", "spread"))
    rows: dict[str, tuple[str, Any, str]] = {
        "correlation": ("Correlation", estimate.correlation, "between any two lines of one total"),
        "p80": ("Deviations to P80", estimate.p80, "expected + this x deviation: four chances in five lie below"),
        "included": ("Systems included", factor.systems_included, "up to here a system adds nothing"),
        "system": ("A further system", factor.a_further_system, "added to the factor"),
        "regulated": ("Regulated data", factor.regulated_data, "added to the factor"),
        "agent": ("A further agent", factor.a_further_agent, "added to the factor"),
        "lowest": ("Lowest factor", factor.lowest, ""),
        "highest": ("Highest factor", factor.highest, ""),
        "scale": ("Scale of remediation", scope.coefficients.remediation.scale, "from timesheets; 1 without them"),
        "reading": (
            "Reading",
            scope.coefficients.remediation.reading,
            "times the hours of writing, where your own people write",
        ),
        "optimistic": ("Services, optimistic", spread.optimistic, "times the likely hours"),
        "pessimistic": ("Services, pessimistic", spread.pessimistic, "times the likely hours"),
    }
    for n, step in enumerate(scope.coefficients.rounding, 1):
        if step.below is not None:
            rows[f"below {n}"] = (f"Rounding {n}, below", step.below, "hours below this")
        rows[f"step {n}"] = (f"Rounding {n}, step", step.to, "go up to the next multiple of this")
    return rows | _rates(scope)


def _rates(scope: Scope) -> dict[str, tuple[str, Any, str]]:
    card = scope.card
    if card is None:
        return {}
    tax = card.tax.percent if card.tax else Fraction(0)
    return {
        "rate remediation": (f"Rate of remediation, {card.currency} an hour", card.remediation, "of work once"),
        "rate services": (f"Rate of services, {card.currency} an hour", card.services, "of a month"),
        "rate incidents": (f"Rate of incidents, {card.currency} an hour", card.incidents, "of hours kept ready"),
        "round_to": (f"Prices up to, {card.currency}", card.round_to, "before tax"),
        "tax": (f"{card.tax.name if card.tax else 'Tax'}, per cent", tax, "on the rounded price, to the cent"),
    }
