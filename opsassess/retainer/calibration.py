"""Calibration: from a timesheet of the consultancy to hours of its own, and how well they fit.

For each task that the coefficients know the new hours are the old ones times sum(actual)/sum(estimated). The fit is the
mean distance between actual and estimated hours before and after.
"""

from __future__ import annotations

import csv
import io
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from opsassess.effort import ZERO
from opsassess.errors import DataError, Mistake
from opsassess.retainer.coefficients import Coefficients
from opsassess.validation import did_you_mean
from opsassess.written import with_point

COLUMNS = ("task", "estimated", "actual")
REMEDIATION, INCIDENTS = "remediation", "incidents"


@dataclass(frozen=True, kw_only=True)
class Worked:
    """One row of a timesheet."""

    task: str
    estimated: Fraction
    actual: Fraction


@dataclass(frozen=True, kw_only=True)
class Fit:
    """What the rows say about the hours of one part."""

    part: str  # a service, remediation or incidents
    rows: int
    ratio: Fraction  # sum(actual) / sum(estimated)
    scale: Fraction  # the new one: the old one times the ratio
    distance_before: Fraction  # mean of |actual - estimated|, hours
    distance_after: Fraction  # the same with the new hours

    @property
    def is_better(self) -> bool:
        """Tell whether the new hours are nearer to what was worked."""
        return self.distance_after < self.distance_before


SAVE_AS = "Save the timesheet as CSV UTF-8, which a spreadsheet offers among its kinds of file"


def read_timesheet(text: str, name: str, coefficients: Coefficients, items: Iterable[str]) -> tuple[Worked, ...]:
    """Read a timesheet: a task is a service, `incidents`, `remediation`, or the id of an item.

    Raises `DataError` with every mistake and its line.
    """
    known = {REMEDIATION, INCIDENTS, *coefficients.services, *items}
    text = text.removeprefix("\ufeff")
    lines, decimal_comma = _lines(text, name), _delimiter(text) == ";"
    heads = [head.strip().casefold() for head in lines[0]] if lines else []
    missing = [column for column in COLUMNS if column not in heads]
    if missing:
        what = f"the first line should name the columns {', '.join(COLUMNS)}; {', '.join(missing)} is not there"
        raise DataError([Mistake(where=f"{name}:1", what=what)])
    rows: list[Worked] = []
    mistakes: list[Mistake] = []
    for number, line in enumerate(lines[1:], 2):
        cells = dict(zip(heads, (cell.strip() for cell in line), strict=False))
        cells |= {c: with_point(cells[c], decimal_comma=decimal_comma) for c in COLUMNS[1:] if c in cells}
        if any(cells.values()):
            found = tuple(_mistakes(cells, f"{name}:{number}", known))
            mistakes.extend(found)
            if not found:
                rows.append(Worked(task=cells["task"], **{c: Fraction(cells[c]) for c in COLUMNS[1:]}))
    if not rows and not mistakes:
        mistakes.append(Mistake(where=name, what="there is no row with hours"))
    if mistakes:
        raise DataError(mistakes)
    return tuple(rows)


def _lines(text: str, name: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    try:
        return list(reader)
    except csv.Error as error:
        fix = "Save it as CSV again, one task a line"
        what = f"the line cannot be read as a row of a table ({error})"
        raise DataError([Mistake(where=f"{name}:{reader.line_num}", what=what, fix=fix)]) from None


def _delimiter(text: str) -> str:
    """Return what parts the columns: spreadsheets of some countries write a semicolon."""
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _mistakes(cells: Mapping[str, str], where: str, known: set[str]) -> Iterator[Mistake]:
    task = cells.get("task", "")
    if task not in known:
        fix = (
            did_you_mean(task, known)
            or f"Services: {', '.join(sorted(k for k in known if '.' not in k))}; or the id of an item"
        )
        yield Mistake(where=where, what=f"there is no task {task!r}" if task else "the task is missing", fix=fix)
    for column in COLUMNS[1:]:
        written = cells.get(column, "")
        hours = _number(written)
        if hours is None:
            what = (
                f"`{column}` is {written!r}, but should be a number of hours" if written else f"`{column}` is missing"
            )
            yield Mistake(where=where, what=what, fix="Write it like 2.5")
        elif hours < 0 or (hours == 0 and column == "estimated"):
            least = "greater than 0" if column == "estimated" else "0 or more"
            yield Mistake(where=where, what=f"`{column}` is {written}, but should be {least}")


def _number(written: str) -> Fraction | None:
    try:
        value = float(written)
        return Fraction(written) if math.isfinite(value) and abs(value) < _MOST else None
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


_MOST = 100_000  # hours of one row
_NOTHING = "next to no hours were worked on what was estimated, so there is nothing to scale by"
_LEAVE_OUT = "Correct `actual` in its rows, or leave them out"


def calibrate(rows: Sequence[Worked], coefficients: Coefficients) -> tuple[Fit, ...]:
    """Return what a timesheet says, part by part, in the order of the coefficients.

    Raises `DataError` for parts on which next to nothing was worked: hours cannot be scaled to nothing.
    """
    parts: dict[str, list[Worked]] = defaultdict(list)
    for row in rows:
        parts[REMEDIATION if "." in row.task else row.task].append(row)
    order = (REMEDIATION, *coefficients.services, INCIDENTS)
    fits = tuple(_fit(part, parts[part], coefficients) for part in order if part in parts)
    if mistakes := [Mistake(where=fit.part, what=_NOTHING, fix=_LEAVE_OUT) for fit in fits if not fit.scale]:
        raise DataError(mistakes)
    return fits


def _fit(part: str, rows: Sequence[Worked], coefficients: Coefficients) -> Fit:
    estimated = sum((row.estimated for row in rows), ZERO)
    ratio = (sum((row.actual for row in rows), ZERO) / estimated).limit_denominator(1000)
    return Fit(
        part=part,
        rows=len(rows),
        ratio=ratio,
        scale=round(_scale_of(part, coefficients) * ratio, 3),
        distance_before=_distance(rows, Fraction(1)),
        distance_after=_distance(rows, ratio),
    )


def _distance(rows: Sequence[Worked], ratio: Fraction) -> Fraction:
    return sum((abs(row.actual - ratio * row.estimated) for row in rows), ZERO) / len(rows)


def _scale_of(part: str, coefficients: Coefficients) -> Fraction:
    if part == REMEDIATION:
        return coefficients.remediation.scale
    return (coefficients.incidents if part == INCIDENTS else coefficients.services[part]).scale


def as_yaml(fits: Iterable[Fit]) -> str:
    """Return the lines of an own `retainer.yaml`: what the timesheet changes, and nothing else."""
    fits = tuple(fits)
    lines = [
        "# Hours of our own: what our timesheets say. Written by `opsassess calibrate`.",
        "format: opsassess-retainer/1",
    ]
    for part in (REMEDIATION, INCIDENTS):
        lines += [f"{part}: {_entry(fit)}" for fit in fits if fit.part == part]
    services = [fit for fit in fits if fit.part not in (REMEDIATION, INCIDENTS)]
    if services:
        lines += ["services:", *(f"  {fit.part}: {_entry(fit)}" for fit in services)]
    return "\n".join(lines) + "\n"


def _entry(fit: Fit) -> str:
    return f"{{rows: {fit.rows}, scale: {float(fit.scale):g}}}"
