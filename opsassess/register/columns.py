"""What the rows of every kind tell alike: the question, its owner, its hours."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from opsassess.documents.plain import plain_text
from opsassess.effort import Effort, rounded
from opsassess.owners import Owner
from opsassess.prose import Prose, Sentences, capitalised
from opsassess.register.layout import REGISTER
from opsassess.report.sizing import origin_told, unused_told
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score
from opsassess.workbook.cells import CellValue

if TYPE_CHECKING:
    from opsassess.workbook.sheets import Row


def question_columns(score: Score, item: str) -> Row:
    """Return a row with what it tells of its question; all other columns are empty."""
    found, row = score.items[item].item, _empty()
    gates = [g.title for g in score.questionnaire.gates if item in _items_of(score, g.id)]
    return row | {
        "item": item,
        "title": found.title,
        "area": score.questionnaire.area_of[found.area].title,
        "must_have": ", ".join(gates) or None,
        "why": found.why,
    }


def agreement_columns(title: Prose, do: Prose, done: Prose) -> Row:
    """Return a row of what takes an agreement and is none of a single question."""
    row = _empty()
    return row | {
        "item": "",
        "title": plain_text(title),
        "do": plain_text(capitalised(do)),
        "accepted_when": plain_text(done),
    }


def _empty() -> dict[str, CellValue | None]:
    return dict.fromkeys(head.key for head in REGISTER.heads)


def _items_of(score: Score, gate: str) -> set[str]:
    return {need.item for need in score.frame.needs_of_gate.get(gate, ())}


def hours_of_row(agent: Agent, item: str, effort: Effort | None, sentences: Sentences) -> Row:
    """Return the hours of a row, fine enough to add them up, and why they are not those of the questionnaire."""
    points = ("optimistic", "likely", "pessimistic")
    row: dict[str, CellValue | None] = {
        point: _number(rounded(getattr(effort, point) * 10) / 10) if effort else None for point in points
    }
    why = origin_told(agent, item, effort, sentences) if effort else unused_told(agent, item, sentences)
    return {**row, "hours_why": plain_text(why) or None}


def owner_columns(owner: Owner, sentences: Sentences) -> Row:
    """Return who owns a row, or who names somebody, and the day: agreed, or proposed by us.

    ``asked_of`` is printed nowhere: the follow-up asks this person, as whoever is measured by a row has to know of it.
    """
    name = sentences.say("owner.name", owner=owner)
    named = plain_text(sentences.say("register.owner", owner=owner, name=name)) or None
    asked = "" if owner.risk else owner.name
    days = {"due": owner.due, "proposed": owner.proposed}
    return {"owner": named, "helper": owner.helper or None, "asked_of": asked, **days}


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)
