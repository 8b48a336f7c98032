"""What stands on the cover of a document about an assessment."""

from __future__ import annotations

from opsassess.prose import Prose, Sentences, escape, listed
from opsassess.scoring import Score


def cover(score: Score, sentences: Sentences) -> tuple[tuple[Prose, Prose], ...]:
    """Return whose agent it is, the day, and who was spoken with."""
    assessment = score.assessment
    people = [sentences.say("cover.heard", who=who, left=who in assessment.left) for who in assessment.heard]
    return (
        (Prose("Client"), escape(assessment.client.name)),
        (Prose("Agent"), escape(assessment.agent.name)),
        (Prose("As of"), sentences.say("day", day=score.as_of)),
        (Prose("Spoke with"), listed(people) or Prose("nobody yet")),
    )
