"""The table of duties as it holds today: a builder whose contract has ended does nothing any more."""

from __future__ import annotations

from opsassess.described.shapes import rows_in
from opsassess.owners.days import ProposedDays
from opsassess.owners.people import BOUNDARY, is_builders_alone, undone
from opsassess.prose import Sentences
from opsassess.scoring import Score


def as_it_holds(score: Score, item: str, content: object, sentences: Sentences) -> object:
    """Return the content of an answer; of the table of duties, with nobody for what nobody is bound to do."""
    if item != BOUNDARY or not undone(score):
        return content
    nobody = str(sentences.say("duty.nobody", since=ProposedDays(score=score).builder_since))
    return [{**row, "builder": nobody} if is_builders_alone(row) else row for row in rows_in(content)]
