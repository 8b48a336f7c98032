"""Read an assessment from a file, with everything that is wrong with it at once, and write it to one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from opsassess import consistency, library, source, validation
from opsassess.assessment import Assessment
from opsassess.errors import DataError, Mistake
from opsassess.questionnaire import Questionnaire
from opsassess.remainder import remainder


@dataclass(frozen=True, kw_only=True)
class Read:
    """An assessment with the questionnaire that scores it, and what the user should know about the two."""

    assessment: Assessment
    questionnaire: Questionnaire
    notices: tuple[str, ...] = ()


def read_assessment(path: Path, folders: Iterable[Path] = ()) -> Read:
    """Read an assessment from JSON or from an Excel workbook; raises `DataError` with every mistake and its place.

    ``folders`` are searched for its questionnaire before the packaged ones.
    """
    folders = tuple(folders)
    if path.suffix.lower() == ".xlsx":
        return _read_workbook(path, folders)
    if path.is_file() and path.suffix.lower() not in ("", ".json"):
        what = f"an assessment is a JSON file or an Excel workbook (.json, .xlsx), and this is {path.suffix}"
        raise DataError([Mistake(where=str(path), what=what, fix="Name the file that was exported")])
    text = source.read_text(path)
    found = source.read_json(text, str(path))
    return _checked(found, folders, lambda plain: source.with_lines(plain, text))


def _read_workbook(path: Path, folders: tuple[Path, ...]) -> Read:
    from opsassess.workbook.read import PartlyReadError, read_workbook

    try:
        found = read_workbook(path, lambda name: library.find_questionnaire(name, folders))
    except PartlyReadError as error:
        if error.rest is None:
            raise
        told = [*error.mistakes, *_of_form(error, error.rest)]
        rest = _mistakes_of_the_rest((m for m in told if m.at), error.rest, folders)
        raise DataError([*told, *(m for m in rest if m.where not in {one.where for one in told})]) from None
    return _checked(found, folders)


def _of_form(told: DataError, found: source.Source) -> Iterable[Mistake]:
    """Return the mistakes of form that do not only repeat what was told of a cell."""
    try:
        validation.build(Assessment, found)
    except DataError as error:
        known = {mistake.at for mistake in told.mistakes if mistake.at}
        return [m for m in error.mistakes if not any(m.at[: len(at)] == at for at in known)]
    return ()


def _checked(
    found: source.Source,
    folders: tuple[Path, ...],
    placed: Callable[[source.Source], source.Source] = lambda plain: plain,
) -> Read:
    try:
        assessment = validation.build(Assessment, found, placed)
    except DataError as error:
        rest = _mistakes_of_the_rest(error.mistakes, placed(found), folders)
        raise DataError([*error.mistakes, *rest]) from None
    questionnaire = library.find_questionnaire(assessment.questionnaire.id, folders)
    same = is_same_version(assessment, questionnaire)
    wrong = list(consistency.inconsistencies(assessment, questionnaire, same_version=same))
    if wrong:
        raise DataError(consistency.as_mistakes(wrong, placed(found).where))
    return Read(assessment=assessment, questionnaire=questionnaire, notices=differences(assessment, questionnaire))


def _mistakes_of_the_rest(
    told: Iterable[Mistake], found: source.Source, folders: tuple[Path, ...]
) -> Iterable[Mistake]:
    """Return the mistakes of meaning in what can be read, so that nobody learns of them only after the next try."""
    rest = remainder(found.data, (mistake.at for mistake in told))
    if rest is None:
        return ()
    try:
        questionnaire = library.find_questionnaire(rest.assessment.questionnaire.id, folders)
    except DataError as unknown:
        return unknown.mistakes
    same = is_same_version(rest.assessment, questionnaire)
    wrong = consistency.inconsistencies(rest.assessment, questionnaire, same_version=same)
    return consistency.as_mistakes(rest.in_the_file(wrong), found.where)


def is_same_version(assessment: Assessment, questionnaire: Questionnaire) -> bool:
    """Tell whether an assessment was made with this very questionnaire, as far as it says."""
    named = assessment.questionnaire
    if (named.id, named.version) != (questionnaire.id, questionnaire.version):
        return False
    return named.sha256 in (None, library.sha256_of(questionnaire))


def unsettled_notice(items: Iterable[str]) -> tuple[str, ...]:
    """Return that edits wait for somebody to choose between them, if some do; ``items`` are what they speak of."""
    several = list(items)
    if not several:
        return ()
    edits = "1 edit is" if len(several) == 1 else f"{len(several)} edits are"
    named = ", ".join(dict.fromkeys(several))
    return (f"{edits} not settled, so another value counts: {named}. Open the interview and choose",)


def differences(assessment: Assessment, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return what changes the meaning of the numbers, of which a client's document has to tell too."""
    found = []
    if not is_same_version(assessment, questionnaire):
        made = assessment.questionnaire
        found.append(
            f"made with {made.id} {made.version}, scored with {questionnaire.id} {questionnaire.version}"
            + (" (same version, other text)" if made.version == questionnaire.version else "")
        )
    unknown = consistency.unknown_items(assessment, questionnaire)
    if unknown:
        found.append(f"not in this questionnaire, kept and not scored: {', '.join(unknown)}")
    return tuple(found)


def to_json(assessment: Assessment, *, private: bool = True) -> str:
    """Return an assessment as the text of its JSON file; without private notes for a client."""
    data = assessment.model_dump(mode="json", exclude_unset=True)
    if not private:
        for answer in data.get("answers", ()):
            answer.pop("private_note", None)
        data.pop("notes", None)  # the consultant's own
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
