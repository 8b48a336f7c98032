"""What can be read of an assessment with mistakes of form, so that its mistakes of meaning are told along with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from opsassess import validation
from opsassess.assessment import Assessment
from opsassess.consistency import Found, is_client_mode
from opsassess.errors import DataError
from opsassess.questionnaire import Frozen
from opsassess.source import Loc, Source

_LAST_DAY = "9999-12-31"  # no evidence is later

# What stands for what cannot be read, so that nothing is said of it a second time
_STAND_INS: Mapping[str, Any] = {
    "id": "00000000-0000-4000-8000-000000000000",
    "as_of": _LAST_DAY,
    "client": {"name": "?"},
}
_STAND_INS_OF_ENTRIES: Mapping[str, Mapping[str, Any]] = {
    "respondents": {"name": "?", "roles": ["operator"]},
    "failure_modes": {"title": "?"},
    "not_applicable": {"reason": "?", "approver": "?"},
    "exceptions": {"reason": "?", "role": "?", "expires": _LAST_DAY},
    "actions": {"text": "?"},
    "promised": {"what": "?", "who": "?"},
}


@dataclass(frozen=True, kw_only=True)
class Remainder:
    """An assessment without what cannot be read of it."""

    assessment: Assessment
    numbers: Mapping[str, tuple[int, ...]]  # list -> the place in the file of each entry that is left
    lost: frozenset[str]  # the lists that lack an entry

    def in_the_file(self, found: Iterable[Found]) -> Iterable[Found]:
        """Yield the findings that do not follow from what is left out, each with its place in the file."""
        for loc, what, fix in found:
            if not self._follows_from_what_is_lost(loc):
                yield self._placed(loc), what, fix

    def _placed(self, loc: Loc) -> Loc:
        if loc[0] not in self.numbers:
            return loc
        return (loc[0], self.numbers[str(loc[0])][int(loc[1])], *loc[2:])

    def _follows_from_what_is_lost(self, loc: Loc) -> bool:
        if loc[0] != "answers":
            return False
        if loc[-1] == "respondent":
            return "respondents" in self.lost
        return "failure_modes" in self.lost and is_client_mode(self.assessment.answers[int(loc[1])].item)


def remainder(data: Any, wrong: Iterable[Loc]) -> Remainder | None:
    """Return what is left of the data without the places where something is wrong; None where that is no assessment."""
    keys: dict[str, set[Loc]] = defaultdict(set)
    for loc in wrong:
        keys[str(loc[0]) if loc else ""].add(loc[1:])
    if keys.keys() & {"", "format", "questionnaire"}:
        return None
    parts, numbers, lost = dict(data), {}, set()
    for part, places in keys.items():
        listed = part in _LISTS and isinstance(data.get(part), list)
        kept = _entries(part, data[part], places) if listed else {}
        if listed:
            parts[part], numbers[part] = list(kept.values()), tuple(kept)
        elif part == "agent":
            parts[part] = _agent(data.get(part), places)
        elif part in _STAND_INS:
            parts[part] = _STAND_INS[part]
        else:
            parts.pop(part, None)
        if part in _LISTS and len(kept) < (len(data[part]) if listed else 1):
            lost.add(part)
    try:
        assessment = validation.build(Assessment, Source(name="", data=parts))
    except DataError:
        return None
    return Remainder(assessment=assessment, numbers=numbers, lost=frozenset(lost))


_LISTS = frozenset(name for name, field in Assessment.model_fields.items() if field.default == ())


def _entries(part: str, entries: list[Any], wrong: Iterable[Loc]) -> Mapping[int, Any]:
    """Return the entries of a list that can be read, by their places: each without its faulty keys."""
    keys: dict[int, set[str]] = defaultdict(set)
    for loc in wrong:
        if loc:
            keys[int(loc[0])].update(str(key) for key in loc[1:2])
    model = get_args(Assessment.model_fields[part].annotation)[0]
    kept = {}
    for n, entry in enumerate(entries):
        left = _without(keys[n], entry, part) if n in keys else entry
        if _is_good(model, left):
            kept[n] = left
    return kept


def _without(faulty: set[str], entry: Any, part: str) -> Any:
    """Return an entry without its faulty keys, and with what stands for those that it needs."""
    if not isinstance(entry, dict):
        return entry
    good = {key: value for key, value in entry.items() if key not in faulty}
    return {**_STAND_INS_OF_ENTRIES.get(part, {}), **good}


def _is_good(model: type[Frozen], entry: Any) -> bool:
    try:
        validation.build(model, Source(name="", data=entry))
    except DataError:
        return False
    return True


def _agent(agent: Any, wrong: Iterable[Loc]) -> Mapping[str, Any]:
    """Return the agent with the facts of its profile that can be read."""
    given = agent.get("profile") if isinstance(agent, dict) else None
    faulty = {loc[1] for loc in wrong if loc[:1] == ("profile",) and len(loc) > 1}
    profile = {fact: value for fact, value in given.items() if fact not in faulty} if isinstance(given, dict) else {}
    return {"name": "?", "profile": profile}
