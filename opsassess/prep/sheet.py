"""What the sections of a preparation sheet rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opsassess.assessment import Assessment
from opsassess.prep.asked import Group
from opsassess.prep.reader import Reader
from opsassess.prose import Sentences
from opsassess.questionnaire import Questionnaire
from opsassess.scoring import Score


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Whom a sheet is for, and what it asks of them."""

    score: Score
    reader: Reader
    groups: Sequence[Group]
    sentences: Sentences
    again: bool  # they have spoken with us
    asked: bool  # the follow-up asks all of it
    decides: bool  # something is asked of them before all questions

    @property
    def questionnaire(self) -> Questionnaire:
        """Return the questionnaire of the assessment."""
        return self.score.questionnaire

    @property
    def assessment(self) -> Assessment:
        """Return what has been answered so far."""
        return self.score.assessment
