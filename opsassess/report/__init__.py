"""The readiness report as a value: what it says, before it is a page."""

from __future__ import annotations

from opsassess.blocks import Document, Paragraph, Section, Status, StatusList
from opsassess.owners.way import agent_of, items_to
from opsassess.prose import Sentences, escape
from opsassess.report import must_haves as must
from opsassess.report.area_map import map_section
from opsassess.report.boundary import boundary_section
from opsassess.report.cover import cover
from opsassess.report.exposure import exposure_section
from opsassess.report.gap_pages import gaps_section
from opsassess.report.limits import limits_section
from opsassess.report.page_one import page_one
from opsassess.report.parts import Parts
from opsassess.report.questions import Answered, answered_questions, questions_section
from opsassess.report.reviewer import reviewer_section
from opsassess.report.roadmap import roadmap_section
from opsassess.report.since import since_section
from opsassess.report.transfer import transfer_section
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score
from opsassess.scoring.tiers import next_above

__all__ = ["readiness_document"]


def readiness_document(score: Score, sentences: Sentences, agent: Agent | None = None) -> Document:
    """Return the report for the executive, the operator and the reviewer.

    ``agent`` is the agent in the scope of work; without it the report is planned with the coefficients of the package.
    """
    agent = agent or agent_of(score)
    assessment = score.assessment
    found = must.must_haves(score)
    answered = answered_questions(score)
    return Document(
        kind="readiness",
        title=sentences.say("title"),
        subtitle=sentences.say("subtitle", agent=assessment.agent.name),
        client=escape(assessment.client.name),
        agent=escape(assessment.agent.name),
        day=score.as_of,
        draft=score.is_draft,
        cover=cover(score, sentences),
        sections=(
            page_one(agent, found, sentences),
            _must_haves(agent, sentences),
            *_rest(agent, answered, sentences),
        ),
    )


def _rest(agent: Agent, answered: tuple[Answered, ...], sentences: Sentences) -> tuple[Section, ...]:
    score = agent.score
    if score.questionnaire.report == "readout":
        return (gaps_section(agent, sentences), limits_section(agent, sentences))
    return (
        questions_section(answered, score, sentences),
        map_section(score, sentences),
        *([since] if (since := since_section(score, sentences)) else []),
        transfer_section(score, sentences),
        gaps_section(agent, sentences),
        roadmap_section(agent, sentences),
        exposure_section(score, sentences),
        boundary_section(score, sentences),
        reviewer_section(score, sentences),
        limits_section(agent, sentences),
    )


def _must_haves(agent: Agent, sentences: Sentences) -> Section:
    score = agent.score
    waits: dict[str, tuple[str, ...]] = {tier: items_to(agent, tier) for tier in (score.aim, next_above(score.aim))}
    found, parts = must.must_haves(score), Parts.of(score, sentences, waits)
    entries = tuple(
        Status(
            id=m.gate.id,
            title=sentences.say("must_have.title", gate=m.gate),
            state=m.state,
            word=must.word(m, score, sentences),
            lines=must.told(m, parts),
        )
        for m in found
    )
    live = sum(1 for m in found if m.state != "n/a")
    return Section(
        id="must-haves",
        title=sentences.say("must_haves.title", many=live),
        blocks=(
            Paragraph(text=sentences.say("must_haves.lead"), role="lead"),
            Paragraph(text=sentences.say("sight.words"), role="note"),
            StatusList(id="must-haves-in-words", entries=entries),
        ),
    )
