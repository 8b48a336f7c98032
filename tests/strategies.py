"""Small questionnaires made in code, and random questionnaires and assessments that use every rule of the scoring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any, Literal

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from opsassess.assessment import (
    AcceptedRisk,
    Agent,
    Answer,
    Assessment,
    Client,
    Evidence,
    FailureMode,
    NotApplicable,
    QuestionnaireRef,
    Rating,
    Respondent,
)
from opsassess.questionnaire import (
    Area,
    Condition,
    Constants,
    Content,
    ContentKind,
    EvidenceLevel,
    Fact,
    FactValue,
    Gate,
    Item,
    Level,
    Questionnaire,
    Remedy,
    Requirement,
    Role,
    Sensitivity,
    Service,
    StepHours,
    Tier,
    TierId,
)

# The same examples each time; no shrinking, because what is drawn is a seed.
quick = settings(
    max_examples=120,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

TODAY = dt.date(2026, 6, 1)
LEVELS: tuple[EvidenceLevel, ...] = ("E0", "E1", "E2", "E3")
FULL_ROW = {"detect": "alert", "retry": "twice", "human_review": "queue", "pause": "at five", "notify": "Dana"}
HALF = Fraction(1, 2)


# ---------------------------------------------------------------------------------------------------------------------
# A questionnaire in a few lines: only what scores is said, all texts are filled


def an_item(
    name: str,
    weight: str = "major",
    *,
    window: int = 180,
    asked_of: tuple[Role, ...] = ("operator",),
    applies_when: Sequence[Condition] = (),
    kind: ContentKind = "text",
) -> Item:
    hours = (HALF, Fraction(1), Fraction(2))
    return Item(
        id=name,
        title=f"Title of {name}",
        able="do it",
        absent="nobody does it",
        weight=weight,
        window=window,
        minutes=Fraction(2),
        asked_of=asked_of,
        applies_when=tuple(applies_when),
        ask="How is it done?",
        why="It matters.",
        levels=("Absent.", "In a head.", "Written.", "Usable.", "Proven."),
        evidence={"E1": "the page", "E2": "the screen", "E3": "the record"},
        remedy=Remedy(do="Do it.", accepted_when="it is done"),
        hours=StepHours(write=hours, walk_through=hours, prove=hours),
        service="drills",
        content=Content(kind=kind, prompt="What?"),
        runbook=(name.partition(".")[0],),
    )


def an_area(name: str, *items: Item, client_mode: Item | None = None) -> Area:
    return Area(id=name, title=f"Title of {name}", kind="section", intro="Intro.", items=items, client_mode=client_mode)


def a_gate(name: str, tier: Literal["T1", "T2", "T3"], *requires: Requirement) -> Gate:
    return Gate(id=name, title=name, must="do it", lacking="nobody can do it", tier=tier, requires=requires)


def needs(item: str, at_least: str, unless: Mapping[str, FactValue] | None = None) -> Requirement:
    """Name an item, or with an asterisk at the end a prefix."""
    if item.endswith("*"):
        return Requirement(prefix=item[:-1], at_least=Fraction(at_least), unless=unless or {})
    return Requirement(item=item, at_least=Fraction(at_least), unless=unless or {})


def the_tiers(
    *,
    t2_area: str = "0.5",
    t3_area: str = "0.7",
    t3_overall: str = "0.75",
    t3_gate: str = "0.75",
    critical: str = "0.25",
) -> tuple[Tier, ...]:
    """Return the tiers with the numbers of `agent-operability`, or others."""
    return (
        Tier(id="T0", name="T0", meaning="Lowest."),
        Tier(id="not_shown", name="Not yet shown", meaning="Open."),
        Tier(id="T1", name="T1", meaning="Pilot."),
        Tier(
            id="T2",
            name="T2",
            meaning="Production.",
            area_at_least=Fraction(t2_area),
            critical_above=Fraction(critical),
        ),
        Tier(
            id="T3",
            name="T3",
            meaning="Operable.",
            area_at_least=Fraction(t3_area),
            overall_at_least=Fraction(t3_overall),
            gate_at_least=Fraction(t3_gate),
            critical_above=Fraction(critical),
            key_person_free=True,
        ),
    )


def the_constants(
    *,
    weights: tuple[int, int, int] = (4, 2, 1),
    caps: tuple[str, str, str, str] = ("0.25", "0.5", "0.75", "1"),
    undated: EvidenceLevel = "E1",
    incomplete_row: str = "0.25",
    default_target: str = "0.5",
    key_person_gap: str = "0.5",
    one_person: TierId = "T1",
    seed: int = 7,
) -> Constants:
    """Return the constants of `agent-operability` with few draws, or others."""
    return Constants(
        weights=dict(zip(("critical", "major", "minor"), map(Fraction, weights), strict=True)),
        evidence_caps=dict(zip(LEVELS, map(Fraction, caps), strict=True)),
        undated_evidence=undated,
        incomplete_row_cap=Fraction(incomplete_row),
        default_target=Fraction(default_target),
        key_person_gap=Fraction(key_person_gap),
        one_person_cap=one_person,
        sensitivity=Sensitivity(draws=40, seed=seed),
    )


def a_questionnaire(
    areas: Sequence[Area],
    gates: Sequence[Gate] = (),
    *,
    tiers: tuple[Tier, ...] | None = None,
    tier_cap: TierId = "T3",
    constants: Constants | None = None,
) -> Questionnaire:
    return Questionnaire(
        format="opsassess-questionnaire/1",
        id="small",
        version="1.0.0",
        title="Small",
        intro="Intro.",
        tier_cap=tier_cap,
        constants=constants or the_constants(),
        ratings=tuple(Level(id=str(n), name=str(n), meaning="A rating.") for n in range(5)),
        evidence=tuple(Level(id=level, name=level, meaning="Evidence.") for level in LEVELS),
        facts=tuple(Fact(id=fact, title=fact, kind="boolean", ask="Is it so?") for fact in FACTS),
        services=(Service(id="drills", title="Drills"),),
        tiers=tiers or the_tiers(),
        gates=tuple(gates),
        areas=tuple(areas),
    )


def with_draws(questionnaire: Questionnaire, draws: int) -> Questionnaire:
    """Return it with so many draws of the weights, where a test has no eye on them."""
    sensitivity = questionnaire.constants.sensitivity.model_copy(update={"draws": draws})
    constants = questionnaire.constants.model_copy(update={"sensitivity": sensitivity})
    return questionnaire.model_copy(update={"constants": constants})


# ---------------------------------------------------------------------------------------------------------------------
# An assessment in a few lines


def a_respondent(name: str, *roles: Role) -> Respondent:
    return Respondent(id=name, name=name.title(), roles=roles)


OPERATOR = a_respondent("operator", "operator")
OWNER = a_respondent("owner", "owner")
USER = a_respondent("user", "user")
BUILDER = a_respondent("builder", "builder")
PEOPLE = (
    OPERATOR,
    a_respondent("second", "operator", "user"),
    OWNER,
    USER,
    BUILDER,
    a_respondent("vendor", "builder"),
    a_respondent("both", "builder", "operator"),
    a_respondent("founder", "owner", "builder"),
)


def an_assessment(
    questionnaire: Questionnaire,
    answers: Sequence[Answer] = (),
    *,
    respondents: Sequence[Respondent] = PEOPLE,
    profile: Mapping[str, Any] | None = None,
    not_applicable: Sequence[str] = (),
    exceptions: Sequence[AcceptedRisk] = (),
    failure_modes: Sequence[str] = (),
) -> Assessment:
    return Assessment(
        format="opsassess-assessment/1",
        id="00000000-0000-4000-8000-000000000001",
        as_of=TODAY,
        client=Client(name="Client"),
        agent=Agent(name="Agent", profile=profile or {}),
        questionnaire=QuestionnaireRef(id=questionnaire.id, version=questionnaire.version),
        respondents=tuple(respondents),
        answers=tuple(answers),
        failure_modes=tuple(FailureMode(id=name, title=f"Title of {name}") for name in failure_modes),
        not_applicable=tuple(NotApplicable(item=item, reason="No.", approver="Owner") for item in not_applicable),
        exceptions=tuple(exceptions),
    )


def says(
    who: Respondent,
    item: str,
    rating: Rating | None,
    level: EvidenceLevel | None = None,
    *,
    days: int | None = 0,
    content: Any = None,
    written_where: str | None = None,
) -> Answer:
    """Return an answer with one piece of evidence at most, this many days old."""
    pieces = () if level is None else (evidence(level, days),)
    return Answer(
        item=item, respondent=who.id, rating=rating, evidence=pieces, content=content, written_where=written_where
    )


def evidence(level: EvidenceLevel, days: int | None = 0) -> Evidence:
    """Return evidence this many days old; None has no date."""
    return Evidence(level=level, date=None if days is None else TODAY - dt.timedelta(days=days))


def everything_proven(questionnaire: Questionnaire, *, modes: Sequence[str] = ()) -> list[Answer]:
    """Return for each item a 4 with E3 of today from someone who is asked, and the same rating of a builder."""
    asked = {"operator": OPERATOR, "owner": OWNER, "user": USER}
    answers = []
    for item in items_with(questionnaire, modes):
        row = FULL_ROW if item.content.kind == "failure_mode" else None
        answers.append(says(asked[item.asked_of[0]], item.id, 4, "E3", content=row, written_where="the runbook"))
        answers.append(says(BUILDER, item.id, 4))
    return answers


def items_with(questionnaire: Questionnaire, modes: Sequence[str]) -> list[Item]:
    """Return the items of a questionnaire and those that the client declares."""
    declared = []
    for mode in modes:
        template = questionnaire.area_of[mode.partition(".")[0]].client_mode
        if template is None:
            raise ValueError(f"no client modes in the area of {mode}")
        declared.append(template.model_copy(update={"id": mode}))
    return [*questionnaire.items.values(), *declared]


# ---------------------------------------------------------------------------------------------------------------------
# Random questionnaires

FACTS = ("writes", "drafts", "approves")


def often(r: Random, percent: int) -> bool:
    """Tell yes this often."""
    return r.randrange(100) < percent


def random_questionnaire(r: Random) -> Questionnaire:
    areas = [random_area(r, name) for name in ["a", "b", "c", "d"][: r.choice([3, 3, 4])]]
    # One item always applies, so that there is something to score.
    areas[0] = areas[0].model_copy(update={"items": (an_item("a.always", "critical"), *areas[0].items[1:])})
    modes = (an_item("f.m_a", kind="failure_mode"), an_item("f.m_b", window=30, kind="failure_mode"))
    if often(r, 60):
        client_mode = an_item("f.m_x_other", kind="failure_mode")
        areas.append(an_area("f", *modes[: r.choice([1, 2])], client_mode=client_mode))
    return a_questionnaire(
        areas,
        random_gates(r, [item.id for area in areas for item in area.items]),
        tiers=the_tiers(
            t2_area=r.choice(["0.5", "0.3", "0.6"]),
            t3_area=r.choice(["0.7", "0.9"]),
            t3_overall=r.choice(["0.75", "0.95"]),
            t3_gate=r.choice(["0.75", "0.5", "1"]),
            critical=r.choice(["0.25", "0", "0.5"]),
        ),
        tier_cap=r.choice(["T3", "T3", "T3", "T2", "T1"]),
        constants=the_constants() if often(r, 60) else random_constants(r),
    )


def random_constants(r: Random) -> Constants:
    """Return other constants than those in use: they are data of the questionnaire."""
    return the_constants(
        weights=r.choice([(4, 2, 1), (5, 3, 1)]),
        caps=r.choice([("0.25", "0.5", "0.75", "1"), ("0", "0.25", "0.75", "1")]),
        undated=r.choice(["E1", "E0", "E2"]),
        incomplete_row=r.choice(["0.25", "0", "0.5"]),
        default_target=r.choice(["0.5", "0.75"]),
        key_person_gap=r.choice(["0.5", "0.25", "0.75"]),
        one_person=r.choice(["T1", "T2"]),
        seed=r.choice([7, 8]),
    )


def random_area(r: Random, name: str) -> Area:
    return an_area(name, *(random_item(r, f"{name}.i{n}") for n in range(r.choice([2, 3, 4]))))


def random_item(r: Random, name: str) -> Item:
    conditions: list[Condition] = []
    if often(r, 30):
        conditions = [random_condition(r) for _ in range(r.choice([1, 1, 2]))]
    return an_item(
        name,
        r.choice(["major", "minor", "critical"]),
        window=r.choice([180, 30, 90]),
        asked_of=r.choice([("operator",), ("operator",), ("operator", "owner"), ("owner",), ("user", "operator")]),
        applies_when=conditions,
    )


def random_condition(r: Random) -> Condition:
    return {fact: (r.choice([True, False]),) for fact in r.sample(FACTS, r.choice([1, 1, 2]))}


def random_gates(r: Random, items: Sequence[str]) -> list[Gate]:
    """Return gates of each kind; the first is hard and holds whatever the facts are."""
    gates = [a_gate("G1", "T1", needs("a.always", r.choice(["0.75", "0.5"])))]
    tiers: list[Literal["T1", "T2", "T3"]] = ["T1", "T2", "T2", "T3"]
    for n, tier in enumerate(tiers[r.choice([0, 1, 2]) :], start=2):
        named = [*items, *items, "a.left_out", "f.m_*"]
        requires = [
            needs(item, r.choice(["0.5", "0.75", "1", "0.25"]), random_unless(r))
            for item in r.sample(named, r.choice([1, 2, 3]))
        ]
        gates.append(a_gate(f"G{n}", tier, *requires))
    return gates


def random_unless(r: Random) -> Mapping[str, FactValue]:
    if not often(r, 25):
        return {}
    return {fact: r.choice([True, False]) for fact in r.sample(FACTS, r.choice([1, 1, 2]))}


# ---------------------------------------------------------------------------------------------------------------------
# Random assessments. A purely random one is always at the lowest tier, so there are moods: in the better ones each item
# is proven to begin with, and few are changed.

AT = (
    None,
    dt.datetime(2026, 5, 1, 9, 0, tzinfo=dt.UTC),
    dt.datetime(2026, 5, 1, 11, 0, tzinfo=dt.timezone(dt.timedelta(hours=2))),  # the same moment
    dt.datetime(2026, 5, 1, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=2))),  # earlier, though it reads later
    dt.datetime(2026, 5, 3, 9, 0, tzinfo=dt.UTC),
)
ROWS: tuple[Any, ...] = (
    FULL_ROW,
    FULL_ROW,
    {**FULL_ROW, "retry": "  "},
    {**FULL_ROW, "pause": None},
    {"detect": "alert", "retry": 2, "human_review": True, "pause": "at five"},
    [{"detect": "alert", "retry": 0, "pause": "at five"}, {"human_review": False, "notify": "Dana"}],
    {"notify": "Dana"},
    [],
    None,
)


class Case:
    """An assessment and its questionnaire. It prints as what it says beyond the items that are simply proven."""

    def __init__(self, questionnaire: Questionnaire, assessment: Assessment) -> None:
        self.questionnaire, self.assessment = questionnaire, assessment

    def __repr__(self) -> str:
        modes = [mode.id for mode in self.assessment.failure_modes]
        proven = {repr(answer) for answer in everything_proven(self.questionnaire, modes=modes)}
        parts = {"agent", "failure_modes", "not_applicable", "exceptions"}
        items = self.questionnaire.items.values() if self.questionnaire.id == "small" else ()
        gates = self.questionnaire.gates if self.questionnaire.id == "small" else ()
        return "\n".join(
            [
                *(f"{item.id} {item.weight} {item.window} {item.asked_of} {item.applies_when}" for item in items),
                *(f"{gate.id} {gate.tier} {gate.requires}" for gate in gates),
                self.assessment.model_dump_json(include=parts, exclude_defaults=True),
                *(
                    answer.model_dump_json(exclude_unset=True)
                    for answer in self.assessment.answers
                    if repr(answer) not in proven
                ),
            ]
        )


@st.composite
def cases(draw: st.DrawFn, people: Sequence[Respondent] = PEOPLE) -> Case:
    """Return a random questionnaire and a random assessment of it, both from one seed: quick, and without shrinking."""
    r = draw(st.randoms(use_true_random=True))
    questionnaire = random_questionnaire(r)
    return Case(questionnaire, random_assessment(r, questionnaire, people))


@st.composite
def assessments(draw: st.DrawFn, questionnaire: Questionnaire, people: Sequence[Respondent] = PEOPLE) -> Case:
    return Case(questionnaire, random_assessment(draw(st.randoms(use_true_random=True)), questionnaire, people))


def random_assessment(r: Random, questionnaire: Questionnaire, people: Sequence[Respondent] = PEOPLE) -> Assessment:
    modes = random_modes(r, questionnaire)
    items = items_with(questionnaire, modes)
    changed = r.choice([100, 60, 30, 10, 5])  # per cent of the items that are not proven
    answers = proven_but(r, questionnaire, modes, [item for item in items if often(r, changed)], people)
    in_a_gate = [need.item or need.prefix for gate in questionnaire.gates for need in gate.requires]
    may_leave = [
        item.id
        for item in items
        if item.weight != questionnaire.constants.critical
        and not any(name == item.id or (name and item.id.startswith(name)) for name in in_a_gate)
    ]
    facts = {fact.id for fact in questionnaire.facts if fact.kind == "boolean"}
    return an_assessment(
        questionnaire,
        answers,
        respondents=people,
        profile={fact: random_fact(r) for fact in sorted(facts) if often(r, 70)},
        not_applicable=[item for item in may_leave if often(r, 10)],
        exceptions=[random_exception(r, item) for item in items if often(r, 8)],
        failure_modes=modes,
    )


def random_modes(r: Random, questionnaire: Questionnaire) -> list[str]:
    modes: list[str] = []
    for area in questionnaire.areas:
        if area.client_mode is not None:
            modes.extend(f"{area.id}.m_x_{slug}" for slug in ["late", "early"][: r.choice([0, 0, 1, 2])])
    return modes


def proven_but(
    r: Random, questionnaire: Questionnaire, modes: Sequence[str], but: Sequence[Item], people: Sequence[Respondent]
) -> list[Answer]:
    """Return everything proven, but for some items whatever comes."""
    names = {item.id for item in but}
    answers = [answer for answer in everything_proven(questionnaire, modes=modes) if answer.item not in names]
    for item in but:
        answers.extend(random_answers(r, item, people))
    if often(r, 30):
        r.shuffle(answers)
    return answers


def random_fact(r: Random) -> Any:
    value = r.choice([True, False, None])
    return {"value": value, "evidence": []} if often(r, 20) else value


def random_exception(r: Random, item: Item) -> AcceptedRisk:
    expires = TODAY + dt.timedelta(days=r.choice([0, -1, 30]))
    return AcceptedRisk(item=item.id, reason="We live with it.", role="owner", expires=expires)


def random_answers(r: Random, item: Item, people: Sequence[Respondent]) -> list[Answer]:
    """Return what some people say about an item; the one who is asked speaks more often than the others."""
    answers: list[Answer] = []
    for who in people:
        if often(r, 60 if who in (OPERATOR, OWNER, BUILDER) else 12):
            answers.extend(random_entry(r, item, who) for _ in range(r.choice([1, 1, 1, 2, 3])))
    return answers


def random_entry(r: Random, item: Item, who: Respondent) -> Answer:
    """Return an entry of the log: a key that is left out keeps what an earlier one said."""
    keys: dict[str, Any] = {}
    if often(r, 85):
        keys["rating"] = r.choice([4, 3, 2, 1, 0, 4, 3, "dont_know", None])
    if often(r, 75):
        keys["evidence"] = None if often(r, 8) else [random_evidence(r, item) for _ in range(r.choice([1, 0, 2]))]
    if item.content.kind == "failure_mode" and often(r, 85):
        keys["content"] = r.choice(ROWS)
    if often(r, 40):
        keys["written_where"] = r.choice(["the wiki", "", " ", None])
    if often(r, 50):
        keys["at"] = r.choice(AT)
    return Answer(item=item.id, respondent=who.id, **keys)


def random_evidence(r: Random, item: Item) -> Evidence:
    w = item.window
    days = r.choice([0, None, 1, w - 1, w, w + 1, 2 * w, 2 * w + 1, 4 * w])
    return evidence(r.choice(["E3", "E2", "E1", "E0"]), days)
