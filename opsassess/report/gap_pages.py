"""The gaps that matter: what is missing, apart from what merely was not seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opsassess.blocks import Block, Bullets, Heading, Paragraph, Section
from opsassess.described.drilled import failed_drills
from opsassess.effort import in_hours
from opsassess.owners import Owners
from opsassess.owners.open_hours import open_hours_told
from opsassess.owners.people import named
from opsassess.owners.situations import Situation, situation, wanted
from opsassess.owners.standing import WANTS, by_one_person, gap_counts, wide_gaps
from opsassess.owners.way import items_to
from opsassess.prose import Prose, Sentences, join, quoted
from opsassess.report.beside import hours_beside
from opsassess.report.evidence import sends_told
from opsassess.report.first_moves import hindrance_first
from opsassess.report.gap_card import gap_card
from opsassess.report.gap_requests import unanswered, unseen
from opsassess.report.sizing import is_agreed_step, planned_hours, raise_told
from opsassess.retainer.agent import Agent
from opsassess.scoring import Gap, Score
from opsassess.scoring.tiers import GATED_TIERS, next_above

_TITLES = 15  # of one situation; of more, only those that matter most have a name
_CARDS = {"full": 8, "readout": 3}  # more than this nobody reads; the rest follows in one line each


def gaps_section(agent: Agent, sentences: Sentences) -> Section:
    """Return the gaps up to the tier after the next one, the most urgent first."""
    score = agent.score
    gaps = hindrance_first(score, wide_gaps(score))
    by_want = {want: [g for g in gaps if wanted(score.items[g.item], g) == want] for want in WANTS}
    tier = score.questionnaire.tier_of[score.reported_tier] if score.reported_tier in GATED_TIERS else None
    after = next_above(score.aim)
    needed = {*items_to(agent, score.aim), *items_to(agent, after)}
    spare = {gap.item for gap in by_want["look"] if gap.item not in needed} if needed else set()
    again = len(Owners(score=score, agent=agent).again)
    counts = {**gap_counts(score, gaps), "again": again, "spare": len(spare)}
    counts |= {"one_person": len(by_one_person(score)), "caps": len(score.one_person)}
    lead = sentences.say("gaps.lead", tier=tier, after=after, **counts)
    return Section(
        id="gaps",
        role="flow",
        title=sentences.say("gaps.title"),
        blocks=(
            Paragraph(text=lead, role="lead"),
            *_open_hours(agent, sentences),
            *_missing(agent, by_want["work"], sentences),
            *_failed(score, sentences),
            *_with_one_person(agent, sentences),
            *unanswered(score, by_want["answer"], sentences),
            *unseen(agent, by_want["look"], dict.fromkeys(spare, after), sentences),
            *_unwritten(score, by_want["page"], sentences),
        ),
    )


def _open_hours(agent: Agent, sentences: Sentences) -> Iterator[Block]:
    """Yield what is no gap of one question and still comes before all of them."""
    day = Owners(score=agent.score, agent=agent).days.of_stop
    if text := open_hours_told(agent.score, sentences, "gaps.open_hours", day):
        yield Heading(text=sentences.say("gaps.open_hours.title"))
        yield Paragraph(text=text)


def _missing(agent: Agent, gaps: Sequence[Gap], sentences: Sentences) -> Iterator[Block]:
    if not gaps:
        return
    score, hours, owners = agent.score, planned_hours(agent), Owners(score=agent.score, agent=agent)
    yield Heading(text=sentences.say("gaps.missing.title"))
    most = _CARDS[score.questionnaire.report]
    factor = raise_told(agent, sentences) if hours else ""
    own_step = any(is_agreed_step(agent, gap.item, hours[gap.item]) for gap in gaps[:most] if gap.item in hours)
    theirs = any(hours[gap.item].theirs for gap in gaps[:most] if gap.item in hours)
    lead = sentences.say("gaps.missing.lead", factor=factor, agreed=own_step, theirs=theirs)
    if lead:
        yield Paragraph(text=lead, role="note")
    for gap in gaps[:most]:
        yield gap_card(owners, gap, hours.get(gap.item), sentences)
    rest = gaps[most:]
    if rest:
        agreed = {bool(owners.of(gap.item).due) for gap in rest}
        yield Paragraph(text=sentences.say("gaps.rest", rest=len(rest), some=len(agreed) > 1))
        yield Bullets(items=tuple(_grouped(owners, rest, sentences)))


def _failed(score: Score, sentences: Sentences) -> Iterator[Block]:
    """Yield what the team held and did not pass by its own record, however the question stands."""
    if rows := failed_drills(score):
        yield Heading(text=sentences.say("gaps.failed.title"))
        yield Bullets(items=tuple(sentences.say("gaps.failed", row=row) for row in rows))


def _with_one_person(agent: Agent, sentences: Sentences) -> Iterator[Block]:
    """Yield what is shown and a second person has to learn, with the hours of the scope; what can wait in one line."""
    score, owners, hours = agent.score, Owners(score=agent.score, agent=agent), hours_beside(agent)
    alone = by_one_person(score)
    first = [item for item in alone if item in score.one_person or owners.days.learned_first(item)]
    rest = [quoted(score.items[item].item.title) for item in alone if item not in first]
    if alone:
        yield Heading(text=sentences.say("gaps.second.title"))
        rows = [
            sentences.say(
                "gaps.second",
                item=score.items[item].item,
                hours=in_hours(hours[item]) if item in hours else "",
                caps=item in score.one_person,
                owner=sentences.say("owner", owner=owners.of(item)),
            )
            for item in first
        ]
        rows += [sentences.say("gaps.second.rest", titles=rest)] if rest else []
        yield Bullets(items=tuple(rows))


def _grouped(owners: Owners, gaps: Sequence[Gap], sentences: Sentences) -> Iterator[Prose]:
    """Yield one line a situation, with the items that stand so: who agreed to do one stands with it.

    Of many, those are named that are part of a must-have or that somebody agreed to do, and the others are counted.
    """
    alike: dict[Situation, list[Gap]] = {}
    for gap in gaps:
        alike.setdefault(situation(owners.score.items[gap.item], gap), []).append(gap)
    for word, found in alike.items():
        named = [gap for gap in found if len(found) <= _TITLES or gap.gates or owners.of(gap.item).due]
        titles = (*(_titled(owners, gap, sentences) for gap in named), *_counted(owners, found, named, sentences))
        yield sentences.say("gaps.group", what=sentences.say(f"situation.{word}"), titles=join(titles, "; "))


def _titled(owners: Owners, gap: Gap, sentences: Sentences) -> Prose:
    owner = owners.of(gap.item)
    sent = sends_told(owners, owner.promise, sentences)
    told = sentences.say("owner", owner=owner) if owner.due else Prose(sent.rstrip("."))
    title = owners.score.items[gap.item].item.title.lower()
    return sentences.say("gaps.group.title", title=title, owner=told, unowned=bool(sent) and not owner.name)


def _counted(owners: Owners, found: Sequence[Gap], named: Sequence[Gap], sentences: Sentences) -> Iterator[Prose]:
    for area in owners.score.questionnaire.areas:
        gaps = [gap for gap in found if gap.area == area.id and gap not in named]
        if len(gaps) == 1:
            yield _titled(owners, gaps[0], sentences)
        elif gaps:
            yield sentences.say("gaps.group.area", many=len(gaps), area=area)


def _unwritten(score: Score, gaps: Sequence[Gap], sentences: Sentences) -> Iterator[Block]:
    if not gaps:
        return
    yield Heading(text=sentences.say("gaps.unwritten.title"))
    items = [score.items[gap.item] for gap in gaps]
    able, alone = ([f"“{item.item.title}”" for item in items if item.builder_run == by] for by in (False, True))
    who = named((answer for item in items if item.builder_run for answer in item.operators), "the builder")
    yield Paragraph(text=sentences.say("gaps.unwritten", able=able, alone=alone, who=who, many=len(items)))
