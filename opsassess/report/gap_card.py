"""One gap: why it matters, what to do, when it is closed, and who does it by when."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.blocks import Card
from opsassess.effort import Effort
from opsassess.owners import Owners
from opsassess.owners.differing import are_operators, differ, differing
from opsassess.owners.people import builder_name, builder_told, builder_wrote, operator_name
from opsassess.owners.situations import situation
from opsassess.prose import Prose, Sentences, escape, join, unquoted
from opsassess.report.evidence import sends_told
from opsassess.report.remedies import accepted, effort_told, remedy
from opsassess.report.rounds import is_record, since_told
from opsassess.scoring import Gap, ItemScore, Score

_QUOTE = 200  # characters; longer notes are for the annex


def gap_card(owners: Owners, gap: Gap, effort: Effort | None, sentences: Sentences) -> Card:
    """Return a gap with why it matters, what to do, when it is closed, and who does it by when."""
    score = owners.score
    item = score.items[gap.item]
    names: dict[str, Prose | bool] = {
        "operator": operator_name(item, score.assessment),
        "builder": builder_name(item, score.assessment),
        "told": builder_told(item),
    }
    word = situation(item, gap)
    seen, quotes = tuple(_seen(score, item, sentences)), tuple(quotes_of(item, sentences))
    do, test = (told(score, gap.item, gap.steps, sentences) for told in (remedy, accepted))
    facts = [(Prose("Do this"), do), (Prose("Accepted when"), sentences.say("gaps.accepted", clause=test))]
    if effort:
        facts.append((Prose("Our time"), effort_told(score, gap, effort, sentences)))
    facts.append((Prose("Owner"), _owner_told(owners, gap.item, sentences)))
    finding = sentences.say(
        f"gaps.finding.{word}",
        item=item.item,
        seen=bool(seen),
        since=since_told(score, gap.item, sentences),
        quoted=bool(quotes),
        alone=item.builder_run,
        differ=differing(item, sentences),
        on_duty=are_operators(item),
        builder_knows=(item.builder or 0) >= 1,
        **names,
    )
    return Card(
        title=sentences.say(f"gaps.card.{word}", item=item.item, builder_wrote=builder_wrote(item), **names),
        tags=_tags(score, gap),
        body=tuple(filter(None, (finding, *seen, *quotes, escape(item.item.why)))),
        facts=tuple(facts),
    )


def _owner_told(owners: Owners, item: str, sentences: Sentences) -> Prose:
    """Return who owns it by when, and what somebody sends that does not settle it."""
    owner = owners.of(item)
    return join(filter(None, (sentences.say("owner", owner=owner), sends_told(owners, owner.promise, sentences))), ". ")


def quotes_of(item: ItemScore, sentences: Sentences) -> Iterator[Prose]:
    """Yield what the operator side said about it, where the consultant noted a short sentence: by role, not by name.

    Nobody is quoted against a colleague. Who also built the agent is quoted where nobody else told us.
    """
    alone = all(answer.respondent.is_builder for answer in item.operators)
    for answer in () if differ(item) or item.spread else item.operators:
        words, by = answer.note.strip(), answer.respondent
        if 0 < len(words) <= _QUOTE and (alone or not by.is_builder):
            builder = by.name if by.is_builder else ""
            yield sentences.say("gaps.quote", role=by.roles[0], builder=builder, words=unquoted(words))


def _seen(score: Score, item: ItemScore, sentences: Sentences) -> Iterator[Prose]:
    """Yield what was seen, if something was: the best of it."""
    for best in item.seen[:1]:
        if best.evidence.level != "E0" and best.evidence.what.strip():
            what = best.evidence.what.strip().rstrip(".")
            record = is_record(best, score.assessment, score.as_of)
            yield sentences.say("gaps.seen", what=what, evidence=best.evidence, record=record)


def _tags(score: Score, gap: Gap) -> tuple[Prose, ...]:
    gates = score.questionnaire.gate_of
    weight = score.items[gap.item].item.weight
    return (escape(weight), *(escape(f"must-have: {gates[g].title.lower()}") for g in gap.gates))
