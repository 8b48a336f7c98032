"""Shares of an area and overall: weighted means over items, plain means over areas."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from opsassess.scoring.frame import Frame, View, mean
from opsassess.scoring.values import ONE, ZERO, ItemScore


@dataclass(frozen=True, kw_only=True, slots=True)
class Shares:
    """Six shares from 0 to 1; the first four are None where no item applies."""

    shown: Fraction | None
    claimed: Fraction | None
    possible: Fraction | None
    coverage: Fraction | None
    na_share: Fraction
    na_shadow: Fraction


def area_shares(
    frame: Frame, items: Mapping[str, ItemScore], only: Container[str] | None = None
) -> Mapping[str, Shares]:
    """Return the shares of each area, or of some. S = sum(w x) / sum(w) over the items that apply."""
    return {
        area: _shares([(frame.weights[item], items[item]) for item in ids])
        for area, ids in frame.areas.items()
        if only is None or area in only
    }


def _shares(weighted: list[tuple[Fraction, ItemScore]]) -> Shares:
    everything = sum((w for w, _ in weighted), ZERO)
    applying = [(w, s) for w, s in weighted if s.applies]
    total = sum((w for w, _ in applying), ZERO)
    shown = sum((w * s.shown for w, s in applying), ZERO)
    if not total:
        return Shares(shown=None, claimed=None, possible=None, coverage=None, na_share=ONE, na_shadow=ZERO)
    return Shares(
        shown=shown / total,
        claimed=sum((w * s.claimed for w, s in applying), ZERO) / total,
        possible=sum((w * s.possible for w, s in applying), ZERO) / total,
        coverage=sum((w for w, s in applying if s.answered), ZERO) / total,
        na_share=(everything - total) / everything,
        na_shadow=shown / everything,
    )


def overall_shares(areas: Iterable[Shares]) -> Shares:
    """Return the plain mean of the areas; the `na_*` over all areas, the rest over those with items that apply."""
    areas = tuple(areas)
    live = [a for a in areas if a.shown is not None]
    return Shares(
        shown=mean(a.shown for a in live if a.shown is not None),
        claimed=mean(a.claimed for a in live if a.claimed is not None),
        possible=mean(a.possible for a in live if a.possible is not None),
        coverage=mean(a.coverage for a in live if a.coverage is not None),
        na_share=mean(a.na_share for a in areas) or ZERO,
        na_shadow=mean(a.na_shadow for a in areas) or ZERO,
    )


def area_values(frame: Frame, view: View) -> Mapping[str, Fraction]:
    return {
        area: sum((frame.weights[i] * view[i].value for i in live), ZERO) / sum(frame.weights[i] for i in live)
        for area, ids in frame.areas.items()
        if (live := [i for i in ids if i in view])
    }
