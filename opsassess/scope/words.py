"""Hours, shares and money as a reader says them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

_CENTS = 100
_PAIR = 2


def plain(number: Fraction | float, digits: int = 2) -> str:
    """Return a figure with so many decimals at most, and none that is zero."""
    return f"{float(number):,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{float(number):,.0f}"


def fixed(number: Fraction | float, digits: int = 2) -> str:
    """Return a figure with so many decimals, for columns that are added up."""
    return f"{float(round(Fraction(number), digits)):,.{digits}f}"


def percent(share: Fraction | float) -> str:
    """Return a share in per cent, with one decimal where it has one."""
    return f"{plain(100 * share, 1)} %"


def spans(numbers: Iterable[int]) -> tuple[str, ...]:
    """Return sorted numbers as a reader says them: "2", "6 to 9"; two that follow each other stand alone."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    parts = ((f"{run[0]} to {run[-1]}",) if len(run) > _PAIR else tuple(map(str, run)) for run in found)
    return tuple(part for run in parts for part in run)


def money(amount: Fraction, currency: str) -> str:
    """Return an amount with its currency; cents only where there are some."""
    cents = round(amount * _CENTS)
    whole, rest = divmod(cents, _CENTS)
    return f"{currency} {whole:,}.{rest:02}" if rest else f"{currency} {whole:,}"
