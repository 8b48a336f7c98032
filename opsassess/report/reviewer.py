"""For the security and operations review: what happens if this fails?"""

from __future__ import annotations

from fractions import Fraction

from opsassess.blocks import Paragraph, Section, Table
from opsassess.prose import Prose, Sentences, escape, join
from opsassess.report.must_haves import only_looked_at
from opsassess.report.open_hours import PAUSE, open_hours_told
from opsassess.report.people import builder_name, differing, operator_name
from opsassess.report.rounds import is_record
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.frame import Held
from opsassess.scoring.gates import need_state


def reviewer_section(score: Score, sentences: Sentences) -> Section:
    """Return one row a question of the reviewer: how it stands, and what it rests on."""
    rows = tuple(
        (escape(question.title), *_answer(score.items[item], score, sentences))
        for question in score.questionnaire.review
        for item in question.items
        if item in score.items and score.items[item].applies
    )
    return Section(
        id="review",
        role="flow",
        title=sentences.say("review.title"),
        blocks=(
            Paragraph(text=sentences.say("review.lead", agent=score.assessment.agent.name), role="lead"),
            Table(
                columns=(Prose("If this happens"), Prose("State"), Prose("What it rests on")),
                rows=rows,
                widths=(27, 15, 58),
                caption=Prose("What a security or operations review asks, and how it stands"),
            ),
        ),
    )


def _answer(item: ItemScore, score: Score, sentences: Sentences) -> tuple[Prose, Prose]:
    needed = score.frame.gate_minimum(item.item.id, "T2") or score.questionnaire.constants.default_target
    state = _state(item, needed)
    seen = item.seen[0] if item.seen else None
    best = seen.evidence if seen else None
    rating = item.operator if isinstance(item.operator, int) else 0
    text = sentences.say(
        f"review.{state}",
        rating=rating,
        differ=differing(item),
        item=item.item,
        operator=operator_name(item, score.assessment),
        builder=builder_name(item, score.assessment),
        builder_knows=(item.builder or 0) >= 1,
        dont_know=item.operator == "dont_know",
        what=best.what if best and best.level != "E0" else "",
        date=best.date if best else None,
        record=bool(seen and is_record(seen, score.assessment, score.as_of)),
        one_person=item.item.id in score.one_person,
        window=item.item.window,
    )
    risk = next((e for e in score.accepted if e.item == item.item.id), None)
    if risk and state != "shown":
        text = join([text, sentences.say("review.accepted", risk=risk)])
    if item.item.id == PAUSE:
        text = join([text, open_hours_told(score, sentences, "must_have.open_hours")])
    told = "looked_at" if state == "shown" and only_looked_at(item) else state
    return sentences.say(f"review.state.{told}"), text


def _state(item: ItemScore, needed: Fraction) -> str:
    state = need_state(Held(value=item.shown, renewable=item.renewable, possible=item.possible), needed)
    if state in ("pass", "due"):
        return "shown" if state == "pass" else "due"
    if item.claimed >= needed:
        return "said"
    if item.claimed:
        return "partly"  # known or written, but less than is needed
    return "missing" if item.answered else "open"
