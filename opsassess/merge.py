"""Merge an assessment from a file into the one that is held: what is new, what is older, what is replaced.

Several people fill in copies of one workbook, and a copy may come back when the engagement has gone on. What a file
says anew is taken. What the engagement held when the file was written, or at any time since, and has moved on from, is
old: it is held back and told. So a file may come in again and again, and never undoes what was said after it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opsassess.answers import DAWN, EVER, Current, current_answers, current_of
from opsassess.assessment import ANSWER_KEYS, DONT_KNOW, Answer, Assessment
from opsassess.changes import AgentName, AsOf, Change, ProfileFact, Removed, Summary, key_of, kind_of

_LISTS = ("respondents", "failure_modes", "not_applicable", "exceptions", "actions", "promised", "milestones", "notes")
_DELETABLE = ("not_applicable", "exceptions", "actions", "promised", "milestones")  # by leaving out their rows
_BLANKS: tuple[Any, ...] = (None, "", ())
_ASK = "Import again with --overwrite to"


@dataclass(frozen=True, kw_only=True)
class Past:
    """What the store held when a file was written from it, and what was saved there since."""

    then: Assessment
    since: tuple[Change, ...] = ()

    def held(self, part: Change) -> bool:
        return part in [*_parts(self.then), *self.since]


def differences(
    ours: Assessment, theirs: Assessment, *, past: Past | None = None, overwrite: bool = False
) -> Iterator[Change]:
    """Yield what a file says newly: not what the store says too, nor (without ``overwrite``) what is held back.

    ``past`` is that of the store since the file was written from it, where that is known.
    """
    if overwrite:
        yield from _left_out(ours, theirs, past)
    for part in _new_parts(ours, theirs):
        if not _latest_seen_after(part, ours) and (overwrite or not _is_old(part, ours, past)):
            yield part
    for said in _said(ours, theirs):
        given = {key: getattr(said.theirs, key) for key in said.differing if overwrite or not said.holds_back(key)}
        if given:  # the newest entry counts, whatever our clock says; a newer word keeps its day
            new, old = said.theirs.at or DAWN, said.ours.at or DAWN
            at = new if new > old else max(dt.datetime.now(dt.UTC), old)
            yield Answer(item=said.item, respondent=said.ours.respondent.id, at=at, **given)


def barred(ours: Assessment, theirs: Assessment) -> Iterator[str]:
    """Yield a sentence for what is not taken even where it is asked for."""
    for part in _new_parts(ours, theirs):
        if found := _latest_seen_after(part, ours):
            item, day = found
            yield (
                f"as of stays {ours.as_of}: the engagement holds evidence of {day} ({item}), which is later than "
                f"{theirs.as_of}, the day in the file. Write {day} or a later day, or correct that date first."
            )


def held_back(ours: Assessment, theirs: Assessment, *, past: Past | None = None) -> Iterator[str]:
    """Yield a sentence for each value of a file that is not taken without its being asked for."""
    for part in _new_parts(ours, theirs):
        if _is_old(part, ours, past) and not _latest_seen_after(part, ours):
            yield _told_of(part, ours)
    for part in _left_out(ours, theirs, past):
        kept = "was in the engagement when the file was written and is not in the file any more; it was kept"
        yield f"{_name(part)} {kept}. {_ASK} take it out."
    for said in _said(ours, theirs):
        yield from (said.told(key) for key in said.differing if said.holds_back(key))


def _parts(assessment: Assessment) -> Iterator[Change]:
    """Yield all that an assessment says beside its answers. What is blank says nothing: it never wipes a fact."""
    for part in _LISTS:
        yield from getattr(assessment, part)
    for fact in assessment.agent.facts:
        yield ProfileFact(fact=fact, value=assessment.agent.profile[fact])
    yield AgentName(name=assessment.agent.name)
    yield AsOf(day=assessment.as_of)
    if assessment.summary:
        yield Summary(text=assessment.summary)


def _new_parts(ours: Assessment, theirs: Assessment) -> Iterator[Change]:
    known = list(_parts(ours))
    return (part for part in _parts(theirs) if part not in known)


def _is_old(part: Change, ours: Assessment, past: Past | None) -> bool:
    """Tell whether a file says what the store held when it was written, or since, and holds no more.

    Of a file that does not say when it was written only the day tells: an earlier one is that of an older copy.
    """
    return past.held(part) if past else isinstance(part, AsOf) and part.day < ours.as_of


def _latest_seen_after(part: Change, ours: Assessment) -> tuple[str, dt.date] | None:
    """Return what bars a day: the latest evidence of the store that would be from after it."""
    if not isinstance(part, AsOf):
        return None
    told = ((item, one.evidence) for item, current in current_answers(ours).items() for one in current)
    pieces = [*told, *ours.agent.evidence.items()]
    days = [(seen.date, item) for item, evidence in pieces for seen in evidence if seen.date and seen.date > part.day]
    return max(days)[::-1] if days else None


def _left_out(ours: Assessment, theirs: Assessment, past: Past | None) -> Iterator[Removed]:
    """Yield what the store held when the file was written, holds still, and the file has no more."""
    then = past.then if past else theirs
    for name in _DELETABLE:
        gone = {key_of(part) for part in getattr(then, name)} - {key_of(part) for part in getattr(theirs, name)}
        yield from (Removed.of(part) for part in getattr(ours, name) if key_of(part) in gone)


def _told_of(part: Change, ours: Assessment) -> str:
    if isinstance(part, AsOf):
        return f"as of: the file says {part.day}, the engagement {ours.as_of}, which was kept. {_ASK} go back."
    there = any(_key(part) == _key(other) for other in _parts(ours))
    kept = "the engagement has a newer one, which was kept" if there else "it was taken out since and stays out"
    return f"{_name(part)}: the file says what the engagement held before; {kept}. {_ASK} take the file's word."


def _key(part: Change) -> tuple[str, ...]:
    return (kind_of(part), *key_of(part))


def _name(part: Change) -> str:
    """Return what a part is called, without what a client wrote."""
    kind, *key = (part.kind, *part.key) if isinstance(part, Removed) else _key(part)
    called = {"respondent": "person", "agent": "agent name", "note": "quick note"}.get(kind, kind.replace("_", " "))
    return " ".join([called, *key[:1]])


def overtaken(ours: Assessment, theirs: Assessment, *, overwrite: bool = False) -> Iterator[str]:
    """Yield a sentence for each value of the store that is newer than the file's answer and gives way to it."""
    after = " after the file was written" if theirs.exported else ""
    for said in _said(ours, theirs):
        for key in said.differing:
            entry = said.newest(key)
            if (
                entry
                and entry.at
                and getattr(said.ours, key) not in _BLANKS
                and (overwrite or not said.holds_back(key))
            ):
                who, name = said.ours.respondent.name, key.replace("_", " ")
                words = f" {_shown(key, said.ours)} by {_shown(key, said.theirs)}" if key == "rating" else ""
                yield f"replaced: {said.item}, {who}: {name}{words}, saved on {entry.at.date()}{after}"


def replaced(ours: Assessment, changes: Iterable[Change]) -> Iterator[str]:
    """Yield the names of what changes replace in the store or take out of it, answers aside."""
    known = {_key(part) for part in _parts(ours)}
    for change in changes:
        if isinstance(change, Removed):
            yield f"taken out: {_name(change)}"
        elif not isinstance(change, Answer) and _key(change) in known:
            yield f"replaced: {_name(change)}"


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What one person says about one item: in a file, in the store, and in the store at the time that the file has."""

    item: str
    theirs: Current
    ours: Current
    before: Current  # from there the file went its way
    later: tuple[Answer, ...]  # entries of the store from after that, oldest first
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
        return value == getattr(self.before, key) or bool(self._same(key)) or (value in _BLANKS and not clears)

    def newest(self, key: str) -> Answer | None:
        """Return the entry of the store from after the file's answer that set a key last."""
        return next((entry for entry in reversed(self.later) if key in entry.model_fields_set), None)

    def _same(self, key: str) -> tuple[Answer, ...]:
        """Return the later entries of the store that set a key to what the file says."""
        value = getattr(self.theirs, key)
        return tuple(one for one in self.later if key in one.model_fields_set and getattr(one, key) == value)

    def told(self, key: str) -> str:
        theirs, ours = _shown(key, self.theirs), _shown(key, self.ours)
        at = next((entry.at for entry in self._same(key)), self.theirs.at)
        day = f"as it was on {at.date()}" if at else "as it was at first"
        name = key.replace("_", " ")
        file, kept = f"the file says {name} {theirs}, {day}", f"the engagement has a newer {ours}"
        if getattr(self.theirs, key) in _BLANKS:
            file, kept = f"the file leaves {name} empty", f"the engagement has {ours}"
        elif key != "rating":
            file = f"the file has another {name}, {day}"
        return f"{self.item}, {self.ours.respondent.name}: {file}; {kept}, which was kept. {_ASK} take the file's word."


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
            who, nobody = answer.respondent.id, Current(respondent=answer.respondent)
            log = [entry for entry in ours.answers_on.get(item, ()) if entry.respondent == who]
            log.sort(key=lambda entry: entry.at or DAWN)
            until = bisect_right(log, answer.at or DAWN, key=lambda entry: entry.at or DAWN)
            yield _Said(
                item=item,
                theirs=answer,
                ours=held.get((item, who)) or nobody,
                before=next(iter(current_of(log[:until], ours, EVER)), nobody),
                later=tuple(log[until:]),
                present=present[item, who],
            )
