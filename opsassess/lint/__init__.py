"""Every mistake in a questionnaire: first what does not load, then what loads and cannot be meant.

A rule is a function from a `Subject` to its findings; each module of rules ends with the table of them.
"""

from __future__ import annotations

from pathlib import Path

from opsassess import library, resources, validation
from opsassess.crosswalk import FrameworkIndex, load_crosswalk
from opsassess.errors import DataError, Mistake
from opsassess.lint import conditions, gates, names, scales, texts
from opsassess.lint.subject import Rule, Subject
from opsassess.questionnaire import Questionnaire
from opsassess.source import Source

RULES: tuple[Rule, ...] = (*names.RULES, *conditions.RULES, *gates.RULES, *scales.RULES, *texts.RULES)


def check_file(path: Path) -> list[Mistake]:
    """Return every mistake in a questionnaire file."""
    try:
        source = library.read_questionnaire(path)
        questionnaire = validation.build(Questionnaire, source)
    except DataError as error:
        return list(error.mistakes)
    return lint(questionnaire, source, load_crosswalk())


def checked(path: Path) -> Questionnaire:
    """Load a questionnaire to work with; raises `DataError` also for what loads and cannot be meant."""
    if path.parent != resources.folder("questionnaires"):  # ours are checked before they travel
        mistakes = check_file(path)
        if mistakes:
            raise DataError(mistakes)
    return library.load_questionnaire(path)


def lint(questionnaire: Questionnaire, source: Source, crosswalk: FrameworkIndex) -> list[Mistake]:
    """Return what loads and cannot be meant, in the order of the lines."""
    subject = Subject(questionnaire, source, crosswalk)
    found = [finding for rule in RULES for finding in rule(subject)]
    mistakes = [Mistake(where=source.where(f.loc), what=f.what, fix=f.fix) for f in found]
    return sorted(mistakes, key=_place)


def _place(mistake: Mistake) -> tuple[str, int]:
    file, _, line = mistake.where.rpartition(":")
    return (file, int(line)) if line.isdigit() else (mistake.where, 0)
