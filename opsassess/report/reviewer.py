"""For the security and operations review: what happens if this fails?"""

from __future__ import annotations

from collections.abc import Mapping

from opsassess.blocks import STATES, Paragraph, Section, Table
from opsassess.prose import Prose, Sentences, escape, join
from opsassess.report.must_haves import sights_told
from opsassess.report.needs import standing_at
from opsassess.report.open_hours import PAUSE, open_hours_told
from opsassess.report.people import builder_name, builder_told, differing, operator_name
from opsassess.report.sight import left_open, sight_of
from opsassess.runbook.lacks import lacks_of
from opsassess.scoring import ItemScore, Score

_WRITTEN = 2  # the level of what is written down


def reviewer_section(score: Score, sentences: Sentences) -> Section:
    """Return one row a question of the reviewer: how it stands, and what it rests on."""
    lacks = lacks_of(score)
    rows = tuple(
        (escape(question.title), *_answer(score.items[item], score, lacks, sentences))
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


def _answer(
    item: ItemScore, score: Score, lacks: Mapping[str, tuple[Prose, ...]], sentences: Sentences
) -> tuple[Prose, Prose]:
    needed = score.frame.gate_minimum(item.item.id, "T2") or score.questionnaire.constants.default_target
    state = standing_at(score, item.item.id, needed)
    sights = sights_told([item], score, sentences, enough=state == "shown") if state != "due" else ()
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
        told=builder_told(item),
        builder_wrote=(item.builder or 0) >= _WRITTEN,
        sights=sights,
        date=max((seen.evidence.date for seen in item.seen if seen.evidence.date), default=None),
        one_person=item.builder_run,
        window=item.item.window,
    )
    risk = next((e for e in score.accepted if e.item == item.item.id), None)
    if risk and state != "shown":
        text = join([text, sentences.say("review.accepted", risk=risk)])
    if state != "missing":  # of what is not there nothing is open
        text = join([text, _open(item, score, lacks, sentences)])
    word = sentences.say(f"sight.{sight_of(item)}") if state == "shown" else Prose(STATES[state])
    return word, text


def _open(item: ItemScore, score: Score, lacks: Mapping[str, tuple[Prose, ...]], sentences: Sentences) -> Prose:
    """Return what is open on an item, in the words of the answers and of the runbook: must-haves have the same."""
    name = item.item.id
    clauses = [clause for found in left_open(score, [name]) for clause in found.clauses]
    told = sentences.say("review.points", clauses=clauses, lacks=lacks.get(name, ()))
    hours = open_hours_told(score, sentences, "must_have.open_hours") if name == PAUSE else Prose("")
    return join(part for part in (told, hours) if part)
