"""The follow-up of a session as a value: what we heard, what we ask of whom, and what happens next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from opsassess.answers import current_answers
from opsassess.assessment import Action, Assessment, Respondent
from opsassess.blocks import Block, Document, Heading, Paragraph, Section, Table
from opsassess.followup.heard import heard_section
from opsassess.followup.people import Person, person_of
from opsassess.followup.requests import Request, requests
from opsassess.prose import Prose, Sentences, escape, listed
from opsassess.scoring import Score

__all__ = ["followup_document"]

_MOST = 3  # rows of one kind a person; a page of requests gets answers, five pages do not
_STEPS = 5  # agreed steps, the nearest first


def followup_document(score: Score, sentences: Sentences) -> Document:
    """Return what is sent to everyone who took part, on the same day."""
    assessment = score.assessment
    spoke = _who_spoke(assessment)
    days = sorted({answer.at.date() for answer in assessment.answers if answer.at})
    names = [sentences.say("person", person=person_of(assessment, r.id)) for r in spoke]
    return Document(
        kind="followup",
        title=sentences.say("title", agent=assessment.agent.name),
        subtitle=sentences.say("subtitle", days=days),
        client=escape(assessment.client.name),
        agent=escape(assessment.agent.name),
        day=score.as_of,
        draft=False,
        cover=((sentences.say("cover.spoke"), listed(names) or sentences.say("cover.nobody")),),
        sections=(
            heard_section(score, spoke, days, sentences),
            _requests_section(score, sentences),
            _next_section(score, sentences),
        ),
    )


def _who_spoke(assessment: Assessment) -> tuple[Respondent, ...]:
    said = {answer.respondent.id for found in current_answers(assessment).values() for answer in found}
    return tuple(r for r in assessment.respondents if r.id in said)


def _requests_section(score: Score, sentences: Sentences) -> Section:
    asked = requests(score, sentences)
    blocks: list[Block] = []
    for person, found in asked.items():
        blocks.extend(_of_person(person, found, score.as_of, sentences))
    rest = [r.name for r in _who_spoke(score.assessment) if person_of(score.assessment, r.id) not in asked]
    closing = sentences.say("requests.rest", people=rest, others=bool(asked))
    if closing or not blocks:
        blocks.append(Paragraph(text=closing or sentences.say("requests.none")))
    return Section(id="requests", role="flow", title=sentences.say("requests.title"), blocks=tuple(blocks))


def _of_person(person: Person, found: Sequence[Request], today: dt.date, sentences: Sentences) -> Iterator[Block]:
    kept = [r for kind in ("promised", "show", "answer") for r in _first(found, kind)]
    yield Heading(text=sentences.say("requests.person", person=person))
    yield Table(
        columns=tuple(sentences.say(f"requests.column.{name}") for name in ("kind", "what", "by")),
        rows=tuple(
            (sentences.say(f"requests.kind.{r.kind}"), r.text, sentences.say("by", by=r.by, today=today)) for r in kept
        ),
        widths=(12, 68, 20),
        caption=sentences.say("requests.caption", person=person),
    )
    if len(kept) < len(found):
        yield Paragraph(text=sentences.say("requests.more", more=len(found) - len(kept)), role="note")


def _first(found: Sequence[Request], kind: str) -> Sequence[Request]:
    of_kind = [r for r in found if r.kind == kind]
    return of_kind if kind == "promised" else of_kind[:_MOST]


def _next_section(score: Score, sentences: Sentences) -> Section:
    assessment = score.assessment
    agreed = sorted(_agreed(assessment), key=lambda action: (action.due is None, action.due or score.as_of))
    blocks: list[Block] = [Paragraph(text=sentences.say("next.lead"))]
    if agreed:
        rows = tuple(_agreed_row(action, score, sentences) for action in agreed[:_STEPS])
        columns = tuple(sentences.say(f"next.column.{name}") for name in ("who", "what", "by"))
        caption = sentences.say("next.caption")
        blocks.append(Paragraph(text=sentences.say("next.agreed", many=len(agreed))))
        blocks.append(Table(columns=columns, rows=rows, widths=(22, 58, 20), caption=caption))
        if len(rows) < len(agreed):
            blocks.append(Paragraph(text=sentences.say("next.more", more=len(agreed) - len(rows)), role="note"))
    return Section(id="next", role="flow", title=sentences.say("next.title"), blocks=tuple(blocks))


def _agreed(assessment: Assessment) -> Iterator[Action]:
    """Yield the agreed work, without what its owner promised to send anyway."""
    promised = {(p.item, person_of(assessment, p.who)) for p in assessment.promised}
    for action in assessment.actions:
        if (action.item, person_of(assessment, action.owner or "")) not in promised:
            yield action


def _agreed_row(action: Action, score: Score, sentences: Sentences) -> tuple[Prose, ...]:
    owner = person_of(score.assessment, action.owner or "")
    giver = person_of(score.assessment, action.needed_from or "")
    who = sentences.say("next.who", owner=owner.name, giver="" if giver == owner else giver.name)
    return who, escape(action.text), sentences.say("by", by=action.due, today=score.as_of)
