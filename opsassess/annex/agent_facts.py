"""The facts of the agent's profile: what each is, and what was seen of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opsassess.annex.trace import Trace
from opsassess.blocks import Facts, Paragraph, Section
from opsassess.prose import Prose, escape
from opsassess.questionnaire import Fact

_YES_NO = {True: "yes", False: "no"}


def facts_section(trace: Trace) -> Section:
    """Return the facts that are known, those that decide which questions are put named first."""
    known = tuple(_known(trace))
    deciding = _deciding(trace)
    titles = [fact.title for fact in trace.score.questionnaire.facts if fact.id in deciding]
    lead = Paragraph(text=trace.sentences.say("facts.lead", deciding=titles))
    return Section(
        id="facts",
        role="flow",
        title=trace.sentences.say("facts.title"),
        blocks=(lead, Facts(pairs=known)) if known else (lead,),
    )


def _deciding(trace: Trace) -> set[str]:
    """Return the facts that take a question or a requirement out."""
    conditions = (c for item in trace.score.frame.items.values() for c in item.applies_when)
    unless = (r.unless for gate in trace.score.questionnaire.gates for r in gate.requires)
    return {fact for condition in (*conditions, *unless) for fact in condition}


def _known(trace: Trace) -> Iterator[tuple[Prose, Prose]]:
    agent = trace.score.assessment.agent
    for fact in trace.score.questionnaire.facts:
        value = agent.facts.get(fact.id)
        if value is None or isinstance(value, list | tuple | dict):
            continue
        seen = agent.evidence.get(fact.id, ())
        text = trace.sentences.say("facts.value", value=_words(fact, value), unit=fact.unit, evidence=seen)
        yield escape(fact.title), text


def _words(fact: Fact, value: Any) -> str:
    if isinstance(value, bool):
        return _YES_NO[value]
    names = {option.id: option.name for option in fact.options}
    return names.get(str(value), str(value)).rstrip(".")
