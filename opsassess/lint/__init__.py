"""Every mistake in a questionnaire: first what does not load, then what loads and cannot be meant.

A rule is a function from a `Subject` to its findings; each module of rules ends with the table of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from opsassess import library, resources, validation
from opsassess.crosswalk import FrameworkIndex, load_crosswalk
from opsassess.errors import DataError, Mistake
from opsassess.lint import conditions, gates, names, scales, texts
from opsassess.lint.stand_ins import filled
from opsassess.lint.subject import Finding, Rule, Subject
from opsassess.questionnaire import Questionnaire
from opsassess.source import Source

RULES: tuple[Rule, ...] = (*names.RULES, *conditions.RULES, *gates.RULES, *scales.RULES, *texts.RULES)


def check_file(path: Path) -> list[Mistake]:
    """Return every mistake in a questionnaire file."""
    source, told = library.as_far_as_it_goes(path)
    if source is None:
        return told
    try:
        questionnaire, places = validation.build(Questionnaire, source), None
    except DataError as error:
        lines = {mistake.where for mistake in told}  # of an item that is not there it was told what it lacks
        told += [m for m in error.mistakes if not (m.where in lines and m.what.endswith("is missing"))]
        places = filled(source, [mistake.at for mistake in error.mistakes])
        if places is None:
            return told
        questionnaire, source = places.questionnaire, places.source
    found = _findings(questionnaire, source, load_crosswalk())
    meant = [f for f in found if not (places and places.is_our_own(f.loc))]
    return sorted([*told, *_as_mistakes(meant, source)], key=_place)


def checked(path: Path) -> Questionnaire:
    """Load a questionnaire to work with; raises `DataError` also for what loads and cannot be meant."""
    if path.parent != resources.folder("questionnaires"):  # ours are checked before they travel
        mistakes = check_file(path)
        if mistakes:
            raise DataError(mistakes)
    return library.load_questionnaire(path)


def lint(questionnaire: Questionnaire, source: Source, crosswalk: FrameworkIndex) -> list[Mistake]:
    """Return what loads and cannot be meant, in the order of the lines."""
    return sorted(_as_mistakes(_findings(questionnaire, source, crosswalk), source), key=_place)


def _findings(questionnaire: Questionnaire, source: Source, crosswalk: FrameworkIndex) -> list[Finding]:
    subject = Subject(questionnaire, source, crosswalk)
    return [finding for rule in RULES for finding in rule(subject)]


def _as_mistakes(found: Iterable[Finding], source: Source) -> list[Mistake]:
    return [Mistake(where=source.where(f.loc), what=f.what, fix=f.fix) for f in found]


def _place(mistake: Mistake) -> tuple[str, int]:
    file, _, line = mistake.where.rpartition(":")
    return (file, int(line)) if line.isdigit() else (mistake.where, 0)
