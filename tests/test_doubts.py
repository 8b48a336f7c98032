"""What the consultant is told before a client asks: hours without a reason, systems without data."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from opsassess import review
from opsassess.assessment import Action, Agent, Promise
from opsassess.doubts import doubts

NAMES = ("lead-routing", "support", "invoice-approval", "triage")


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_leave_no_doubt(name: str) -> None:
    assert list(doubts(review.sample(name).assessment)) == []


def test_each_doubt_says_what_to_do() -> None:
    profile = {
        "model": "Claude Sonnet 4.5 on Amazon Bedrock",
        "systems": [
            {"name": "HubSpot", "reads": "contact", "writes": "owner"},
            {"name": "Slack", "reads": "none", "writes": "None.", "data": " "},
        ],
    }
    hours, friday = (Fraction(1), Fraction(2), Fraction(3)), dt.date(2027, 1, 15)
    action = Action(item="r4_change.staging", text="Write it.", hours=hours, due=friday)
    weekend = action.model_copy(update={"hours": None, "due": friday + dt.timedelta(days=1)})
    sample = review.sample().assessment
    promise = Promise(item="r4_change.staging", what="it", who="dana", by=friday + dt.timedelta(days=2))
    passed = promise.model_copy(update={"by": sample.as_of - dt.timedelta(days=sample.as_of.weekday() + 1)})
    assessment = sample.model_copy(
        update={
            "agent": Agent(name="Router", profile=profile),
            "actions": (action, weekend),
            "promised": (promise, passed),
        }
    )

    assert list(doubts(assessment)) == [
        "hours set without a reason, which every document that prints them lacks: r4_change.staging. Add `why`",
        "no data seem to pass to Slack. Say in `systems` what each reads, writes or gets",
        (
            "none of the `systems` is named like the model (Claude Sonnet 4.5 on Amazon Bedrock). Name its provider in "
            "`model`, or add it to the `systems` with the data that it gets"
        ),
        "agreed for a weekend: 16 January 2027, 17 January 2027. Ask whether somebody works then, or take the Friday",
    ]
