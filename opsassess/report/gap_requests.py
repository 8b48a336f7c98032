"""What is asked of the team and is no work: questions that wait for an answer, and what has still to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from opsassess.blocks import Block, Bullets, Heading, Paragraph
from opsassess.effort import Effort, in_hours
from opsassess.owners import Owners
from opsassess.owners.asked import asked_person, person_of, who_answered_and_left
from opsassess.owners.holding import lapses
from opsassess.owners.people import builder_name, named, operator_name
from opsassess.owners.renewals import renewal
from opsassess.owners.sight import beside_told
from opsassess.owners.situations import situation
from opsassess.prose import Prose, Sentences, ended, escape, join
from opsassess.questionnaire import TierId
from opsassess.report.beside import hours_beside
from opsassess.report.evidence import to_show
from opsassess.report.parts import builder_words
from opsassess.retainer.agent import Agent
from opsassess.scoring import Gap, Score

_ASKED = 10  # questions in full; nobody reads seventy, and the preparation sheets have them all


def unanswered(score: Score, gaps: Sequence[Gap], sentences: Sentences) -> Iterator[Block]:
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
        words=builder_words(item),
        beside=beside_told(item, sentences),
        left=named(who_answered_and_left(score.assessment, gap.item), ""),
    )


def unseen(agent: Agent, gaps: Sequence[Gap], spare: Mapping[str, TierId], sentences: Sentences) -> Iterator[Block]:
    owners = Owners(score=agent.score, agent=agent)
    hours = hours_beside(agent)
    alike = _alike(owners, gaps, spare, hours, sentences)
    asked = [_request(owners, found, spare, hours.get(found[0].item), sentences) for found in alike]
    asked += [_again(owners, item, sentences) for item in owners.again]
    if asked:
        yield Heading(text=sentences.say("gaps.unseen.title"))
        yield Paragraph(text=sentences.say("gaps.unseen.lead", many=len(gaps) + len(owners.again)))
        yield Bullets(items=tuple(asked))


def _alike(
    owners: Owners,
    gaps: Sequence[Gap],
    spare: Mapping[str, TierId],
    hours: Mapping[str, Effort],
    sentences: Sentences,
) -> Iterable[Sequence[Gap]]:
    """Return the gaps, together those whose rows leave out the same, unless there is more to do on one."""
    alike: dict[tuple[str, ...], list[Gap]] = {}
    for gap in gaps:
        item = owners.score.items[gap.item]
        lacks = (to_show(owners, gap, sentences), operator_name(item, owners.score.assessment), spare.get(gap.item, ""))
        more = owners.besides(gap.item) or gap.item in hours
        of_a_row = situation(item, gap) == "row_incomplete" and not more
        alike.setdefault(lacks if of_a_row else (gap.item,), []).append(gap)
    return alike.values()


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
        lapse=lapses(owners.planned).get(name),
    )


def _request(
    owners: Owners, gaps: Sequence[Gap], spare: Mapping[str, TierId], second: Effort | None, sentences: Sentences
) -> Prose:
    gap = gaps[0]
    score, promise = owners.score, owners.promise(gap.item)
    item = score.items[gap.item]
    who = person_of(score.assessment, promise.who).name if promise else ""
    asked = sentences.say(
        f"gaps.unseen.{situation(item, gap)}",
        item=item.item,
        titles=[score.items[one.item].item.title for one in gaps],
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
