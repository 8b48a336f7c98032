"""One item of the annex: the question, the level, who said what, what was seen, and the reckoning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opsassess.annex.trace import Trace
from opsassess.answers import Current
from opsassess.assessment import DONT_KNOW
from opsassess.blocks import Card
from opsassess.prose import Prose, escape, join, unquoted
from opsassess.questionnaire import EVIDENCE_LEVELS
from opsassess.scoring import ItemScore
from opsassess.scoring.explain import decimal
from opsassess.scoring.values import Seen, cap

Fact = tuple[Prose, Prose]


def is_told(trace: Trace, score: ItemScore) -> bool:
    """Tell whether anybody said, noted or showed anything about an item."""
    answers = trace.answers.get(score.item.id, ())
    return bool(score.seen) or any(a.rating is not None or a.note.strip() or a.written_where.strip() for a in answers)


def entry(trace: Trace, score: ItemScore) -> Card:
    """Return all that is known about an item that applies."""
    return Card(
        title=escape(score.item.title),
        tags=tuple(_tags(trace, score)),
        body=(escape(score.item.ask),),
        facts=(
            *_level(trace, score),
            *_said(trace, score),
            *_seen(trace, score),
            *_value(trace, score),
            *_notes(trace, score),
        ),
    )


def _tags(trace: Trace, score: ItemScore) -> Iterator[Prose]:
    say, frame, item = trace.sentences.say, trace.score.frame, score.item
    yield say("entry.shown", shown=decimal(score.shown))
    yield say("entry.claimed", claimed=decimal(score.claimed))
    yield say("entry.weight", weight=item.weight, points=decimal(frame.weights[item.id]))
    gates = tuple(dict.fromkeys(need.gate.title for need in frame.needs_of_item.get(item.id, ())))
    yield say("entry.window", days=item.window)
    if gates:
        yield say("entry.gate", gates=gates)
    if item.id in trace.gap_of:
        gap = trace.gap_of[item.id]
        yield say("entry.gap", number=trace.numbers[item.id], gap=gap, target=decimal(gap.target))
    for risk in trace.score.accepted:
        if risk.item == item.id:
            yield say("entry.accepted", day=risk.expires)
    yield escape(item.id)


def _level(trace: Trace, score: ItemScore) -> Iterator[Fact]:
    rating = score.operator
    if rating is None:
        yield Prose("Level"), trace.sentences.say("entry.level.none")
    elif isinstance(rating, int):
        name, words = trace.score.questionnaire.ratings[rating].name, score.item.levels[rating]
        yield Prose("Level"), trace.sentences.say("entry.level", rating=rating, name=name, words=words)


# ---------------------------------------------------------------------------------------------------------------------
# Who said what


def _said(trace: Trace, score: ItemScore) -> Iterator[Fact]:
    if score.operators:
        dual = [trace.sentences.say("entry.said.dual", who=c.respondent.name) for c in score.operators]
        yield Prose("Said"), join([*_lines(trace, score.operators), *(dual if score.builder_run else ())])
    if score.builders:
        yield Prose("Builder"), join(_lines(trace, score.builders))
    if score.others:
        yield Prose("Not counted"), join(_lines(trace, score.others))
    unrated = [a for a in trace.answers.get(score.item.id, ()) if a.rating is None and a.written_where.strip()]
    if unrated:
        yield Prose("Without a rating"), join(_lines(trace, unrated))


def _lines(trace: Trace, answers: Iterable[Current]) -> Iterator[Prose]:
    for answer in answers:
        at = answer.at.date() if answer.at else None
        yield trace.sentences.say(
            "entry.said",
            who=answer.respondent.name,
            roles=() if answer.respondent.roles == ("builder",) else answer.respondent.roles,  # its label says it
            rating=trace.sentences.say("entry.said.rating", rating=answer.rating),
            day=at if at != trace.usual_day else None,
            where=answer.written_where.strip(),
        )


def _notes(trace: Trace, score: ItemScore) -> Iterator[Fact]:
    """Yield what may be printed, by role and not by name; the private notes stay with the consultant."""
    for answer in trace.answers.get(score.item.id, ()):
        if answer.note.strip():
            words = unquoted(answer.note)
            yield Prose("Note"), trace.sentences.say("entry.note", roles=answer.respondent.roles, words=words)


# ---------------------------------------------------------------------------------------------------------------------
# What was seen, and what follows


def _seen(trace: Trace, score: ItemScore) -> Iterator[Fact]:
    for seen in score.seen:
        yield Prose("Seen" if seen.evidence.level != "E0" else "Told"), _piece(trace, score, seen)


def _piece(trace: Trace, score: ItemScore, seen: Seen) -> Prose:
    several = len({s.by.respondent.id for s in score.seen}) > 1
    return trace.sentences.say(
        "entry.seen",
        level=seen.evidence.level,
        what=seen.evidence.what.strip().rstrip("."),
        where=seen.evidence.where.strip(),
        date=seen.evidence.date,
        age=seen.age,
        counts=EVIDENCE_LEVELS[seen.aged],
        by=seen.by.respondent.name if several else "",
    )


def _value(trace: Trace, score: ItemScore) -> Iterator[Fact]:
    """Yield the reckoning where it is more than the level and the evidence, which the first page explains."""
    one = len({a.rating for a in score.operators}) == 1 and isinstance(score.operator, int) and not score.lacking
    fresh = bool(score.seen) and not any(seen.aged < EVIDENCE_LEVELS.index(seen.evidence.level) for seen in score.seen)
    far = score.lead is not None and score.lead >= trace.score.questionnaire.constants.key_person_gap
    if not one or not fresh or far:
        yield Prose("Value"), _why(trace, score)


def _why(trace: Trace, score: ItemScore) -> Prose:
    constants = trace.score.questionnaire.constants
    values = {"claimed": decimal(score.claimed), "shown": decimal(score.shown)}
    said = [trace.sentences.say(f"entry.why.{_case(score)}", **values, **_reckoning(trace, score))]
    if score.lead is not None and score.lead >= constants.key_person_gap:
        said.append(trace.sentences.say("entry.why.lead", lead=decimal(score.lead)))
    return join(said)


def _case(score: ItemScore) -> str:
    if score.operator is None:
        return "builder" if score.builders else "nobody"
    return "dont_know" if score.operator == DONT_KNOW else "number"


def _reckoning(trace: Trace, score: ItemScore) -> dict[str, object]:
    constants = trace.score.questionnaire.constants
    best = max((seen.aged for seen in score.seen), default=0)
    return {
        "rating": score.operator,
        "several": len(score.operators) > 1,
        "counts": EVIDENCE_LEVELS[best] if score.seen else "",
        "carries": decimal(cap(best, constants)),
        "lacking": [trace.sentences.say(f"column.{column}") for column in score.lacking],
        "row_cap": decimal(constants.incomplete_row_cap),
    }
