"""Builder against operator: where the builder's answers run ahead."""

from __future__ import annotations

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.prose import Prose, Sentences, escape
from opsassess.report.people import builders, named, operators
from opsassess.scoring import ItemScore, Score


def transfer_section(score: Score, sentences: Sentences) -> Section:
    """Return the section on what only the builder knows."""
    person = score.key_person
    compared = sum(1 for s in score.items.values() if s.applies and s.lead is not None)
    names = {
        "operator": named(operators(score.assessment), "the operator"),
        "builder": named(builders(score.assessment), "the builder"),
    }
    lead = sentences.say(
        "transfer.lead",
        measured=person.index is not None,
        many=len(person.items),
        compared=compared,
        several=len(operators(score.assessment)) > 1,
        only_builder=sum(1 for s in score.items.values() if s.applies and not s.answered and s.builders),
        available=str(score.assessment.agent.facts.get("builder_available") or "").strip().rstrip("."),
        **names,
    )
    blocks: list[Block] = [Paragraph(text=lead, role="lead")]
    if person.items:
        blocks.append(
            Table(
                columns=(Prose("Where the builder is ahead"), Prose("Builder says"), Prose("Operator says")),
                rows=tuple(_row(score.items[i], score) for i in person.items),
                widths=(44, 28, 28),
                caption=Prose("Items where the builder is two levels or more ahead of the operator"),
            )
        )
        blocks.append(Paragraph(text=sentences.say("transfer.close", **names), role="note"))
    return Section(id="transfer", role="flow", title=sentences.say("transfer.title"), blocks=tuple(blocks))


def _row(item: ItemScore, score: Score) -> tuple[Prose, ...]:
    return (escape(item.item.title), _level(item.builder, score), _level(item.operator, score))


def _level(rating: object, score: Score) -> Prose:
    if not isinstance(rating, int):
        return Prose("does not know")
    return escape(f"{rating}, {score.questionnaire.ratings[rating].name}")
