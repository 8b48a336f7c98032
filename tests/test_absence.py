"""Days on which the builder is away: nobody reads of them once they have passed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from strategies import OPERATOR, a_questionnaire, an_area, an_assessment, an_item, says

from opsassess import review
from opsassess.documents.markdown import to_markdown
from opsassess.owners.absence import reached, without_past_absence
from opsassess.owners.days import ProposedDays
from opsassess.scoring import score

SAID = dt.date(2026, 11, 18)


@pytest.mark.parametrize(
    ("span", "last"),
    [
        ("from 21 December to 6 January", dt.date(2027, 1, 6)),  # of no year: the next after it was said
        ("from 3 to 17 December", dt.date(2026, 12, 17)),
        ("in February", dt.date(2027, 2, 28)),
        ("until 1st December", dt.date(2026, 12, 1)),
        ("from 21 December 2027 to 6 January 2028", dt.date(2028, 1, 6)),
        ("from 2026-12-21 to 2027-01-06", dt.date(2027, 1, 6)),
    ],
)
def test_days_away_are_told_until_the_last_of_them(span: str, last: dt.date) -> None:
    told = f"By phone, 8 hours a week; away {span}. Backup by mail"
    assert without_past_absence(told, SAID, last) == told
    assert without_past_absence(told, SAID, last + dt.timedelta(days=1)) == "By phone, 8 hours a week. Backup by mail"


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("Away from 21 December to 6 January. By phone", "By phone"),
        ("By phone but away in December; mail", "By phone; mail"),
        ("Tom Ray (away until 12 January)", "Tom Ray"),
        ("By phone (away from 21 December 2026 to 6 January), or mail", "By phone, or mail"),
        ("away in the holidays; Teams", "away in the holidays; Teams"),  # no day
        ("Answers right away on 1 December; Teams", "Answers right away on 1 December; Teams"),
        ("Away until 31 December 9999", "Away until 31 December 9999"),
    ],
)
def test_what_stands_around_the_days_away_is_kept(told: str, left: str) -> None:
    assert without_past_absence(told, SAID, dt.date(2027, 3, 15)) == left


@pytest.mark.parametrize(
    ("talks", "today", "told"),
    [
        (["2026-11-18"], "2026-12-24", True),
        (["2026-11-18"], "2027-07-10", False),  # nobody has spoken since
        (["2026-11-18", "2027-03-15"], "2027-03-15", False),  # in March nobody speaks of next December
        (["2026-11-18", "2027-11-10"], "2027-11-10", True),  # a year later it is the next one
    ],
)
def test_days_of_no_year_are_those_after_the_talks(talks: list[str], today: str, *, told: bool) -> None:
    bank = a_questionnaire([an_area("stop", an_item("stop.when"))])
    profile = {"builder_available": "By phone; away from 21 December to 6 January"}
    told_on = [dt.datetime.fromisoformat(f"{day}T10:00+00:00") for day in talks]
    said = [says(OPERATOR, "stop.when", 2).model_copy(update={"at": at}) for at in told_on]
    found = an_assessment(bank, said, respondents=(OPERATOR,), profile=profile)
    found = found.model_copy(update={"as_of": dt.date.fromisoformat(today)})
    assert ("away" in reached(score(bank, found))) == told


@pytest.mark.parametrize(
    ("today", "last"),
    [
        ("2026-11-18", dt.date(2026, 12, 22)),
        ("2026-12-28", None),  # away already
        ("2027-01-11", None),  # back
    ],
)
def test_a_builder_who_is_away_already_goes_on_no_day_ahead(today: str, last: dt.date | None) -> None:
    assessment = review.sample("support").assessment.model_copy(update={"as_of": dt.date.fromisoformat(today)})
    assert ProposedDays(score=score(review.sample("support").questionnaire, assessment)).builder_leaves == last


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["runbook", "report", "followup"])
def test_no_document_of_march_says_that_somebody_is_away_in_december(kind: str) -> None:
    november = review.sample("lead-routing")
    march = replace(november, assessment=november.assessment.model_copy(update={"as_of": dt.date(2027, 3, 15)}))
    away = [to_markdown(found.document(kind).content).count("from 21 December") for found in (november, march)]
    assert away[0] > 0
    assert away[1] == 0
