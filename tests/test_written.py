"""Days and numbers as people write them."""

from __future__ import annotations

import datetime as dt

import pytest

from opsassess.written import day_in, with_point


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-07",
        "7.11.2026",
        "07.11.2026",
        "7. 11. 2026",
        "7 November 2026",
        " 7  Nov 2026 ",
        "7. November 2026",
        "7th Nov. 2026",
        "November 7, 2026",
    ],
)
def test_a_day_that_can_be_one_only_is_taken(text: str) -> None:
    assert day_in(text) == dt.date(2026, 11, 7)


def test_slashes_are_taken_where_only_one_order_is_a_day() -> None:
    assert day_in("31/12/2026") == day_in("12/31/2026") == dt.date(2026, 12, 31)
    assert day_in("5/5/2026") == dt.date(2026, 5, 5)
    with pytest.raises(ValueError, match="may be two days: write it as"):
        day_in("5/6/2026")


@pytest.mark.parametrize("text", ["2026-13-45", "31.6.2026", "29 February 2026", "13/31/2026"])
def test_a_day_of_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is a day that the calendar does not have"):
        day_in(text)


@pytest.mark.parametrize("text", ["", "soon", "31.12.26", "7 Nov", "7 Novem 2026", "2026-11", "20261107"])
def test_what_is_no_whole_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="should be a day written as"):
        day_in(text)


def test_a_comma_is_a_point_where_it_can_be_nothing_else() -> None:
    assert [with_point(text) for text in ("3,5", " -0,125", "98,25", "1,500", "1,5,0", "12")] == [
        "3.5",
        "-0.125",
        "98.25",
        "1,500",
        "1,5,0",
        "12",
    ]
    assert with_point("1,500", decimal_comma=True) == "1.500"
