"""The first sheet: hours and prices of the packages, each from the other sheets."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from opsassess.documents.plain import plain_text
from opsassess.estimate.coefficients import Inputs
from opsassess.estimate.lines import LineCells
from opsassess.estimate.months import MonthCells
from opsassess.estimate.sheet import MONEY, Formula, Sheet
from opsassess.prose import Sentences
from opsassess.retainer.coefficients import PACKAGES
from opsassess.retainer.scope import Scope

_HEADS = ("What", "Expected", "Deviation", "P80", "Printed from", "Printed to", "Net", "Tax", "Total")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Where the other sheets hold what the totals add up."""

    inputs: Inputs
    lines: LineCells
    months: MonthCells


def totals_sheet(sheet: Worksheet, scope: Scope, sentences: Sentences, parts: Parts) -> None:
    """Fill the sheet."""
    made = Sheet(sheet, (36, 11, 11, 11, 13, 11, 13, 13, 13))
    names = ", ".join(agent.name for agent in scope.agents)
    made.title(f"{scope.agents[0].score.assessment.client.name}: {names}")
    made.note("Hours and prices follow the other sheets. Reached tiers do not: they come from the assessment.")
    rows = scope.coefficients.remediation.rows
    if not scope.is_calibrated["remediation"]:
        enough = scope.coefficients.estimate.calibrated_from
        made.note(f"Planning estimate, not calibrated: {rows} rows of a timesheet, {enough} needed.")
    made.head(_HEADS if scope.card else _HEADS[:6])
    made.freeze()
    total = _Totals(made, scope, parts.inputs)
    if scope.choice:
        total.once(plain_text(sentences.say("prices.budget")), parts.lines, "budget")
    for name in PACKAGES:
        package = plain_text(sentences.say(f"package.{name}"))
        if name in parts.lines.chosen:
            total.once(plain_text(sentences.say("prices.once", package=package)), parts.lines, name)
        total.month(plain_text(sentences.say("prices.month", package=package)), parts.months.likely[name])
    total.incidents(plain_text(sentences.say("prices.incidents")), parts.months.incidents)


class _Totals:
    """Adds one row a total."""

    def __init__(self, made: Sheet, scope: Scope, inputs: Inputs) -> None:
        self._made, self._inputs, self._card = made, inputs, scope.card
        self._steps = len(scope.coefficients.rounding)

    def once(self, name: str, lines: LineCells, package: str) -> None:
        """Add the work of a package: the lines that have a 1."""
        chosen = lines.chosen[package]
        expected = f"SUMPRODUCT({chosen},{lines.expected})"
        apart = f"SUMPRODUCT({chosen},{lines.deviation},{lines.deviation})"
        together = f"SUMPRODUCT({chosen},{lines.deviation})"
        self._row(name, expected, self._deviation(apart, together), "remediation")

    def month(self, name: str, likely: str) -> None:
        """Add the month of a package: the likely hours of its services, spread."""
        low, high = self._inputs["optimistic"], self._inputs["pessimistic"]
        expected, deviation = f"({low}+4+{high})/6", f"({high}-{low})/6"
        apart = f"SUMSQ({likely})*({deviation})^2"
        together = f"SUM({likely})*({deviation})"
        self._row(name, f"SUM({likely})*{expected}", self._deviation(apart, together), "services")

    def incidents(self, name: str, hours: str) -> None:
        """Add the hours that are kept ready."""
        self._row(name, hours, "0", "incidents")

    def _deviation(self, apart: str, together: str) -> str:
        r = self._inputs["correlation"]
        return f"SQRT((1-{r})*{apart}+{r}*({together})^2)"

    def _row(self, name: str, expected: str, deviation: str, part: str) -> None:
        n = self._made.row + 1
        values = [
            name,
            Formula(expected),
            Formula(deviation),
            Formula(f"B{n}+{self._inputs['p80']}*C{n}"),
            Formula(self._inputs.printed(f"B{n}", self._steps)),
            Formula(self._inputs.printed(f"D{n}", self._steps)),
        ]
        if self._card:
            step = self._inputs["round_to"]
            values += [
                Formula(f"{step}*ROUNDUP(ROUND({self._inputs[f'rate {part}']}*F{n}/{step},9),0)", MONEY),
                Formula(f"ROUND(G{n}*{self._inputs['tax']}/100,2)", MONEY),
                Formula(f"G{n}+H{n}", MONEY),
            ]
        self._made.add(values)
