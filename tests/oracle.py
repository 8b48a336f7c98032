"""Score an assessment slowly and obviously, from the specification alone: what the engine is checked against.

Each step quotes its sentence of the specification (docs of the method). Nothing of `opsassess.scoring` is used here,
nor its folding of answers: only the models of the questionnaire and of the assessment.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from random import Random
from typing import Any, Literal

from opsassess.assessment import Answer, Assessment, Evidence, Rating, Respondent
from opsassess.questionnaire import Gate, Item, Questionnaire, TierId

ORDER: tuple[TierId, ...] = ("T0", "not_shown", "T1", "T2", "T3")  # "T0 < not yet shown < T1 < T2 < T3"
LEVELS = ("E0", "E1", "E2", "E3")
ROW = ("detect", "retry", "human_review", "pause", "notify")  # the five answers of a failure mode
TOLERANCE = 1e-9  # of the draws, which are floats

View = Literal["shown", "claimed"]
State = Literal["failed", "open", "due", "pass", "n/a"]
Requirement = tuple[str, Fraction]  # item, minimum


# ---------------------------------------------------------------------------------------------------------------------
# Answers


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one respondent says about one item now."""

    who: Respondent
    rating: Rating | None
    content: Any
    evidence: tuple[Evidence, ...]
    written_where: str | None


def said_about(item: Item, assessment: Assessment) -> list[Said]:
    """Fold the entries: "a present key sets (null clears), an absent key keeps"."""
    everyone = []
    for who in assessment.respondents:
        entries = [answer for answer in assessment.answers if (answer.item, answer.respondent) == (item.id, who.id)]
        everyone.append(
            Said(
                who=who,
                rating=newest(entries, "rating"),
                content=newest(entries, "content"),
                evidence=newest(entries, "evidence") or (),
                written_where=newest(entries, "written_where"),
            )
        )
    return everyone


def newest(entries: Sequence[Answer], key: str) -> Any:
    """Return the current value: "key by key the newest by `at`, then the later in the list"."""
    current = None
    current_at: dt.datetime | None = None
    for entry in entries:
        if key not in entry.model_fields_set:
            continue
        older = current_at is not None and (entry.at is None or entry.at < current_at)
        if not older:
            current, current_at = getattr(entry, key), entry.at
    return current


def operator_answers(item: Item, said: Sequence[Said]) -> tuple[list[Said], bool]:
    """Return the answers that count and whether they are those of people who also build it.

    "Among current answers of respondents with a role in `asked_of`, those who are not dual; if there are none, the
    dual ones." An answer without a rating is none.
    """
    asked = [one for one in said if one.rating is not None and set(one.who.roles) & set(item.asked_of)]
    single = [one for one in asked if "builder" not in one.who.roles]
    dual = [one for one in asked if "builder" in one.who.roles]
    return (single, False) if single else (dual, bool(dual))


def lowest(answers: Sequence[Said]) -> Rating | None:
    """Return `o`: "several: the lowest counts (don't know below 0)"."""
    if any(one.rating == "dont_know" for one in answers):
        return "dont_know"
    return min((one.rating for one in answers if isinstance(one.rating, int)), default=None)


def builder_answer(said: Sequence[Said]) -> int | None:
    """Return `b`: "the highest numeric rating of builders (dual included). A builder's don't know is neutral"."""
    ratings = [one.rating for one in said if "builder" in one.who.roles and isinstance(one.rating, int)]
    return max(ratings, default=None)


# ---------------------------------------------------------------------------------------------------------------------
# Evidence


def carried(evidence: Evidence, item: Item, as_of: dt.date, undated: str) -> int:
    """Return E' of one piece: "max(0, E - [age > w] - [age > 2w]); E0 does not age"."""
    level = LEVELS.index(evidence.level)
    if evidence.date is None:  # "without a date a level above E1 counts as E1 and does not age"
        return min(level, LEVELS.index(undated))
    age = (as_of - evidence.date).days
    return max(0, level - (age > item.window) - (age > 2 * item.window))


def carried_without_ageing(evidence: Evidence, item: Item, as_of: dt.date, undated: str) -> int:
    """Return the level of one piece for *due*: "evidence not aged and no older than 2w"."""
    if evidence.date is None:
        return carried(evidence, item, as_of, undated)
    return LEVELS.index(evidence.level) if (as_of - evidence.date).days <= 2 * item.window else 0


# ---------------------------------------------------------------------------------------------------------------------
# Item values


@dataclass(frozen=True, kw_only=True)
class Value:
    """One item with all that the scores need of it."""

    item: Item
    weight: Fraction
    applicable: bool
    shown: Fraction = Fraction(0)
    claimed: Fraction = Fraction(0)
    possible: Fraction = Fraction(1)
    fresh: Fraction = Fraction(0)  # what would be shown with evidence that does not age within 2w
    operator: Rating | None = None
    builder: int | None = None
    dual: bool = False
    documented: bool = False
    lacking: tuple[str, ...] = ()  # answers of a failure mode

    @property
    def ahead(self) -> Fraction | None:
        """Return d: "over items with `o` (not dual) and numeric `b`: d = v(b) - v(o), don't know = 0"."""
        if self.operator is None or self.dual or self.builder is None:
            return None
        return v(self.builder) - (v(self.operator) if isinstance(self.operator, int) else 0)


def v(rating: int) -> Fraction:
    """Return the value of a rating."""  # "r in 0..4, v(r) = r / 4"
    return Fraction(rating, 4)


def applicable(item: Item, assessment: Assessment) -> bool:
    """Not so if "`applies_when` does not match, or an entry with reason and approver. It beats a rating"."""
    facts = assessment.agent.facts
    matching = [
        all(fact not in facts or facts[fact] in accepted for fact, accepted in condition.items())
        for condition in item.applies_when
    ]
    taken_out = {entry.item for entry in assessment.not_applicable}
    return (not matching or any(matching)) and item.id not in taken_out


def lacking_answers(answers: Sequence[Said]) -> list[str]:
    """Return which of the five are missing: "columns united over the counted respondents; blank is lacking"."""
    rows: list[Any] = []
    for one in answers:
        rows.extend(one.content if isinstance(one.content, list | tuple) else [one.content])
    answered = {
        column
        for row in rows
        if isinstance(row, Mapping)
        for column, value in row.items()
        if value is not None and str(value).strip() != ""
    }
    return [column for column in ROW if column not in answered]


def value_of(item: Item, questionnaire: Questionnaire, assessment: Assessment, as_of: dt.date) -> Value:
    """Return the row of the table "Item values" that the item is in."""
    constants = questionnaire.constants
    weight = constants.weights[item.weight]
    if not applicable(item, assessment):
        return Value(item=item, weight=weight, applicable=False)

    said = said_about(item, assessment)
    counted, dual = operator_answers(item, said)
    operator, builder = lowest(counted), builder_answer(said)
    pieces = [piece for one in said for piece in one.evidence]  # "counts for the item whoever gave it"
    value = Value(
        item=item,
        weight=weight,
        applicable=True,
        operator=operator,
        builder=builder,
        dual=dual,
        lacking=tuple(lacking_answers(counted)) if item.content.kind == "failure_mode" else (),
        documented=any((one.written_where or "").strip() for one in said) or any(p.level == "E1" for p in pieces),
    )
    if operator is None:
        return replace(value, possible=Fraction(1) if builder is None else v(builder))
    if operator == "dont_know":
        return replace(value, possible=Fraction(0))

    def cap(read: Callable[[Evidence, Item, dt.date, str], int]) -> Fraction:
        best = max((read(piece, item, as_of, constants.undated_evidence) for piece in pieces), default=0)
        cap = constants.evidence_caps[LEVELS[best]]  # type: ignore[index] # LEVELS are the keys
        if value.lacking:
            return min(cap, constants.incomplete_row_cap)
        return cap

    return replace(
        value,
        shown=min(v(operator), cap(carried)),
        claimed=v(operator),
        possible=v(operator),
        fresh=min(v(operator), cap(carried_without_ageing)),
    )


# ---------------------------------------------------------------------------------------------------------------------
# The sheet: every item with its value, and the gates as they apply to this agent


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything that the tiers are read from."""

    questionnaire: Questionnaire
    values: Mapping[str, Value]
    gates: tuple[tuple[Gate, tuple[Requirement, ...]], ...]

    def with_values(self, values: Mapping[str, Value]) -> Sheet:
        return replace(self, values={**self.values, **values})

    @cached_property
    def areas(self) -> Mapping[str, Sequence[Value]]:
        """Return area -> its items, those that are not applicable too."""
        return {
            area.id: [value for value in self.values.values() if value.item.id.split(".")[0] == area.id]
            for area in self.questionnaire.areas
        }


def sheet_of(questionnaire: Questionnaire, assessment: Assessment, as_of: dt.date) -> Sheet:
    items = items_of(questionnaire, assessment)
    facts = assessment.agent.facts
    return Sheet(
        questionnaire=questionnaire,
        values={item.id: value_of(item, questionnaire, assessment, as_of) for item in items},
        gates=tuple((gate, tuple(requirements_of(gate, items, facts))) for gate in questionnaire.gates),
    )


def items_of(questionnaire: Questionnaire, assessment: Assessment) -> list[Item]:
    """List all items: "client modes are declared and scored like the others", after the items of their area."""
    items: list[Item] = []
    for area in questionnaire.areas:
        items.extend(area.items)
        if area.client_mode is not None:
            items.extend(
                area.client_mode.model_copy(update={"id": mode.id, "title": mode.title})
                for mode in assessment.failure_modes
                if mode.id.split(".")[0] == area.id
            )
    return items


def requirements_of(gate: Gate, items: Sequence[Item], facts: Mapping[str, Any]) -> Iterable[Requirement]:
    """Yield what this agent has to meet: "`requires: [{item or prefix, at_least}]`, `unless: {fact: value}`"."""
    for requirement in gate.requires:
        if requirement.unless and all(
            fact in facts and facts[fact] == value for fact, value in requirement.unless.items()
        ):
            continue
        for item in items:
            if item.id == requirement.item or (requirement.prefix and item.id.startswith(requirement.prefix)):
                yield item.id, requirement.at_least


def named(sheet: Sheet, item: str, among: Callable[[Gate], bool]) -> list[Requirement]:
    """Return the requirements on an item of some of the gates."""
    return [need for gate, needs in sheet.gates if among(gate) for need in needs if need[0] == item]


# ---------------------------------------------------------------------------------------------------------------------
# Areas and overall


def mean(values: Sequence[Value], of: Callable[[Value], Fraction]) -> Fraction:
    """Return "S = sum(w x)/sum(w)"."""
    return sum((value.weight * of(value) for value in values), Fraction(0)) / sum(value.weight for value in values)


def shares(values: Sequence[Value]) -> dict[str, Fraction | None]:
    some = [value for value in values if value.applicable]
    return {
        "shown": mean(some, lambda value: value.shown) if some else None,
        "claimed": mean(some, lambda value: value.claimed) if some else None,
        "possible": mean(some, lambda value: value.possible) if some else None,
        "coverage": mean(some, lambda value: Fraction(value.operator is not None)) if some else None,
        "na_share": mean(values, lambda value: Fraction(not value.applicable)),
        "na_shadow": mean(values, lambda value: value.shown if value.applicable else Fraction(0)),
    }


def overall(areas: Mapping[str, Mapping[str, Fraction | None]]) -> dict[str, Fraction | None]:
    """Return the "plain mean of the areas (the `na_*` over all areas)"; a null area leaves the mean."""
    result: dict[str, Fraction | None] = {}
    for key in ("shown", "claimed", "possible", "coverage", "na_share", "na_shadow"):
        there = [area[key] for area in areas.values() if area[key] is not None]
        result[key] = plain_mean([share for share in there if share is not None])
    return result


def plain_mean(shares: Sequence[Fraction]) -> Fraction | None:
    return sum(shares, Fraction(0)) / len(shares) if shares else None


def area_means(sheet: Sheet, view: View) -> list[Fraction]:
    """Return what "every area" ranges over: the areas with an applicable item."""
    some = [[value for value in values if value.applicable] for values in sheet.areas.values()]
    return [mean(values, lambda value: seen(value, view)) for values in some if values]


def seen(value: Value, view: View) -> Fraction:
    return value.shown if view == "shown" else value.claimed


# ---------------------------------------------------------------------------------------------------------------------
# Key person


def key_person(sheet: Sheet) -> dict[str, Any]:
    """Compare with the builder: "index = sum(w max(0, d))/sum(w); no such item: not measured"."""
    measured = [value for value in sheet.values.values() if value.applicable and value.ahead is not None]
    gap = sheet.questionnaire.constants.key_person_gap  # "items with d >= .5 are key-person items"
    return {
        "index": mean(measured, lambda value: max(Fraction(0), value.ahead or Fraction(0))) if measured else None,
        "items": [value.item.id for value in measured if value.ahead is not None and value.ahead >= gap],
    }


# ---------------------------------------------------------------------------------------------------------------------
# Gates


def state_of(value: Value, minimum: Fraction, view: View) -> State:
    if not value.applicable:
        return "n/a"
    if seen(value, view) >= minimum:  # "met if shown >= minimum"
        return "pass"
    if view == "shown" and value.fresh >= minimum:  # "due if it would be met with evidence not aged"
        return "due"
    return "open" if value.possible >= minimum else "failed"  # "open if possible >= minimum; else failed"


def gate_state(sheet: Sheet, needs: Sequence[Requirement], view: View, at_least: Fraction = Fraction(0)) -> State:
    """Return "the worst of its requirements (failed, open, due, pass)"; with none left it is n/a."""
    states = [state_of(sheet.values[item], max(minimum, at_least), view) for item, minimum in needs]
    for worst in ("failed", "open", "due", "pass"):
        if worst in states:
            return worst
    return "n/a"


# ---------------------------------------------------------------------------------------------------------------------
# Tiers


def tier_seen(sheet: Sheet, view: View, reach: Callable[[TierId], bool] | None = None) -> TierId:
    """Read the table of tiers. `reach` tells whether the means of areas and overall suffice for a tier."""
    hard = [gate_state(sheet, needs, view) for gate, needs in sheet.gates if gate.tier == "T1"]
    if "failed" in hard:
        return "T0"  # "a hard gate failed"
    if "open" in hard:
        return "not_shown"  # "no hard gate failed, one or more open"

    means_suffice = reach or (lambda tier: means_reach(sheet, view, tier))
    # T2 needs "all gates but G11 met; no critical item outside G11 with shown <= .25; every area >= .50"
    if not (gates_met(sheet, view, "T2") and nothing_critical(sheet, view, "T2") and means_suffice("T2")):
        return "T1"  # "hard gates met"
    # T3 needs "all gates with every minimum at least .75, G11 included; every area >= .70; overall >= .75"
    if not (gates_met(sheet, view, "T3") and nothing_critical(sheet, view, "T3") and means_suffice("T3")):
        return "T2"
    # T3 needs "key-person index measured, no key-person item"
    found = key_person(sheet)
    if sheet.questionnaire.tier_of["T3"].key_person_free and (found["index"] is None or found["items"]):
        return "T2"
    return "T3"


def gates_met(sheet: Sheet, view: View, tier: TierId) -> bool:
    at_least = sheet.questionnaire.tier_of[tier].gate_at_least
    return all(
        gate_state(sheet, needs, view, at_least) in ("pass", "due", "n/a")
        for gate, needs in sheet.gates
        if ORDER.index(gate.tier) <= ORDER.index(tier)
    )


def nothing_critical(sheet: Sheet, view: View, tier: TierId) -> bool:
    above = sheet.questionnaire.tier_of[tier].critical_above
    if above is None:
        return True
    return not any(
        seen(value, view) <= above
        for value in sheet.values.values()
        if value.applicable
        and value.item.weight == sheet.questionnaire.constants.critical
        and not named(sheet, value.item.id, lambda gate: ORDER.index(gate.tier) > ORDER.index(tier))
    )


def means_reach(sheet: Sheet, view: View, tier: TierId) -> bool:
    need = sheet.questionnaire.tier_of[tier]
    areas = area_means(sheet, view)
    return all(mean >= need.area_at_least for mean in areas) and (plain_mean(areas) or 0) >= need.overall_at_least


def reported(sheet: Sheet, shown: TierId) -> TierId:
    """Cap: "any gate requirement met only by a dual respondent caps at T1"; a questionnaire may cap too."""
    caps = [sheet.questionnaire.tier_cap]
    if any(
        sheet.values[item].dual and state_of(sheet.values[item], minimum, "shown") in ("pass", "due")
        for _, needs in sheet.gates
        for item, minimum in needs
    ):
        caps.append(sheet.questionnaire.constants.one_person_cap)
    return min([shown, *caps], key=ORDER.index)


def tier_reported(sheet: Sheet) -> TierId:
    return reported(sheet, tier_seen(sheet, "shown"))


def next_tier(tier: TierId) -> TierId:
    """Return "the next above"; T0 and not yet shown aim at T1, and T3 stays."""
    return {"T0": "T1", "not_shown": "T1", "T1": "T2", "T2": "T3", "T3": "T3"}[tier]  # type: ignore[return-value]


# ---------------------------------------------------------------------------------------------------------------------
# Gaps


def target(sheet: Sheet, item: str, tier: TierId) -> Fraction | None:
    """Return the target: "T1: the minimum of hard gates. T2: gate minimum, else .50. T3: .75, and 1 for G11"."""
    minimums = [minimum for _, minimum in named(sheet, item, lambda gate: ORDER.index(gate.tier) <= ORDER.index(tier))]
    if tier == "T1":
        return max(minimums, default=None)
    if tier == "T2":
        return max(minimums, default=sheet.questionnaire.constants.default_target)
    return max([*minimums, sheet.questionnaire.tier_of["T3"].gate_at_least])


def gaps(sheet: Sheet, aim: TierId, accepted: set[str]) -> list[dict[str, Any]]:
    found = []
    for place, value in enumerate(sheet.values.values()):
        gap = gap_of(sheet, value, aim)
        if gap is None or value.item.id in accepted:
            continue
        is_named = {
            "hard": bool(named(sheet, value.item.id, lambda gate: gate.tier == "T1")),
            "gate": bool(named(sheet, value.item.id, lambda _: True)),
            "critical": value.item.weight == sheet.questionnaire.constants.critical,
        }
        distance = Fraction(0) if gap["target"] is None else gap["target"] - value.shown
        # As it says: "hard gate, gate, critical, then w (target - shown) falling, then the questionnaire's order."
        order = (*(not is_so for is_so in is_named.values()), -value.weight * distance, place)
        found.append((order, gap))
    return [gap for _, gap in sorted(found, key=lambda pair: pair[0])]


def gap_of(sheet: Sheet, value: Value, aim: TierId) -> dict[str, Any] | None:
    if not value.applicable:
        return None
    goal = target(sheet, value.item.id, aim)
    rating = value.operator if isinstance(value.operator, int) else 0
    if goal is not None and value.shown < goal:
        kind = "not_seen" if value.claimed >= goal else "missing"
    elif rating >= 3 and not value.documented:  # "rating >= 3, no document named"
        kind = "not_written"
    else:
        return None
    reaches = {"write": 2, "walk_through": 3, "prove": 4}
    steps = {
        "not_seen": [],  # "an evidence request, no hours"
        "missing": [step for step, to in reaches.items() if goal is not None and rating < to <= math.ceil(4 * goal)],
        "not_written": ["write"],
    }
    return {
        "item": value.item.id,
        "area": value.item.id.split(".")[0],
        "kind": kind,
        "target": goal,
        "shown": value.shown,
        "claimed": value.claimed,
        "gates": [gate.id for gate, needs in sheet.gates if value.item.id in {item for item, _ in needs}],
        "steps": steps[kind],
        "lacking": list(value.lacking),  # "named as a gap"
    }


# ---------------------------------------------------------------------------------------------------------------------
# Smallest set


def made(value: Value) -> Value:
    """Return the item "made 4 with E3 by operator and builder alike"."""
    best = v(4)
    return replace(
        value, shown=best, claimed=best, possible=best, fresh=best, operator=4, builder=4, dual=False, lacking=()
    )


def reaches(sheet: Sheet, items: Iterable[str], tier: TierId) -> bool:
    """Tell whether making these items brings the reported tier up to this one."""
    better = sheet.with_values({item: made(sheet.values[item]) for item in items})
    return ORDER.index(tier_reported(better)) >= ORDER.index(tier)


def smallest_set(sheet: Sheet, exhaustive: int) -> list[str] | None:
    """Return "the fewest items which reach the next tier; ties: higher overall, then first sorted ids".

    Tries every set, the smaller ones first. Returns None when that takes more than `exhaustive` sets.
    """
    now = tier_reported(sheet)
    goal = next_tier(now)
    if now == "T3" or ORDER.index(goal) > ORDER.index(sheet.questionnaire.tier_cap):
        return []
    could_help = [item for item, value in sheet.values.items() if value.applicable and made(value) != value]
    if not reaches(sheet, could_help, goal):
        return []
    tried = 0
    for size in range(len(could_help) + 1):
        tried += math.comb(len(could_help), size)
        if tried > exhaustive:
            return None
        sets = [items for items in itertools.combinations(could_help, size) if reaches(sheet, items, goal)]
        if sets:
            return list(min(sets, key=lambda items: (-overall_with(sheet, items), sorted(items))))
    raise AssertionError("the whole list reaches it, so some set of it does")


def overall_with(sheet: Sheet, items: Iterable[str]) -> Fraction:
    better = sheet.with_values({item: made(sheet.values[item]) for item in items})
    return plain_mean(area_means(better, "shown")) or Fraction(0)


# ---------------------------------------------------------------------------------------------------------------------
# Sensitivity


def sensitivity(sheet: Sheet) -> dict[str, Any]:
    constants = sheet.questionnaire.constants.sensitivity
    now = tier_reported(sheet)
    # Only means hang on weights: this is the tier if every mean were high enough, and a draw can only lower it.
    at_best = tier_seen(sheet, "shown", lambda _: True)
    held = 0
    for draw in range(constants.draws):
        means = drawn_means(sheet, draw)
        tier = at_best
        while tier in ("T2", "T3") and not drawn_means_reach(sheet, means, tier):
            tier = "T2" if tier == "T3" else "T1"
        held += ORDER.index(reported(sheet, tier)) >= ORDER.index(now)
    share = Fraction(held, constants.draws)  # "share of draws with the same tier or better"
    return {
        "draws": constants.draws,
        "seed": constants.seed,
        "same_or_better": share,
        "close": share < constants.stable_share,
        "tipping": [
            item
            for item, value in sheet.values.items()
            if value.applicable and any(tier_reported(moved) != now for moved in one_level_moved(sheet, value))
        ],
    }


def drawn_means(sheet: Sheet, draw: int) -> list[float]:
    """Return the areas with "each item's weight times 1.5^(2u - 1)"."""
    constants = sheet.questionnaire.constants.sensitivity
    means = []
    for values in sheet.areas.values():
        total = weights = 0.0
        for value in values:
            if value.applicable:
                u = uniform(constants.seed, value.item.id, constants.draws)[draw]
                weight = float(value.weight) * float(constants.spread) ** (2 * u - 1)
                total += weight * float(value.shown)
                weights += weight
        if weights:
            means.append(total / weights)
    return means


def drawn_means_reach(sheet: Sheet, means: Sequence[float], tier: TierId) -> bool:
    need = sheet.questionnaire.tier_of[tier]
    average = sum(means) / len(means) if means else 0.0
    return (
        all(mean >= float(need.area_at_least) - TOLERANCE for mean in means)
        and average >= float(need.overall_at_least) - TOLERANCE
    )


@lru_cache(maxsize=100_000)
def uniform(seed: int, item: str, draws: int) -> tuple[float, ...]:
    """Return its numbers: "one generator an item, so that order does not matter": draw k takes its k-th number."""
    generator = Random(f"{seed}:{item}")  # noqa: S311 - no secret
    return tuple(generator.random() for _ in range(draws))


def one_level_moved(sheet: Sheet, value: Value) -> Iterable[Sheet]:
    """Move an item "by one level": shown up and shown down, within 0..1."""
    for step in (Fraction(1, 4), Fraction(-1, 4)):
        shown = value.shown + step
        if 0 <= shown <= 1:
            # The specification says nothing of *due* here: the moved value is all that the item shows, aged or not.
            moved = replace(value, shown=shown, fresh=shown, possible=max(value.possible, shown))
            yield sheet.with_values({value.item.id: moved})


# ---------------------------------------------------------------------------------------------------------------------


def score(
    questionnaire: Questionnaire, assessment: Assessment, as_of: dt.date | None = None, *, exhaustive: int = 20_000
) -> dict[str, Any]:
    """Return what `score --json` prints, with fractions and without the texts that say why.

    `smallest_set` is None when more than `exhaustive` sets would have to be tried.
    """
    day = as_of or assessment.as_of
    sheet = sheet_of(questionnaire, assessment, day)
    areas = {area: shares(values) for area, values in sheet.areas.items()}
    # "An area with no applicable item has null shares and leaves the mean"; in JSON it is "the same six, or null"
    empty = {area for area, values in sheet.areas.items() if not any(value.applicable for value in values)}
    shown = tier_seen(sheet, "shown")
    # An exception is "listed, valid through `expires`, and returns to the gap list after it"
    accepted = {exception.item for exception in assessment.exceptions if day <= exception.expires}
    return {
        "tier": {"shown": shown, "claimed": tier_seen(sheet, "claimed"), "reported": reported(sheet, shown)},
        "overall": overall(areas),
        "areas": {area: None if area in empty else six for area, six in areas.items()},
        "gates": {gate.id: gate_state(sheet, needs, "shown") for gate, needs in sheet.gates},
        "key_person": key_person(sheet),
        "gaps": gaps(sheet, next_tier(reported(sheet, shown)), accepted),
        "smallest_set": smallest_set(sheet, exhaustive),
        "items": {
            item: {"shown": value.shown, "claimed": value.claimed, "possible": value.possible}
            if value.applicable
            else {"shown": None, "claimed": None, "possible": None}
            for item, value in sheet.values.items()
        },
        "sensitivity": sensitivity(sheet),
    }


def comparable(scores: Any) -> Any:
    """Return JSON of the engine without the texts that say why, and the share of draws as the float that it may be."""
    if isinstance(scores, Mapping):
        dropped = {key: comparable(value) for key, value in scores.items() if key != "why"}
        if "same_or_better" in dropped:
            dropped["same_or_better"] = float(dropped["same_or_better"])
        return dropped
    return [comparable(value) for value in scores] if isinstance(scores, list | tuple) else scores
