"""What the rows of every kind tell alike: the question, its owner, its hours."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from opsassess.documents.plain import plain_text
from opsassess.effort import Effort, rounded
from opsassess.prose import Sentences
from opsassess.report.owners import Owner
from opsassess.report.sizing import origin_told
from opsassess.retainer.agent import Agent
from opsassess.workbook.cells import CellValue

if TYPE_CHECKING:
    from opsassess.workbook.sheets import Row


def hours_of_row(agent: Agent, effort: Effort | None, sentences: Sentences) -> Row:
    """Return the hours of a row, and why they are not those of the questionnaire."""
    points = ("optimistic", "likely", "pessimistic")
    row: dict[str, CellValue | None] = {
        point: _number(rounded(getattr(effort, point))) if effort else None for point in points
    }
    return {**row, "hours_why": plain_text(origin_told(agent, effort, sentences)) if effort else None}


def owner_columns(owner: Owner, sentences: Sentences) -> Row:
    """Return who owns a row, or who names somebody, and the day: agreed, or proposed by us."""
    named = plain_text(sentences.say("register.owner", owner=owner)) or None
    return {"owner": named, "due": owner.due, "proposed": owner.proposed}


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)
