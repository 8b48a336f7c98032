"""What is computed again for a change gives the same as everything computed anew."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from opsassess.applied import apply
from opsassess.assessment import Answer, Evidence, NotApplicable, Note, Respondent
from opsassess.changes import Change, ProfileFact, Removed
from opsassess.interchange import read_assessment
from opsassess.interview.derived import derived_of
from opsassess.interview.modes import Mode
from opsassess.interview.picture import Picture
from opsassess.prose import load_sentences
from opsassess.report.must_haves import must_haves, word
from opsassess.resources import folder
from opsassess.scoring.standing import STATES

SAMPLE = read_assessment(folder("samples") / "lead-routing.json")
NOW = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
COMPARE = Mode(interview="compare")


def some_change(r: Random) -> Change:
    item, who = r.choice(list(SAMPLE.questionnaire.items)), r.choice(SAMPLE.assessment.respondents)
    at = NOW + dt.timedelta(minutes=r.randrange(-900_000, 900_000))  # clocks go back too
    evidence = (Evidence(level=r.choice(["E1", "E2", "E3"]), what="it", date=dt.date(2026, 5, r.randint(1, 31))),)
    changes: list[Change] = [
        Answer(item=item, respondent=who.id, rating=r.choice([0, 1, 2, 3, 4, "dont_know", None]), at=at),
        Answer(item=item, respondent=who.id, rating=r.randint(0, 4), evidence=evidence, at=at),
        Answer(item=item, respondent=who.id, content=None, written_where=r.choice(["", "wiki"]), at=at),
        Note(id="n", text="x"),
        ProfileFact(fact=r.choice(["writes_any", "always_drafts"]), value=r.choice([True, False, None])),
        Removed(kind="fact", key=("has_approvals",)),
        Respondent(id=who.id, name=who.name, roles=(r.choice(["operator", "owner", "builder"]),)),
        NotApplicable(item=item, reason="x", approver="y"),
    ]
    return r.choice(changes)


@pytest.mark.parametrize("name", ["lead-routing", "invoice-approval", "support"])
def test_a_must_have_stands_in_the_form_as_it_does_in_the_report(name: str) -> None:
    read = read_assessment(folder("samples") / f"{name}.json")
    picture = Picture.of(read.questionnaire, read.assessment)
    told = derived_of(picture, Mode(), to=0, before=None)
    sentences = load_sentences("readiness")
    assert told.derived["gates"] == {
        found.gate.id: {"state": found.state, "words": word(found, picture.score, sentences) or STATES[found.state]}
        for found in must_haves(picture.score)
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_picture_after_changes_is_that_of_the_assessment_after_them(seed: int) -> None:
    r = Random(seed)  # noqa: S311 - which changes, no key
    picture = Picture.of(SAMPLE.questionnaire, SAMPLE.assessment)
    told = derived_of(picture, COMPARE, to=0, before=None)
    for n in range(40):
        changes = [some_change(r) for _ in range(r.randint(1, 3))]
        fresh = Picture.of(SAMPLE.questionnaire, apply(picture.assessment, changes))
        picture = picture.after(changes)
        told = derived_of(picture, COMPARE, to=n, before=told)
        assert picture == fresh
        anew = derived_of(fresh, COMPARE, to=n, before=None).derived
        assert {**told.derived, "changed": []} == anew
