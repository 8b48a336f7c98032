"""For the security and operations review: what happens if this fails?"""

from __future__ import annotations

from opsassess.blocks import STATES, Paragraph, Section, Table
from opsassess.owners.needs import standing_at
from opsassess.owners.sight import sight_told
from opsassess.prose import Prose, Sentences, escape
from opsassess.report.parts import Parts
from opsassess.scoring import ItemScore, Score


def reviewer_section(score: Score, sentences: Sentences) -> Section:
    """Return one row a question of the reviewer: how it stands, and what it rests on."""
    parts = Parts.of(score, sentences)
    rows = tuple(
        (escape(question.title), *_answer(score.items[item], parts))
        for question in score.questionnaire.review
        for item in question.items
        if item in score.items and score.items[item].applies
    )
    return Section(
        id="review",
        role="flow",
        title=sentences.say("review.title"),
        blocks=(
            Paragraph(text=sentences.say("review.lead"), role="lead"),
            Table(
                columns=(Prose("If this happens"), Prose("The team's way"), Prose("What it rests on")),
                rows=rows,
                widths=(24, 14, 62),
                caption=Prose("What a security or operations review asks, and how it stands"),
            ),
        ),
    )


def _answer(item: ItemScore, parts: Parts) -> tuple[Prose, Prose]:
    score, name = parts.score, item.item.id
    needed = score.frame.gate_minimum(name, "T2") or score.questionnaire.constants.default_target
    state = standing_at(score, name, needed)
    word = sight_told([item], parts.sentences) if state == "shown" else Prose(STATES[state])
    return word, parts.told(name, needed, reason=True)
