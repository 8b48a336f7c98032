"""What we heard: how each must-have stands, in the words that the report has for it, and where the agent stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from opsassess.assessment import Respondent
from opsassess.blocks import Facts, Paragraph, Section
from opsassess.described.before_live import before_live_told
from opsassess.described.not_holding import not_holding
from opsassess.owners.holding import fall_told
from opsassess.owners.people import named
from opsassess.owners.sight import leading_day
from opsassess.owners.situations import Situation, situation_of_part
from opsassess.owners.standing import standings
from opsassess.prose import Prose, Sentences, escape, join, paragraphs
from opsassess.report.must_haves import MustHave, met, must_haves, points_open
from opsassess.report.rounds import is_record
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score
from opsassess.scoring.sight import WEAKEST_FIRST, sight_of
from opsassess.scoring.tiers import next_above
from opsassess.scoring.values import Seen

_EXERCISED = 3  # E3: watched, or on record
_ORDER: tuple[Situation, ...] = (  # what only has to be shown before what is lacking, and what was not asked last
    "only_said",
    "document_only",
    "undated",
    "evidence_old",
    "row_incomplete",
    "usable",
    "written",
    "in_a_head",
    "unknown_to_operator",
    "operators_differ",
    "absent",
    "unknown_to_all",
    "told_absent",
    "told_by_builder",
    "told_beside",
    "not_asked",
)


def heard_section(agent: Agent, spoke: Sequence[Respondent], days: Sequence[dt.date], sentences: Sentences) -> Section:
    """Return the thanks, what we heard in short, and the tier in words."""
    summary = paragraphs(agent.score.assessment.summary or "") if spoke else ()
    texts = (
        sentences.say("heard.thanks", people=[r.name for r in spoke], days=days),
        *summary,
        *([_tier(agent, sentences)] if spoke else ()),
    )
    blocks = tuple(Paragraph(text=text) for text in texts)
    return Section(id="heard", role="flow", title=sentences.say("heard.title"), blocks=blocks)


def standing_section(score: Score, sentences: Sentences) -> Section:
    """Return how the parts of the must-haves stand."""
    pairs = tuple((label, text) for label, text in _told(score, sentences) if text)
    title = sentences.say("standing.title", many=sum(1 for m in must_haves(score) if m.state != "n/a"))
    return Section(id="standing", role="flow", title=title, blocks=(Facts(pairs=pairs),))


def _tier(agent: Agent, sentences: Sentences) -> Prose:
    score = agent.score
    tiers = score.questionnaire.tier_of
    tier = tiers[score.reported_tier]
    told = {"falls": fall_told(agent, sentences), "before_live": before_live_told(agent, sentences)}
    live = score.assessment.agent.facts.get("live") is True
    return sentences.say("heard.tier", tier=tier, aim=tiers[score.aim], live=live, draft=score.is_draft, **told)


def _told(score: Score, sentences: Sentences) -> Iterator[tuple[Prose, Prose]]:
    """Yield what stands and what does not; where the consultant's own summary leads, without our example."""
    found, summarised = must_haves(score), bool((score.assessment.summary or "").strip())
    yield sentences.say("heard.label.shown"), _shown(score, found, sentences, summarised=summarised)
    yield from _in_part(score, found, sentences)
    yield sentences.say("heard.label.by_builder"), _by_one(score, found, sentences)
    parts = _parts(score, found)
    for word in _ORDER:
        yield sentences.say(f"situation.{word}"), _titles(score, parts.get(word, ()), sentences)
    yield sentences.say("heard.label.accepted"), _accepted(score, found, sentences)


def _shown(score: Score, found: Sequence[MustHave], sentences: Sentences, *, summarised: bool) -> Prose:
    stand = met(found)
    how: Mapping[str, list[Prose]] = {name: [] for name in (*WEAKEST_FIRST, "due")}
    for must_have in stand:
        due = must_have.state == "due" or bool(must_have.aged)
        told = _of_must_have(score, must_have, sentences, due=due)
        how["due" if due else must_have.sight or "page"].append(told)
    musts = {name: join(found, "; ") for name, found in how.items()}
    agent = score.assessment.agent.name
    by_one, parts = any(m.by_builder for m in found), any(m.half for m in found)
    lines = [sentences.say("heard.shown", **musts, parts=parts, by_one=by_one, agent=agent)]
    sight = None if summarised else _best_sight(score, found)
    if sight:
        record = is_record(sight, score.assessment, score.as_of)
        what = sight.evidence.what.strip().rstrip(".")
        lines.append(
            sentences.say(
                "heard.sight", what=what, date=leading_day(sight.evidence.date, [what], score.as_of), record=record
            )
        )
    return join(lines)


def _of_must_have(score: Score, must_have: MustHave, sentences: Sentences, *, due: bool) -> Prose:
    """Return a must-have that is met, with its weakest part; of one with an open point not what it says in full."""
    least = [item for item in must_have.parts if sight_of(score.items[item]) == must_have.sight]
    return sentences.say(
        "heard.must_have",
        gate=must_have.gate,
        open=points_open(must_have, score) > 0,
        weakest=[score.items[i].item.title for i in least] if len(least) < len(must_have.parts) and not due else (),
    )


def _in_part(score: Score, found: Sequence[MustHave], sentences: Sentences) -> Iterator[tuple[Prose, Prose]]:
    """Yield what was shown of a must-have of which something else is open, and what has to be shown again."""
    standing = standings(score)
    stand = [(item, must_have.parts[item]) for must_have in found for item in must_have.met]
    aged = {item for must_have in found for item in must_have.aged}
    due = [item for item, state in stand if state == "due" or item in aged]
    again, worked = ([i for i in due if (standing[i] == "work") == work] for work in (False, True))
    weak = {item: found for item, found in not_holding(score).items() if item in dict(stand)}
    apart = {*due, *weak}
    in_full = [item for item, _ in stand if standing[item] == "look" and item not in apart]
    halves = [i for must_have in found if must_have.half for i in must_have.met if i not in {*apart, *in_full}]
    tier = next_above(score.aim)
    for name, items in (("in_part", halves), ("again", again), ("worked", worked), ("in_full", in_full)):
        by_others = dict.fromkeys(item for item in items if item not in score.one_person)
        yield sentences.say(f"heard.label.{name}", tier=tier), _titles(score, by_others, sentences)
        if name == "in_part":
            told = (
                sentences.say("heard.not_holding", title=_title(score, item), why=found.told(sentences))
                for item, found in weak.items()
            )
            yield sentences.say("heard.label.not_holding"), sentences.say("heard.titles", titles=_row(told))


def _by_one(score: Score, found: Sequence[MustHave], sentences: Sentences) -> Prose:
    """Say what nobody showed but somebody who also built the agent."""
    items = dict.fromkeys(item for m in found for item in m.met if item in score.one_person)
    who = named((o for item in items for o in score.items[item].operators if o.respondent.is_builder), "its builder")
    return sentences.say("heard.by_builder", titles=_row(_title(score, item) for item in items), who=who)


def _parts(score: Score, found: Sequence[MustHave]) -> Mapping[Situation, Sequence[str]]:
    """Return the items that keep a must-have from being shown, by how they stand."""
    parts: dict[Situation, list[str]] = {}
    for must_have in found:
        for item in (item for item in must_have.unmet if item not in score.risk_of):
            parts.setdefault(situation_of_part(score.items[item], must_have.parts[item]), []).append(item)
    return parts


def _accepted(score: Score, found: Sequence[MustHave], sentences: Sentences) -> Prose:
    unmet = {item for must_have in found for item in must_have.unmet}
    risks = [risk for risk in score.accepted if risk.item in unmet]
    told = (sentences.say("heard.accepted", title=_title(score, risk.item), until=risk.expires) for risk in risks)
    return sentences.say("heard.titles", titles=_row(told))


def _titles(score: Score, items: Iterable[str], sentences: Sentences) -> Prose:
    return sentences.say("heard.titles", titles=_row(_title(score, item) for item in items))


def _title(score: Score, item: str) -> str:
    title = score.items[item].item.title
    return title[:1].lower() + title[1:]


def _row(parts: Iterable[str]) -> Prose:
    """Return "a; b; c": the parts have commas and an "and" of their own."""
    return Prose("; ".join(escape(part) for part in parts))


def _best_sight(score: Score, found: Sequence[MustHave]) -> Seen | None:
    """Return what was done before our eyes, or is on record, for the most urgent must-have."""
    gates = sorted((m.gate for m in found), key=lambda gate: not gate.hard)
    needs = [need.item for gate in gates for need in score.frame.needs_of_gate.get(gate.id, ())]
    seen = (sight for item in needs if score.items[item].applies for sight in score.items[item].seen)
    return next((s for s in seen if s.aged == _EXERCISED and s.evidence.what.strip()), None)
