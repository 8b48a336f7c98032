"""What has to be shown again so that a tier stands: it keeps the tier as long as is said, and nothing less does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

import pytest

from opsassess import review
from opsassess.assessment import Assessment, Evidence
from opsassess.questionnaire import TIERS
from opsassess.retainer import load_coefficients
from opsassess.retainer.fall import Fall, fall
from opsassess.scoring import Score, score

WORTH = load_coefficients().days.worth
STARTS = [("invoice-approval", 0), ("invoice-approval", 25), ("triage", 0)]


def shown_again(found: Score, items: Collection[str], day: dt.date) -> Assessment:
    """Return the assessment with what was seen of these items seen once more on a day."""
    best = {item: found.items[item].seen[0].evidence.level for item in items}
    answers = [
        answer.model_copy(update={"evidence": (*answer.evidence, Evidence(level=best[answer.item], date=day))})
        if answer.item in best and answer.evidence
        else answer
        for answer in found.assessment.answers
    ]
    return found.assessment.model_copy(update={"answers": tuple(answers)})


def stands(
    found: Score, fallen: Fall, items: Collection[str], days: Iterable[int], shown: dt.date | None = None
) -> bool:
    """Tell whether the tier of today stands so many days after the fall, by the scoring itself."""
    again, tier = shown_again(found, items, shown or fallen.by), TIERS.index(found.reported_tier)
    scores = (score(found.questionnaire, again, fallen.day + dt.timedelta(days=n)) for n in days)
    return all(TIERS.index(later.reported_tier) >= tier for later in scores)


@pytest.mark.parametrize(("name", "days"), STARTS)
def test_what_is_asked_for_keeps_the_tier_for_a_month_and_nothing_of_it_can_be_left_out(name: str, days: int) -> None:
    today = review.sample(name).score()
    found = score(today.questionnaire, today.assessment, today.as_of + dt.timedelta(days=days))
    fallen = fall(found, WORTH)
    assert fallen
    assert fallen.by < fallen.day
    assert fallen.holds == fallen.day + dt.timedelta(days=WORTH)
    assert stands(found, fallen, fallen.renew, range(WORTH + 1))
    for left_out in fallen.renew:
        assert not stands(found, fallen, [item for item in fallen.renew if item != left_out], [WORTH])


def test_shown_again_before_the_first_day_that_is_told_the_tier_does_not_hold_as_long() -> None:
    found = review.sample("invoice-approval").score()
    fallen = fall(found, WORTH)
    assert fallen
    assert fallen.since
    days = [fallen.since + dt.timedelta(days=n) for n in range((fallen.by - fallen.since).days + 1)]
    assert all(stands(found, fallen, fallen.renew, range(WORTH + 1), day) for day in days)
    assert not stands(found, fallen, fallen.renew, [WORTH], fallen.since - dt.timedelta(days=1))
