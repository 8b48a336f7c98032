"""What to do about a gap: the consultant's own words, or the steps that are still missing and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from opsassess.answers import Current
from opsassess.effort import Effort, in_hours
from opsassess.owners.differing import differ, is_done, on_no_page, overtaken
from opsassess.owners.people import named
from opsassess.promises import done
from opsassess.prose import Prose, Sentences, ended, escape, join
from opsassess.questionnaire import Step
from opsassess.scoring import Gap, ItemScore, Score
from opsassess.scoring.values import value_of

_WRITTEN = Fraction(1, 2)


def remedy(score: Score, name: str, steps: Sequence[Step], sentences: Sentences) -> Prose:
    """Return what to do in the steps that are missing; what somebody has already is shown or taken over."""
    if agreed := _agreed(score, name):
        return ended(agreed)
    begins = taken_over(score, name, steps)
    item, steps = score.items[name], tuple(steps) or ("write",)
    texts = item.item.remedy.texts
    if differ(item):
        return join((_lesson(item, sentences), escape(" ".join(texts(("write",)))) if on_no_page(item) else Prose("")))
    if "write" not in steps:
        return escape(" ".join(texts(steps)))
    rest = steps[1:] if item.existing else steps
    further = escape(" ".join(texts(rest))) if rest else Prose("")
    return join((_take_over(item, begins, sentences), further))


def accepted(score: Score, name: str, steps: Sequence[Step], sentences: Sentences) -> Prose:
    """Return when work is done: with its last step; of what somebody has already, when the others have it too."""
    item = score.items[name]
    lesson = differ(item) and is_done(item)
    test = item.item.remedy.accepted(("walk_through",) if lesson else steps)
    if lesson and on_no_page(item) and not _agreed(score, name):
        return escape(f"{item.item.remedy.accepted(('write',))}; {test}")
    if lesson or not item.existing or tuple(steps) != ("write",) or _agreed(score, name):
        return escape(test)
    lowest = named(_at(item, min), "") if differ(item) else ""
    return sentences.say("remedy.exists.accepted", test=test, lowest=lowest)


def _agreed(score: Score, name: str) -> str:
    """Return what was agreed in own words and is not done; nothing where nothing was."""
    action = score.assessment.action_of.get(name)
    return action.text.strip() if action and not done(score, action) else ""


def taken_over(score: Score, name: str, steps: Sequence[Step]) -> Current | None:
    """Return with whose work to begin: what a builder showed us, or by his word has on a page."""
    item = score.items[name]
    if _agreed(score, name) or differ(item) or (steps and "write" not in steps):
        return None
    pages = [a for a in item.existing or item.builders if a.written_where.strip()]
    return next(iter([a for a in pages if value_of(a.rating or 0) >= _WRITTEN] or item.existing), None)


def _take_over(item: ItemScore, has: Current | None, sentences: Sentences) -> Prose:
    if has is None:
        return Prose("")
    what = next((s.evidence.what.strip().rstrip(".") for s in item.seen if s.by == has and s.aged), "")
    where = has.written_where.strip().rstrip(".")
    return sentences.say("remedy.exists", who=has.respondent.name, where=where, shown=bool(item.existing), what=what)


def _lesson(item: ItemScore, sentences: Sentences) -> Prose:
    """Return who shows it, or its page, to whom, where one operator has it and another does not."""
    best, lowest, older = _at(item, max), _at(item, min), overtaken(item)
    best_alone, lowest_alone = (len({answer.respondent.id for answer in side}) == 1 for side in (best, lowest))
    return sentences.say(
        "remedy.differ",
        item=item.item,
        does=is_done(item),
        asked=older.at if older else None,
        best=named(best, ""),
        best_alone=best_alone,
        lowest=named(lowest, ""),
        lowest_alone=lowest_alone,
    )


def _at(item: ItemScore, edge: Callable[[Iterable[Fraction]], Fraction]) -> list[Current]:
    """Return who of those on duty stands highest, or lowest."""
    known = [(value_of(answer.rating), answer) for answer in item.on_duty if answer.rating is not None]
    level = edge(value for value, _ in known)
    return [answer for value, answer in known if value == level]


def effort_told(score: Score, gap: Gap, effort: Effort, sentences: Sentences) -> Prose:
    """Return the hours with what they are for, and the consultant's reason where they are not the bank's."""
    apart = not _agreed(score, gap.item) and differ(score.items[gap.item])
    return sentences.say("gaps.effort", hours=in_hours(effort), differ=apart, ours=effort.own, why=effort.why)
