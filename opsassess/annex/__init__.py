"""The annex as a value: every number of the report down to the answer, the person and the evidence."""

from __future__ import annotations

from fractions import Fraction

from opsassess.annex.agent_facts import facts_section
from opsassess.annex.area_pages import area_sections
from opsassess.annex.basis import sensitivity_section, versions_section
from opsassess.annex.frameworks import frameworks_section
from opsassess.annex.gap_register import accepted_section, register_section
from opsassess.annex.headline import headline_section
from opsassess.annex.method import method_section
from opsassess.annex.trace import Trace
from opsassess.blocks import Bullets, Document, Paragraph, Section
from opsassess.owners.way import agent_of
from opsassess.prose import Sentences, escape
from opsassess.questionnaire import EVIDENCE_LEVELS
from opsassess.report.cover import cover
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score
from opsassess.scoring.explain import decimal
from opsassess.scoring.values import cap

__all__ = ["annex_document"]


def annex_document(score: Score, sentences: Sentences, *, agent: Agent | None = None) -> Document:
    """Return the annex for the security reviewer and for whoever wants to work out a number.

    ``agent`` is the one of the scope, so that both print the same hours; without it, one with our coefficients.
    """
    trace = Trace(score=score, agent=agent or agent_of(score), sentences=sentences)
    assessment = score.assessment
    return Document(
        kind="annex",
        title=sentences.say("title"),
        subtitle=sentences.say("subtitle", agent=assessment.agent.name),
        client=escape(assessment.client.name),
        agent=escape(assessment.agent.name),
        day=score.as_of,
        draft=score.is_draft,
        cover=cover(score, sentences),
        sections=(
            _how_to_read(trace),
            headline_section(trace),
            facts_section(trace),
            *area_sections(trace),
            register_section(trace),
            accepted_section(trace),
            frameworks_section(trace),
            method_section(trace),
            sensitivity_section(trace),
            versions_section(trace),
        ),
    )


def _how_to_read(trace: Trace) -> Section:
    say = trace.sentences.say
    values = {
        "percentages": trace.percentages,
        "example": next(iter(trace.score.items)),
        "day": trace.usual_day,
        "as_of": trace.score.as_of,
        "levels": [f"{n} ({rating.name})" for n, rating in enumerate(trace.score.questionnaire.ratings)],
        "claims": [decimal(Fraction(n, 4)) for n in range(len(trace.score.questionnaire.ratings))],
        "evidence": EVIDENCE_LEVELS,
        "carries": [decimal(cap(n, trace.score.questionnaire.constants)) for n in range(len(EVIDENCE_LEVELS))],
    }
    points = ("values", "entry", "reckoning", "notes", "numbers", "days", "contents")
    return Section(
        id="how-to-read",
        title=say("read.title"),
        blocks=(
            Paragraph(text=say("read.lead"), role="lead"),
            Bullets(items=tuple(say(f"read.{name}", **values) for name in points)),
        ),
    )
