"""What has to be shown or said about a question: one sentence for report, follow-up, register and scope."""

from __future__ import annotations

import re
from fractions import Fraction

from opsassess.assessment import Promise
from opsassess.owners import Owners
from opsassess.owners.asked import person_of
from opsassess.owners.situations import evidence_for, situation
from opsassess.phrases import any_of, lists, phrase
from opsassess.prose import Prose, Sentences, escape
from opsassess.questionnaire import Item
from opsassess.scoring import Gap

# Neither "INC-88", "section 7" nor "Dana's list", nor the verb of "open the page"
_BARE_NOUN = r"[a-z][\w-]*(?!\w|['\u2019]| (?:\d|[A-Z]\b|(?:us|{own})\b))"


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
    """Return what somebody promised to show, as it stands inside a sentence: a bare noun has its article.

    "Sends" stands before it: of "show us the log" that is the log.
    """
    own, gives = (any_of(lists()[name]) for name in ("with_its_own", "hands_over"))
    what = re.sub(rf"^(?:{gives}) (?:us )?(?=(?:{own})\b)", "", promise.what.strip().rstrip("."), flags=re.IGNORECASE)
    bare = re.match(_BARE_NOUN.format(own=own), what) and not phrase("with_its_own").match(what)
    return escape(f"the {what}" if bare else what)


def sends_told(owners: Owners, promise: Promise | None, sentences: Sentences) -> Prose:
    """Return who sends what by when, or has not sent it yet; nothing where nothing was promised."""
    who = person_of(owners.score.assessment, promise.who).name if promise else ""
    what = promised_told(promise) if promise else ""
    return sentences.say("owner.promise", promise=promise, who=who, what=what, today=owners.score.as_of)


def wanted_evidence(item: Item, at_least: Fraction) -> str:
    """Return what would have to be seen for a value: the evidence whose level carries it."""
    return item.evidence.get(evidence_for(at_least), item.remedy.accepted(()))
