"""How many must-haves and questions stand how: the counts of page one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from opsassess.prose import Prose, Sentences
from opsassess.report import must_haves as must
from opsassess.report.must_haves import MustHave
from opsassess.report.people import builders, named, operators
from opsassess.report.questions import Answered
from opsassess.report.sight import WEAKEST_FIRST
from opsassess.scoring import Score
from opsassess.scoring.frame import not_above


def counts_told(score: Score, found: Sequence[MustHave], answered: Sequence[Answered], sentences: Sentences) -> Prose:
    numbers = must.counts(found)
    stand = must.met(found)
    sights = Counter(m.sight for m in stand if m.state == "shown")
    by_operator = sum(1 for a in answered if a.by == "operator")
    return sentences.say(
        "counts",
        all=len(found) - numbers.get("n/a", 0),
        shown=len(stand),
        with_open=sum(1 for m in stand if must.points_open(m, score)),
        sights=tuple((name, sights[name]) for name in reversed(WEAKEST_FIRST)),
        alone=bool(score.one_person) and not not_above(score.shown_tier, score.reported_tier),
        due=sum(1 for m in stand if m.state == "due"),
        said=numbers.get("said", 0),
        open=numbers.get("open", 0),
        partly=numbers.get("partly", 0),
        missing=numbers.get("missing", 0),
        by_builder_only=numbers.get("by_builder", 0),
        questions=len(answered) if score.questionnaire.report == "full" else 0,
        by_operator=by_operator,
        by_some=sum(1 for a in answered if a.by == "some"),
        by_nobody=sum(1 for a in answered if a.by == "nobody"),
        by_builder=sum(1 for a in answered if a.by == "builder"),
        operators_asked=any(person.is_operator_side for person in score.assessment.respondents),
        operator=_who_answered(score, answered),
        builder=named(builders(score.assessment), "the builder"),
    )


def _who_answered(score: Score, answered: Sequence[Answered]) -> Prose:
    """Return the operators by name, where the answers that count are theirs alone."""
    spoke = {
        current.respondent.id
        for question in answered
        if question.by == "operator"
        for item in question.items
        for current in item.operators
        if current.rating == item.operator
    }
    people = operators(score.assessment)
    return named(people, "the operator") if spoke <= {who.id for who in people} else Prose("the team")
