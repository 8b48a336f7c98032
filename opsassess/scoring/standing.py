"""How a must-have and its items stand, in the words that form, report, runbook and reviewer's table have alike."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from opsassess.scoring.frame import Need
from opsassess.scoring.gates import need_state
from opsassess.scoring.result import Score

State = Literal["shown", "due", "said", "partly", "open", "missing", "n/a"]  # of a must-have, and of its parts
STATES: Mapping[State, str] = {
    "shown": "shown",
    "due": "seen, review due",
    "said": "described, not shown",
    "partly": "not yet",
    "open": "not asked yet",
    "missing": "missing",
    "n/a": "does not apply",
}
STANDS: tuple[State, ...] = ("shown", "due")
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


def gate_standing(score: Score, gate: str) -> State:
    """Return how a must-have stands: as its worst requirement does."""
    needs = (need for need in score.frame.needs_of_gate.get(gate, ()) if score.items[need.item].applies)
    return min((need_standing(score, need) for need in needs), key=WORST_FIRST.index, default="n/a")
