"""The gaps that matter: what is missing, apart from what merely was not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opsassess.blocks import Block, Bullets, Card, Heading, Paragraph, Section
from opsassess.described.drilled import failed_drills
from opsassess.effort import Effort, in_hours
from opsassess.owners import Owners
from opsassess.owners.asked import asked_person, person_of, who_answered_and_left
from opsassess.owners.differing import are_operators, differing
from opsassess.owners.holding import lapses, renewal
from opsassess.owners.open_hours import open_hours_told
from opsassess.owners.people import (
    builder_name,
    builder_told,
    builder_wrote,
    named,
    operator_name,
)
from opsassess.owners.sight import beside_told
from opsassess.owners.situations import Situation, situation, wanted
from opsassess.owners.standing import WANTS, gap_counts, wide_gaps
from opsassess.owners.way import agent_of, items_to
from opsassess.prose import Prose, Sentences, ended, escape, join
from opsassess.questionnaire import TierId
from opsassess.report.beside import hours_beside
from opsassess.report.evidence import to_show
from opsassess.report.first_moves import hindrance_first
from opsassess.report.remedies import accepted, effort_told, remedy
from opsassess.report.rounds import is_record, since_told
from opsassess.report.sizing import is_agreed_step, planned_hours, raise_told
from opsassess.retainer.agent import Agent
from opsassess.scoring import Gap, ItemScore, Score
from opsassess.scoring.tiers import GATED_TIERS, next_above

_QUOTE = 200  # characters; longer notes are for the annex
_TITLES = 6  # of one situation; of more, only those that matter most have a name
_ASKED = 10  # questions in full; nobody reads seventy, and the preparation sheets have them all
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
    counts = {**gap_counts(score, gaps), "again": again, "one_person": len(score.one_person), "spare": len(spare)}
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
            *_unanswered(score, by_want["answer"], sentences),
            *_unseen(agent, by_want["look"], dict.fromkeys(spare, after), sentences),
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
    """Yield what is shown and still takes work: a second person has to learn it, with the hours of the scope."""
    score, owners, hours = agent.score, Owners(score=agent.score, agent=agent), hours_beside(agent)
    rows = [(score.items[name].item, hours.get(name)) for name in score.one_person]
    if rows:
        yield Heading(text=sentences.say("gaps.second.title"))
        yield Bullets(
            items=tuple(
                sentences.say(
                    "gaps.second",
                    item=item,
                    hours=in_hours(effort) if effort else "",
                    owner=sentences.say("owner", owner=owners.of(item.id)),
                )
                for item, effort in rows
            )
        )


def gap_card(owners: Owners, gap: Gap, effort: Effort | None, sentences: Sentences) -> Card:
    """Return a gap with why it matters, what to do, when it is closed, and who does it by when."""
    score = owners.score
    item = score.items[gap.item]
    names: dict[str, Prose | bool] = {
        "operator": operator_name(item, score.assessment),
        "builder": builder_name(item, score.assessment),
        "told": builder_told(item),
    }
    word = situation(item, gap)
    seen, quotes = tuple(_seen(score, item, sentences)), tuple(quotes_of(item, sentences))
    do, test = (told(score, gap.item, gap.steps, sentences) for told in (remedy, accepted))
    facts = [(Prose("Do this"), do), (Prose("Accepted when"), sentences.say("gaps.accepted", clause=test))]
    if effort:
        facts.append((Prose("Our time"), effort_told(score, gap, effort, sentences)))
    facts.append((Prose("Owner"), owner_told(owners, gap.item, sentences)))
    finding = sentences.say(
        f"gaps.finding.{word}",
        item=item.item,
        seen=bool(seen),
        since=since_told(score, gap.item, sentences),
        quoted=bool(quotes),
        alone=item.builder_run,
        differ=differing(item),
        on_duty=are_operators(item),
        builder_knows=(item.builder or 0) >= 1,
        **names,
    )
    return Card(
        title=sentences.say(f"gaps.card.{word}", item=item.item, builder_wrote=builder_wrote(item), **names),
        tags=_tags(score, gap),
        body=tuple(filter(None, (finding, *seen, *quotes, escape(item.item.why)))),
        facts=tuple(facts),
    )


def owner_told(owners: Owners, item: str, sentences: Sentences) -> Prose:
    """Return who owns it by when, and what somebody sends that does not settle it."""
    owner = owners.of(item)
    who = person_of(owners.score.assessment, owner.promise.who).name if owner.promise else ""
    promised = sentences.say("owner.promise", promise=owner.promise, who=who, today=owners.score.as_of)
    return join(filter(None, (sentences.say("owner", owner=owner), promised)), ". ")


def quotes_of(item: ItemScore, sentences: Sentences) -> Iterator[Prose]:
    """Yield what the operator side said about it, where the consultant noted a short sentence: by role, not by name.

    Nobody is quoted against a colleague. Who also built the agent is quoted where nobody else told us.
    """
    alone = all(answer.respondent.is_builder for answer in item.operators)
    for answer in () if differing(item) or item.spread else item.operators:
        words, by = answer.note.strip(), answer.respondent
        if 0 < len(words) <= _QUOTE and (alone or not by.is_builder):
            builder = by.name if by.is_builder else ""
            yield sentences.say("gaps.quote", role=by.roles[0], builder=builder, words=words.strip('"“”'))


def _seen(score: Score, item: ItemScore, sentences: Sentences) -> Iterator[Prose]:
    """Yield what was seen, if something was: the best of it."""
    for best in item.seen[:1]:
        if best.evidence.level != "E0" and best.evidence.what.strip():
            what = best.evidence.what.strip().rstrip(".")
            yield sentences.say(
                "gaps.seen", what=what, date=best.evidence.date, record=is_record(best, score.assessment, score.as_of)
            )


def _tags(score: Score, gap: Gap) -> tuple[Prose, ...]:
    gates = score.questionnaire.gate_of
    weight = score.items[gap.item].item.weight
    return (escape(weight), *(Prose(f"must-have: {gates[g].title.lower()}") for g in gap.gates))


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
    agreed = sentences.say("owner", owner=owner) if owner.due else None
    return sentences.say("gaps.group.title", title=owners.score.items[gap.item].item.title.lower(), owner=agreed)


def _counted(owners: Owners, found: Sequence[Gap], named: Sequence[Gap], sentences: Sentences) -> Iterator[Prose]:
    for area in owners.score.questionnaire.areas:
        gaps = [gap for gap in found if gap.area == area.id and gap not in named]
        if len(gaps) == 1:
            yield _titled(owners, gaps[0], sentences)
        elif gaps:
            yield sentences.say("gaps.group.area", many=len(gaps), area=area)


def _unanswered(score: Score, gaps: Sequence[Gap], sentences: Sentences) -> Iterator[Block]:
    if not gaps:
        return
    yield Heading(text=sentences.say("gaps.unanswered.title"))
    asked = dict.fromkeys(asked_person(score.assessment, score.items[gap.item].item).name for gap in gaps)
    yield Paragraph(text=sentences.say("gaps.unanswered.lead", many=len(gaps), asked=list(filter(None, asked))))
    yield Bullets(items=tuple(_question(score, gap, sentences) for gap in gaps[:_ASKED]))
    if gaps[_ASKED:]:
        yield Paragraph(text=sentences.say("gaps.unanswered.rest", rest=len(gaps) - _ASKED))
        yield Bullets(items=tuple(_by_area(score, gaps[_ASKED:], sentences)))


def _by_area(score: Score, gaps: Sequence[Gap], sentences: Sentences) -> Iterator[Prose]:
    """Yield one line an area, with the questions that are open there."""
    for area in score.questionnaire.areas:
        titles = [score.items[gap.item].item.title.lower() for gap in gaps if gap.area == area.id]
        if titles:
            yield sentences.say("gaps.unanswered.area", area=area, titles=titles)


def _question(score: Score, gap: Gap, sentences: Sentences) -> Prose:
    item = score.items[gap.item]
    return sentences.say(
        f"gaps.unanswered.{situation(item, gap)}",
        item=item.item,
        builder=builder_name(item, score.assessment),
        beside=beside_told(item, sentences),
        left=named(who_answered_and_left(score.assessment, gap.item), ""),
    )


def _unseen(agent: Agent, gaps: Sequence[Gap], spare: Mapping[str, TierId], sentences: Sentences) -> Iterator[Block]:
    owners = Owners(score=agent.score, agent=agent)
    hours = hours_beside(agent)
    asked = [_request(owners, gap, spare, hours.get(gap.item), sentences) for gap in gaps]
    asked += [_again(owners, item, sentences) for item in owners.again]
    if asked:
        yield Heading(text=sentences.say("gaps.unseen.title"))
        yield Paragraph(text=sentences.say("gaps.unseen.lead", many=len(asked)))
        yield Bullets(items=tuple(asked))


def _again(owners: Owners, name: str, sentences: Sentences) -> Prose:
    """Return the request for another look at what still stands, though what was seen of it has aged."""
    item, task = owners.score.items[name], owners.task(name)
    owner = sentences.say("owner", owner=owners.of(name))
    return sentences.say(
        "gaps.unseen.again",
        item=item.item,
        date=max((s.evidence.date for s in item.seen if s.evidence.date), default=None),
        evidence=ended(escape(task.text.strip())) if task else ended(renewal(item)),
        agreed=task is not None,
        owner=owner,
        lapse=lapses(owners.agent or agent_of(owners.score)).get(name),
    )


def _request(
    owners: Owners, gap: Gap, spare: Mapping[str, TierId], second: Effort | None, sentences: Sentences
) -> Prose:
    score, promise = owners.score, owners.promise(gap.item)
    item = score.items[gap.item]
    who = person_of(score.assessment, promise.who).name if promise else ""
    asked = sentences.say(
        f"gaps.unseen.{situation(item, gap)}",
        item=item.item,
        spare=spare.get(gap.item, ""),
        evidence=to_show(owners, gap, sentences),
        act=ended(escape(owners.act(gap.item))),
        operator=operator_name(item, score.assessment),
        seen=item.seen[0].evidence.what.strip().rstrip(".") if item.seen else "",
        promised=sentences.say("gaps.unseen.promised", promise=promise, who=who, today=score.as_of) if promise else "",
        date=max((s.evidence.date for s in item.seen if s.evidence.date), default=None),
    )
    learns = sentences.say("gaps.unseen.second", item=item.item, hours=in_hours(second)) if second else Prose("")
    return join((asked, *filter(None, (learns, *_agreed(owners, gap, sentences)))))


def _agreed(owners: Owners, gap: Gap, sentences: Sentences) -> Iterator[Prose]:
    """Yield the work that was agreed besides what is to be shown."""
    for action in owners.besides(gap.item):
        owner = sentences.say("owner", owner=owners.of_work(action))
        yield sentences.say("gaps.unseen.agreed", text=ended(escape(action.text.strip())), owner=owner)


def _unwritten(score: Score, gaps: Sequence[Gap], sentences: Sentences) -> Iterator[Block]:
    if not gaps:
        return
    yield Heading(text=sentences.say("gaps.unwritten.title"))
    items = [score.items[gap.item] for gap in gaps]
    able, alone = ([f"“{item.item.title}”" for item in items if item.builder_run == by] for by in (False, True))
    who = named((answer for item in items if item.builder_run for answer in item.operators), "the builder")
    yield Paragraph(text=sentences.say("gaps.unwritten", able=able, alone=alone, who=who, many=len(items)))
