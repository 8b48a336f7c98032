"""What the pages of the annex share: the score, its sentences, the answers as they stand, the numbers of the gaps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from opsassess.answers import Current, current_answers
from opsassess.owners.standing import gap_numbers, wide_gaps
from opsassess.prose import Sentences
from opsassess.retainer.agent import Agent
from opsassess.scoring import Gap, Score
from opsassess.scoring.explain import decimal


@dataclass(frozen=True, kw_only=True)
class Trace:
    """A score with what is needed to follow each of its numbers."""

    score: Score
    agent: Agent  # what sizes its gaps
    sentences: Sentences

    @cached_property
    def answers(self) -> Mapping[str, tuple[Current, ...]]:
        """Return item -> what each respondent says now, also where no rating was given."""
        return current_answers(self.score.assessment)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Return the gaps of the register, in its order."""
        return wide_gaps(self.score)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Return the number of each item in the register."""
        return gap_numbers(self.score)

    @cached_property
    def gap_of(self) -> Mapping[str, Gap]:
        return {gap.item: gap for gap in self.gaps}

    @cached_property
    def usual_day(self) -> dt.date | None:
        """Return the day on which most answers were given, so that the entries need not repeat it."""
        days = Counter(answer.at.date() for answers in self.answers.values() for answer in answers if answer.at)
        return max(days, key=lambda day: (days[day], day), default=None)

    @property
    def percentages(self) -> bool:
        """Tell whether shares are printed: a first session is too short for them."""
        return self.score.questionnaire.print_percentages

    def share(self, value: Fraction | None) -> str:
        """Write a share in percent, or as a decimal where shares are not printed in percent."""
        return percent(value) if self.percentages else decimal(value)

    def titles(self, items: Iterable[str]) -> list[str]:
        return [self.score.items[item].item.title for item in items]


def percent(share: Fraction | None) -> str:
    """Write a share in percent, with one decimal at most."""
    return "none" if share is None else f"{float(100 * share):.1f}".removesuffix(".0") + " %"
