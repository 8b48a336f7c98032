"""Days on which the builder is away: nobody reads of them once they have passed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from opsassess import review
from opsassess.documents.markdown import to_markdown
from opsassess.owners.absence import without_past_absence

SAID = dt.date(2026, 11, 18)


@pytest.mark.parametrize(
    ("span", "last"),
    [
        ("from 21 December to 6 January", dt.date(2027, 1, 6)),  # of no year: the nearest to when it was said
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


def test_what_names_no_day_is_kept() -> None:
    assert (
        without_past_absence("away in the holidays; Teams", SAID, dt.date(2030, 1, 1)) == "away in the holidays; Teams"
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["runbook", "report", "followup"])
def test_no_document_of_march_says_that_somebody_is_away_in_december(kind: str) -> None:
    november = review.sample("lead-routing")
    march = replace(november, assessment=november.assessment.model_copy(update={"as_of": dt.date(2027, 3, 15)}))
    away = [to_markdown(found.document(kind).content).count("from 21 December") for found in (november, march)]
    assert away[0] > 0
    assert away[1] == 0
