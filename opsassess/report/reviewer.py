"""For the security and operations review: what happens if this fails?"""

from __future__ import annotations

from fractions import Fraction

from opsassess.blocks import Paragraph, Section, Table
from opsassess.owners.sight import WEAKEST_FIRST, sight_of
from opsassess.prose import Prose, Sentences, escape
from opsassess.report.parts import Parts, standing_told
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.standing import WORST_FIRST, State, standing_at


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
                widths=(30, 14, 56),
                caption=Prose("What a security or operations review asks, and how it stands"),
            ),
        ),
    )


def _answer(item: ItemScore, parts: Parts) -> tuple[Prose, Prose]:
    """Return how a question stands, by its weakest part, and what it rests on."""
    score, name = parts.score, item.item.id
    state = standing_at(score, name, _needed(score, name))
    worse = [
        (other, found)
        for other in _unasked_parts(score, name)
        if _rank(other, found := standing_at(score, other.item.id, _needed(score, other.item.id))) < _rank(item, state)
    ]
    told = parts.told(name, _needed(score, name), reason=True)
    if not worse:
        return standing_told(item, state, parts.sentences), told
    words = [(other.item.title, standing_told(other, found, parts.sentences)) for other, found in worse]
    weakest, found = min(worse, key=lambda part: _rank(*part))
    text = parts.sentences.say("review.parts", title=item.item.title, told=told, worse=words)
    return standing_told(weakest, found, parts.sentences), text


def _unasked_parts(score: Score, name: str) -> tuple[ItemScore, ...]:
    """Return the other parts of the must-have of an item which the reviewer does not ask about by themselves."""
    asked = {item for question in score.questionnaire.review for item in question.items}
    gates = [{need.item for need in needs} for needs in score.frame.needs_of_gate.values()]
    others = dict.fromkeys(part for parts in gates if name in parts for part in sorted(parts - asked))
    return tuple(score.items[part] for part in others if score.items[part].applies)


def _needed(score: Score, name: str) -> Fraction:
    return score.frame.gate_minimum(name, "T2") or score.questionnaire.constants.default_target


def _rank(item: ItemScore, state: State) -> tuple[int, bool, int]:
    """Return how an item stands, the weakest first."""
    return WORST_FIRST.index(state), not item.builder_run, WEAKEST_FIRST.index(sight_of(item))
