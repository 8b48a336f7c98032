"""Where the answers of those who run it lie apart: who can and who cannot, in clauses that every document has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from opsassess.answers import Current
from opsassess.assessment import Rating
from opsassess.owners.people import best_claim, best_on_duty, named
from opsassess.prose import Prose, Sentences, day, in_words, listed
from opsassess.scoring import ItemScore
from opsassess.scoring.values import rank

APART = 2  # levels
_WRITTEN = 2  # the level of what is written down
_USABLE = Fraction(3, 4)  # what an operator can do alone


def differ(score: ItemScore) -> bool:
    """Tell whether those who run it lie apart, who also built it among them."""
    return lie_apart(score) or _apart_from_a_builder(score)


def differing(score: ItemScore, sentences: Sentences) -> tuple[Prose, ...]:
    """Return "Mirjam Kofler calls it proven" and so on where those who run it lie apart, else nothing.

    Who can do it most is named, which is credit; of the others in the same role it is told by number that they have
    not got that far or do not know it: report and register go to everybody, and the annex has the answers. Where only
    somebody who also built it can, or has it in writing, and the others cannot, it is told by name who learns of whom.
    """
    if not lie_apart(score):
        return tuple(_from_a_builder(score, sentences)) if _apart_from_a_builder(score) else ()
    answers = [answer for answer in score.operators if answer.rating is not None]
    alike: dict[Rating, list[Current]] = {}
    for answer in sorted(answers, key=lambda a: rank(a.rating or 0), reverse=True):
        alike.setdefault(answer.rating or 0, []).append(answer)
    if len({_role(score, answer) for answer in answers}) == 1:
        return tuple(_by_name(score, alike, sentences))
    parts = zip(_by_role(score, answers, alike.values()), alike.items(), strict=True)
    return tuple(_stands(some, rating, found, sentences) for some, (rating, found) in parts)


def _stands(who: str, stands: Rating | Literal["not_yet"], people: Sequence[Current], sentences: Sentences) -> Prose:
    return sentences.say(f"stands.{stands}", who=Prose(who), several=len(people) > 1)


def are_operators(score: ItemScore) -> bool:
    """Tell whether all who answered are asked as operators, of whom anybody may be on duty."""
    return all(_role(score, answer) == "operator" for answer in score.operators)


def lie_apart(score: ItemScore) -> bool:
    """Tell whether the answers that count lie apart: by two levels, or as one has in writing what another does not.

    They do by one level, too, where one was seen to do what another has in writing only, or is overtaken.
    """
    levels = [max(0, rank(answer.rating)) for answer in score.operators if answer.rating is not None]
    if not levels:
        return False
    written_only = min(levels) == _WRITTEN and _one_has_done_it(score)
    return _apart(min(levels), max(levels)) or written_only or overtaken(score) is not None


def overtaken(score: ItemScore) -> Current | None:
    """Return the lowest answer where it is from before a milestone, and one since then is higher by a level."""
    rated = [answer for answer in score.operators if answer.rating is not None]
    heights = [(max(0, rank(answer.rating or 0)), answer.round) for answer in rated]
    (lowest, then), (best, since) = min(heights, default=(0, 0)), max(heights, default=(0, 0))
    return rated[heights.index((lowest, then))] if lowest + 1 == best and then < since else None


def is_done(score: ItemScore) -> bool:
    """Tell whether somebody who runs it does it without help, and has it not only in writing."""
    return best_on_duty(score) >= _USABLE


def on_no_page(score: ItemScore) -> bool:
    """Tell whether one shows the other what nobody of them has on a page, and the lower answer needs one."""
    return score.claimed < Fraction(1, 2) and not score.written


def shows_the_page(score: ItemScore) -> Current | None:
    """Return who has in writing what another has not, where showing the page is all that is left to do."""
    known = [answer for answer in score.on_duty if answer.rating is not None]
    if not known or not differ(score) or overtaken(score) or is_done(score) or on_no_page(score):
        return None
    return max(known, key=lambda answer: rank(answer.rating or 0))


def _one_has_done_it(score: ItemScore) -> bool:
    done = (seen.by for seen in score.seen if seen.evidence.level == "E3" and seen.by in score.operators)
    return any(rank(answer.rating or 0) > _WRITTEN for answer in done)


def _apart(lowest: int, best: int) -> bool:
    return best - lowest >= APART or lowest < _WRITTEN <= best


def _role(score: ItemScore, answer: Current) -> str:
    return next(role for role in answer.respondent.roles if role in score.item.asked_of)


def _beside(score: ItemScore) -> str:
    """Return that somebody is counted as a builder who runs it too."""
    return (
        " who did not build it"
        if any(answer.respondent.is_dual and answer not in score.operators for answer in score.builders)
        else ""
    )


def _by_name(score: ItemScore, alike: Mapping[Rating, Sequence[Current]], sentences: Sentences) -> Iterator[Prose]:
    """Yield how those stand who are ahead, by name, then the others by number."""
    (best, first), *others = alike.items()
    yield _stands(named(first, ""), best, first, sentences)
    held: dict[Rating | Literal["not_yet"], list[Current]] = {}
    for rating, people in others:
        held.setdefault("not_yet" if 0 <= rank(rating) < _WRITTEN else rating, []).extend(people)
    for n, (stands, people) in enumerate(held.items(), start=1):
        many, last = len(people), n == len(held) == 1
        every = last and not _beside(score)  # somebody who also built it is an operator, too
        who = f"the other{' ' + in_words(many) if many > 1 else ''}" if every else f"{in_words(many)} other"
        told = f"{who} {_role(score, people[0])}{'s' if many > 1 else ''}"
        yield _stands(_as_of_then(told, people, first), stands, people, sentences)


def _as_of_then(who: str, people: Sequence[Current], newest: Sequence[Current]) -> str:
    """Return who with the day of their answer, where it is from before a milestone after which others answered."""
    days = [answer.at.date() for answer in people if answer.at]
    then = days and max(a.round for a in people) < max(a.round for a in newest)
    return f"{who} (asked on {day(max(days))})" if then else who


def _by_role(score: ItemScore, answers: Sequence[Current], alike: Iterable[Sequence[Current]]) -> Iterator[str]:
    """Yield "the owner", or of several in one role "one of the two operators"."""
    every = Counter(_role(score, answer) for answer in answers)
    for found in alike:
        parts = []
        for role, many in Counter(_role(score, answer) for answer in found).items():
            all_of_them = f"the {in_words(every[role])} {role}s" if every[role] > 1 else f"the {role}"
            parts.append(all_of_them if many == every[role] else f"{in_words(many)} of {all_of_them}")
        yield f"{listed(parts)}{_beside(score)}"


def _apart_from_a_builder(score: ItemScore) -> bool:
    """Tell whether only somebody who also built it can, or has it in writing, and those who did not cannot."""
    lowest, best = max(0, rank(score.operator or 0)), int(4 * best_on_duty(score))
    return _apart(lowest, best) and best_claim(score) != best_on_duty(score)


def _from_a_builder(score: ItemScore, sentences: Sentences) -> Iterator[Prose]:
    alike: dict[tuple[Rating, str], list[Current]] = {}
    for answer in sorted(score.on_duty, key=lambda a: rank(a.rating or 0), reverse=True):
        built = ", who also built it," if answer.respondent.is_dual else ""
        alike.setdefault((answer.rating or 0, built), []).append(answer)
    for (rating, built), people in alike.items():
        yield _stands(f"{named(people, '')}{built}", rating, people, sentences)
