"""How a must-have and its items stand, in the words that form, report, runbook and reviewer's table have alike."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from opsassess.scoring.frame import Need
from opsassess.scoring.gates import need_state
from opsassess.scoring.result import Score
from opsassess.scoring.sight import Sight, best_seen, has_aged, sight_of, weakest

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
SIGHTS: Mapping[Sight, str] = {"done": "shown", "seen": "seen", "page": "page seen"}  # of what stands
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


def parts_standing(score: Score, gate: str) -> Mapping[str, State]:
    """Return how each item of a must-have stands that applies: as its worst requirement does."""
    parts: dict[str, State] = {}
    for need in score.frame.needs_of_gate.get(gate, ()):
        if score.items[need.item].applies:
            found = need_standing(score, need)
            parts[need.item] = min(found, parts.get(need.item, found), key=WORST_FIRST.index)
    return parts


def gate_standing(score: Score, gate: str) -> tuple[State, str]:
    """Return how a must-have stands, as its worst part does, and the words for it."""
    parts = parts_standing(score, gate)
    state: State = min(parts.values(), key=WORST_FIRST.index, default="n/a")
    return state, _words(state, parts, score)


def _words(state: State, parts: Mapping[str, State], score: Score) -> str:
    """Return of what stands how it was seen, and of what is open or told how far it came."""
    items = [score.items[name] for name in parts]
    if state in STANDS and any(name in score.one_person for name in parts):
        return "its builder only"
    if state in STANDS:
        return SIGHTS[weakest(items)] + (", review due" if any(map(has_aged, items)) else "")
    if state == "open" and any(item.answered for item in items):
        return "asked in part"
    told = [score.items[name] for name, part in parts.items() if part == "said"]
    if state == "said" and all(best_seen(item) and sight_of(item) == "page" for item in told):
        return "page seen, not shown"
    return STATES[state]
