"""Hours of service as they were typed: read where they can be read, and never guessed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from opsassess.owners.service_hours import hours_a_month, month_told

ALWAYS = [
    "24/7",
    "24x7",
    "24h",
    "24-7",
    "24 hours a day",
    "24 hours a day, 7 days a week",
    "24/7, no office hours",
    "Always on.",
    "none, it runs all the time",
    "around the clock, every day",
]


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ("08:00 to 18:00 on working days", 210),
        ("08:00 to 18:00 on working days (Berlin time)", 210),
        ("7:30 to 16:00 on weekdays.", Fraction(357, 2)),
        ("06:00 to 22:00 every day", Fraction(1460, 3)),
        ("00:00 to 24:00 daily", 730),
        ("working days 08:00 to 16:30; outside these hours intake is closed and nothing runs", Fraction(357, 2)),
        ("Monday to Friday, 7:30 to 16:00 (Cologne time)", Fraction(357, 2)),
        ("at all hours; shift leads 06:00 to 22:00, night shift 22:00 to 06:00 (Berlin time)", 730),
        *((always, 730) for always in ALWAYS),
        ("Monday to Saturday 06:00 to 18:00 (Cologne time)", Fraction(2190, 7)),
        ("06:00 to 18:00 on working days and Saturdays", Fraction(2190, 7)),
        ("Mon to Fri 08:00 to 18:00", 210),
        ("Monday to Friday 08:00 to 16:00, Thursday until 18:00 (Berlin time)", 168 + Fraction(365, 42)),
        ("Monday, Wednesday and Friday, 09:00 to 16:00", Fraction(365, 4)),
    ],
)
def test_what_is_read(told: str, hours: Fraction) -> None:
    assert hours_a_month(told) == hours


@pytest.mark.parametrize(
    "told",
    [
        "",
        "office hours",
        "08:00 to 18:00",  # on which days?
        "08:00 to 18:00 on working days and on call at night",
        "08:00 to 18:00 on working days, 09:00 to 12:00 on Saturday",
        "22:00 to 06:00 every day",  # over midnight
        "08:00 to 25:00 every day",
        "08:75 to 18:00 every day",
        "not at all hours",
        "24 hours on working days",
        "Monday to Friday 08:00 to 16:00, Sunday until 18:00",
        "24 hours a day, 5 days a week",
        "always, except on Sunday",
        "it runs every day",
        24,
        None,
    ],
)
def test_what_is_not_read_is_not_guessed(told: object) -> None:
    assert hours_a_month(told) is None


@pytest.mark.parametrize(
    ("told", "hours"), [("08:00 to 18:00 on working days", 220), ("07:00 to 19:00 daily", 372), ("24/7", 744)]
)
def test_the_runs_of_a_month_are_divided_by_its_own_hours(told: str, hours: int) -> None:
    october = month_told(["no figure", "2,604 runs in October 2026"])
    assert october == dt.date(2026, 10, 1)
    assert hours_a_month(told, october) == hours
    assert month_told(["about 2,600 runs a month"]) is None
