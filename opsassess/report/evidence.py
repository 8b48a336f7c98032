"""What has to be shown or said about a question: one sentence for report, follow-up, register and scope."""

from __future__ import annotations

from fractions import Fraction

from opsassess.prose import Prose, Sentences, escape
from opsassess.report.must_haves import wanted_evidence
from opsassess.report.owners import Owners
from opsassess.scoring import Gap


def to_show(owners: Owners, gap: Gap, sentences: Sentences) -> Prose:
    """Return what was promised, else what the row does not say, else the evidence that carries what is needed."""
    if promise := owners.promise(gap.item):
        return escape(promise.what.strip().rstrip("."))
    if gap.lacking:
        return sentences.say("show.row", lacking=[sentences.say(f"column.{column}") for column in gap.lacking])
    return escape(wanted_evidence(owners.score.items[gap.item].item, gap.target or Fraction(0)))
