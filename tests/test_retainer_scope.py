"""A scope of the samples: packages, what keeps a tier, the frontier, several agents in one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from opsassess import review
from opsassess.retainer import Plan, RateCard, Scope, load_coefficients, make_scope
from opsassess.retainer.coefficients import Figure
from opsassess.retainer.figures import Drills
from opsassess.retainer.frontier import Point, frontier
from opsassess.retainer.hours import Range
from opsassess.retainer.keeping import falls_on, renewals, tier_with
from opsassess.retainer.lines import Line
from opsassess.retainer.terms import Budget

COEFFICIENTS = load_coefficients()
CARD = RateCard(currency="EUR", remediation=Fraction(140), services=Fraction(130), incidents=Fraction(160))


def scope_of(*names: str, plan: Plan | None = None, card: RateCard | None = None) -> Scope:
    scores = [review.sample(name).score() for name in names]
    return make_scope(scores, COEFFICIENTS, plan=plan or Plan(), card=card)


LEADS = scope_of("lead-routing")


def test_each_package_goes_further_and_the_last_one_keeps_what_was_reached() -> None:
    standings = {package.id: package.standings[0] for package in LEADS.packages}

    assert LEADS.agents[0].score.reported_tier == "T0"
    assert {name: (s.aim, s.reaches, s.keeps) for name, s in standings.items()} == {
        "must_haves": ("T1", "T1", "T1"),
        "next_tier": ("T2", "T2", "T1"),  # without tuning of exceptions, what it reaches ages
        "keep_healthy": ("T2", "T2", "T2"),
    }
    must_haves, next_tier, keep_healthy = LEADS.packages
    covered = {item for line in next_tier.lines for item in line.reaches}
    assert {item for line in must_haves.lines for item in line.reaches} <= covered
    assert keep_healthy.lines == ()
    assert must_haves.month.likely < next_tier.month.likely < keep_healthy.month.likely


def test_without_services_a_tier_falls_on_the_day_on_which_the_first_evidence_has_aged_too_far() -> None:
    score = review.sample("support").score()
    lines = scope_of("support").packages[0].lines
    day = falls_on(score, lines)

    assert day is not None
    before, after = (
        review.load(review.sample("support").source, as_of=day - dt.timedelta(days=n)).score() for n in (1, 0)
    )
    closed = [line.item.id for line in lines]  # shown once asked for: they are due later than what was seen long ago
    assert {g for g, state in after.gates.items() if state not in ("pass", "due", "n/a")} - {
        g for g, state in before.gates.items() if state not in ("pass", "due", "n/a")
    }, closed


def test_drills_at_the_table_renew_what_was_seen_and_full_drills_what_was_done() -> None:
    found = renewals(["incident_drills", "reporting"], Drills(tabletops=Fraction(4), full=Fraction(2)), COEFFICIENTS)

    assert (found["incident_drills"].seen, found["incident_drills"].exercised) == (60, 180)
    assert (found["reporting"].seen, found["reporting"].exercised) == (30, 30)
    assert "incident_drills" not in renewals(
        ["incident_drills"], Drills(tabletops=Fraction(0), full=Fraction(0)), COEFFICIENTS
    )


def test_fewer_drills_do_not_keep_the_tier() -> None:
    score, package = LEADS.agents[0].score, LEADS.packages[2]
    lines = LEADS.packages[1].lines
    services = [line.id for line in package.month.services]
    tiers = [
        tier_with(score, lines, renewals(services, Drills(tabletops=Fraction(0), full=Fraction(full)), COEFFICIENTS))
        for full in (4, 1)
    ]

    assert tiers == ["T2", "not_shown"]


def test_the_frontier_rises_and_names_where_it_turns() -> None:
    points = LEADS.frontier

    assert points[0].knees == ("today",)
    assert points[0].readiness == LEADS.agents[0].score.overall.shown
    assert all(one.hours <= other.hours for one, other in pairwise(points))
    assert [(p.knees[0], p.tiers) for p in points if p.knees] == [
        ("today", ("T0",)),
        ("evidence", ("T0",)),
        ("tier", ("T1",)),
        ("must_haves", ("T1",)),
        ("tier", ("T2",)),
        ("all", ("T2",)),
    ]


def test_a_budget_in_money_is_never_exceeded_by_what_is_printed() -> None:
    plan = Plan(budget=Budget(money=Fraction(7000)))
    scope = scope_of("lead-routing", plan=plan, card=CARD)
    choice = scope.choice

    assert choice is not None
    assert choice.budget == 50
    assert CARD.price("remediation", scope.range(choice.total).safe) <= 7000
    assert {line.item.id for line in choice.forced} <= {line.item.id for line in choice.chosen}
    assert not choice.over
    assert scope_of("lead-routing", plan=plan).choice is None  # money without a rate card says nothing in hours


def test_a_budget_below_the_must_haves_says_so_and_drops_none() -> None:
    choice = LEADS.choice_for(Fraction(10))

    assert choice.over
    assert choice.chosen == tuple(line for line in LEADS.lines if line.id in {f.id for f in choice.forced})


def test_a_budget_that_pays_for_the_tier_reaches_it() -> None:
    assert LEADS.measure(LEADS.choice_for(Fraction(70)).chosen).tiers == ("T2",)
    assert LEADS.measure(LEADS.choice_for(Fraction(69)).chosen).tiers == ("T1",)


def test_two_agents_in_one_scope_share_the_fixed_parts_of_the_month() -> None:
    together, apart = scope_of("lead-routing", "support"), [LEADS, scope_of("support")]
    shared: set[Figure] = {"fixed", "tabletops", "joiners"}
    month = together.figures.values

    assert all(month[f] == max(s.figures.values[f] for s in apart) for f in shared)
    assert all(month[f] == sum(s.figures.values[f] for s in apart) for f in month.keys() - shared)
    assert len(together.lines) == sum(len(scope.lines) for scope in apart)
    assert together.month().likely < sum(scope.month().likely for scope in apart)
    assert len({line.id for line in together.lines}) == len(together.lines)


def test_the_clients_own_figures_are_told_apart_from_assumed_ones() -> None:
    told = {known.name: known.told for known in scope_of("triage").figures.facts[0]}

    assert told == {
        "agents": True, "runs_per_month": True, "exception_rate": False, "sample_share": False,
        "minutes_per_exception": False, "changes_small": False, "changes_medium": False, "changes_large": False,
        "joiners_per_year": False, "incidents_per_month": False,
    }  # fmt: skip


def test_the_same_answers_give_the_same_scope() -> None:
    again = scope_of("lead-routing")

    assert [p.lines for p in again.packages] == [p.lines for p in LEADS.packages]
    assert [p.hours for p in again.frontier] == [p.hours for p in LEADS.frontier]


def test_the_bend_is_the_point_farthest_above_the_straight_line_from_the_first_work_to_the_last() -> None:
    """A straight line has none, nor has one that is straight to the eye, nor two points of work."""

    def bends(*shown: tuple[int, str]) -> list[float]:
        def measure(lines: Sequence[Line]) -> Point:
            hours, readiness = shown[len(lines)]
            even = Range(even=Fraction(hours), safe=Fraction(hours))
            return Point(lines=tuple(lines), hours=hours, range=even, readiness=Fraction(readiness), tiers=("T0",))

        sets = [LEADS.lines[:n] for n in range(len(shown))]
        found = frontier([("today", sets[0]), ("all", sets[-1])], sets[1:-1], measure)
        return [point.hours for point in found if "bend" in point.knees]

    assert bends((0, ".1"), (10, ".2"), (20, ".5"), (30, ".55"), (40, ".6")) == [20]
    assert bends((0, ".1"), (10, ".4"), (20, ".5"), (30, ".55"), (40, ".6")) == [20]
    assert bends((0, ".1"), (10, ".2"), (20, ".3"), (30, ".4"), (40, ".5")) == []
    assert bends((0, ".1"), (10, ".2"), (20, ".31"), (30, ".4"), (40, ".5")) == []
    assert bends((0, ".1"), (10, ".4"), (20, ".35"), (30, ".45"), (40, ".5")) == []  # less for more is no point at all
    assert bends((0, ".1"), (10, ".5"), (40, ".6")) == []
