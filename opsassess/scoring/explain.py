"""Say in a sentence where a number comes from, down to the answer, the person and the evidence."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from opsassess.answers import Current
from opsassess.assessment import DONT_KNOW
from opsassess.questionnaire import EVIDENCE_LEVELS, Questionnaire
from opsassess.scoring.gaps import Gap
from opsassess.scoring.values import ItemScore, Seen, cap, value_of


def decimal(value: Fraction | None) -> str:
    """Write a share with two decimals at most; exact halves and quarters stay as they are."""
    return "none" if value is None else f"{float(value):.3f}".rstrip("0").rstrip(".") if value else "0"


def why_item(score: ItemScore, questionnaire: Questionnaire) -> str:
    """Return where the values of an item come from."""
    if score.not_applicable is not None:
        return f"Not applicable: {score.not_applicable}."
    parts = [_operator_side(score, questionnaire)]
    if score.operator is not None and score.operator != DONT_KNOW:
        parts.append(_evidence(score, questionnaire))
        if score.lacking:
            limit = decimal(questionnaire.constants.incomplete_row_cap)
            parts.append(f"The row lacks {_list(_words(c) for c in score.lacking)}, so it shows {limit} at most.")
        parts.append(f"Shown: {decimal(score.shown)}, claimed: {decimal(score.claimed)}.")
    parts.extend(_beside(score))
    return " ".join(parts)


def _operator_side(score: ItemScore, questionnaire: Questionnaire) -> str:
    if score.operator is None:
        if score.builder is None:
            return "Nobody was asked, so nothing is shown and everything is still possible."
        said = _list(f"{c.respondent.name} (builder) says {_rating(c, questionnaire)}" for c in score.builders)
        return f"Only the builder answered: {said}. That can count once the operator side is asked."
    said = _list(f"{_who(c)} says {_rating(c, questionnaire)}" for c in score.operators)
    several = " The lowest counts." if len(score.operators) > 1 else ""
    dual = " The word comes from someone who also builds it." if score.builder_run else ""
    return f"{said}: {decimal(value_of(score.operator))} is claimed.{several}{dual}"


def _evidence(score: ItemScore, questionnaire: Questionnaire) -> str:
    constants = questionnaire.constants
    if not score.seen:
        return f"Nothing was seen: a statement carries {decimal(cap(0, constants))}."
    best = score.seen[0]
    level = EVIDENCE_LEVELS[best.aged]
    return f"Best evidence: {_seen(best, score.item.window)}; {level} carries {decimal(cap(best.aged, constants))}."


def _seen(seen: Seen, window: int) -> str:
    what = seen.evidence.what.strip() or "without a description"
    text = f"{seen.evidence.level}, {what}"
    if seen.age is None:
        lowered = EVIDENCE_LEVELS[seen.level] != seen.evidence.level
        return f"{text}, without a date" + (f", so it counts as {EVIDENCE_LEVELS[seen.level]}" if lowered else "")
    text += f", {seen.evidence.date}, {seen.age} {'day' if seen.age == 1 else 'days'} old"
    if seen.aged < seen.level:
        times = "twice its window" if seen.age > 2 * window else "its window"
        text += f", older than {times} of {window} days, so it counts as {EVIDENCE_LEVELS[seen.aged]}"
    return text


def _beside(score: ItemScore) -> Iterable[str]:
    if score.operator is not None and score.builders:
        yield _list(f"{c.respondent.name} (builder) says {_bare(c)}" for c in score.builders) + "."
    if score.others:
        said = _list(f"{_who(c)} says {_bare(c)}" for c in score.others)
        yield f"Not counted, since this item is not asked of them: {said}."


def why_gap(gap: Gap, score: ItemScore) -> str:
    """Return why an item is a gap of this kind."""
    target = "" if gap.target is None else f"Needs {decimal(gap.target)}, shows {decimal(gap.shown)}. "
    if gap.kind == "not_written":
        return f"{target}It is done, but no document is named."
    if gap.kind == "not_seen":
        lacking = f" The row lacks {_list(_words(c) for c in gap.lacking)}." if gap.lacking else ""
        return f"{target}The operator side claims {decimal(gap.claimed)}; what was seen does not carry it.{lacking}"
    if score.operator is None:
        return f"{target}No operator answered."
    steps = _list(_words(step) for step in gap.steps)
    return f"{target}The operator side claims {decimal(gap.claimed)}. Steps: {steps}."


def _rating(answer: Current, questionnaire: Questionnaire) -> str:
    if not isinstance(answer.rating, int):
        return _bare(answer)
    return f"{answer.rating} ({questionnaire.ratings[answer.rating].name})"


def _bare(answer: Current) -> str:
    return "don't know" if answer.rating == DONT_KNOW else str(answer.rating)


def _who(answer: Current) -> str:
    return f"{answer.respondent.name} ({', '.join(answer.respondent.roles)})"


def _words(identifier: str) -> str:
    return identifier.replace("_", " ")


def _list(words: Iterable[str]) -> str:
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
