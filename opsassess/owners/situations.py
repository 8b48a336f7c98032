"""Why an item stands where it stands, as one word: each word has its sentences in `report_templates/sentences`."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Literal

from opsassess.assessment import DONT_KNOW
from opsassess.owners.differing import differ
from opsassess.owners.people import told_rating
from opsassess.questionnaire import EVIDENCE_LEVELS
from opsassess.scoring import Gap, ItemScore
from opsassess.scoring.standing import State

Situation = Literal[
    "shown",
    "not_asked",
    "told_by_builder",
    "told_beside",
    "unknown_to_all",
    "unknown_to_operator",
    "operators_differ",
    "absent",
    "told_absent",
    "in_a_head",
    "written",
    "usable",
    "row_incomplete",
    "only_said",
    "document_only",
    "undated",
    "evidence_old",
    "not_written",
]

Wanted = Literal["work", "answer", "look", "page"]


def wanted(score: ItemScore, gap: Gap) -> Wanted:
    """Return what a gap asks for: work, an answer of the operator side first, a look at evidence, or a page."""
    if gap.kind == "missing":
        return "work" if score.answered else "answer"
    return "look" if gap.kind == "not_seen" else "page"


def situation(score: ItemScore, gap: Gap | None) -> Situation:
    """Return the situation of an item that is a gap, or that is none."""
    if gap is None:
        return "shown"
    if gap.kind == "not_written":
        return "not_written"
    return _not_seen(score, gap.target or Fraction(0)) if gap.kind == "not_seen" else _missing(score)


def situation_told(score: ItemScore, gap: Gap) -> Situation:
    """Return the situation of a gap; what only the builder says is not there is told, and not found."""
    word = situation(score, gap)
    return "told_absent" if word == "absent" and only_told_absent(score) else word


def situation_of_part(score: ItemScore, state: State) -> Situation:
    """Return the situation of an item that keeps its must-have from being shown."""
    if state == "said":
        return _not_seen(score, Fraction(0))
    return "told_absent" if only_told_absent(score) else _missing(score)


def only_told_absent(score: ItemScore) -> bool:
    """Tell whether only a builder says that it is not there: the team is asked before anything is built."""
    return _missing(score) == "absent" and not score.answered


def not_asked_of_team(score: ItemScore) -> bool:
    """Tell whether nobody of the operator side has been asked yet: it is not known whether they know it."""
    return _missing(score) in ("not_asked", "told_beside") or only_told_absent(score)


def _missing(score: ItemScore) -> Situation:
    builder_knows = (score.builder or 0) >= 1
    if differ(score):
        return "operators_differ"
    if score.operator is None and score.others:
        return "told_beside"
    if score.operator is None:
        return "told_by_builder" if builder_knows else "not_asked" if score.builder is None else "absent"
    rating = told_rating(score)
    if rating in (None, DONT_KNOW):
        return "unknown_to_operator" if builder_knows else "unknown_to_all"
    done = any(s.evidence.level == "E3" and s.by in score.operators for s in score.seen)  # on record, and not passed
    by_rating: tuple[Situation, ...] = ("absent", "in_a_head", "usable" if done else "written", "usable", "usable")
    return by_rating[int(rating)]


def _not_seen(score: ItemScore, at_least: Fraction) -> Situation:
    if score.lacking:
        return "row_incomplete"
    if _only_undated(score, at_least):
        return "undated"
    best = max(score.seen, key=lambda seen: seen.level, default=None)
    if best is None or best.evidence.level == "E0":
        return "only_said"
    return "evidence_old" if best.aged < best.level else "document_only"


def _only_undated(score: ItemScore, at_least: Fraction) -> bool:
    """Tell whether something was seen that would be enough if its day were known."""
    lowered = (seen.evidence.level for seen in score.seen if seen.evidence.level != EVIDENCE_LEVELS[seen.level])
    return any(level >= evidence_for(at_least) for level in lowered)


def evidence_for(at_least: Fraction) -> Literal["E1", "E2", "E3"]:
    """Return the level of evidence that carries a value."""
    levels: tuple[Literal["E1", "E2", "E3"], ...] = ("E1", "E1", "E1", "E2", "E3")
    return levels[math.ceil(4 * at_least)]
