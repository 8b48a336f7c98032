"""The drill cards of an agent as a document: what to work from, a record sheet and signatures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opsassess.blocks import Block, Document, Facts, Field, Form, Heading, Paragraph, Section, Table, Todo
from opsassess.described.book import Book
from opsassess.described.entries import entries_of
from opsassess.described.trial import trial_case
from opsassess.drill.fields import CARD, proof_fields, record_fields
from opsassess.drill.pages import Pages
from opsassess.drill.plan import Drill, drills_of
from opsassess.owners.people import by_whom
from opsassess.prose import Prose, Sentences, ended, escape
from opsassess.scoring import Score

_DRILLS = "x_cross_cutting.drills"
_SIGNED_BY = ("operator", "observer", "owner")


def drill_document(score: Score, sentences: Sentences, runbook: Sentences) -> Document:
    """Return the cards; ``runbook`` are the sentences by which the runbook prints contents."""
    assessment, drills = score.assessment, drills_of(score)
    pages = Pages(book=Book(score=score, entries=entries_of(score), sentences=runbook), sentences=sentences)
    return Document(
        kind="drill",
        title=sentences.say("title", agent=assessment.agent.name),
        subtitle=sentences.say("subtitle", many=len(drills)),
        client=escape(assessment.client.name),
        agent=escape(assessment.agent.name),
        day=score.as_of,
        draft=False,
        cover=(),
        sections=(_about(score, sentences), *(_card(drill, pages, sentences) for drill in drills)),
    )


def _about(score: Score, sentences: Sentences) -> Section:
    own = (score.assessment.id, escape(score.assessment.id))
    mark = Field(tag=CARD, label=sentences.say("field.assessment"), kind="choice", options=(own,))
    blocks: tuple[Block, ...] = (
        Paragraph(text=sentences.say("about.lead", agent=score.assessment.agent.name), role="lead"),
        Paragraph(text=sentences.say("about.rules")),
        Paragraph(text=sentences.say("about.safe")),
        Paragraph(text=sentences.say("about.back")),
        *_first(score, sentences),
        Form(fields=(mark,), caption=sentences.say("about.mark")),
    )
    return Section(id="about", title=sentences.say("about.title"), blocks=blocks)


def _first(score: Score, sentences: Sentences) -> Iterator[Block]:
    """Yield what holds for every card: that the agent is not live yet, and what was decided about drills."""
    if score.frame.facts.get("live") is False:
        yield Paragraph(text=sentences.say("about.not_live", agent=score.assessment.agent.name))
    for risk in score.accepted:
        if risk.item == _DRILLS:
            who = by_whom(score.assessment, risk)
            yield Paragraph(text=sentences.say("about.decided", risk=risk, who=who, reason=ended(escape(risk.reason))))


def _card(drill: Drill, pages: Pages, sentences: Sentences) -> Section:
    steps = (
        *(block for values in drill.items for block in pages.of(values)),
        *(block for values in drill.beside for block in pages.way_back(values)),
    )
    ready = not any(isinstance(block, Todo) for block in steps)
    blocks = (
        Paragraph(text=escape(drill.purpose), role="lead"),
        Facts(pairs=tuple(_facts(drill, pages, sentences, ready=ready))),
        *_caution(drill, sentences),
        *steps,
        Heading(text=sentences.say("record.title", title=drill.title)),
        Form(fields=tuple(record_fields(drill, sentences)), caption=sentences.say("record.caption")),
        Form(fields=tuple(proof_fields(drill, sentences)), widths=(8, 2), caption=sentences.say("proof.caption")),
        _signatures(sentences),
    )
    return Section(id=drill.id, role="sheet", title=escape(drill.title), blocks=blocks)


def _facts(drill: Drill, pages: Pages, sentences: Sentences, *, ready: bool) -> Iterator[tuple[Prose, Prose]]:
    clauses = [v.item.remedy.accepted(("prove",)) for v in drill.items]
    if not ready:
        yield sentences.say("fact.not_ready"), sentences.say("not_ready")
    if pages.done_by_builder(drill.items):
        yield (
            sentences.say("fact.operator"),
            sentences.say("operator", owner=pages.book.owners.of_agent, who=pages.agreed_with(drill.items)),
        )
    yield (
        sentences.say("fact.prepare"),
        _of_plan(drill, "prepare", sentences, test=trial_case(pages.book, drill.items[0].item)),
    )
    yield sentences.say("fact.passed"), sentences.say("passed", clauses=clauses)
    if any("minutes" in clause for clause in clauses):
        yield sentences.say("fact.minutes"), _minutes(drill, pages, sentences)
    yield (
        sentences.say("fact.abort"),
        sentences.say("abort", call=pages.calls(), if_not=pages.says(drill.items, "if_not")),
    )
    yield sentences.say("fact.tidy"), _of_plan(drill, "tidy", sentences, **_back(drill, pages))
    yield sentences.say("fact.window"), _window(drill, sentences)


def _back(drill: Drill, pages: Pages) -> Mapping[str, object]:
    """Return whether the page has a way back, whether it counts cases first, and whose yes the agent needs."""
    first = drill.items[0]
    return {"back": bool(pages.going_back(first)), "counted": pages.counts_first(first), "yes": pages.signs_off()}


def _minutes(drill: Drill, pages: Pages, sentences: Sentences) -> Prose:
    told = pages.minutes(drill.items)
    untimed = [title for title, minutes in told.items() if not minutes]
    named = pages.names_minutes(drill.items[0])
    minutes = [m for m in told.values() if m]
    return _of_plan(drill, "minutes", sentences, minutes=minutes, untimed=untimed, named=named)


def _window(drill: Drill, sentences: Sentences) -> Prose:
    """Say how long it counts: an item that holds longer is named, as the record below says it too."""
    days = min(values.item.window for values in drill.items)
    longer = [values.item for values in drill.items if values.item.window > days]
    return sentences.say("window", days=days, longer=longer)


def _caution(drill: Drill, sentences: Sentences) -> Iterator[Block]:
    """Yield what stands above steps that nobody may do for a drill's sake."""
    if sentences.has(f"caution.{drill.plan}"):
        yield Paragraph(text=sentences.say(f"caution.{drill.plan}"))


def _of_plan(drill: Drill, name: str, sentences: Sentences, **values: object) -> Prose:
    """Return a sentence for this kind of drill; a consultancy's own kind has the one for any other."""
    own = f"{name}.{drill.plan}"
    return sentences.say(own if sentences.has(own) else f"{name}.other", **values)


def _signatures(sentences: Sentences) -> Table:
    rows = tuple((sentences.say(f"signature.{role}"), Prose(""), Prose("")) for role in _SIGNED_BY)
    columns = tuple(sentences.say(f"signature.column.{name}") for name in ("who", "name", "day"))
    return Table(columns=columns, rows=rows, widths=(3, 5, 2), caption=sentences.say("signature.caption"))
