"""What closing lines would change: the same scoring, with the closed items held."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from opsassess.answers import Current
from opsassess.assessment import Respondent
from opsassess.questionnaire import TierId
from opsassess.retainer.lines import Line
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.frame import not_above
from opsassess.scoring.gates import MET, need_state
from opsassess.scoring.values import rank

_OPERATOR = Respondent(id="operator-after", name="an operator", roles=("operator",))
_BUILDER = Respondent(id="builder-after", name="the builder", roles=("builder",))


def closed(score: Score, lines: Iterable[Line]) -> Score:
    """Return the score with these lines done: each item shows what its line reaches.

    Work ends with an operator who did not build the agent, and the builder is heard on it. A request only shows what
    was said.
    """
    items = dict(score.items)
    for line in lines:
        for item, value in line.reaches.items():
            shown = _shown(items[item], value)
            items[item] = shown if line.kind == "request" else _handed_over(shown, value)
    return replace(score, items=items)


def _shown(item: ItemScore, value: Fraction) -> ItemScore:
    return replace(
        item,
        shown=max(item.shown, value),
        claimed=max(item.claimed, value),
        possible=max(item.possible, value),
        renewable=max(item.renewable, value),
        lacking=(),
    )


def _handed_over(item: ItemScore, value: Fraction) -> ItemScore:
    rating = max(math.ceil(4 * value), rank(item.operator) if item.operator is not None else 0)
    return replace(
        item,
        operators=(Current(respondent=_OPERATOR, rating=rating),),
        builders=item.builders if item.builder is not None else (Current(respondent=_BUILDER, rating=rating),),
        builder_run=False,
    )


def blocking(score: Score, lines: Iterable[Line], aim: TierId) -> tuple[Line, ...]:
    """Return the lines that close what a gate on the way to a tier still lacks."""
    raised = score.questionnaire.tier_of[aim].gate_at_least
    held = score.shown_view
    lacking = {
        need.item
        for need in score.frame.needs
        if need.item in held
        and not_above(need.gate.tier, aim)
        and need_state(held[need.item], max(need.at_least, raised)) not in MET
    }
    return tuple(line for line in lines if lacking & line.reaches.keys() or line.kind == "second")
