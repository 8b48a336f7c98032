"""Does the tier hang on the weights, or on a single answer? For the method annex only.

Only shares of areas depend on weights; the gates do not. So the draws are compared with the shares that a tier needs,
and a tier that the gates decide needs no draw at all. Floats appear here and in output, nowhere else.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from opsassess.questionnaire import Sensitivity, TierId
from opsassess.scoring.frame import Frame, Held, View, not_above
from opsassess.scoring.tiers import GATED_TIERS
from opsassess.scoring.values import ONE, ZERO

_TOLERANCE = 1e-9  # in favour of passing: thirteen areas of exactly .6 average to 0.5999999999999999
_LEVEL = Fraction(1, 4)


@dataclass(frozen=True, kw_only=True)
class Stability:
    """How firmly a tier stands."""

    draws: int
    seed: int
    same_or_better: float  # share of the draws with the same tier or a better one
    close: bool  # below the questionnaire's `stable_share`: the result is close to the line
    tipping: tuple[str, ...]  # items whose change by one level changes the tier


def stability(frame: Frame, view: View, reported: TierId, tier_of: Callable[[View], TierId]) -> Stability:
    """Shake every weight and every item; ``tier_of`` gives the tier that would be reported for a view."""
    settings = frame.questionnaire.constants.sensitivity
    share = _same_or_better(frame, view, reported)
    return Stability(
        draws=settings.draws,
        seed=settings.seed,
        same_or_better=share,
        close=share < settings.stable_share,
        tipping=tuple(item for item in view if any(tier_of(moved) != reported for moved in _moved(view, item))),
    )


def _same_or_better(frame: Frame, view: View, reported: TierId) -> float:
    needed = [frame.questionnaire.tier_of[t] for t in GATED_TIERS[1:] if not_above(t, reported)]
    if not needed:  # up to the first gated tier the gates alone decide
        return 1.0
    area_least = float(max(tier.area_at_least for tier in needed)) - _TOLERANCE
    overall_least = float(max(tier.overall_at_least for tier in needed)) - _TOLERANCE
    draws = frame.questionnaire.constants.sensitivity.draws
    by_area = [_drawn_shares(frame, view, ids) for ids in frame.areas.values() if any(i in view for i in ids)]
    held: int = sum(
        min(shares) >= area_least and sum(shares) / len(shares) >= overall_least
        for shares in zip(*by_area, strict=True)
    )
    return held / draws


def _drawn_shares(frame: Frame, view: View, ids: Iterable[str]) -> list[float]:
    """Return the share of one area in each draw."""
    settings = frame.questionnaire.constants.sensitivity
    live = [i for i in ids if i in view]
    values = [float(view[i].value) for i in live]
    bases = [float(frame.weights[i]) for i in live]
    shares = []
    for factors in zip(*(_factors(settings, i) for i in live), strict=True):
        weights = [base * factor for base, factor in zip(bases, factors, strict=True)]
        shares.append(sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights))
    return shares


@lru_cache(maxsize=512)
def _factors(settings: Sensitivity, item: str) -> tuple[float, ...]:
    """Return what an item's weight is multiplied by in each draw. One generator an item: order does not matter."""
    generator = random.Random(f"{settings.seed}:{item}")  # noqa: S311 - reproducible draws, no secret
    spread: float = float(settings.spread)
    return tuple(spread ** (2 * generator.random() - 1) for _ in range(settings.draws))


def _moved(view: View, item: str) -> Iterator[View]:
    """Yield the views in which an item stands one level higher and one level lower, where there is one."""
    held = view[item]
    for value in (min(ONE, held.value + _LEVEL), max(ZERO, held.value - _LEVEL)):
        if value != held.value:
            yield {**view, item: _at(held, value)}


def _at(held: Held, value: Fraction) -> Held:
    lowered = value < held.value
    renewable = min(held.renewable, value) if lowered else max(held.renewable, value)
    return replace(held, value=value, renewable=renewable, possible=max(held.possible, value))
