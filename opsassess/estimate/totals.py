"""The first sheet: hours and prices of the packages, each from the other sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from opsassess.documents.plain import plain_text
from opsassess.estimate.coefficients import Inputs, printed
from opsassess.estimate.lines import BUDGET, LineCells
from opsassess.estimate.months import MonthCells
from opsassess.estimate.sheet import MONEY, Formula, Sheet, rounded
from opsassess.prose import Sentences
from opsassess.retainer.coefficients import PackageId
from opsassess.retainer.hours import Range, Total
from opsassess.retainer.scope import Scope
from opsassess.retainer.terms import Price, priced

_HEADS = ("What", "Expected", "Deviation", "P80", "Printed from", "Printed to", "Net", "Tax", "Total")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Where the other sheets hold what the totals add up, and what the packages are called."""

    inputs: Inputs
    lines: LineCells
    months: MonthCells
    names: Mapping[str, str]


def totals_sheet(made: Sheet, scope: Scope, sentences: Sentences, parts: Parts) -> None:
    """Fill the sheet with what the scope offers: work, months, and the hours kept ready."""
    names = ", ".join(agent.name for agent in scope.agents)
    made.title(f"{scope.agents[0].score.assessment.client.name}: {names}")
    follow = (
        "Hours and prices follow the other sheets."
        if scope.card
        else "Hours follow the other sheets; no prices are set."
    )
    made.note(f"{follow} Reached tiers do not: they come from the assessment.")
    rows = scope.coefficients.remediation.rows
    if not scope.is_calibrated["remediation"]:
        enough = scope.coefficients.estimate.calibrated_from
        made.note(f"Planning estimate, not calibrated: {rows} rows of a timesheet, {enough} needed.")
    made.head(_HEADS if scope.card else _HEADS[:6])
    made.freeze()
    _Totals(made, scope, sentences, parts).all()


@dataclass(frozen=True, kw_only=True)
class _Sum:
    """A total with its printed hours and its price."""

    part: str  # of the rate card
    total: Total
    span: Range
    price: Price | None


class _Totals:
    """Adds one row a total."""

    def __init__(self, made: Sheet, scope: Scope, sentences: Sentences, parts: Parts) -> None:
        self._made, self._scope, self._sentences, self._parts = made, scope, sentences, parts
        self._inputs, self._card, self._steps = parts.inputs, scope.card, len(scope.coefficients.rounding)

    def all(self) -> None:
        """Add what is offered, in the order of the scope's prices."""
        scope = self._scope
        if scope.choice:
            span = scope.range(scope.choice.total)
            price = priced("remediation", span.safe, scope.card)
            self._once("budget", BUDGET, _Sum(part="remediation", total=scope.choice.total, span=span, price=price))
        for package in scope.works:
            if package.range:  # else it has only to be shown
                found = _Sum(part="remediation", total=package.total, span=package.range, price=package.price)
                self._once("once", package.id, found)
        for package in scope.months:
            for key, month in (("month", package.month), ("own", package.own_study)):
                if month:
                    found = _Sum(part="services", total=month.total, span=month.range, price=month.price)
                    self._month(key, (package.id, key == "own"), found)
        self._incidents()

    def _name(self, key: str, package: str) -> str:
        return plain_text(self._sentences.say(f"prices.{key}", package=self._parts.names.get(package, "")))

    def _once(self, key: str, package: str, found: _Sum) -> None:
        """Add the work of a package: the lines that have a 1."""
        lines = self._parts.lines
        chosen = lines.chosen[package]
        expected = f"SUMPRODUCT({chosen},{lines.expected})"
        apart = f"SUMPRODUCT({chosen},{lines.deviation},{lines.deviation})"
        together = f"SUMPRODUCT({chosen},{lines.deviation})"
        self._row(self._name(key, package), expected, self._deviation(apart, together), found)

    def _month(self, key: str, month: tuple[PackageId, bool], found: _Sum) -> None:
        """Add the month of a package: the likely hours of its services, spread."""
        low, high = self._inputs["optimistic"], self._inputs["pessimistic"]
        likely = self._parts.months.likely[month]
        expected, deviation = f"({low}+4+{high})/6", f"({high}-{low})/6"
        apart = f"SUMSQ({likely})*({deviation})^2"
        together = f"SUM({likely})*({deviation})"
        mean = f"SUMPRODUCT({rounded(f'{likely}*{expected}', 2)})"
        self._row(self._name(key, month[0]), mean, self._deviation(apart, together), found)

    def _incidents(self) -> None:
        """Add the hours that are kept ready."""
        package = self._scope.months[-1]
        kept = self._scope.coefficients.round.up(package.month.incidents)
        total, span = Total(expected=package.month.incidents), Range(even=kept, safe=kept)
        found = _Sum(part="incidents", total=total, span=span, price=package.incidents_price)
        self._row(self._name("incidents", ""), self._parts.months.incidents, "0", found)

    def _deviation(self, apart: str, together: str) -> str:
        r = self._inputs["correlation"]
        return rounded(f"SQRT((1-{r})*{apart}+{r}*({together})^2)", 2)

    def _row(self, name: str, expected: str, deviation: str, found: _Sum) -> None:
        n, total, span = self._made.row + 1, found.total, found.span
        p80 = total.at(self._scope.coefficients.estimate.p80)
        values = [
            name,
            Formula(rounded(expected, 2), total.expected),
            Formula(deviation, total.deviation),
            Formula(rounded(f"B{n}+{self._inputs['p80']}*C{n}", 2), p80),
            Formula(printed(self._inputs, f"B{n}", self._steps), span.even),
            Formula(printed(self._inputs, f"D{n}", self._steps), span.safe),
        ]
        if self._card:
            price = found.price
            net, tax, gross = (price.net, price.tax, price.gross) if price else (Fraction(0),) * 3
            step = self._inputs["round_to"]
            rate = self._inputs[f"rate {found.part}"]
            values += [
                Formula(f"{step}*ROUNDUP(ROUND({rate}*F{n}/{step},9),0)", net, MONEY),
                Formula(f"ROUND(G{n}*{self._inputs['tax']}/100,2)", tax, MONEY),
                Formula(f"G{n}+H{n}", gross, MONEY),
            ]
        self._made.add(values)
