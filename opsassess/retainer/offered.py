"""Which packages are worth offering: work that carries further, and months that keep what the work reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opsassess.questionnaire import TierId
from opsassess.retainer.coefficients import PackageId
from opsassess.retainer.packages import Package
from opsassess.scoring.frame import is_below

Packages = Mapping[PackageId, Package]


def offered_work(packages: Packages, today: Sequence[TierId]) -> tuple[Package, ...]:
    """Return the packages whose lines a client would pay for, given the tier of each agent today.

    The must-haves alone are no offer where they leave every agent where it stands and "Next tier" does not. Where both
    are the same lines, the one with the fewer services in its months is offered, as long as those keep what it reaches.
    """
    must, following = packages["must_haves"], packages["next_tier"]
    alone = carries_further(must, today) or not carries_further(following, today)
    same = must.lines == following.lines
    works = ((must, alone and not (same and loses(must))), (following, not same or loses(must)))
    return tuple(package for package, worth in works if worth and package.lines)


def offered_months(packages: Packages, works: Sequence[Package]) -> tuple[Package, ...]:
    """Return the months that keep what their work reaches, and the fullest ones where no others keep as much."""
    fullest, found = packages["keep_healthy"], tuple(package for package in works if not loses(package))
    return found if any(_keeps(package) == _keeps(fullest) for package in found) else (*found, fullest)


def _keeps(package: Package) -> Sequence[TierId]:
    return [standing.keeps for standing in package.standings]


def carries_further(package: Package, today: Sequence[TierId]) -> bool:
    """Tell whether the lines of a package raise the tier of an agent."""
    pairs = zip(package.standings, today, strict=True)
    return any(is_below(tier, standing.reaches) for standing, tier in pairs)


def loses(package: Package) -> bool:
    """Tell whether an agent falls in the months of a package, because evidence ages that they do not renew."""
    return any(standing.keeps != standing.reaches for standing in package.standings)
