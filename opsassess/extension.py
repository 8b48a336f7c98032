"""A questionnaire that extends another one: it leaves items out, changes parts, adds its own.

What it does not say is as in its base. Mappings are joined key by key, lists of things with an id by their ids; any
other value takes the place of the base's, and nothing (null) takes it away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from opsassess import validation
from opsassess.errors import Mistake
from opsassess.questionnaire import Item
from opsassess.source import Loc, Source

_SELECTING = ("extends", "items", "without")  # keys that only such a file has
_WHOLE = ("applies_when", "unless")  # conditions are not joined: half of each would be a third one
_IN_ONE = "do"  # the key of a remedy in one text, which is not joined with one by steps
_NEW = frozenset({"title", "ask", "levels"})  # an item with all of these is meant as a new one
_NEEDED = tuple(name for name, field in Item.model_fields.items() if field.is_required())
_ABOUT_ITEMS = ("questions", "review", "drills")  # lists whose entries name items; one without any goes too

Parts = dict[Loc, tuple[Source, Loc]]


def extended(base: Source, own: Source) -> tuple[Source, list[Mistake]]:
    """Return the questionnaire that a file and its base make together, and what in the file cannot be meant.

    Every value knows where it was written. What is wrong is left out, so that the rest can be looked at too.
    """
    kept, mistakes = _kept(base, own)
    mistakes += _changes_of_nothing(base, own, kept)
    narrowed = _narrowed(base, kept, frozenset(area["id"] for _, area in _own_areas(own.data)))
    said = {key: value for key, value in own.data.items() if key not in _SELECTING}
    parts: Parts = {(): (own, ())}
    data = _joined((narrowed, narrowed.data, ()), (own, said, ()), (), parts)
    return Source(name=own.name, data=data, lines=own.lines, base=base, parts=parts), mistakes


# ---------------------------------------------------------------------------------------------------------------------
# What is left out


def _kept(base: Source, own: Source) -> tuple[frozenset[str], list[Mistake]]:
    """Return the ids of the base's items that stay."""
    known = [item["id"] for item in _items(base.data)]
    named = {key: own.data.get(key, []) for key in ("items", "without")}
    mistakes = [
        Mistake(where=own.where((key,)), what=f"`{key}` should be a list", fix="Write one id of an item a line")
        for key, ids in named.items()
        if not isinstance(ids, list)
    ]
    lists = {key: ids for key, ids in named.items() if isinstance(ids, list)}
    mistakes += [
        Mistake(where=own.where((key, n)), what=what, fix=fix)
        for key, ids in lists.items()
        for n, item in enumerate(ids)
        for refused, what, fix in (
            (item not in known, f"{base.data['id']} has no item {item!r}", validation.did_you_mean(str(item), known)),
            (item in ids[:n], f"{item!r} stands here twice", "Keep one of them"),
        )
        if refused
    ]
    asked = lists.get("items", known) if "items" in own.data else known
    chosen = asked if all(item in known for item in asked) else known  # with a misspelt one nobody knows what stays
    left_out = [item for item in lists.get("without", []) if item in known]
    return frozenset(chosen).difference(left_out), mistakes


def _narrowed(base: Source, kept: frozenset[str], filled: frozenset[str]) -> Source:
    """Return a base without the items that are left out and what is about them only; areas to be filled stay."""
    data: dict[str, Any] = dict(base.data)
    parts: Parts = {(): (base, ())}
    data["areas"] = _narrowed_list(base, ("areas",), parts, lambda item: item["id"] in kept, filled)
    for key in _ABOUT_ITEMS:
        data[key] = _narrowed_list(base, (key,), parts, lambda item: item in kept)
    for drill in data["drills"]:
        drill["beside"] = [item for item in drill.get("beside", []) if item in kept]
    data["duties"] = [item for item in base.data.get("duties", []) if item in kept]
    return Source(name=base.name, data=data, parts=parts)


def _narrowed_list(
    base: Source, loc: Loc, parts: Parts, stays: Callable[[Any], bool], filled: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """Return the entries of a list with those of their items that stay; an entry without any goes, unless filled."""
    narrowed: list[dict[str, Any]] = []
    for n, entry in enumerate(base.data.get(loc[0], [])):
        items = entry.get("items", [])  # a drill may name a prefix instead
        places = [m for m, item in enumerate(items) if stays(item)]
        if places or not items or entry["id"] in filled:
            new: Loc = (*loc, len(narrowed))
            parts[new] = (base, (*loc, n))
            parts |= {(*new, "items", k): (base, (*loc, n, "items", m)) for k, m in enumerate(places)}
            narrowed.append(entry | ({"items": [items[m] for m in places]} if items else {}))
    return narrowed


# ---------------------------------------------------------------------------------------------------------------------
# What is changed and added

_Side = tuple[Source, Any, Loc]  # a value, the file that it is from, and its place there


def _joined(base: _Side, own: _Side, loc: Loc, parts: Parts) -> Any:
    """Return a value of both files and note where each of its parts was written."""
    _, old, _ = base
    source, new, place = own
    parts[loc] = (source, place)
    if isinstance(old, dict) and isinstance(new, dict) and not _is_whole(loc, old, new):
        return _joined_mappings(base, own, loc, parts)
    if _have_ids(old) and _have_ids(new):
        return _joined_lists(base, own, loc, parts)
    return new


def _is_whole(loc: Loc, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Tell whether a mapping takes the place of the base's: a condition, or a remedy that is built in another way."""
    name = loc[-1] if loc else ""
    return name in _WHOLE or (name == "remedy" and (_IN_ONE in old) != (_IN_ONE in new))


def _joined_mappings(base: _Side, own: _Side, loc: Loc, parts: Parts) -> dict[str, Any]:
    joined: dict[str, Any] = {}
    for key in dict.fromkeys((*base[1], *own[1])):
        at = (*loc, key)
        sides = [(source, value[key], (*place, key)) for source, value, place in (base, own) if key in value]
        if len(sides) == 1:
            joined[key] = _taken(sides[0], at, parts)
        elif sides[1][1] is not None:
            joined[key] = _joined(sides[0], sides[1], at, parts)
    return joined


def _joined_lists(base: _Side, own: _Side, loc: Loc, parts: Parts) -> list[Any]:
    """Return the base's entries in their order, each with what the file says of it, and then the file's own."""
    left = list(enumerate(own[1]))
    joined: list[Any] = []
    for n, entry in enumerate(base[1]):
        one = (base[0], entry, (*base[2], n))
        at = (*loc, len(joined))
        said = next(((m, other) for m, other in left if other["id"] == entry["id"]), None)
        if said:
            left.remove(said)
            joined.append(_joined(one, (own[0], said[1], (*own[2], said[0])), at, parts))
        else:
            joined.append(_taken(one, at, parts))
    for m, other in left:
        joined.append(_taken((own[0], other, (*own[2], m)), (*loc, len(joined)), parts))
    return joined


def _taken(side: _Side, loc: Loc, parts: Parts) -> Any:
    """Return a value that only one of both files has."""
    source, value, place = side
    parts[loc] = (source, place)
    return value


def _have_ids(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) and "id" in entry for entry in value)


# ---------------------------------------------------------------------------------------------------------------------
# What cannot be meant


def _changes_of_nothing(base: Source, own: Source, kept: frozenset[str]) -> Iterator[Mistake]:
    """Yield the changes of an item that is not there: a misspelt id would look like half a new item."""
    known = [item["id"] for item in _items(base.data)]
    for loc, item in _own_items(own.data):
        name, lacking = item["id"], [key for key in _NEEDED if key not in item]
        if name in known and name not in kept:
            what, fix = f"{name} is changed here and left out", "Keep it, or take the change out"
        elif name not in known and not {*item} >= _NEW:
            what = f"{base.data['id']} has no item {name!r} to change"
            like = "" if "title" in item else validation.did_you_mean(str(name), known)
            fix = f"{like}; a new item" if like else "A new item"
            fix = f"{fix} has its own {', '.join(lacking)} too"
        else:
            continue
        yield Mistake(where=own.where(loc), what=what, fix=fix)


def _items(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (item for area in data["areas"] for item in area["items"])


def _own_areas(data: Mapping[str, Any]) -> Iterator[tuple[Loc, Mapping[str, Any]]]:
    """Yield the areas that a file speaks of, as far as it is built as it should be."""
    areas = data.get("areas")
    if isinstance(areas, list) and _have_ids(areas):
        yield from ((("areas", n), area) for n, area in enumerate(areas))


def _own_items(data: Mapping[str, Any]) -> Iterator[tuple[Loc, Mapping[str, Any]]]:
    for loc, area in _own_areas(data):
        items = area.get("items")
        if isinstance(items, list) and _have_ids(items):
            yield from (((*loc, "items", m), item) for m, item in enumerate(items))
