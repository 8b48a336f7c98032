"""Merge an assessment from a file into the one that is held: what is new, what is older, what is replaced.

Several people fill in copies of one workbook, and a copy may come back when the engagement has gone on. What a file
says anew is taken; what it merely still says, as it was when the file was written, is held back and told.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opsassess.answers import DAWN, EVER, Current, current_answers, current_of
from opsassess.assessment import ANSWER_KEYS, DONT_KNOW, Answer, Assessment, Client
from opsassess.changes import AgentName, AsOf, Change, ProfileFact, Removed, Summary, kind_of

_LISTS = ("respondents", "failure_modes", "not_applicable", "exceptions", "actions", "promised", "milestones", "notes")
_BLANKS: tuple[Any, ...] = (None, "", ())


def differences(ours: Assessment, theirs: Assessment, *, overwrite: bool = False) -> Iterator[Change]:
    """Yield what a file says newly: not what the store says too, nor (without ``overwrite``) what is held back.

    What the file leaves out is kept.
    """
    for part in _LISTS:
        known = set(map(repr, getattr(ours, part)))
        yield from (entry for entry in getattr(theirs, part) if repr(entry) not in known)
    for fact in theirs.agent.facts:  # only what is known: a blank never wipes a fact
        if ours.agent.profile.get(fact) != theirs.agent.profile[fact]:
            yield ProfileFact(fact=fact, value=theirs.agent.profile[fact])
    if theirs.agent.name != ours.agent.name:
        yield AgentName(name=theirs.agent.name)
    if theirs.as_of > ours.as_of:
        yield AsOf(day=theirs.as_of)
    if theirs.summary and theirs.summary != ours.summary:
        yield Summary(text=theirs.summary)
    for said in _said(ours, theirs):
        given = {key: getattr(said.theirs, key) for key in said.differing if overwrite or not said.holds_back(key)}
        if given:  # the newest entry counts, whatever our clock says; a newer word keeps its day
            new, old = said.theirs.at or DAWN, said.ours.at or DAWN
            at = new if new > old else max(dt.datetime.now(dt.UTC), old)
            yield Answer(item=said.item, respondent=said.ours.respondent.id, at=at, **given)


def held_back(ours: Assessment, theirs: Assessment) -> Iterator[str]:
    """Yield a sentence for each value of a file that is not taken without its being asked for."""
    for said in _said(ours, theirs):
        yield from (said.told(key) for key in said.differing if said.holds_back(key))


def replaced(ours: Assessment, changes: Iterable[Change]) -> Iterator[str]:
    """Yield the names of what changes replace in the store, answers aside."""
    known = {Removed.of(part) for name in _LISTS for part in getattr(ours, name)}
    known |= {Removed(kind="fact", key=(fact,)) for fact in ours.agent.facts}
    for change in changes:
        match change:
            case Answer() | Client() | Removed():
                pass
            case AgentName():
                yield "agent name"
            case AsOf():
                yield "as of"
            case Summary():
                yield from ["summary"] if ours.summary else []
            case _ if Removed.of(change) in known:
                kind = "person" if kind_of(change) == "respondent" else kind_of(change).replace("_", " ")
                yield f"{kind} {Removed.of(change).key[0]}"


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What one person says about one item: in a file, in the store, and in the store at the time that the file has."""

    item: str
    theirs: Current
    ours: Current
    before: Current  # from there the file went its way
    present: Mapping[str, Answer]  # the keys that the file has, blanks too, and the newest entry with each

    @property
    def differing(self) -> tuple[str, ...]:
        pairs = {
            key: (getattr(self.theirs, key), getattr(self.ours, key)) for key in ANSWER_KEYS if key in self.present
        }
        return tuple(
            key for key, (new, old) in pairs.items() if new != old and (new not in _BLANKS or old not in _BLANKS)
        )

    def holds_back(self, key: str) -> bool:
        """Tell whether a differing value is the store's own from before its newer one, or a blank that clears nothing.

        A null clears what was said before it; an empty text or list may be what nobody filled in.
        """
        value, entry = getattr(self.theirs, key), self.present[key]
        clears = getattr(entry, key) is None and (entry.at or DAWN) > (self.ours.at or DAWN)
        return value == getattr(self.before, key) or (value in _BLANKS and not clears)

    def told(self, key: str) -> str:
        theirs, ours = _shown(key, self.theirs), _shown(key, self.ours)
        day = f"as it was on {self.theirs.at.date()}" if self.theirs.at else "as it was at first"
        name = key.replace("_", " ")
        file, kept = f"the file says {name} {theirs}, {day}", f"the engagement has a newer {ours}"
        if getattr(self.theirs, key) in _BLANKS:
            file, kept = f"the file leaves {name} empty", f"the engagement has {ours}"
        elif key != "rating":
            file = f"the file has another {name}, {day}"
        return (
            f"{self.item}, {self.ours.respondent.name}: {file}; {kept}, which was kept. "
            "Import again with --overwrite to take the file's word."
        )


def _shown(key: str, said: Current) -> str:
    """Return a rating; of the other keys, which may be confidential, only that they are there."""
    if getattr(said, key) in _BLANKS:
        return "blank"
    return str(said.rating).replace(DONT_KNOW, "don't know") if key == "rating" else "one"


def _said(ours: Assessment, theirs: Assessment) -> Iterator[_Said]:
    held = {(item, one.respondent.id): one for item, answers in current_answers(ours, EVER).items() for one in answers}
    present: dict[tuple[str, str], dict[str, Answer]] = defaultdict(dict)
    for entry in sorted(theirs.answers, key=lambda entry: entry.at or DAWN):
        present[entry.item, entry.respondent] |= dict.fromkeys(entry.model_fields_set, entry)
    for item, answers in current_answers(theirs, EVER).items():
        for answer in answers:
            who = item, answer.respondent.id
            yield _Said(
                item=item,
                theirs=answer,
                ours=held.get(who) or Current(respondent=answer.respondent),
                before=_as_it_was(ours, item, answer),
                present=present[who],
            )


def _as_it_was(ours: Assessment, item: str, theirs: Current) -> Current:
    """Return what the store held at the time that an answer of a file carries."""
    who, until = theirs.respondent.id, theirs.at or DAWN
    log = [a for a in ours.answers if (a.item, a.respondent) == (item, who) and (a.at or DAWN) <= until]
    return next(iter(current_of(log, ours, EVER)), Current(respondent=theirs.respondent))
