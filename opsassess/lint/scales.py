"""Rules about what has an order: ratings, evidence and tiers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from opsassess.lint.subject import Finding, Rule, Subject, number
from opsassess.questionnaire import EVIDENCE_LEVELS, TIERS, Tier

RATINGS = ("0", "1", "2", "3", "4")

# condition of a tier -> how much it asks, so that two tiers can be compared
_ASKED: Mapping[str, Callable[[Tier], Fraction]] = {
    "area_at_least": lambda tier: tier.area_at_least,
    "overall_at_least": lambda tier: tier.overall_at_least,
    "gate_at_least": lambda tier: tier.gate_at_least,
    "critical_above": lambda tier: Fraction(-1) if tier.critical_above is None else tier.critical_above,
    "key_person_free": lambda tier: Fraction(tier.key_person_free),
}
_NOTHING = Tier(id="T0", name="asks nothing", meaning="To compare with.")
_CONDITIONS_READ = ("T2", "T3")  # from T2 on; below, the gates alone decide


def out_of_order(subject: Subject) -> Iterator[Finding]:
    """Find ratings, evidence or tiers that do not stand in their order, by which code counts them."""
    parts: tuple[tuple[str, Sequence[str]], ...] = (
        ("ratings", RATINGS),
        ("evidence", EVIDENCE_LEVELS),
        ("tiers", TIERS),
    )
    for key, expected in parts:
        ids = [part.id for part in getattr(subject.questionnaire, key)]
        wrong = next((n for n, (one, other) in enumerate(zip(ids, expected, strict=True)) if one != other), None)
        if wrong is not None:
            what = f"{ids[wrong]!r} stands in `{key}` where {expected[wrong]!r} belongs"
            yield Finding(loc=(key, wrong, "id"), what=what, fix=f"Their order is {', '.join(expected)}")


def caps(subject: Subject) -> Iterator[Finding]:
    """Find an evidence level without a cap, or one that carries less than the level below."""
    given = subject.questionnaire.constants.evidence_caps
    for level in EVIDENCE_LEVELS:
        if level not in given:
            what = f"`evidence_caps` does not say what {level} carries"
            yield Finding(loc=("constants", "evidence_caps"), what=what, fix=f"Add {level} with a share from 0 to 1")
    for low, high in itertools.pairwise(level for level in EVIDENCE_LEVELS if level in given):
        if given[high] < given[low]:
            what = f"{high} carries {number(given[high])}, less than {low} ({number(given[low])})"
            fix = "Better evidence should carry at least as much"
            yield Finding(loc=("constants", "evidence_caps", high), what=what, fix=fix)


def tiers_that_fall(subject: Subject) -> Iterator[Finding]:
    """Find a tier that asks less than the one below it: it could be reached without that one."""
    tiers = subject.questionnaire.tier_of
    for low, high in itertools.pairwise(tiers[tier] for tier in TIERS if tier in tiers and tier in _CONDITIONS_READ):
        for condition, asked in _ASKED.items():
            if asked(high) < asked(low):
                loc = (*_place(subject, high), condition)
                yield Finding(
                    loc=loc, what=f"{high.id} asks less than {low.id} in `{condition}`", fix=f"Ask as much as {low.id}"
                )


def conditions_unread(subject: Subject) -> Iterator[Finding]:
    """Find a condition of a tier that only the gates decide."""
    for tier in subject.questionnaire.tiers:
        for condition, asked in _ASKED.items():
            if tier.id not in _CONDITIONS_READ and asked(tier) != asked(_NOTHING):
                what = f"`{condition}` of {tier.id} is never read: below T2 the gates alone decide"
                yield Finding(loc=(*_place(subject, tier), condition), what=what, fix="Take it out, or use a gate")


def tiers_out_of_reach(subject: Subject) -> Iterator[Finding]:
    """Find a condition above what the best evidence carries."""
    for tier in subject.questionnaire.tiers:
        for condition, asked in _ASKED.items():
            too_much = asked(tier) >= subject.most if condition == "critical_above" else asked(tier) > subject.most
            if too_much and condition != "key_person_free" and tier.id in _CONDITIONS_READ:
                what = f"nobody reaches {tier.id}: the best evidence carries {number(subject.most)}"
                yield Finding(loc=(*_place(subject, tier), condition), what=what, fix=f"Lower `{condition}`")


def _place(subject: Subject, tier: Tier) -> tuple[str, int]:
    return "tiers", subject.questionnaire.tiers.index(tier)


RULES: tuple[Rule, ...] = (out_of_order, caps, tiers_that_fall, conditions_unread, tiers_out_of_reach)
