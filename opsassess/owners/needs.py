"""How an item stands against what is needed of it: the words of must-haves, runbook and reviewer's table alike."""

from __future__ import annotations

from fractions import Fraction

from opsassess.owners.situations import State
from opsassess.scoring import Score
from opsassess.scoring.frame import Need
from opsassess.scoring.gates import need_state

WORST_FIRST: tuple[State, ...] = ("missing", "open", "partly", "said", "due", "shown")


def need_standing(score: Score, need: Need) -> State:
    """Return how one requirement stands; *partly* is written down, but less than this must-have needs."""
    return standing_at(score, need.item, need.at_least)


def standing_at(score: Score, name: str, at_least: Fraction) -> State:
    """Return how an item stands against what it needs: the words of must-haves and of the reviewer's table alike."""
    held = score.shown_view[name]
    state = need_state(held, at_least)
    if state in ("pass", "due"):
        return "shown" if state == "pass" else "due"
    item = score.items[name]
    if item.claimed >= at_least:
        return "said"
    if item.claimed >= score.questionnaire.constants.default_target:
        return "partly"
    return "open" if not item.answered and held.possible >= at_least else "missing"
