"""What follows from the answers, as a mode shows it: progress, scores, what is open, what just changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opsassess.answers import Current
from opsassess.assessment import DONT_KNOW
from opsassess.consistency import gate_items
from opsassess.interview.modes import Mode
from opsassess.interview.picture import Picture
from opsassess.questionnaire import EVIDENCE_LEVELS, Constants, EvidenceLevel, applies
from opsassess.scoring import ItemScore
from opsassess.scoring.result import as_float
from opsassess.scoring.standing import gate_standing

_USABLE = 3
Derived = dict[str, Any]
_OfItem = Callable[[ItemScore, Picture], Any]


_PASSING = ("to", "changed")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What followed from a picture when the pages were last told."""

    picture: Picture
    derived: Derived

    def repeats(self, before: Told) -> bool:
        """Tell whether nothing follows now that did not follow before: most notes and contents change no score."""
        return all(before.derived[part] == value for part, value in self.derived.items() if part not in _PASSING)

    def as_of(self, before: Told) -> Told:
        """Return it as what was told before, from which it does not differ: it is not told again."""
        return Told(picture=self.picture, derived=before.derived)


def derived_of(picture: Picture, mode: Mode, *, to: int, before: Told | None) -> Told:
    """Return what follows; ``before`` is what was told last, for what just changed."""
    same = _unchanged(picture, before)
    found = {
        "to": to,
        "applies": same("applies", _applies),
        "items": same("items", _item),
        "areas": _areas(picture),
        "must_haves_open": _open_must_haves(picture),
        "same_as": dict(_offers(picture)),
        "gates": {gate.id: _gate(picture, gate.id) for gate in picture.questionnaire.gates},
        "tier": {"reported": picture.score.reported_tier, "claimed": picture.score.claimed_tier},
        "key_person": as_float(picture.score.key_person.index),
        "coverage": as_float(picture.score.overall.coverage),
        "differences": _differences(picture) if mode.interview == "compare" else [],
    }
    found["changed"] = [] if before is None else list(_changed(before.derived, found))
    return Told(picture=picture, derived=found)


def _unchanged(picture: Picture, before: Told | None) -> Callable[[str, _OfItem], dict[str, Any]]:
    """Return how to compute a part for each item: a score that is the very same one gives what it gave before."""
    old = before.picture.score.items if before and before.picture.score.frame is picture.score.frame else {}

    def computed(part: str, make: _OfItem) -> dict[str, Any]:
        known = before.derived[part] if before else {}
        scores = picture.score.items.items()
        return {item: known[item] if old.get(item) is score else make(score, picture) for item, score in scores}

    return computed


def visible(found: Derived, mode: Mode) -> Derived:
    """Return what a page gets of it. On a screen that the client watches: how far we are, never how well they are."""
    if not mode.presenter:
        return found
    return {
        **{key: found[key] for key in ("to", "applies", "must_haves_open", "same_as")},
        "items": {item: {"answered": value["answered"]} for item, value in found["items"].items()},
        "areas": {area: {"asked": value["asked"], "of": value["of"]} for area, value in found["areas"].items()},
    }


def _gate(picture: Picture, gate: str) -> Derived:
    state, words = gate_standing(picture.score, gate)
    return {"state": state, "words": words}


def _applies(score: ItemScore, picture: Picture) -> bool | str:
    """Return true, or why an item is not asked: the facts that take it out, or the reason that was given."""
    facts = picture.assessment.agent.facts
    if applies(score.item, facts):
        return True if score.not_applicable is None else f"Not applicable: {score.not_applicable}."
    titles = {fact.id: fact.title for fact in picture.questionnaire.facts}
    named = sorted({fact for condition in score.item.applies_when for fact in condition if fact in facts})
    return f"Not asked, because of the profile: {'; '.join(f'{titles.get(f, f)}: {_said(facts[f])}' for f in named)}."


def _said(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _item(score: ItemScore, picture: Picture) -> Derived:
    rated = [c.respondent.id for c in picture.answers.get(score.item.id, ()) if c.rating is not None]
    return {
        "answered": rated,
        "shown": as_float(score.shown) if score.applies else None,
        "claimed": as_float(score.claimed) if score.applies else None,
        "missing": list(_missing(score, picture.questionnaire.constants)) if score.applies else [],
    }


def _missing(score: ItemScore, constants: Constants) -> Iterator[str]:
    """Yield what the next step on this item needs."""
    if not score.answered:
        yield f"an answer of {' or '.join(score.item.asked_of)}"
        return
    yield from (score.item.columns.get(column, column.replace("_", " ")) for column in score.lacking)
    if score.shown < score.claimed and (wanted := _wanted(score, constants)) is not None:
        yield f"to see: {score.item.evidence[wanted]}"
    if isinstance(score.operator, int) and score.operator >= _USABLE and not score.written:
        yield "where it is written"


def _wanted(score: ItemScore, constants: Constants) -> Any:
    """Return the lowest level of evidence that carries what is claimed, if more is needed than was seen."""
    best = max((seen.aged for seen in score.seen), default=0)
    levels: list[EvidenceLevel] = [
        level for level in EVIDENCE_LEVELS if constants.evidence_caps[level] >= score.claimed
    ]
    return levels[0] if levels and EVIDENCE_LEVELS.index(levels[0]) > best else None


def _areas(picture: Picture) -> dict[str, Derived]:
    areas: dict[str, Derived] = {}
    for area, shares in picture.score.areas.items():
        live = [i for i in picture.score.frame.areas[area] if picture.score.items[i].applies]
        areas[area] = {
            "asked": sum(any(c.rating is not None for c in picture.answers.get(i, ())) for i in live),
            "of": len(live),
            "shown": as_float(shares.shown),
            "claimed": as_float(shares.claimed),
            "coverage": as_float(shares.coverage),
            "differences": sum(_spread(picture.answers.get(i, ())) > 0 for i in live),
        }
    return areas


def _open_must_haves(picture: Picture) -> list[str]:
    """Return the items of gates that nobody of the operator side has answered yet, in the order of the session."""
    items = picture.score.items
    gated = gate_items(picture.questionnaire, items)
    return [item for item in picture.order if item in gated and items[item].applies and not items[item].answered]


def _offers(picture: Picture) -> Iterator[tuple[str, Derived]]:
    """Yield for an item without content what was said where the same is asked."""
    for item, score in picture.score.items.items():
        if score.item.same_as and not _contents(picture, item):
            for other in score.item.same_as:
                for said in _contents(picture, other)[:1]:
                    yield item, {"item": other, "respondent": said.respondent.id, "content": said.content}


def _contents(picture: Picture, item: str) -> list[Current]:
    return [current for current in picture.answers.get(item, ()) if current.content is not None]


def _differences(picture: Picture) -> list[Derived]:
    """Return the items on which people differ, the widest difference first."""
    found = []
    for item in picture.order:
        rated = [c for c in picture.answers.get(item, ()) if c.rating is not None]
        if picture.score.items[item].applies and (levels := _spread(rated)) > 0:
            found.append({"item": item, "respondents": [c.respondent.id for c in rated], "levels": levels})
    return sorted(found, key=lambda one: -one["levels"])


def _spread(several: Any) -> int:
    """Return how many levels the ratings of several people lie apart; who does not know stands at 0."""
    levels = [0 if c.rating == DONT_KNOW else c.rating for c in several if c.rating is not None]
    return max(levels) - min(levels) if levels else 0


def _changed(before: Derived, now: Derived) -> Iterator[Derived]:
    pairs: tuple[tuple[str, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("tier", before["tier"], now["tier"]),
        ("gate", before["gates"], now["gates"]),
        ("area", _values(before["areas"]), _values(now["areas"])),
        ("item", _values(before["items"]), _values(now["items"])),
    )
    for what, old, new in pairs:
        for name, value in new.items():
            if name in old and old[name] != value:
                yield {"what": what, "id": name, "from": old[name], "to": value}


def _values(parts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: {"shown": part["shown"], "claimed": part["claimed"]} for name, part in parts.items()}
