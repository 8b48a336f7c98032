"""How many must-haves stand how: the counts of page one."""

from __future__ import annotations

from collections.abc import Sequence

from opsassess.prose import Prose, Sentences
from opsassess.report import must_haves as must
from opsassess.report.held import gates_above
from opsassess.report.must_haves import MustHave
from opsassess.scoring import Score
from opsassess.scoring.frame import is_below


def counts_told(score: Score, found: Sequence[MustHave], sentences: Sentences) -> Prose:
    """Return how many must-haves are met, and how many stand otherwise."""
    numbers = must.counts(found)
    stand = must.met(found)
    begun = sum(1 for m in found if must.begun(m, score))
    return sentences.say(
        "counts",
        all=len(found) - numbers.get("n/a", 0),
        shown=len(stand),
        met_for=score.reported_tier if score.reported_tier == "T2" and gates_above(score, found) else "",
        with_open=[m.gate.title.lower() for m in stand if must.points_open(m, score)],
        alone=bool(score.one_person) and is_below(score.reported_tier, score.shown_tier),
        said=numbers.get("said", 0),
        open=numbers.get("open", 0) - begun,
        begun=begun,
        partly=numbers.get("partly", 0),
        missing=numbers.get("missing", 0),
        by_builder_only=numbers.get("by_builder", 0),
    )
