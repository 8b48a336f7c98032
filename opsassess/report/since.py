"""What changed since the last milestone: what the client did, apart from everything else that moves a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal, get_args

from opsassess.assessment import Milestone
from opsassess.blocks import Block, Bullets, Heading, Paragraph, Section
from opsassess.charts import Levels, Pair
from opsassess.delta import Delta, delta
from opsassess.once import made_once
from opsassess.owners.risks import ended_risks
from opsassess.owners.standing import standings
from opsassess.prose import Prose, Sentences, quoted
from opsassess.report.figures import figure_or_table
from opsassess.report.gap_card import quotes_of
from opsassess.report.must_haves import met, must_haves
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.frame import is_below, not_above

Told = Literal["improved", "seen", "worse", "asked", "lower", "higher", "aged", "ended", "questionnaire", "profile"]
_TOLD: tuple[Told, ...] = get_args(Told)
_EACH: tuple[Told, ...] = ("worse", "lower", "higher")  # told one by one
_ROWS = 14  # of the chart; the rest is named below it
_QUARTERS = 4  # the levels of the scale above "absent"


def since_section(score: Score, sentences: Sentences) -> Section | None:
    """Return the section, or None where no earlier milestone has numbers to compare with."""
    milestone = _last_before(score)
    if milestone is None:
        return None
    found = delta(score, milestone)
    blocks = (
        Paragraph(text=sentences.say("since.lead", **_headline(found, sentences)), role="lead"),
        *_chart(found, sentences),
        *(block for group in _TOLD for block in _told(found, group, sentences)),
    )
    return Section(id="since", role="flow", title=sentences.say("since.title", date=milestone.date), blocks=blocks)


def _last_before(score: Score) -> Milestone | None:
    earlier = [m for m in score.assessment.milestones if m.date < score.as_of and m.scores.get("items")]
    return max(earlier, key=lambda m: m.date, default=None)


def by_answer_told(score: Score, sentences: Sentences) -> Prose:
    """Return which must-haves were not met at the milestone and are by a higher answer; nothing where none are.

    Nothing dated since was shown of these: the same evidence is taken for more.
    """
    milestone = _last_before(score)
    date = milestone.date if milestone else score.as_of
    return sentences.say("since.by_answer", by_answer=_met_by_answer(score), date=date)


@made_once
def _met_by_answer(score: Score) -> Mapping[str, list[str]]:
    """Return the titles of such must-haves, each with those of its questions."""
    milestone = _last_before(score)
    if milestone is None:
        return {}
    found = delta(score, milestone)
    before = {m.gate.id: m for m in must_haves(found.then)}
    higher = {c.item for c in found.of("corrected") if (c.after or 0) > (c.before or 0)}
    higher -= {c.item for c in found.of("improved")}
    met_before = {m.gate.id for m in met(before.values())}
    again = ((m, [i for i in m.met if i in higher and i in before[m.gate.id].unmet]) for m in met(must_haves(score)))
    return {
        m.gate.title: [quoted(_title(found, i)) for i in items]
        for m, items in again
        if items and m.gate.id not in met_before
    }


def _headline(found: Delta, sentences: Sentences) -> Mapping[str, Any]:
    tiers = found.now.questionnaire.tier_of
    before = next((tiers[t] for t in tiers if t == found.tier_before), None)
    aged = next(stage.tier for stage in found.stages if stage.cause == "aged")
    then, now = ({m.gate.title: None for m in met(must_haves(one))} for one in (found.then, found.now))
    by_answer = _met_by_answer(found.now)
    kept = found.then.smallest_set if found.then.reported_tier == found.now.reported_tier else ()
    return {
        "date": found.milestone.date,
        "before": before,
        "now": tiers[found.now.reported_tier],
        "without": next(tiers[t] for t in tiers if t == aged),  # had nothing been done since
        "improved": len(found.of("improved")),
        "aim": found.then.aim,
        "kept": len(kept),
        "left": [quoted(_title(found, i)) for i in kept if i in found.now.smallest_set_to(found.then.aim)],
        "met": [title for title in now if title not in then and title not in by_answer],
        "by_answer": by_answer_told(found.now, sentences),
        "by_words": sum(
            len(by_answer.get(gate.title, ()))  # of the tiers that were climbed since
            for gate in found.now.questionnaire.gates
            if before and is_below(before.id, gate.tier) and not_above(gate.tier, found.now.reported_tier)
        ),
        "lost": [title for title in then if title not in now],
        "moved": len({change.item for change in found.changes}),
    }


def _chart(found: Delta, sentences: Sentences) -> Iterator[Block]:
    work = _work(found)
    items = work[:_ROWS]
    if not items:
        return
    scale = tuple(rating.name for rating in found.now.questionnaire.ratings)
    words = {name: str(sentences.say(f"since.{name}")) for name in ("then", "now")}
    places = ((item, *_places(found, item)) for item in items)
    pairs = tuple(Pair(label=_title(found, item), behind=then, ahead=now) for item, then, now in places)
    chart = Levels(rows=pairs, scale=scale, behind=words["then"], ahead=words["now"])
    moves = "; ".join(f"{pair.label}: from {scale[pair.behind]} to {scale[pair.ahead]}" for pair in pairs)
    caption = sentences.say("since.caption", all=len(work), drawn=len(items))
    yield from figure_or_table("since-chart", chart, caption=caption, alt=f"Two points a question. {moves}.")


def _work(found: Delta) -> list[str]:
    """Return what was done since and stands elsewhere than at the milestone, the widest step first."""
    changes = (*found.of("improved"), *found.of("worse"))
    items = dict.fromkeys(change.item for change in changes if not _is_only_seen(found, change.item))
    return sorted(
        (item for item in items if _step(found, item)), key=lambda item: abs(_step(found, item)), reverse=True
    )


def _is_only_seen(found: Delta, item: str) -> bool:
    """Tell whether the answer is that of the milestone, of which nothing was on record then: to look is no work."""
    then, now = found.then.items.get(item), found.now.items[item]
    return then is not None and then.claimed == now.claimed and all(s.evidence.level == "E0" for s in then.seen)


def _is_more(found: Delta, item: str) -> bool:
    """Tell whether the answer is another one, or more was seen of it: the same seen anew is no work."""
    then, now = found.then.items.get(item), found.now.items[item]
    best = [max((seen.level for seen in one.seen), default=0) for one in (then, now) if one]
    return then is None or then.claimed != now.claimed or (best[0] < best[-1] and not _is_only_seen(found, item))


def _ends(found: Delta, item: str) -> tuple[Fraction, Fraction]:
    """Return what was shown at the milestone, where it does not say by today's rules, and what is shown today."""
    frozen, by_rules = found.stages[0].items, found.stages[1].items
    return frozen.get(item, by_rules.get(item)) or Fraction(0), found.stages[-1].items.get(item) or Fraction(0)


def _step(found: Delta, item: str) -> Fraction:
    then, now = _ends(found, item)
    return now - then


def _places(found: Delta, item: str) -> tuple[int, int]:
    then, now = (round(value * _QUARTERS) for value in _ends(found, item))
    return then, now


def _title(found: Delta, item: str) -> str:
    values = found.now.items.get(item)
    return values.item.title if values else item


def _is_aged(found: Delta, item: str) -> bool:
    seen = found.now.items[item].seen if item in found.now.items else ()
    return max((s.level for s in seen), default=0) > max((s.aged for s in seen), default=0)


def _items(found: Delta, group: Told) -> list[str]:
    """Return the items of a group; each is told once."""
    work, aged = _work(found), {c.item for c in found.of("aged") if _is_aged(found, c.item)}
    match group:
        case "improved":  # what the chart shows needs no list
            return [c.item for c in found.of(group) if c.item not in work[:_ROWS] and _is_more(found, c.item)]
        case "seen":
            return [c.item for c in found.of("improved") if _is_only_seen(found, c.item)]
        case "aged":  # what was seen again since is not old today
            return [c.item for c in found.of(group) if c.item in aged and c.item not in _moved(found)]
        case "lower" | "higher":
            own = [item for item in _moved(found) if item not in work]
            return [item for item in own if (_step(found, item) > 0) == (group == "higher")]
        case "ended":
            return [r.item for r in ended_risks(found.now) if r.expires >= found.milestone.date]
    return [c.item for c in found.of(group)]


def _moved(found: Delta) -> list[str]:
    """Return what stands elsewhere by the answer alone."""
    return [c.item for c in found.of("corrected") if _step(found, c.item)]


def _told(found: Delta, group: Told, sentences: Sentences) -> Iterator[Block]:
    items = _items(found, group)
    if items:
        yield Heading(text=sentences.say(f"since.{group}.title"))
        stands = standings(found.now)
        work = [_title(found, item).lower() for item in items if stands.get(item) == "work"]
        risks = {_title(found, risk.item): risk for risk in ended_risks(found.now)}
        titles = [_title(found, item).lower() for item in items]
        holds = _resting_on_first_answers(found) if group == "asked" else ""
        values = {"titles": titles, "many": len(titles), "work": work, "risks": risks, "holds": holds}
        yield Paragraph(text=sentences.say(f"since.{group}", **values))
        accounts = [_account(found, item, sentences) for item in items if group in _EACH and item in found.now.items]
        if told := [account for account in accounts if account]:
            yield Bullets(items=tuple(told[:_ROWS]))


def _resting_on_first_answers(found: Delta) -> str:
    """Return the tier of today where it would not be there without what was asked for the first time."""
    before = {c.item: found.then.items[c.item] for c in found.of("asked") if c.item in found.then.items}
    without = replace(found.now, items={**found.now.items, **before}).reported_tier
    return found.now.reported_tier if is_below(without, found.now.reported_tier) else ""


def _claimed(item: ItemScore, scale: Sequence[str], sentences: Sentences) -> str:
    """Return the answer that counts, by its name on the scale."""
    return sentences.say("since.unknown") if item.operator == "dont_know" else scale[round(item.claimed * _QUARTERS)]


def _account(found: Delta, item: str, sentences: Sentences) -> Prose:
    """Return how the answer on an item moved, and what the team said of it since."""
    scale = [rating.name for rating in found.now.questionnaire.ratings]
    then, now = found.then.items[item], found.now.items[item]
    before, after = (scale[place] for place in _places(found, item))
    known, moved = tuple(quotes_of(then, sentences)), (now.claimed > then.claimed) - (now.claimed < then.claimed)
    quotes = list(dict.fromkeys(words for words in quotes_of(now, sentences) if words not in known))
    still = {answer.respondent.id for answer in now.operators if answer.rating is not None}
    gone = [a.respondent for a in then.operators if a.rating is not None and a.respondent.id not in still]
    left = [person for person in gone if person in found.now.assessment.left]
    if not (moved or quotes or gone or before != after):
        return Prose("")
    return sentences.say(
        "since.account",
        title=now.item.title,
        before=before,
        after=after,
        moved=moved,
        told=[_claimed(values, scale, sentences) for values in (then, now)],
        quotes=quotes,
        gone=[person.name for person in gone if person not in left],
        left=[person.name for person in left],
        unanswered=not still,
    )
