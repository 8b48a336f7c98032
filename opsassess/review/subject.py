"""One assessment in hand, as values: its scores, what changed in them, the retainer that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from opsassess.assessment import Assessment
from opsassess.errors import OpsassessError
from opsassess.questionnaire import Questionnaire
from opsassess.scoring import Score, score
from opsassess.supposition import supposed

if TYPE_CHECKING:
    from opsassess.blocks import Document
    from opsassess.delta import Delta
    from opsassess.documents.theme import Theme
    from opsassess.meeting import Meeting
    from opsassess.retainer import Offer, Scope


@dataclass(frozen=True, kw_only=True)
class Subject:
    """An assessment with its questionnaire and the house style of its documents: what they all speak of."""

    assessment: Assessment
    questionnaire: Questionnaire
    source: Path  # the file or the engagement that it comes from
    number: int | None = None  # in the engagement
    theme: Theme | None = None
    folder: Path = field(default_factory=Path)  # where the theme's logo lies
    templates: tuple[Path, ...] = ()  # a consultancy's own sentences
    notices: tuple[str, ...] = ()
    day: dt.date | None = None  # score as of this day instead of the assessment's own
    offer: Offer | None = None  # prices and terms of the consultancy
    meeting: Meeting | None = None  # for the preparation sheets
    own: tuple[Path, ...] = ()  # folders of its own questionnaires and coefficients
    beside: tuple[Subject, ...] = ()  # other agents in the same scope
    summary_day: dt.date | None = None  # the day of the assessment when its summary was written, where that is known
    stem: str = ""  # how the names of its documents begin, if not with the agent's name

    @cached_property
    def _score(self) -> Score:
        return score(self.questionnaire, self.assessment, self.day)

    def score(self) -> Score:
        """Return all scores with their reasons."""
        return self._score

    def delta(self, milestone: str = "") -> Delta:
        """Return what changed since a milestone (without a name the newest), each change with its cause."""
        from opsassess.delta import delta, milestone_named

        return delta(self._score, milestone_named(self.assessment, milestone))

    def suppose(self, levels: Mapping[str, int]) -> Score:
        """Return the scores as they would be with some items held at these levels, 0 to 4. The answers stay."""
        day = self._score.as_of
        return score(self.questionnaire, supposed(self.questionnaire, self.assessment, levels, day), day)

    @cached_property
    def _scope(self) -> Scope:
        from opsassess.retainer import Offer, load_coefficients, make_scope

        offer = self.offer or Offer()
        return make_scope(
            [subject.score() for subject in (self, *self.beside)],
            load_coefficients(self.own),
            plan=offer.scope,
            terms=offer.terms,
            card=offer.rate_card,
        )

    def scope(self) -> Scope:
        """Return the retainer: lines from gaps, months, packages, and what each hour buys."""
        return self._scope

    def with_beside(self, others: Iterable[Subject]) -> Self:
        """Return the review with other agents of the same client in its scope."""
        others = tuple(others)
        known = [self.assessment.id.lower()]
        for other in others:
            theirs, ours = other.assessment.client.name, self.assessment.client.name
            if theirs.casefold() != ours.casefold():
                raise OpsassessError(f"A scope is for one client: {ours}. {other.source} is of {theirs}.")
            if other.assessment.id.lower() in known:
                raise OpsassessError(f"{other.assessment.agent.name} is in the scope already; name each agent once.")
            known.append(other.assessment.id.lower())
        return replace(self, beside=(*self.beside, *others)) if others else self

    @cached_property
    def prep_sheets(self) -> Mapping[str, Document]:
        """Return the preparation sheets, by the name that each bears in its file."""
        from opsassess.prep import prep_sheets
        from opsassess.prose import load_sentences

        sentences = load_sentences("prep", self.templates)
        return prep_sheets(self.questionnaire, self.assessment, sentences, self.meeting)
