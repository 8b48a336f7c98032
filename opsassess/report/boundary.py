"""Who builds, who operates: the people that the answers name, and the line between the two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.owners.days import ProposedDays
from opsassess.owners.people import builders, has_stand_in, holders, leaving_builders, undone
from opsassess.owners.stages import STAGES
from opsassess.phrases import is_team
from opsassess.prose import Prose, Sentences, escape, listed, quoted
from opsassess.scoring import ItemScore, Score


def _after_the_builder(score: Score, duties: Sequence[ItemScore]) -> list[tuple[str, list[str]]]:
    """Return the duties of a builder who goes, where nobody whom we asked holds them besides, with who does."""
    until, assessment = ProposedDays(score=score).builder_until, score.assessment
    if until is None or not 0 <= (until - score.as_of).days <= STAGES[-1]:
        return []
    leaving, asked = ({p.name for p in people} for people in (leaving_builders(assessment), assessment.respondents))
    held = [(d.item.title, holders(d)[0]) for d in duties if not has_stand_in(d, assessment)]
    return [
        (title, [name for name in who if name not in leaving])
        for title, who in held
        if leaving & set(who) and not (asked - leaving) & set(who)
    ]


def boundary_section(score: Score, sentences: Sentences) -> Section:
    """Return who holds each duty, as named by the operator side or by the builder only."""
    duties = [score.items[i] for i in score.questionnaire.duties if i in score.items and score.items[i].applies]
    named = [holders(duty) for duty in duties]
    built = {person.name for person in builders(score.assessment)}
    alone = [
        (duty, who)
        for duty, (who, _) in zip(duties, named, strict=True)
        if who and built.issuperset(who) and not has_stand_in(duty, score.assessment)
    ]
    until = ProposedDays(score=score).builder_until
    lead = sentences.say(
        "boundary.lead",
        all=len(duties),
        named=sum(1 for who, _ in named if who and not all(map(is_team, who))),
        teams=[
            d.item.title.lower() for d, (who, _) in zip(duties, named, strict=True) if who and all(map(is_team, who))
        ],
        undone=[quoted(duty) for duty in undone(score)],
        since=ProposedDays(score=score).builder_since,
        gone_builders=listed(leaving.name for leaving in leaving_builders(score.assessment)),
        alone=[quoted(duty.item.title) for duty, _ in alone],
        builders=sorted({name for _, who in alone for name in who}),
        after=_after_the_builder(score, duties),
        gone=until + dt.timedelta(days=1) if until else None,
    )
    blocks: list[Block] = [Paragraph(text=lead)]
    if duties:
        rows = tuple(
            (escape(duty.item.title), listed(who) or sentences.say("boundary.nobody"), escape(by.name if by else ""))
            for duty, (who, by) in zip(duties, named, strict=True)
        )
        columns = (Prose("Duty"), Prose("Held by"), Prose("Named by"))
        blocks.append(Table(columns=columns, rows=rows, widths=(42, 34, 24), caption=Prose("Who holds each duty")))
    return Section(id="boundary", role="flow", title=sentences.say("boundary.title"), blocks=tuple(blocks))
