"""What changed since a milestone, and why: pure functions from an assessment that holds one to a `Delta`.

Source of the rules: docs/method.md, "What changed".
"""

from __future__ import annotations

from opsassess.delta.causes import CAUSES, Cause, Change
from opsassess.delta.milestones import Frozen, freeze, milestone_named
from opsassess.delta.result import Delta, Stage, as_it_was, delta

__all__ = ["CAUSES", "Cause", "Change", "Delta", "Frozen", "Stage", "as_it_was", "delta", "freeze", "milestone_named"]
