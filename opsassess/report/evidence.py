"""What has to be shown or said about a question: one sentence for report, follow-up, register and scope."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal

from opsassess.assessment import Promise
from opsassess.owners import Owners
from opsassess.prose import Prose, Sentences, escape
from opsassess.questionnaire import Item
from opsassess.scoring import Gap


def to_show(owners: Owners, gap: Gap, sentences: Sentences) -> Prose:
    """Return what was promised, else what the row does not say, else the evidence that carries what is needed."""
    if promise := owners.promise(gap.item):
        return promised_told(promise)
    if gap.lacking:
        return sentences.say("show.row", lacking=[sentences.say(f"column.{column}") for column in gap.lacking])
    return escape(wanted_evidence(owners.score.items[gap.item].item, gap.target or Fraction(0)))


def promised_told(promise: Promise) -> Prose:
    """Return what somebody promised to show, as it stands inside a sentence."""
    return escape(promise.what.strip().rstrip("."))


def wanted_evidence(item: Item, at_least: Fraction) -> str:
    """Return what would have to be seen for a value: the evidence whose level carries it."""
    levels: tuple[Literal["E1", "E2", "E3"], ...] = ("E1", "E1", "E1", "E2", "E3")
    return item.evidence.get(levels[math.ceil(4 * at_least)], item.remedy.accepted(()))
