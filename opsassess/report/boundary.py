"""Who builds, who operates: the people that the answers name, and the line between the two."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.answers import Current
from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.prose import Prose, Sentences, escape, listed
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.values import rows_of


def boundary_section(score: Score, sentences: Sentences) -> Section:
    """Return who holds each duty, as named by the operator side or by the builder only."""
    duties = [score.items[i] for i in score.questionnaire.duties if i in score.items and score.items[i].applies]
    named = [_named(duty) for duty in duties]
    blocks: list[Block] = [
        Paragraph(
            text=sentences.say(
                "boundary.lead",
                all=len(duties),
                named=sum(1 for who, _ in named if who),
                by_builder=sum(
                    1 for _, by in named if by in {r.name for r in score.assessment.respondents if r.is_builder}
                ),
            )
        )
    ]
    if duties:
        blocks.append(
            Table(
                columns=(Prose("Duty"), Prose("Held by"), Prose("Named by")),
                rows=tuple(
                    (escape(duty.item.title), who or sentences.say("boundary.nobody"), by)
                    for duty, (who, by) in zip(duties, named, strict=True)
                ),
                widths=(42, 34, 24),
                caption=Prose("Who holds each duty"),
            )
        )
    return Section(id="boundary", role="flow", title=sentences.say("boundary.title"), blocks=tuple(blocks))


def _named(item: ItemScore) -> tuple[Prose, Prose]:
    """Return the people in an answer's content and who named them: the operator side first."""
    for answer in _answers(item):
        people = [str(row["name"]) for row in rows_of(answer.content) if row.get("name")]
        if people:
            return listed(dict.fromkeys(people)), escape(answer.respondent.name)
    return Prose(""), Prose("")


def _answers(item: ItemScore) -> Iterator[Current]:
    owners_first = sorted(item.operators, key=lambda a: "owner" not in a.respondent.roles)
    yield from owners_first
    yield from item.builders
