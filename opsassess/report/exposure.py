"""What stops when it stops: the client's own figures, multiplied, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.assessment import DONT_KNOW
from opsassess.blocks import Block, Paragraph, Section
from opsassess.owners.people import told_rating
from opsassess.owners.service_hours import ALL_HOURS, hours_a_month, month_told
from opsassess.owners.sight import left_open
from opsassess.phrases import idle_outside
from opsassess.prose import Sentences, quoted
from opsassess.questionnaire.terms import is_number
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.sight import sight_of

_HOURS = 4  # the article's question: what happens if it is away for four hours?
_CAPACITY = "s6_manual_fallback.proof"
_QUOTE = 400  # characters
_SHORT = 80  # characters of a source that stand inside a sentence
_FINE = 3  # hours; of more, a decimal says more than an average knows


def exposure_section(score: Score, sentences: Sentences) -> Section:
    """Return how much work waits after an hour and after four."""
    return Section(
        id="exposure",
        role="flow",
        title=sentences.say("exposure.title"),
        blocks=tuple(_blocks(score, sentences)),
    )


def _blocks(score: Score, sentences: Sentences) -> Iterator[Block]:
    facts = score.assessment.agent.facts
    parts = [score.items[i] for q in score.questionnaire.questions if q.id == "by_hand" for i in q.items]
    fallback = parts[0] if parts else None
    runs, minutes = facts.get("runs_per_month"), facts.get("minutes_by_hand")
    if not is_number(runs) or not is_number(minutes):
        yield Paragraph(text=sentences.say("exposure.unknown", runs=is_number(runs), minutes=is_number(minutes)))
        return
    sources = score.assessment.agent.evidence.get("minutes_by_hand", ())
    month = month_told(seen.what for seen in score.assessment.agent.evidence.get("runs_per_month", ()))
    told = hours_a_month(facts.get("service_hours"), month)
    an_hour = runs / float(told) if told else 0
    digits = 2 if an_hour < _FINE else 1  # so that a reader who multiplies gets the next figure
    yield from _fallback_told(score, fallback, sentences)
    yield Paragraph(
        text=sentences.say(
            "exposure",
            runs=f"{runs:,.0f}",
            working=f"{float(told):,.0f}" if told else "",
            service=str(facts.get("service_hours") or "").strip().rstrip("."),
            words=_capacity(score)[1],
            work_a_month=_about(runs * minutes / 60),
            always=hours_a_month(facts.get("service_hours")) == ALL_HOURS,
            idle=idle_outside(str(facts.get("service_hours"))),
            month=f"{month:%B %Y}" if month else "",
            an_hour=_round(an_hour, digits),
            minutes=f"{minutes:g}",
            source=next((what for seen in sources if len(what := seen.what.strip().rstrip(".")) <= _SHORT), ""),
            work_an_hour=_round(an_hour * minutes / 60, digits),
            hours=_HOURS,
            cases=_round(an_hour * _HOURS) if an_hour < _FINE else f"{an_hour * _HOURS:,.0f}",
            work=_about(an_hour * _HOURS * minutes / 60),
        )
    )


def _fallback_told(score: Score, fallback: ItemScore | None, sentences: Sentences) -> Iterator[Block]:
    """Yield what the team told and showed of doing it by hand, first of all: its own mornings are no average."""
    parts = [score.items[i] for q in score.questionnaire.questions if q.id == "by_hand" for i in q.items]
    teller, words = _capacity(score)
    if fallback is not None and fallback.applies:
        shown = fallback.shown >= score.questionnaire.constants.default_target
        said = fallback.claimed >= score.questionnaire.constants.default_target
        done = next((seen.evidence for seen in fallback.seen if sight_of(fallback) == "done"), None)
        yield Paragraph(
            text=sentences.say(
                "exposure.fallback",
                teller=teller,
                words=words,
                what=done.what.strip().rstrip(".") if done else "",
                date=done.date if done else None,
                practised=done is not None,
                shown=shown,
                said=said,
                partly=bool(fallback.claimed),
                item=fallback.item,
                asked=fallback.answered,
                unknown=told_rating(fallback) == DONT_KNOW,
                clauses=[
                    c for found in left_open(score, _by_hand(score, fallback)) for c in found.clauses if c not in words
                ],
                rest=[
                    quoted(part.item.title)
                    for part in parts[1:]
                    if part.applies and part.claimed < score.questionnaire.constants.default_target
                ],
            )
        )


def _capacity(score: Score) -> tuple[str, str]:
    """Return what the team told of how much it can do by hand, and who told it: a usual morning is no average."""
    answers = score.items[_CAPACITY].operators if _CAPACITY in score.items else ()
    told = ((answer.respondent.name, answer.content.strip()) for answer in answers if isinstance(answer.content, str))
    return next(((who, words) for who, words in told if 0 < len(words) <= _QUOTE), ("", ""))


def _by_hand(score: Score, fallback: ItemScore) -> list[str]:
    """Return what is asked about the work by hand."""
    return [name for name, found in score.items.items() if found.item.area == fallback.item.area]


def _round(value: float, digits: int = 1) -> str:
    """Return a figure with so many decimals, or fewer where it ends before."""
    return f"{value:,.{digits}f}".rstrip("0").removesuffix(".")


def _about(value: float) -> str:
    """Return a figure of some size without a decimal: it is a product of averages, and said to be about so much."""
    return _round(value) if value < _FINE else f"{int(value + 0.5):,}"
