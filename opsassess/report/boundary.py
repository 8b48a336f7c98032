"""Who builds, who operates: the people that the answers name, and the line between the two."""

from __future__ import annotations

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.owners.people import builders, has_stand_in, holders
from opsassess.phrases import is_team
from opsassess.prose import Prose, Sentences, escape, listed, quoted
from opsassess.scoring import Score


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
    lead = sentences.say(
        "boundary.lead",
        all=len(duties),
        named=sum(1 for who, _ in named if who and not all(map(is_team, who))),
        teams=[
            d.item.title.lower() for d, (who, _) in zip(duties, named, strict=True) if who and all(map(is_team, who))
        ],
        by_builder=sum(1 for _, by in named if by and by.is_builder),
        alone=[quoted(duty.item.title) for duty, _ in alone],
        builders=sorted({name for _, who in alone for name in who}),
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
