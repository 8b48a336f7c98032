"""The drill cards of an agent as a document: steps, what must be seen, a record sheet and signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opsassess.blocks import Block, Document, Facts, Field, Form, Heading, Paragraph, Section, Table, Todo
from opsassess.drill.fields import CARD, proof_fields, record_fields
from opsassess.drill.plan import Drill, drills_of
from opsassess.prose import Prose, Sentences, escape
from opsassess.runbook.contents import blocks_of
from opsassess.runbook.entries import Entry, entries_of
from opsassess.scoring import ItemScore, Score

_SIGNED_BY = ("operator", "observer", "owner")


def drill_document(score: Score, sentences: Sentences, runbook: Sentences) -> Document:
    """Return the cards; ``runbook`` are the sentences by which the runbook prints contents."""
    assessment, entries = score.assessment, entries_of(score)
    drills = drills_of(score)
    return Document(
        kind="drill",
        title=sentences.say("title", agent=assessment.agent.name),
        subtitle=sentences.say("subtitle", many=len(drills)),
        client=escape(assessment.client.name),
        agent=escape(assessment.agent.name),
        day=score.as_of,
        draft=False,
        cover=(),
        sections=(_about(score, sentences), *(_card(drill, entries, sentences, runbook) for drill in drills)),
    )


def _about(score: Score, sentences: Sentences) -> Section:
    own = (score.assessment.id, escape(score.assessment.id))
    mark = Field(tag=CARD, label=sentences.say("field.assessment"), kind="choice", options=(own,))
    blocks: tuple[Block, ...] = (
        Paragraph(text=sentences.say("about.lead", agent=score.assessment.agent.name), role="lead"),
        Paragraph(text=sentences.say("about.rules")),
        Paragraph(text=sentences.say("about.back")),
        Form(fields=(mark,), caption=sentences.say("about.mark")),
    )
    return Section(id="about", title=sentences.say("about.title"), blocks=blocks)


def _card(drill: Drill, entries: Mapping[str, Entry], sentences: Sentences, runbook: Sentences) -> Section:
    blocks = (
        Paragraph(text=escape(drill.purpose), role="lead"),
        Facts(pairs=tuple(_facts(drill, sentences))),
        *(block for values in drill.items for block in _steps(values, entries, sentences, runbook)),
        *(block for values in drill.beside for block in _beside(values, entries, sentences, runbook)),
        Heading(text=sentences.say("record.title")),
        Form(fields=tuple(record_fields(drill, sentences)), caption=sentences.say("record.caption")),
        Form(fields=tuple(proof_fields(drill, sentences)), widths=(8, 2), caption=sentences.say("proof.caption")),
        _signatures(sentences),
    )
    return Section(id=drill.id, role="sheet", title=escape(drill.title), blocks=blocks)


def _facts(drill: Drill, sentences: Sentences) -> Iterator[tuple[Prose, Prose]]:
    yield (
        sentences.say("fact.passed"),
        sentences.say("passed", clauses=[v.item.remedy.accepted_when for v in drill.items]),
    )
    yield sentences.say("fact.window"), sentences.say("window", days=min(v.item.window for v in drill.items))


def _steps(
    values: ItemScore, entries: Mapping[str, Entry], sentences: Sentences, runbook: Sentences
) -> Iterator[Block]:
    yield Heading(text=escape(values.item.title))
    told = entries[values.item.id].told
    if told is None:
        yield Todo(what=sentences.say("unwritten", do=values.item.remedy.do))
        return
    if told.respondent.is_builder and not told.respondent.is_operator_side:
        yield Paragraph(text=sentences.say("unconfirmed", who=told.respondent.name), role="note")
    yield from blocks_of(values.item, told.content, runbook)


def _beside(
    values: ItemScore, entries: Mapping[str, Entry], sentences: Sentences, runbook: Sentences
) -> Iterator[Block]:
    if entries[values.item.id].told is not None:
        yield from _steps(values, entries, sentences, runbook)


def _signatures(sentences: Sentences) -> Table:
    rows = tuple((sentences.say(f"signature.{role}"), Prose(""), Prose("")) for role in _SIGNED_BY)
    columns = tuple(sentences.say(f"signature.column.{name}") for name in ("who", "name", "day"))
    return Table(columns=columns, rows=rows, widths=(3, 5, 2), caption=sentences.say("signature.caption"))
