"""On whose word each entry of the runbook stands. Nothing is merged and nothing is invented."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from opsassess.answers import Current, current_answers
from opsassess.assessment import DONT_KNOW, Action, Respondent
from opsassess.described.substance import differs
from opsassess.described.values import is_filled, text_of
from opsassess.described.words import is_answered, left_open_in
from opsassess.once import made_once
from opsassess.owners.absence import without_past_absence
from opsassess.owners.open_hours import PAUSE
from opsassess.phrases import names, phrase
from opsassess.prose import load_sentences
from opsassess.questionnaire import Item
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.standing import need_standing

Standing = Literal["confirmed", "builder_only", "missing", "same_as", "left_out"]
Mark = Literal["", "builder_only", "told", "page", "aged", "due"]  # why not to rely on it yet

_PAGE, _SCREEN = 1, 2  # levels of evidence: its text was seen, it was seen itself
_ROLES = ("owner", "operator", "user")  # whose words are printed, the first that is there
_BUILDS_TOO, _BUILDER = len(_ROLES), len(_ROLES) + 1

# Which stop is for the case that one of these has not worked
_WRITES, _REVOKE = "s5_kill_switch.stop_outbound_writes", "s5_kill_switch.revoke_permissions"
_CHECK = "s5_kill_switch.verify_pause"
NEXT_STOPS: Mapping[str, tuple[str, ...]] = {
    PAUSE: (_WRITES, _REVOKE),
    _CHECK: (_WRITES, _REVOKE),
    _WRITES: (_REVOKE,),
}
_FAILS = r"not (?:been )?(?:work|help|stop|enough|suffic)\w*|fail\w*"
_CALLED = {_WRITES: r"writ\w*|switch\w*"}  # all else is the pause
_SIGN = re.compile(r"\\(?=\W)")  # of Markdown


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item as the runbook prints it."""

    item: Item
    standing: Standing
    told: Current | None = None  # whose words are printed
    differing: tuple[Current, ...] = ()  # who described it otherwise, users left out
    added: tuple[Current, ...] = ()  # who described what is needed besides: by the agreed work it comes into the page
    same: str = ""  # the item that says the same
    seen: bool = False  # shown on a screen or by a record that still counts, not only told
    shown: Literal["", "shown", "due"] = ""  # what a must-have needs of it was shown: the report says so
    best: tuple[int, int] = (0, 0)  # levels of the best evidence: as it was, and as it counts today

    @property
    def content(self) -> object:
        """Return what is printed; nothing where nobody described it."""
        return self.told.content if self.told else None

    @property
    def ways_out(self) -> tuple[Current, ...]:
        """Return whose version serves where it is open whether the printed one can be done: of who runs the agent.

        A builder's own way may need rights that nobody of the team has.
        """
        unsure = self.told is not None and bool(left_open_in(self.told.content))
        return tuple(o for o in self.differing if unsure and (o.respondent.is_dual or not o.respondent.is_builder))

    @property
    def mark(self) -> Mark:
        """Return why nobody may rely on it yet; nothing where the report calls it shown, by more than its page."""
        if self.standing != "confirmed" or self.shown == "due":
            return "builder_only" if self.standing == "builder_only" else "due" if self.told else ""
        if self.best == (_PAGE, _PAGE):
            return "page"
        level, counts = self.best
        return "" if self.seen or self.shown else "aged" if level > counts else "told"


@made_once
def entries_of(score: Score) -> Mapping[str, Entry]:
    """Return the entry of each item, in the order of the runbook."""
    answers, shown = current_answers(score.assessment), _shown(score)
    entries = {
        item: replace(
            _entry(values, answers.get(item, ()), score.as_of, score.assessment.action_of.get(item)),
            shown=shown.get(item, ""),
        )
        for item, values in score.items.items()
    }
    return {
        item: _with_next_stop(_or_same(entries[item], entries, answers.get(item, ())), entries)
        for item in _as_printed(entries)
    }


def _shown(score: Score) -> Mapping[str, Literal["shown", "due"]]:
    """Return the items of which a must-have was shown all that it needs, and whether that is due for review."""
    needs = (need for needs in score.frame.needs_of_gate.values() for need in needs if score.items[need.item].applies)
    found: dict[str, Literal["shown", "due"]] = {}
    for need in needs:
        standing = need_standing(score, need)
        if standing == "due" or (standing == "shown" and need.item not in found):
            found[need.item] = standing
    return found


def _as_printed(entries: Mapping[str, Entry]) -> Iterable[str]:
    """Return the items in the order of the questionnaire, but each that names one before it right after that one."""
    after: dict[str, list[str]] = {}
    for item, entry in entries.items():
        before = entry.item.prints_after or ""
        after.setdefault(before if before in entries else "", []).append(item)
    order: dict[str, None] = {}
    waiting = after.get("", [])[::-1]
    while waiting:
        item = waiting.pop()
        order[item] = None
        waiting += after.get(item, [])[::-1]
    return [*order, *(item for item in entries if item not in order)]  # none is lost, even if two name each other


def _entry(values: ItemScore, answers: Iterable[Current], day: dt.date, work: Action | None) -> Entry:
    if not values.applies:
        return Entry(item=values.item, standing="left_out")
    telling = sorted(filter(_tells, answers), key=lambda a: (not a.respondent.is_here(day), _precedence(a)))
    if not telling:
        return Entry(item=values.item, standing="missing")
    told = _as_of(telling[0], values.item, day)
    others = [
        other
        for other in telling[1:]
        if _knows(other.respondent) and other.respondent.is_here(day) and differs(other.content, told.content)
    ]
    added = tuple(other for other in others if work and _takes_in(work, other.respondent))
    return Entry(
        item=values.item,
        standing="confirmed" if _precedence(told)[0] < _BUILDS_TOO else "builder_only",
        told=told,
        differing=tuple(other for other in others if other not in added),
        added=added,
        seen=any(seen.aged >= _SCREEN for seen in values.seen),
        best=max(((seen.level, seen.aged) for seen in values.seen), default=(0, 0)),
    )


def _as_of(told: Current, item: Item, day: dt.date) -> Current:
    """Return an answer as it holds on a day: people are not away any more who are back."""
    if item.content.kind != "people" or not told.at or not isinstance(told.content, list):
        return told
    said = told.at.date()
    rows = [
        {key: (without_past_absence(v, said, day) or v) if isinstance(v, str) else v for key, v in row.items()}
        for row in told.content
        if isinstance(row, dict)
    ]
    return replace(told, content=rows) if len(rows) == len(told.content) else told


def _takes_in(work: Action, who: Respondent) -> bool:
    """Tell whether agreed work adds what somebody described to the page: then it is no rival of the page."""
    added = phrase("into_the_page").search(work.text) and not phrase("in_its_place").search(work.text)
    return bool(added) and names(work.text, who.name)


def _knows(who: Respondent) -> bool:
    """Tell whether somebody runs it, answers for it or built it: a user sees only what comes out."""
    return any(role != "user" for role in who.roles)


def _tells(answer: Current) -> bool:
    """Tell whether an answer has something to print: who rates 0 or does not know describes nothing."""
    return answer.rating not in (0, DONT_KNOW) and is_filled(answer.content)


def _precedence(answer: Current) -> tuple[int, int, int]:
    """Sort: the owner, an operator, a user, someone who builds it too, a builder; of equals the newer, then the better.

    Newer is what was said since a milestone: who describes it today describes it as it is today.
    """
    who = answer.respondent
    rating = answer.rating if isinstance(answer.rating, int) else 0
    if who.is_builder:
        return (_BUILDS_TOO if who.is_dual else _BUILDER), -answer.round, -rating
    return min(_ROLES.index(role) for role in who.roles if role in _ROLES), -answer.round, -rating


def _or_same(entry: Entry, entries: Mapping[str, Entry], answers: Iterable[Current]) -> Entry:
    """Point an item to one that says the same, where nobody said anything of it."""
    if entry.standing != "missing" or any(a.rating == 0 and is_filled(a.content) for a in answers):
        return entry
    for same in entry.item.same_as:
        if same in entries and entries[same].told is not None:
            return replace(entry, standing="same_as", same=same)
    return entry


def _with_next_stop(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    """Return a stop with the next one as what to do if it does not work: that one's own "use when" says so."""
    told = entry.told
    if told is None or not isinstance(told.content, Mapping) or "steps" not in told.content:
        return entry
    if is_answered(told.content.get("if_not")):
        return entry
    called = _CALLED.get(entry.item.id, "paus\\w*")
    after = [entries[item] for item in NEXT_STOPS.get(entry.item.id, ()) if item in entries]
    found = next((other for other in after if _is_for(other, called)), None)
    if found is None:
        return entry
    takes = told.content.get("minutes")
    minutes = f"{takes:g}" if isinstance(takes, int | float) and takes > 0 else ""
    said = _SIGN.sub("", load_sentences("runbook").say("next_stop", title=found.item.title, minutes=minutes))
    return replace(entry, told=replace(told, content={**told.content, "if_not": said}))


def _is_for(entry: Entry, called: str) -> bool:
    """Tell whether a stop is used when the one of this name has not worked."""
    content = entry.content
    text = text_of(content.get("use_when")) if isinstance(content, Mapping) else ""
    return bool(re.search(rf"\b(?:{called})\b[^.;]*?\b(?:{_FAILS})", text, re.IGNORECASE))
