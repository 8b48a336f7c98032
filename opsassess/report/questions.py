"""The operator's questions: who can answer them, and whether that was shown or only said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from opsassess.answers import Current
from opsassess.assessment import Respondent
from opsassess.blocks import Paragraph, Section, Table
from opsassess.described.not_holding import not_holding
from opsassess.described.open_points import lacks_of
from opsassess.owners.people import best_on_duty, builder_name, builder_wrote, named, only_builders
from opsassess.owners.sight import left_open, sight_told
from opsassess.phrases import left_open_in
from opsassess.prose import Prose, Sentences, join
from opsassess.questionnaire import OperatorQuestion
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.sight import Sight, best_seen, has_aged, sight_of, weakest
from opsassess.scoring.values import value_of

HALF = Fraction(1, 2)
_IN_A_HEAD = 1
_TOLD: tuple[Sight, ...] = ("seen", "done", "page")  # what was seen least is told; of what is only a page, the title
By = Literal["operator", "some", "builder", "memory", "unsettled", "nobody", "not_asked"]


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One question and who answered it.

    The operator side answers a question if it claims every item behind it as written or better (rating 2); the builder,
    if the builder could explain every item (rating 1) and nobody of the operator side could say anything of any.
    What the operator side knows of every item, without a page, is told from memory.
    """

    question: OperatorQuestion
    items: tuple[ItemScore, ...]
    by: By
    shown: bool  # evidence carries every item
    due: bool  # and some of it is due for review
    sight: Sight  # how the part that was seen least was seen


def answered_questions(score: Score) -> tuple[Answered, ...]:
    """Return the questions that apply to this agent."""
    found = []
    for question in score.questionnaire.questions:
        items = tuple(score.items[i] for i in question.items if score.items[i].applies)
        if items:
            shown = all(max(item.shown, item.renewable) >= HALF for item in items)
            due = shown and any(item.shown < HALF for item in items)
            sight = weakest(items)
            found.append(Answered(question=question, items=items, by=_by(items), shown=shown, due=due, sight=sight))
    return tuple(found)


def _by(items: tuple[ItemScore, ...]) -> By:
    if all(item.claimed >= HALF for item in items):
        return "operator"
    if all(best_on_duty(item) >= HALF for item in items):
        return "some"
    if all((item.builder or 0) >= 1 and _by_builder_alone(item) and not best_on_duty(item) for item in items):
        return "builder"
    if all(0 < best_on_duty(item) < HALF for item in items):
        return "unsettled" if any(map(_is_unsettled, items)) else "memory"
    return "nobody" if any(item.answered or item.builder is not None or item.others for item in items) else "not_asked"


def _is_unsettled(item: ItemScore) -> bool:
    """Tell whether all who know of it say by themselves that it is not settled."""
    return all(left_open_in(answer.note) for answer in item.on_duty if answer.rating == _IN_A_HEAD)


def _has_open_point(item: ItemScore, score: Score) -> bool:
    name = item.item.id
    return bool(left_open(score, [name])) or name in lacks_of(score) or name in not_holding(score)


def _by_builder_alone(item: ItemScore) -> bool:
    """Tell whether a builder answered who is not also one of those who run it."""
    return any(not answer.respondent.is_operator_side for answer in item.builders)


def questions_section(answered: tuple[Answered, ...], score: Score, sentences: Sentences) -> Section:
    """Return the section with one row a question."""
    by_operator, many = [a for a in answered if a.by == "operator"], Counter(a.by for a in answered)
    rows = tuple(_row(a, score, sentences) for a in answered)
    lead = sentences.say(
        "questions.lead",
        all=len(answered),
        asked=sum(1 for a in answered if any(item.answered for item in a.items)),
        by_operator=len(by_operator),
        shown=sum(1 for a in by_operator if a.shown),
        aged=sum(1 for a in by_operator if any(map(has_aged, _unseen(a)))),
        with_open=sum(1 for a in by_operator if any(_has_open_point(item, score) for item in a.items)),
        memory=many["memory"],
        unsettled=many["unsettled"],
        not_asked=many["not_asked"],
        who=only_builders(item for a in answered for item in a.items),
        by_builder=many["builder"],
    )
    return Section(
        id="questions",
        role="flow",
        title=sentences.say("questions.title", all=len(answered)),
        blocks=(
            Paragraph(text=lead, role="lead"),
            Table(
                columns=(Prose("Question"), Prose("Answered by"), Prose("What we heard")),
                rows=rows,
                widths=_widths(rows),
                caption=Prose("The questions that an operator must be able to answer"),
            ),
        ),
    )


def _widths(rows: tuple[tuple[Prose, ...], ...]) -> tuple[int, int, int]:
    """Return the widths of the columns: who answered needs three lines at most, what we heard has the rest."""
    names = min(30, max(20, *(len(who) // 2 - 2 for _, who, _ in rows))) if rows else 20
    return (26, names, 74 - names)


def _unseen(answered: Answered) -> list[ItemScore]:
    """Return the parts that were answered and are still to be seen, or to be seen again."""
    return [i for i in answered.items if i.claimed >= HALF > max(i.shown, i.renewable)]


def _answering(items: tuple[ItemScore, ...]) -> Iterator[Respondent]:
    """Yield who answered a part of a question: operators; of a part that none of them answered, whoever did."""
    for item in items:
        people = [answer.respondent for answer in item.operators]
        yield from [person for person in people if "operator" in person.roles] or people


def _knowing(item: ItemScore) -> Sequence[Current]:
    """Return who can answer a part: operators who did not build it, else who did and runs it."""
    known = [a for a in item.on_duty if _is_answer(a)]
    return [a for a in known if a in item.operators] or known


def _is_answer(answer: Current) -> bool:
    return bool(answer.rating) and value_of(answer.rating or 0) >= HALF


def _seen_of(items: Sequence[ItemScore]) -> Iterator[str]:
    """Yield what was seen of parts, where it was written down."""
    yield from filter(None, (s.evidence.what.strip().rstrip(".") for item in items for s in best_seen(item)))


def _row(answered: Answered, score: Score, sentences: Sentences) -> tuple[Prose, ...]:
    told = sorted(answered.items, key=lambda item: _TOLD.index(sight_of(item)))
    only_builder = [i for i in answered.items if not best_on_duty(i) and (i.builder or 0) >= 1]
    weakest = min(answered.items, key=lambda item: (item.claimed, item.shown))
    alone = [a for item in only_builder for a in item.builders]
    names = {
        "operator": named(_answering(answered.items), "the operator"),
        "builder": named(alone, "") or builder_name(weakest, score.assessment),
        "teller": named((a for item in answered.items for a in item.on_duty if a.rating == _IN_A_HEAD), ""),
        "knows": named([a for item in answered.items if item.claimed < HALF for a in _knowing(item)], ""),
    }
    apart: dict[Prose, list[str]] = {}
    for item in answered.items if answered.by == "some" else ():
        if item.claimed < HALF:
            able = [answer for answer in item.on_duty if _is_answer(answer)]
            apart.setdefault(named(able, "") if len(able) == 1 else Prose(""), []).append(item.item.title.lower())
    word = sight_told(answered.items, sentences)
    several, whole = len(answered.items) > 1, [item for item in told if item.claimed >= HALF]
    who = sentences.say(
        f"questions.by.{answered.by}", shown=answered.shown, due=answered.due, word=word, several=several, **names
    )
    heard = sentences.say(
        f"questions.heard.{answered.by}",
        shown=answered.shown,
        several=several,
        settled=next(_seen_of(whole), ""),
        known=any((i.builder or 0) >= 1 or best_on_duty(i) > 0 for i in answered.items if i.claimed < HALF),
        memory=[i.item.title.lower() for i in answered.items if 0 < best_on_duty(i) < HALF],
        wrote=named((a for i in answered.items if builder_wrote(i) for a in i.builders), ""),
        only_builder=[i.item.title.lower() for i in only_builder],
        weak=[i.item.title.lower() for i in answered.items if i.claimed < HALF],
        apart=apart,
        asked=any(i.answered for i in answered.items),
        unseen=[i.item.title.lower() for i in _unseen(answered)],
        aged=any(map(has_aged, _unseen(answered))),
        all=len(answered.items),
        page=[i.item.title.lower() for i in answered.items if sight_of(i) == "page"]
        if answered.sight == "page"
        else [],
        what=next(_seen_of(told), ""),
        **names,
    )
    return (join([answered.question.title]), who, heard)
