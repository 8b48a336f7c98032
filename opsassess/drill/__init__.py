"""Drills: cards to exercise with the client's team, and what comes back from a filled one as evidence."""

from __future__ import annotations

from opsassess.drill.card import drill_document
from opsassess.drill.filled import filled_cards
from opsassess.drill.outcome import Outcome, outcome_of

__all__ = ["Outcome", "drill_document", "filled_cards", "outcome_of"]
