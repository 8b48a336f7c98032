"""For the security and operations review: what happens if this fails?"""

from __future__ import annotations

from fractions import Fraction

from opsassess.blocks import Paragraph, Section, Table
from opsassess.prose import Prose, Sentences, escape
from opsassess.report.parts import STANDS, Parts, sights_told, standing_told
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.sight import WEAKEST_FIRST, sight_of
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
                columns=(
                    Prose("If this happens"),
                    Prose("The team's way"),
                    Prose("What we saw"),
                ),
                rows=rows,
                widths=(30, 14, 56),
                caption=Prose("What a security or operations review asks, and how it stands"),
            ),
        ),
    )


def _answer(item: ItemScore, parts: Parts) -> tuple[Prose, Prose]:
    """Return how a question stands, and what was seen of it.

    A part of its must-have which the reviewer does not ask about by itself, and which is weaker, is named.
    """
    score, say, name = parts.score, parts.sentences.say, item.item.id
    found = [(part, standing_at(score, part.item.id, _needed(score, part.item.id))) for part in _parts(score, item)]
    state, (weakest, its_state) = found[0][1], min(found, key=lambda part: _rank(*part))
    word = standing_told(item, state, parts.sentences)
    gate = next(iter(score.frame.needs_of_item.get(name, ())), None)
    if gate is None:
        return word, parts.told(name, _needed(score, name), apart=True)
    return word, say(
        "review.must_have",
        gate=gate.gate,
        item=item.item,
        seen=sights_told([item], score, parts.sentences, enough=state in STANDS),
        weakest=weakest.item if weakest is not item else None,
        word=standing_told(weakest, its_state, parts.sentences),
    )


def _parts(score: Score, item: ItemScore) -> tuple[ItemScore, ...]:
    """Return an item and the parts of its must-have which the reviewer does not ask about by themselves."""
    asked = {name for question in score.questionnaire.review for name in question.items}
    gates = [{need.item for need in needs} for needs in score.frame.needs_of_gate.values()]
    others = dict.fromkeys(part for parts in gates if item.item.id in parts for part in sorted(parts - asked))
    return (item, *(score.items[part] for part in others if score.items[part].applies))


def _needed(score: Score, name: str) -> Fraction:
    return score.frame.gate_minimum(name, "T2") or score.questionnaire.constants.default_target


def _rank(item: ItemScore, state: State) -> tuple[int, bool, int]:
    """Return how an item stands, the weakest first."""
    return WORST_FIRST.index(state), not item.builder_run, WEAKEST_FIRST.index(sight_of(item))
