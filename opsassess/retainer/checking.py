"""What the settings of an engagement must respect of coefficients and questionnaire, each mistake with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from opsassess.errors import DataError, Mistake
from opsassess.retainer.coefficients import Coefficients, find_circle, merged
from opsassess.retainer.terms import Plan
from opsassess.source import Source
from opsassess.validation import did_you_mean


def check_plan(plan: Plan, found: Source, coefficients: Coefficients, items: Collection[str]) -> None:
    """Raise `DataError` with every dependency that names no item, and with a circle together with ours."""
    mistakes = tuple(_mistakes(plan, found, coefficients, items))
    if mistakes:
        raise DataError(mistakes)


def _mistakes(plan: Plan, found: Source, coefficients: Coefficients, items: Collection[str]) -> Iterator[Mistake]:
    for item, firsts in plan.dependencies.items():
        at = ("scope", "dependencies", item)
        for loc, name in ((at, item), *(((*at, n), first) for n, first in enumerate(firsts))):
            if name not in items:
                fix = did_you_mean(name, items)
                yield Mistake(where=found.where(loc), what=f"no questionnaire has an item {name!r}", fix=fix)
    circle = find_circle(merged(coefficients.dependencies, plan.dependencies))
    if circle:
        at = ("scope", "dependencies", next(item for item in circle if item in plan.dependencies))
        what = f"with ours, this goes in a circle: {' needs '.join(circle)}"
        yield Mistake(where=found.where(at), what=what, fix="Take one of them out")
