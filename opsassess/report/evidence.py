"""What has to be shown or said about a question: one sentence for report, follow-up, register and scope."""

from __future__ import annotations

from fractions import Fraction

from opsassess.assessment import Promise
from opsassess.owners import Owners
from opsassess.owners.situations import evidence_for, situation
from opsassess.prose import Prose, Sentences, escape
from opsassess.questionnaire import Item
from opsassess.scoring import Gap


def to_show(owners: Owners, gap: Gap, sentences: Sentences) -> Prose:
    """Return what was promised, else what the row does not say, the day, the evidence that carries what is needed."""
    if promise := owners.promise(gap.item):
        return promised_told(promise)
    if gap.lacking:
        return sentences.say("show.row", lacking=[sentences.say(f"column.{column}") for column in gap.lacking])
    if is_undated(owners, gap):
        return sentences.say("show.again")
    return escape(wanted_evidence(owners.score.items[gap.item].item, gap.target or Fraction(0)))


def is_undated(owners: Owners, gap: Gap) -> bool:
    """Tell whether all that is asked for is the day of what was seen."""
    return not owners.promise(gap.item) and situation(owners.score.items[gap.item], gap) == "undated"


def promised_told(promise: Promise) -> Prose:
    """Return what somebody promised to show, as it stands inside a sentence."""
    return escape(promise.what.strip().rstrip("."))


def wanted_evidence(item: Item, at_least: Fraction) -> str:
    """Return what would have to be seen for a value: the evidence whose level carries it."""
    return item.evidence.get(evidence_for(at_least), item.remedy.accepted(()))
