"""What the consultant is told before a client asks: hours without a reason, systems without data."""

from __future__ import annotations

import dataclasses
import datetime as dt
from fractions import Fraction

import pytest

from opsassess import review
from opsassess.assessment import AcceptedRisk, Action, Agent, Promise
from opsassess.doubts import doubts, doubts_about_new
from opsassess.owners.standing import unused_hours
from opsassess.register import register_rows

NAMES = ("lead-routing", "support", "invoice-approval", "triage")


@pytest.mark.parametrize("name", NAMES)
def test_the_samples_leave_no_doubt(name: str) -> None:
    found = review.sample(name)
    assert list(doubts(found.assessment, found.assessment.as_of)) == []
    assert unused_hours(found.score()) == ()


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

    assert list(doubts(assessment, sample.as_of - dt.timedelta(days=1))) == [
        (
            "the day of the assessment, 20 November 2026, is still to come: evidence ages up to it and every document "
            "has it. If that is not meant, correct As of, in the form under Summary or on the sheet Other of an "
            "export that you import again"
        ),
        "hours set without a reason, which every document that prints them lacks: r4_change.staging. Say why",
        "no data seem to pass to Slack. Say under Systems what each reads, writes or gets",
        (
            "none of the systems is named like the model (Claude Sonnet 4.5 on Amazon Bedrock). Add its provider to "
            "Systems with the data that it gets, or name it beside the model"
        ),
        "agreed for a weekend: 16 January 2027, 17 January 2027. Ask whether somebody works then, or take the Friday",
    ]


def test_what_is_new_and_seldom_meant_is_told_once() -> None:
    assessment = review.sample().assessment
    item, ended = "r4_change.staging", assessment.as_of - dt.timedelta(days=1)
    new = (
        AcceptedRisk(item=item, reason="rare", role="Head of RevOps", expires=ended),
        AcceptedRisk(item=item, reason="rare", role="Head of RevOps", expires=assessment.as_of),
        Action(item=item, text="Write it.", owner="Dana Riuz"),
        Promise(item=item, what="the log", who="Nobody Known"),
        Promise(item=item, what="the log", who="dana ruiz"),
        Action(item=item, text="Write it."),
    )
    assert list(doubts_about_new(new, assessment)) == [
        f"the accepted risk on {item} ended on 19 November 2026 and counts no more",
        f"Dana Riuz has an action ({item}) and is not on the sheet People. Perhaps 'Dana Ruiz' is meant",
        (
            f"Nobody Known has evidence promised ({item}) and is not on the sheet People. "
            "If the name is right, nothing is to be done"
        ),
    ]


def test_hours_of_what_only_has_to_be_shown_are_told_to_be_in_no_sum() -> None:
    found = review.sample()
    item = next(gap.item for gap in found.score().gaps if gap.kind == "not_seen")
    hours = (Fraction(2), Fraction(4), Fraction(9))
    action = Action(item=item, text="Revoke one key.", hours=hours, why="IT needs two approvals.")
    assessment = found.assessment.model_copy(update={"actions": (*found.assessment.actions, action)})
    changed = dataclasses.replace(found, assessment=assessment)
    assert unused_hours(changed.score()) == (item,)
    row = next(row for row in register_rows(changed.scope().agents[0]) if row["item"] == item)
    assert row["likely"] is None
    assert row["hours_why"] == (
        "We expect 2 / 4 / 9 hours (IT needs two approvals); they are in no sum of ours, as no tier waits for this work"
    )
