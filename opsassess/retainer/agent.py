"""One agent of a scope on its way to a tier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from opsassess.effort import Effort
from opsassess.once import Once
from opsassess.questionnaire import TierId
from opsassess.retainer.cheapest import cheapest
from opsassess.retainer.choice import Needs, with_needs
from opsassess.retainer.coefficients import Coefficients
from opsassess.retainer.factor import ProfileFactor
from opsassess.retainer.fall import Fall, fall
from opsassess.retainer.keeping import falls_on
from opsassess.retainer.lines import Line, Sizes, remediation_lines
from opsassess.retainer.reach import blocking, closed
from opsassess.scoring import Gap, Score
from opsassess.scoring.frame import not_above
from opsassess.scoring.tiers import GATED_TIERS, lower, next_above


@dataclass(frozen=True, kw_only=True)
class Agent(Once):
    """An assessment in a scope."""

    number: int  # its position, from 0
    score: Score
    factor: ProfileFactor
    coefficients: Coefficients
    needs: Needs
    provider: tuple[str, ...] = ()  # the names of our own people

    @property
    def name(self) -> str:
        return self.score.assessment.agent.name

    @property
    def out_of_reach(self) -> bool:
        """Tell whether the tier after today's is one that the questionnaire cannot give."""
        cap = self.score.questionnaire.tier_cap
        return cap != "T3" and not_above(cap, self.score.reported_tier)

    @property
    def multiplier(self) -> Fraction:
        """Return what the hours of the questionnaire are multiplied by, for this profile and by our timesheets."""
        return self.factor.value * self.coefficients.remediation.scale

    def hours_of(self, gaps: Iterable[Gap]) -> Mapping[str, Effort]:
        """Return the planned hours of gaps by item: the one source of them for every document."""
        reading, provider = self.coefficients.remediation.reading, frozenset(self.provider)
        sizes = Sizes(score=self.score, factor=self.multiplier, reading=reading, provider=provider)
        gaps = tuple(gaps)
        return self.kept(("hours", gaps), lambda: sizes.of_gaps(gaps))

    def lines_to(self, aim: TierId) -> tuple[Line, ...]:
        made = (self.score, aim, self.factor, self.coefficients, self.number)
        return self.kept(("lines", aim), lambda: remediation_lines(*made, provider=self.provider))

    def must_haves_of(self, aim: TierId) -> tuple[Line, ...]:
        """Return the lines that close what the gates of a tier still lack, with what they need first."""
        lines = self.lines_to(aim)
        return with_needs(lines, blocking(self.score, lines, aim), self.needs)

    @cached_property
    def first_aim(self) -> TierId:
        """Return the tier whose must-haves come first: the next one, as far as the questionnaire goes."""
        return lower(self.score.aim, self.score.questionnaire.tier_cap)

    @cached_property
    def goal(self) -> TierId:
        """Return the tier after the one that the first must-haves reach, as far as the questionnaire goes."""
        reached = self.after(self.must_haves_of(self.first_aim)).reported_tier
        return lower(next_above(reached), self.score.questionnaire.tier_cap)

    def cheapest_to(self, aim: TierId, *, within: TierId | None = None) -> tuple[Line, ...] | None:
        """Return the fewest hours of lines that reach a tier, or of those to another one, which may go further.

        None where none reach it.
        """
        lines = self.lines_to(within or aim)
        return self.kept(("cheapest", within or aim, aim), lambda: cheapest(self.score, lines, aim, self.needs))

    @cached_property
    def fall(self) -> Fall | None:
        """Return when the tier of today falls if nothing is done, and what ages then; None where it does not fall."""
        return fall(self.score, self.coefficients.days.worth) if self.score.reported_tier in GATED_TIERS else None

    def falls_on(self, lines: Iterable[Line]) -> dt.date | None:
        """Return the day on which the tier after these lines falls if nothing is renewed."""
        lines = tuple(lines)
        return self.kept(("falls", frozenset(line.key for line in lines)), lambda: falls_on(self.score, lines))

    def after(self, lines: Iterable[Line]) -> Score:
        """Return the score with those of these lines done that are this agent's."""
        return closed(self.score, (line for line in lines if line.agent == self.number))
