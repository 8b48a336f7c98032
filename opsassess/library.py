"""Find, load, extend and hash questionnaires."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from opsassess import resources, source, validation
from opsassess.assessment import QuestionnaireRef
from opsassess.errors import DataError, Mistake
from opsassess.extension import extended
from opsassess.questionnaire import Questionnaire

# In the folder of questionnaires, and none
_BESIDE = ("crosswalk.yaml", "retainer.yaml", "runbook-words.yaml", "secrets.yaml")


def load_questionnaire(path: Path) -> Questionnaire:
    """Load a questionnaire file; raises `DataError` with every mistake and its line."""
    return validation.build(Questionnaire, read_questionnaire(path))


def read_questionnaire(path: Path) -> source.Source:
    """Read a questionnaire file as data, filled from the one that it extends."""
    return _resolved(source.read_yaml(source.read_text(path), str(path)), path)


def as_far_as_it_goes(path: Path) -> tuple[source.Source | None, list[Mistake]]:
    """Return what `read_questionnaire` returns, or as much of it as can be meant, and every mistake on the way."""
    try:
        found = source.read_yaml(source.read_text(path), str(path))
        if not isinstance(found.data, dict) or "extends" not in found.data:
            return found, []
        place, mistakes = _meant_base(found, path)
        if place is None:
            return None, mistakes
        base = _base_at(place, path, ())
    except DataError as error:
        return None, list(error.mistakes)
    joined, wrong = extended(base, found)
    return joined, [*mistakes, *wrong]


def files_of(path: Path) -> tuple[Path, ...]:
    """Return the file of a questionnaire and those that it extends, without the packaged ones."""
    found = source.read_yaml(source.read_text(path), str(path))
    if _is_same(path.parent, resources.folder("questionnaires")):
        return ()
    if not isinstance(found.data, dict) or "extends" not in found.data:
        return (path,)
    return (path, *files_of(_base_of(found, path, ())))


def find_questionnaire(name: str, folders: Iterable[Path] = ()) -> Questionnaire:
    """Return the questionnaire with this id: from one of the given folders, else the packaged one.

    Raises `DataError` naming the ids that there are when none fits.
    """
    path = file_of(name, folders)
    return _load_once(path, tuple(_stamp(other) for other in (path, *_questionnaires_in(path.parent))))


def file_of(name: str, folders: Iterable[Path] = ()) -> Path:
    """Return where the questionnaire with this id stands; raises `DataError` as `find_questionnaire` does."""
    places = [*folders, resources.folder("questionnaires")]
    for place in places:
        path = place / f"{name}.yaml"
        if Path(name).name == name and path.is_file():
            return path
    known = sorted({path.stem for place in places for path in _questionnaires_in(place)})
    fix = validation.did_you_mean(name, known) or f"There are: {', '.join(known)}"
    raise DataError([Mistake(where="questionnaire", what=f"there is no questionnaire {name!r}", fix=fix)])


@lru_cache(maxsize=16)
def _load_once(path: Path, stamps: tuple[tuple[int, int], ...]) -> Questionnaire:  # noqa: ARG001 - part of the key
    return load_questionnaire(path)


def _stamp(path: Path) -> tuple[int, int]:
    """Return what changes with a file; one that another extends counts for that one too."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def _questionnaires_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        if path.name not in _BESIDE:
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


def ref_of(questionnaire: Questionnaire) -> QuestionnaireRef:
    """Return how an assessment names a questionnaire."""
    return QuestionnaireRef(id=questionnaire.id, version=questionnaire.version, sha256=sha256_of(questionnaire))


def from_canonical_json(text: str) -> Questionnaire:
    """Return the questionnaire that `canonical_json` wrote."""
    return validation.build(Questionnaire, source.read_json(text, "stored questionnaire"))


def _resolved(found: source.Source, path: Path, seen: tuple[Path, ...] = ()) -> source.Source:
    """Fill a questionnaire that ``extends`` another one."""
    if not isinstance(found.data, dict) or "extends" not in found.data:
        return found
    joined, mistakes = extended(_base_at(_base_of(found, path, seen), path, seen), found)
    if mistakes:
        raise DataError(mistakes)
    return joined


def _base_at(place: Path, path: Path, seen: tuple[Path, ...]) -> source.Source:
    """Return the questionnaire that stands at a place and is extended by the one at a path."""
    base = _resolved(source.read_yaml(source.read_text(place), str(place)), place, (*seen, path))
    validation.build(Questionnaire, base)
    return base


def _meant_base(found: source.Source, path: Path) -> tuple[Path | None, list[Mistake]]:
    """Return the base of a file, or where it is misspelt the one that is meant, if one is alike."""
    try:
        return _base_of(found, path, ()), []
    except DataError as error:
        paths = _bases(path)
        like = difflib.get_close_matches(str(found.data["extends"]), paths, n=1)
        return paths[like[0]] if like and found.data["extends"] not in paths else None, list(error.mistakes)


def _bases(path: Path) -> dict[str, Path]:
    """Return the questionnaires that a file can extend: those beside it, else the packaged ones."""
    folders = (resources.folder("questionnaires"), path.parent)
    return {p.stem: p for folder in folders for p in _questionnaires_in(folder) if not _is_same(p, path)}


def _base_of(found: source.Source, path: Path, seen: tuple[Path, ...]) -> Path:
    """Return the file of the questionnaire that another one extends: beside it, else the packaged one."""
    name, paths = str(found.data["extends"]), _bases(path)
    where = found.where(("extends",))
    if name not in paths:
        what = f"there is no questionnaire {name!r} to extend"
        raise DataError([Mistake(where=where, what=what, fix=validation.did_you_mean(name, paths))])
    if any(_is_same(paths[name], earlier) for earlier in seen):
        what = f"{path.stem!r} and {name!r} extend each other"
        raise DataError([Mistake(where=where, what=what, fix="One of them has to be whole")])
    return paths[name]


def _is_same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
