"""At which hours somebody is there who stops the agent or leads an incident: what is not said of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from opsassess.described.alone import is_to_be_replaced
from opsassess.described.book import Book
from opsassess.described.points import Phrase
from opsassess.described.values import text_of
from opsassess.described.words import covers_all_hours
from opsassess.owners.absence import reached
from opsassess.owners.open_hours import NEW_KEYS, PAUSE, STOPS, away, idle, stop_unnamed
from opsassess.owners.service_hours import hours_beyond
from opsassess.phrases import is_team
from opsassess.questionnaire import Item

LEADS = "s7_ownership.own_incidents"
_AT_ALL_HOURS = (PAUSE, LEADS)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")


def hours_lacking(book: Book, item: Item, content: object) -> list[Phrase]:
    """Return what is not said of the hours."""
    if item.id in STOPS:
        unnamed = [Phrase(name="lacking.stop_hours")] if stop_unnamed(book.score, item.id) else []
        who = text_of(content.get("who")) if isinstance(content, Mapping) else ""
        team = [] if unnamed or _CLOCK.search(who) or covers_all_hours(who) else _team(who)
        return [*unnamed, *team, *while_away(book, who), *not_to_call(book, content)]
    if item.id == NEW_KEYS:
        return while_away(book, content.get("who") if isinstance(content, Mapping) else "")
    if item.id not in _AT_ALL_HOURS or is_to_be_replaced(book, item, content):
        return []
    text = text_of(content)
    lacking = [] if _CLOCK.search(text) or covers_all_hours(text) else ["hours"]
    lacking += [] if covers_all_hours(text) or idle(book.score) else ["other_hours"]
    return [
        *(Phrase(name=f"lacking.{part}") for part in lacking),
        *while_away(book, content),
        *not_to_call(book, content),
    ]


def _team(who: str) -> list[Phrase]:
    """Return that of a team nobody is named: "IT security" answers no telephone at night."""
    return [Phrase(name="lacking.team", values={"who": who.strip(" .")})] if is_team(who) else []


def not_to_call(book: Book, content: object) -> list[Phrase]:
    """Return whom a stop that fails sends to, where the agent works in hours in which they are not there."""
    called = text_of(content.get("if_not")) if isinstance(content, Mapping) else ""
    served, available = text_of(book.score.frame.facts.get("service_hours")), reached(book.score)
    told = [(row["name"], row["role"]) for _, row in book.people]
    told += [(r.name, available) for r in book.score.assessment.people if r.is_builder and not r.is_operator_side]
    named = () if covers_all_hours(called) else (who for who, _ in told if who and who in called)
    there = {who: hours_beyond(served, "; ".join(text for one, text in told if one == who)) for who in named}
    return [Phrase(name="lacking.called", values={"who": who, "there": hours}) for who, hours in there.items() if hours]


def while_away(book: Book, content: object) -> list[Phrase]:
    """Return that a builder whom a text names is away for a while, where the profile says so."""
    found = away(book.score, text_of(content))
    return [Phrase(name="lacking.away", values={"who": found.who, "away": found.span})] if found else []
