"""Scores: pure functions from a questionnaire and an assessment to numbers with their reasons.

Source of every formula: docs/method.md. Arithmetic is exact; floats appear in output and in the sensitivity draws.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from opsassess.answers import Current, current_answers
from opsassess.assessment import Assessment
from opsassess.consistency import gate_items, items_for
from opsassess.questionnaire import Item, Questionnaire, applies
from opsassess.scoring.frame import Frame
from opsassess.scoring.gaps import Gap, GapKind
from opsassess.scoring.gates import GateState
from opsassess.scoring.result import Score
from opsassess.scoring.shares import Shares, area_shares
from opsassess.scoring.values import ItemScore, score_item

__all__ = ["Gap", "GapKind", "GateState", "ItemScore", "Score", "Shares", "rescored", "score"]


def score(questionnaire: Questionnaire, assessment: Assessment, as_of: dt.date | None = None) -> Score:
    """Score an assessment as of a day (default: its own)."""
    day = as_of or assessment.as_of
    items = items_for(questionnaire, assessment)
    facts = assessment.agent.facts
    answers = current_answers(assessment, day)
    declared = _declared(questionnaire, assessment, items)
    asked = {fact.id: fact.ask for fact in questionnaire.facts}
    return Score(
        assessment=assessment,
        questionnaire=questionnaire,
        as_of=day,
        frame=Frame(questionnaire=questionnaire, items=items, facts=facts),
        items={
            item.id: score_item(
                item,
                answers.get(item.id, ()),
                constants=questionnaire.constants,
                as_of=day,
                not_applicable=declared.get(item.id) if applies(item, facts) else _ruled_out(item, facts, asked),
            )
            for item in items.values()
        },
    )


def rescored(before: Score, assessment: Assessment, answers: Mapping[str, tuple[Current, ...]]) -> Score:
    """Return the score after changes in the answers to these items alone: only they are computed again."""
    again = {
        item: score_item(
            score.item,
            answers[item],
            constants=before.questionnaire.constants,
            as_of=before.as_of,
            not_applicable=score.not_applicable,
        )
        for item, score in before.items.items()
        if item in answers
    }
    after = replace(before, assessment=assessment, items={**before.items, **again})
    touched = {item.partition(".")[0] for item in again}
    # What cached properties would compute, without the areas and items that are as they were: they cost the most.
    vars(after)["areas"] = {**before.areas, **area_shares(after.frame, after.items, touched)}
    vars(after)["leads"] = {**before.leads, **{item: score.lead for item, score in again.items() if score.applies}}
    return after


def _declared(questionnaire: Questionnaire, assessment: Assessment, items: Mapping[str, Item]) -> Mapping[str, str]:
    """Return item -> why it was declared not applicable."""
    bound = gate_items(questionnaire, items) | {i for i in items if items[i].weight == questionnaire.constants.critical}
    return {
        entry.item: f"{entry.reason} (approved by {entry.approver})"
        for entry in assessment.not_applicable
        if entry.item not in bound  # only a fact of the profile can take those out
    }


def _ruled_out(item: Item, facts: Mapping[str, object], asked: Mapping[str, str]) -> str:
    """Return what the profile was asked, and its answer, that leaves an item out."""
    words = {"True": "yes", "False": "no"}
    named = sorted({fact for condition in item.applies_when for fact in condition if fact in facts})
    told = ((asked.get(fact) or fact, str(facts[fact])) for fact in named)
    return ", and ".join(f'"{question}" was answered with {words.get(answer, answer)}' for question, answer in told)
