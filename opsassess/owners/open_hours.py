"""The hours at which it is not settled who can stop the agent: nothing else is as urgent."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from opsassess.owners.absence import reached
from opsassess.owners.asked import owners_of_agent
from opsassess.owners.service_hours import ALL_HOURS, hours_a_month
from opsassess.phrases import covers_all_hours, fills_the_day, idle_outside, left_open_in
from opsassess.prose import Prose, Sentences, listed
from opsassess.scoring import Score

_QUOTE = 400  # characters; of a longer answer, the clauses that leave something open
PAUSE = "s5_kill_switch.pause_new_runs"
STOPS = ("s5_kill_switch.stop_outbound_writes", "s5_kill_switch.revoke_permissions")  # after the pause, at any hour too
NEW_KEYS = "r5_continuity.rotate_access"  # after a leak it stays off until there are some
_AS_THE_PAUSE = re.compile(r"\bpaus", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_AWAY = re.compile(r"\baway ((?:from|between|until|in) [^.;,()]+)")


@dataclass(frozen=True, kw_only=True)
class Away:
    """A builder whom an answer names, and who is not there for a while by the profile."""

    who: str
    span: str  # in the words of the profile: "from 23 December to 8 January"


@dataclass(frozen=True, kw_only=True)
class OpenHours:
    """What the answer on the pause leaves open about who is there, in its own words."""

    said: str
    owners: tuple[str, ...]  # who can settle it
    away: Away | None  # who else has to be named for a while: somebody pauses it then who is not there
    hours: bool  # some hours have nobody; else only while somebody is away
    stops: bool  # nor do they have anybody who stops the writes or takes the access away
    absent: Away | None  # who is away of those who pause it, stop its writes or take its access away


def open_hours(score: Score) -> OpenHours | None:
    """Return what is open; None where the answer says who stops the agent at every hour, or nobody described it.

    An answer that names no other hours leaves them open only where the profile has the agent served at all hours: of
    others it is not known whether it works then.
    """
    text = _told(score, PAUSE)
    said = left_open_in(text)
    always = hours_a_month(score.assessment.agent.facts.get("service_hours")) == ALL_HOURS
    unnamed = bool(text) and always and not covers_all_hours(text) and not fills_the_day(text)
    paused_by = away(score, text)
    if not said and not unnamed and not paused_by:
        return None
    said_so = text.rstrip(".") if len(text) <= _QUOTE else "; ".join(said)
    hours = bool(said) or unnamed
    stops = any(stop_unnamed(score, item) or _AS_THE_PAUSE.search(_told(score, item)) for item in STOPS)
    stopped_by = (away(score, _told(score, item)) for item in STOPS)
    absent = paused_by or next(filter(None, stopped_by), None)
    return OpenHours(
        said=said_so,
        owners=owners_of_agent(score),
        away=paused_by,
        hours=hours,
        stops=hours and stops,
        absent=absent,
    )


def with_the_pause(score: Score, item: str) -> bool:
    """Tell whether the hours of a stop are settled with those of the pause, which are open themselves."""
    return item in (PAUSE, *STOPS, NEW_KEYS) and PAUSE in score.items and open_hours(score) is not None


def idle(score: Score) -> bool:
    """Tell whether nothing runs outside the hours of the day: then nobody has to be there."""
    served = str(score.assessment.agent.facts.get("service_hours") or "")
    return idle_outside(served) or idle_outside(_told(score, PAUSE))


def stop_unnamed(score: Score, item: str) -> bool:
    """Tell whether one of the further stops names nobody for the hours that the answer on the pause thinks of."""
    pause, text = _told(score, PAUSE), _told(score, item)
    thought_of = bool(_CLOCK.search(pause)) and (covers_all_hours(pause) or bool(left_open_in(pause)))
    settled = fills_the_day(pause) or not any(map(covers_all_hours, left_open_in(pause)))
    named = covers_all_hours(text) or fills_the_day(text) or (settled and _AS_THE_PAUSE.search(text))
    return bool(item in STOPS and thought_of and text and not named) and not idle(score)


def _told(score: Score, name: str) -> str:
    """Return who does it by the first answer that says so."""
    item = score.items.get(name)
    answers = (*item.operators, *item.builders) if item and item.applies else ()
    return next((who for answer in answers if (who := _who(answer.content))), "")


def away(score: Score, text: str) -> Away | None:
    """Return which builder whom a text names is not there for a while, where the profile says so."""
    found = _AWAY.search(reached(score))
    who = next((r.name for r in score.assessment.people if r.is_builder and r.name in text), "")
    return Away(who=who, span=found[1].strip()) if found and who else None


def _who(content: object) -> str:
    """Return what a procedure says about who does it; a procedure in words may say it anywhere."""
    who = content.get("who") if isinstance(content, dict) else content
    return who.strip() if isinstance(who, str) else ""


def open_hours_told(score: Score, sentences: Sentences, name: str, day: dt.date | None = None) -> Prose:
    """Return a sentence on what is open, or nothing; ``day`` is the one by which it has to be settled."""
    found = open_hours(score)
    if found is None:
        return Prose("")
    agent = score.assessment.agent.name
    return sentences.say(name, said=found.said, owner=listed(found.owners), agent=agent, day=day, open=found)
