"""The draft runbook as content: what was answered, by area, with everything that is missing named.

Every sentence comes from an answer: the owner's, else the operator's, else the builder's, marked as not confirmed.
"""

from __future__ import annotations

from opsassess.blocks import Document
from opsassess.described.book import Book
from opsassess.described.entries import Entry, entries_of
from opsassess.prose import Sentences, escape
from opsassess.retainer.agent import Agent
from opsassess.runbook.card import card_section
from opsassess.runbook.finish import finish_section
from opsassess.runbook.front import about_section, cover, subtitle
from opsassess.runbook.sections import area_sections
from opsassess.scoring import Score

__all__ = ["Entry", "entries_of", "runbook_document"]


def runbook_document(score: Score, sentences: Sentences, agent: Agent | None = None) -> Document:
    """Return the draft runbook of an assessed agent. The sentences are those of `runbook.yaml`.

    ``agent`` is the agent in the scope of work, by whose stages days are proposed.
    """
    book = Book(score=score, entries=entries_of(score), sentences=sentences, agent=agent)
    assessment = score.assessment
    card = (card_section(book),) if score.questionnaire.card else ()
    return Document(
        kind="runbook",
        title=book.say("title", agent=assessment.agent.name),
        subtitle=subtitle(book),
        client=escape(assessment.client.name),
        agent=escape(assessment.agent.name),
        day=score.as_of,
        draft=True,
        cover=cover(book),
        sections=(*card, about_section(book), *area_sections(book), finish_section(book)),
    )
