"""Find, load, extend and hash questionnaires."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from opsassess import resources, source, validation
from opsassess.errors import DataError, Mistake
from opsassess.questionnaire import Questionnaire


def load_questionnaire(path: Path) -> Questionnaire:
    """Load a questionnaire file; raises `DataError` with every mistake and its line."""
    return validation.build(Questionnaire, read_questionnaire(path))


def read_questionnaire(path: Path) -> source.Source:
    """Read a questionnaire file as data: of a short form, filled from the one that it extends."""
    return _resolved(source.read_yaml(source.read_text(path), str(path)), path.parent)


def find_questionnaire(name: str, folders: Iterable[Path] = ()) -> Questionnaire:
    """Return the questionnaire with this id: from one of the given folders, else the packaged one.

    Raises `DataError` naming the ids that there are when none fits.
    """
    places = [*folders, resources.folder("questionnaires")]
    for place in places:
        path = place / f"{name}.yaml"
        if Path(name).name == name and path.is_file():
            stamp = path.stat()
            return _load_once(path, stamp.st_mtime_ns, stamp.st_size)
    known = sorted({path.stem for place in places for path in _questionnaires_in(place)})
    fix = validation.did_you_mean(name, known) or f"There are: {', '.join(known)}"
    raise DataError([Mistake(where="questionnaire", what=f"there is no questionnaire {name!r}", fix=fix)])


@lru_cache(maxsize=16)
def _load_once(path: Path, mtime: int, size: int) -> Questionnaire:  # noqa: ARG001 - they are part of the cache key
    return load_questionnaire(path)


def _questionnaires_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        if path.name != "crosswalk.yaml":
            yield path


def canonical_json(questionnaire: Questionnaire) -> str:
    """Return the one JSON text of a questionnaire: the same content always gives the same text.

    Defaults are left out, so that a field which a later version of the package adds changes no hash.
    """
    data = questionnaire.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256_of(questionnaire: Questionnaire) -> str:
    """Return the hash of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(questionnaire).encode()).hexdigest()


def from_canonical_json(text: str) -> Questionnaire:
    """Return the questionnaire that `canonical_json` wrote."""
    return validation.build(Questionnaire, source.read_json(text, "stored questionnaire"))


def _resolved(found: source.Source, folder: Path) -> source.Source:
    """Fill a questionnaire that ``extends`` another one: a short form names the items that it keeps."""
    if not isinstance(found.data, dict) or "extends" not in found.data:
        return found
    base = _base_of(found, folder)
    own = {key: value for key, value in found.data.items() if key not in ("extends", "items")}
    kept = _kept(found, base)
    areas = [_only(area, kept) for area in base.data["areas"]]
    data = base.data | {"areas": [area for area in areas if area["items"]]} | own
    for part in ("questions", "review"):
        data[part] = _questions_about(base.data.get(part, []), kept)
    data["duties"] = [item for item in base.data.get("duties", []) if item in kept]
    return source.Source(name=found.name, data=data, lines=found.lines, base=base, moved=_moved(base, kept))


def _base_of(found: source.Source, folder: Path) -> source.Source:
    """Read the questionnaire that a short form extends; it has to be a whole one."""
    name, places = str(found.data["extends"]), (folder, resources.folder("questionnaires"))
    paths = {path.stem: path for place in reversed(places) for path in _questionnaires_in(place)}
    if name not in paths:
        what = f"there is no questionnaire {name!r} to extend"
        raise DataError([Mistake(where=found.where(("extends",)), what=what, fix=validation.did_you_mean(name, paths))])
    base = source.read_yaml(source.read_text(paths[name]), str(paths[name]))
    if isinstance(base.data, dict) and "extends" in base.data:
        what, fix = f"{name!r} is a short form itself", f"Extend {base.data['extends']!r}"
        raise DataError([Mistake(where=found.where(("extends",)), what=what, fix=fix)])
    validation.build(Questionnaire, base)
    return base


def _kept(found: source.Source, base: source.Source) -> frozenset[str]:
    keep = found.data.get("items")
    if not isinstance(keep, list):
        where = found.where(("items",))
        raise DataError([Mistake(where=where, what="a short form needs `items`", fix="List the ids of those to keep")])
    known = [item["id"] for area in base.data["areas"] for item in area["items"]]
    mistakes = [
        Mistake(where=found.where(("items", n)), what=what, fix=fix)
        for n, item in enumerate(keep)
        for refused, what, fix in (
            (item not in known, f"{base.data['id']} has no item {item!r}", validation.did_you_mean(str(item), known)),
            (item in keep[:n], f"{item!r} stands here twice", "Keep one of them"),
        )
        if refused
    ]
    if mistakes:
        raise DataError(mistakes)
    return frozenset(keep)


def _moved(base: source.Source, kept: frozenset[str]) -> Mapping[source.Loc, source.Loc]:
    """Return where each area and item of the short form stands in the base."""
    moved: dict[source.Loc, source.Loc] = {}
    areas = [
        (n, [m for m, item in enumerate(a["items"]) if item["id"] in kept]) for n, a in enumerate(base.data["areas"])
    ]
    for new, (old, items) in enumerate((n, items) for n, items in areas if items):
        moved["areas", new] = ("areas", old)
        moved |= {("areas", new, "items", m): ("areas", old, "items", item) for m, item in enumerate(items)}
    return moved


def _only(area: dict[str, Any], kept: frozenset[str]) -> dict[str, Any]:
    return area | {"items": [item for item in area["items"] if item["id"] in kept]}


def _questions_about(questions: list[dict[str, Any]], kept: frozenset[str]) -> list[dict[str, Any]]:
    narrowed = [question | {"items": [i for i in question["items"] if i in kept]} for question in questions]
    return [question for question in narrowed if question["items"]]
