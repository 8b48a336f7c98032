"""The facts of the agent's profile: what each is, and what was seen of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opsassess.annex.trace import Trace
from opsassess.blocks import Block, Facts, Paragraph, Section
from opsassess.prose import Prose, escape, join
from opsassess.questionnaire import Fact

_YES_NO = {True: "yes", False: "no"}


def facts_section(trace: Trace) -> Section:
    """Return the facts that are known, what was seen of them, and which of them decide what is asked."""
    deciding = _deciding(trace)
    titles = [fact.title for fact in trace.score.questionnaire.facts if fact.id in deciding]
    blocks: list[Block] = [Paragraph(text=trace.sentences.say("facts.lead", deciding=titles))]
    pairs = tuple(_pairs(trace))
    if seen := tuple(pair for pair, was_seen in pairs if was_seen):
        blocks.append(Facts(pairs=seen))
    if told := tuple(pair for pair, was_seen in pairs if not was_seen):
        blocks += [Paragraph(text=trace.sentences.say("facts.told")), Facts(pairs=told)]
    return Section(
        id="facts",
        role="flow",
        title=trace.sentences.say("facts.title"),
        blocks=tuple(blocks),
    )


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


def _pairs(trace: Trace) -> Iterator[tuple[tuple[Prose, Prose], bool]]:
    """Yield each fact with its value, and whether something was seen of it."""
    say = trace.sentences.say
    for fact, value in _known(trace):
        if evidence := trace.score.assessment.agent.evidence.get(fact.id):
            seen = join(say("facts.seen", seen=piece) for piece in evidence)
            yield (escape(fact.title), say("facts.value", **_words(fact, value), evidence=seen)), True
        else:
            yield (escape(fact.title), say("facts.bare", **_words(fact, value))), False


def _words(fact: Fact, value: Any) -> dict[str, str]:
    names = {option.id: option.name for option in fact.options}
    if isinstance(value, bool):
        text = _YES_NO[value]
    elif isinstance(value, int | float):
        text = f"{value:,}"
    else:
        text = names.get(value, str(value)).rstrip(".")
    return {"value": text, "unit": "" if fact.unit == fact.title.lower() else fact.unit}
