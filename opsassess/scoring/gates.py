"""Gates: conditions that cap the tier whatever the average says."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from opsassess.scoring.frame import Frame, Held, Need, View
from opsassess.scoring.values import ZERO

GateState = Literal["failed", "open", "due", "pass", "n/a"]
_WORST_FIRST: tuple[GateState, ...] = ("failed", "open", "due", "pass")
MET: frozenset[GateState] = frozenset({"pass", "due", "n/a"})


def need_state(held: Held, at_least: Fraction) -> GateState:
    """Return the state of one requirement whose item applies."""
    if held.value >= at_least:
        return "pass"
    if held.renewable >= at_least:
        return "due"
    return "open" if held.possible >= at_least else "failed"


def gate_state(needs: tuple[Need, ...], view: View, at_least: Fraction = ZERO) -> GateState:
    """Return the worst state of a gate's requirements; ``at_least`` raises every minimum."""
    states = {need_state(view[n.item], max(n.at_least, at_least)) for n in needs if n.item in view}
    return next((state for state in _WORST_FIRST if state in states), "n/a")


def gate_states(frame: Frame, view: View) -> Mapping[str, GateState]:
    return {g.id: gate_state(frame.needs_of_gate.get(g.id, ()), view) for g in frame.questionnaire.gates}
