"""The drill cards of an agent as a document: what to work from, a record sheet and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opsassess.blocks import Block, Document, Facts, Field, Form, Heading, Paragraph, Section, Table, Todo
from opsassess.described.book import Book
from opsassess.described.entries import entries_of
from opsassess.described.trial import trial_case, trial_place
from opsassess.drill.fields import CARD, in_test, proof_fields, record_fields
from opsassess.drill.held import NO_SIGHT, exercises_of, is_live, risk_on_drills
from opsassess.drill.pages import Pages
from opsassess.drill.plan import Drill, drills_of, failures_of, is_own
from opsassess.owners.people import by_whom, holder_of
from opsassess.owners.situations import only_told_absent
from opsassess.phrases import phrase
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
        *_failures(score, sentences),
        *_first(score, sentences),
        Form(fields=(mark,), caption=sentences.say("about.mark")),
    )
    return Section(id="about", title=sentences.say("about.title"), blocks=blocks)


def _failures(score: Score, sentences: Sentences) -> Iterator[Block]:
    """Yield which failures have a card and why those, where not all have one."""
    chosen, every = (failures_of(score, every=every) for every in (False, True))
    if len(chosen) < len(every):
        own, first = ([v.item.title for v in chosen if is_own(v) is side] for side in (True, False))
        asked = [values.item.title for values in every if only_told_absent(values)]
        values = {"many": len(every), "rest": len(every) - len(chosen) - len(asked), "asked": asked}
        yield Paragraph(text=sentences.say("about.failures", own=own, first=first, **values))


def _first(score: Score, sentences: Sentences) -> Iterator[Block]:
    """Yield what holds for every card: that the agent is not live yet, and what was decided about drills."""
    if not is_live(score):
        yield Paragraph(text=sentences.say("about.not_live", agent=score.assessment.agent.name))
    for risk in score.accepted:
        if risk.item == _DRILLS:
            who = by_whom(score.assessment, risk)
            yield Paragraph(text=sentences.say("about.decided", risk=risk, who=who, reason=ended(escape(risk.reason))))


def _card(drill: Drill, pages: Pages, sentences: Sentences) -> Section:
    blocks = (
        Paragraph(text=in_test(drill.purpose, pages.book.score, sentences), role="lead"),
        *_to_settle(drill, pages, sentences),
        Facts(pairs=tuple(_facts(drill, pages, sentences))),
        *_caution(drill, pages, sentences),
        *(block for values in drill.items for block in pages.of(values)),
        *(block for values in drill.beside for block in pages.way_back(values)),
        Heading(text=sentences.say("record.title", title=drill.title)),
        Form(fields=tuple(record_fields(drill, sentences)), caption=sentences.say("record.caption")),
        Form(
            fields=tuple(proof_fields(drill, pages.book.score, sentences)),
            widths=(8, 2),
            caption=sentences.say("proof.caption"),
        ),
        _signatures(sentences),
    )
    return Section(id=drill.id, role="sheet", title=escape(drill.title), blocks=blocks)


def _to_settle(drill: Drill, pages: Pages, sentences: Sentences) -> Iterator[Todo]:
    """Yield what is open before the drill, each with its page where there are several."""
    several = len(drill.items) + len(drill.beside) > 1
    for values in drill.items:
        title = values.item.title if several else ""
        for todo in pages.to_settle(values):
            yield replace(todo, what=sentences.say("to_settle", title=title, what=todo.what))
    for values in drill.beside:
        yield from pages.no_way_back(values)


def _facts(drill: Drill, pages: Pages, sentences: Sentences) -> Iterator[tuple[Prose, Prose]]:
    score = pages.book.score
    clauses = [in_test(v.item.remedy.accepted(("prove",)), score, sentences) for v in drill.items]
    who, work = pages.agreed_with(drill.items) or ("", None)
    if pages.done_by_builder(drill.items) or (work and phrase("exercise").search(work.text)):
        asked = pages.asked_of(drill.items)
        said = sentences.say("operator", owner=pages.book.owners.of_agent, who=who, work=work, asked=asked)
        yield sentences.say("fact.operator"), said
    risk = risk_on_drills(score, score.as_of)
    early = pages.book.owners.practised_before(risk.expires) if risk else {}
    days = [early[values.item.id] for values in drill.items if values.item.id in early]
    if risk and days:
        holder = holder_of(risk.role, score.assessment)
        yield sentences.say("fact.day"), sentences.say("day", day=days[0], holder=holder)
    place = trial_place(pages.book)
    live = is_live(score)
    values = {
        "agent": score.assessment.agent.name,
        "live": live,
        "test": trial_case(pages.book, drill.items[0].item),
        "place": sentences.say("place", place=place) if place else "",
        "yes": pages.signs_off(),
        "back": pages.says(drill.items[:1], "going_back"),
    }
    yield sentences.say("fact.prepare"), _of_plan(drill, "prepare", sentences, **values)
    yield sentences.say("fact.passed"), _of_plan(drill, "passed", sentences, clauses=clauses)
    if any("minutes" in clause for clause in clauses) or any(pages.minutes(drill.items).values()):
        yield sentences.say("fact.minutes"), _minutes(drill, pages, sentences)
    stops = sentences.say("abort", live=live, call=pages.calls(), if_not=pages.says(drill.items, "if_not"))
    yield sentences.say("fact.abort"), stops
    yield sentences.say("fact.tidy"), _of_plan(drill, "tidy", sentences, **values)
    yield sentences.say("fact.window"), _window(drill, sentences)
    yield sentences.say("fact.last"), _last(drill, score, sentences)


def _minutes(drill: Drill, pages: Pages, sentences: Sentences) -> Prose:
    told = pages.minutes(drill.items)
    untimed = [title for title, minutes in told.items() if not minutes]
    named, also = pages.names_minutes(drill.items), pages.also_needed(drill.items)
    minutes = [m for m in told.values() if m]
    where = pages.elsewhere(drill.items[0])
    return _of_plan(drill, "minutes", sentences, minutes=minutes, untimed=untimed, named=named, where=where, also=also)


def _window(drill: Drill, sentences: Sentences) -> Prose:
    """Say how long it counts: an item that holds longer is named, as the record below says it too."""
    days = min(values.item.window for values in drill.items)
    longer = [values.item for values in drill.items if values.item.window > days]
    return sentences.say("window", days=days, longer=longer)


def _last(drill: Drill, score: Score, sentences: Sentences) -> Prose:
    """Say when it was held last, and until when that counts; where it was not, what was seen of it last."""
    found = (one for one in exercises_of(score, score.as_of) if one.drill.id == drill.id)
    seen = [s.evidence for values in drill.items for s in values.seen if s.evidence.level not in NO_SIGHT]
    last = max((piece for piece in seen if piece.date), key=lambda piece: str(piece.date), default=None)
    return sentences.say("last", one=next(found, None), today=score.as_of, seen=last)


def _caution(drill: Drill, pages: Pages, sentences: Sentences) -> Iterator[Block]:
    """Yield what stands above steps that nobody may do for a drill's sake."""
    if sentences.has(f"caution.{drill.plan}") and any(True for values in drill.items for _ in pages.of(values)):
        yield Paragraph(text=sentences.say(f"caution.{drill.plan}"))


def _of_plan(drill: Drill, name: str, sentences: Sentences, **values: object) -> Prose:
    """Return a sentence for this kind of drill; a consultancy's own kind has the one for any other."""
    own = f"{name}.{drill.plan}"
    return sentences.say(own if sentences.has(own) else f"{name}.other", **values)


def _signatures(sentences: Sentences) -> Table:
    rows = tuple((sentences.say(f"signature.{role}"), Prose(""), Prose("")) for role in _SIGNED_BY)
    columns = tuple(sentences.say(f"signature.column.{name}") for name in ("who", "name", "day"))
    return Table(columns=columns, rows=rows, widths=(3, 5, 2), caption=sentences.say("signature.caption"))
