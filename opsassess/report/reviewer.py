"""For the security and operations review: what happens if this fails?"""

from __future__ import annotations

from fractions import Fraction

from opsassess.blocks import Paragraph, Section, Table
from opsassess.owners.sight import WEAKEST_FIRST, best_seen, sight_of
from opsassess.prose import Prose, Sentences, escape
from opsassess.report.parts import STANDS, Parts, standing_told
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
                columns=(
                    Prose("If this happens"),
                    Prose("The team's way"),
                    Prose("What happens, and what we saw"),
                ),
                rows=rows,
                widths=(30, 14, 56),
                caption=Prose("What a security or operations review asks, and how it stands"),
            ),
        ),
    )


def _answer(item: ItemScore, parts: Parts) -> tuple[Prose, Prose]:
    """Return how a question stands, by its weakest part, and what it rests on: of a must-have, what happens without."""
    score, name = parts.score, item.item.id
    found = ((part, standing_at(score, part.item.id, _needed(score, part.item.id))) for part in _parts(score, item))
    weakest, state = min(found, key=lambda part: _rank(*part))
    word, gate = (
        standing_told(weakest, state, parts.sentences),
        next(iter(score.frame.needs_of_item.get(name, ())), None),
    )
    if gate is None:
        return word, parts.told(name, _needed(score, name), reason=True)
    days = [seen.evidence.date for seen in best_seen(item) if seen.evidence.date]
    seen = max(days) if days and weakest is item and state in STANDS else None
    part = weakest.item if weakest is not item else None
    return word, parts.sentences.say("review.must_have", gate=gate.gate, item=item.item, seen=seen, weakest=part)


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
