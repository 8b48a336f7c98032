"""Whether the client needs its builder, and the provider, less: the key-person index of both.

A retainer must make itself needless. The people of the provider answer the same questions as a builder does; where
their answers run ahead of the operator's, the client hangs on them now. Source of the index: docs/method.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from opsassess.blocks import Paragraph, Section
from opsassess.delta import as_it_was
from opsassess.described.book import Book
from opsassess.described.entries import entries_of
from opsassess.monthly.subject import Subject
from opsassess.owners.holding import builder_gone, builders_gone
from opsassess.prose import Prose
from opsassess.report.transfer import ahead_of_all
from opsassess.runbook.front import kinds
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.tiers import KeyPerson, key_person

_MOST = 12  # titles in a sentence


def index_of(score: Score, people: Collection[str]) -> KeyPerson:
    """Return the key-person index with only these people's answers on the builder's side."""
    return key_person(score.frame, _with_only(score, people))


def _with_only(score: Score, people: Collection[str]) -> Mapping[str, ItemScore]:
    names = {name.casefold() for name in people}
    return {
        item: replace(values, builders=tuple(b for b in values.builders if b.respondent.name.casefold() in names))
        for item, values in score.items.items()
    }


def dependence_section(subject: Subject) -> Section:
    """Return the section on who is needed."""
    blocks = (
        Paragraph(text=subject.say("dependence.lead", runs=subject.ordered is not None), role="lead"),
        subject.told(_lines(subject)),
    )
    return Section(id="dependence", role="flow", title=subject.say("dependence.title"), blocks=blocks)


def _lines(subject: Subject) -> Iterator[Prose]:
    people = list(subject.scope.terms.people)
    for score in subject.scores:
        own = [r.name for r in score.assessment.people if r.is_builder and not _is_of(r.name, people)]
        yield _line("builder", own, score, subject)
        if _is_measured(score, people):
            yield _line("provider", people, score, subject)
    if subject.ordered and not any(_is_measured(score, people) for score in subject.scores):
        yield subject.say("dependence.unmeasured", provider=subject.provider)


def _is_measured(score: Score, people: Collection[str]) -> bool:
    return index_of(score, people).index is not None


def _line(side: str, names: list[str], score: Score, subject: Subject) -> Prose:
    ahead = ahead_of_all(score.frame, _with_only(score, names).values())
    last, gone = subject.milestone(score), builder_gone(score)
    then = as_it_was(score, last) if last else None
    return subject.say(
        f"dependence.{side}",
        agent=subject.agent(score),
        names=names,
        gone=gone,
        who=builders_gone(score.assessment),
        measured=_is_measured(score, names),
        titles=[item.item.title for item in ahead],
        most=_MOST,
        day=last.date if last else None,
        before=len(ahead_of_all(then.frame, _with_only(then, names or _gone(score)).values())) if then else 0,
        **(_in_the_runbook(score, subject) if side == "builder" else {}),
    )


def _gone(score: Score) -> list[str]:
    return [person.name for person in score.assessment.left if person.is_builder]


def _in_the_runbook(score: Score, subject: Subject) -> Mapping[str, int]:
    """Return how many entries of the runbook a builder alone told, as its first page counts them."""
    numbers = kinds(Book(score=score, entries=entries_of(score), sentences=subject.sentences))
    return {"entries": numbers["all"], "alone": numbers["builder_only"]}


def _is_of(name: str, people: Collection[str]) -> bool:
    return name.casefold() in {one.casefold() for one in people}
