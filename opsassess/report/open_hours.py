"""The hours at which it is not settled who can stop the agent: nothing else is as urgent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from opsassess.phrases import covers_all_hours, fills_the_day, left_open_in
from opsassess.prose import Prose, Sentences, listed
from opsassess.report.asked import owners_of_agent
from opsassess.report.service_hours import ALL_HOURS, hours_a_month
from opsassess.scoring import Score

_QUOTE = 400  # characters; of a longer answer, the clauses that leave something open
PAUSE = "s5_kill_switch.pause_new_runs"


@dataclass(frozen=True, kw_only=True)
class OpenHours:
    """What the answer on the pause leaves open about who is there, in its own words."""

    said: str
    owners: tuple[str, ...]  # who can settle it


def open_hours(score: Score) -> OpenHours | None:
    """Return what is open; None where the answer says who stops the agent at every hour, or nobody described it.

    An answer that names no other hours leaves them open only where the profile has the agent served at all hours: of
    others it is not known whether it works then.
    """
    item = score.items.get(PAUSE)
    answers = (*item.operators, *item.builders) if item and item.applies else ()
    text = next((who for answer in answers if (who := _who(answer.content))), "")
    said = left_open_in(text)
    always = hours_a_month(score.assessment.agent.facts.get("service_hours")) == ALL_HOURS
    if not said and not (text and always and not covers_all_hours(text) and not fills_the_day(text)):
        return None
    said_so = text.rstrip(".") if len(text) <= _QUOTE else "; ".join(said)
    return OpenHours(said=said_so, owners=owners_of_agent(score))


def _who(content: object) -> str:
    """Return what a procedure says about who does it; a procedure in words may say it anywhere."""
    who = content.get("who") if isinstance(content, dict) else content
    return who.strip() if isinstance(who, str) else ""


def open_hours_told(score: Score, sentences: Sentences, name: str, day: dt.date | None = None) -> Prose:
    """Return a sentence on what is open, or nothing; ``day`` is the one by which it has to be settled."""
    found = open_hours(score)
    if found is None:
        return Prose("")
    return sentences.say(name, said=found.said, owner=listed(found.owners), agent=score.assessment.agent.name, day=day)
