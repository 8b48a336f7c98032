"""Find, load, extend and hash questionnaires."""

from __future__ import annotations

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
    place = _base_of(found, path, seen)
    base = _resolved(source.read_yaml(source.read_text(place), str(place)), place, (*seen, path))
    validation.build(Questionnaire, base)
    return extended(base, found)


def _base_of(found: source.Source, path: Path, seen: tuple[Path, ...]) -> Path:
    """Return the file of the questionnaire that another one extends: beside it, else the packaged one."""
    name, folders = str(found.data["extends"]), (path.parent, resources.folder("questionnaires"))
    paths = {p.stem: p for folder in reversed(folders) for p in _questionnaires_in(folder) if not _is_same(p, path)}
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
