"""The facts of the agent's profile: what each is, and what was seen of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opsassess import files
from opsassess.annex.trace import Trace
from opsassess.blocks import Block, Facts, Heading, Paragraph, Section, Table
from opsassess.prose import Prose, escape, join
from opsassess.questionnaire import Fact
from opsassess.runbook.values import as_said
from opsassess.scoring.values import rows_of

_YES_NO = {True: "yes", False: "no"}


def facts_section(trace: Trace) -> Section:
    """Return the facts that are known, what was seen of them, and which of them decide what is asked."""
    deciding = _deciding(trace)
    titles = [fact.title for fact in trace.score.questionnaire.facts if fact.id in deciding]
    blocks: list[Block] = [Paragraph(text=trace.sentences.say("facts.lead", deciding=titles))]
    seen = tuple(_seen(trace))
    if seen:
        blocks.append(Facts(pairs=seen))
    told = tuple(_told(trace))
    if told:
        blocks.append(Paragraph(text=trace.sentences.say("facts.told", facts=join(told, "; "))))
    blocks += _papers(trace)
    return Section(
        id="facts",
        role="flow",
        title=trace.sentences.say("facts.title"),
        blocks=tuple(blocks),
    )


def _papers(trace: Trace) -> Iterator[Block]:
    """Yield what is on paper, with what a document of its kind tells an operator and what it does not."""
    say = trace.sentences.say
    rows = rows_of(trace.score.assessment.agent.facts.get("documents"))
    yield Heading(text=say("facts.papers.title"))
    yield Paragraph(text=say("facts.papers.lead", many=len(rows)))
    if rows:
        yield Table(
            columns=tuple(say(f"facts.papers.column.{name}") for name in ("kind", "where", "reviewed", "tells")),
            rows=tuple(_paper(trace, row) for row in rows),
            widths=(17, 33, 14, 36),
            caption=say("facts.papers.title"),
        )


def _paper(trace: Trace, row: Mapping[str, Any]) -> tuple[Prose, ...]:
    say = trace.sentences.say
    kind, where, reviewed = (as_said(row.get(key)) for key in ("kind", "where", "last_reviewed"))
    known = f"facts.papers.tells.{files.slug(kind)}"
    tells = say(known if kind and trace.sentences.has(known) else "facts.papers.tells.other")
    told = (escape(text) if text else say("facts.papers.unknown") for text in (kind, where, reviewed))
    return (*told, tells)


def _deciding(trace: Trace) -> set[str]:
    """Return the facts that take a question or a requirement out."""
    conditions = (c for item in trace.score.frame.items.values() for c in item.applies_when)
    unless = (r.unless for gate in trace.score.questionnaire.gates for r in gate.requires)
    return {fact for condition in (*conditions, *unless) for fact in condition}


def _known(trace: Trace) -> Iterator[tuple[Fact, Any]]:
    """Yield the facts that are one value."""
    for fact in trace.score.questionnaire.facts:
        value = trace.score.assessment.agent.facts.get(fact.id)
        if value is not None and not isinstance(value, list | tuple | Mapping):
            yield fact, value


def _seen(trace: Trace) -> Iterator[tuple[Prose, Prose]]:
    evidence = trace.score.assessment.agent.evidence
    for fact, value in _known(trace):
        if evidence.get(fact.id):
            seen = join(trace.sentences.say("facts.seen", seen=piece) for piece in evidence[fact.id])
            yield escape(fact.title), trace.sentences.say("facts.value", **_words(fact, value), evidence=seen)


def _told(trace: Trace) -> Iterator[Prose]:
    evidence = trace.score.assessment.agent.evidence
    for fact, value in _known(trace):
        if not evidence.get(fact.id):
            yield trace.sentences.say("facts.bare", title=fact.title, **_words(fact, value))


def _words(fact: Fact, value: Any) -> dict[str, str]:
    names = {option.id: option.name for option in fact.options}
    if isinstance(value, bool):
        text = _YES_NO[value]
    elif isinstance(value, int | float):
        text = f"{value:,}"
    else:
        text = names.get(value, str(value)).rstrip(".")
    return {"value": text, "unit": "" if fact.unit == fact.title.lower() else fact.unit}
