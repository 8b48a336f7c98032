"""The retainer scope as a reader meets it: what it names, what it leaves open, and why its hours are what they are."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from opsassess import resources, review
from opsassess.assessment import Action, Answer
from opsassess.blocks import Bullets, Document, Facts, Figure, Heading, Paragraph, Section, Table
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.owners import Owners
from opsassess.owners.ageing import aged_ahead
from opsassess.owners.holding import to_renew
from opsassess.owners.open_hours import open_hours
from opsassess.owners.standing import gap_counts, wide_gaps
from opsassess.owners.way import agent_of
from opsassess.prose import Prose, day, in_words, load_sentences
from opsassess.questionnaire import TIERS
from opsassess.register import register_rows
from opsassess.report import readiness_document
from opsassess.retainer import Offer, Plan, RateCard, Terms
from opsassess.retainer.offered import loses
from opsassess.retainer.terms import Budget, Ordered, Response, Tax
from opsassess.review import Review
from opsassess.scope import scope_document
from opsassess.scope.frontier import frontier_chart, named_points
from opsassess.scope.subject import Subject

pytestmark = pytest.mark.slow

OFFER = Offer(
    rate_card=RateCard(
        currency="EUR",
        remediation=Fraction(140),
        services=Fraction(130),
        incidents=Fraction(160),
        tax=Tax(name="VAT", percent=Fraction(19)),
        round_to=Fraction(10),
    ),
    terms=Terms(
        service_hours="09:00 to 17:00 on working days",
        response=(Response(severity="Unsafe output", next_tier=Fraction(4), keep_healthy=Fraction(2)),),
        minimum_months=3,
        notice_days=30,
        unused_hours="they lapse",
        valid_days=30,
    ),
)
PARTS = [
    "offer", "frontier", "inventory", "lines", "left", "deliverables", "month", "response", "duties", "assumptions",
    "exclusions", "change", "exit", "prices", "sign",
]  # fmt: skip


def document(found: Review, offer: Offer | None = None) -> Document:
    return replace(found, offer=offer).document("scope").content


def words(text: Prose) -> str:
    return plain_text(text)


def section(made: Document, name: str) -> Section:
    return next(found for found in made.sections if found.id == name)


def rows(made: Document, name: str, table: int = 0) -> list[list[str]]:
    tables = [block for block in section(made, name).blocks if isinstance(block, Table)]
    return [[words(cell) for cell in row] for row in tables[table].rows]


def told(made: Document, name: str) -> str:
    kinds = (Paragraph, Heading)
    return " ".join(words(block.text) for block in section(made, name).blocks if isinstance(block, kinds))


LEADS = document(review.sample(), OFFER)
BARE = document(review.sample())


def test_it_has_every_part_of_a_statement_of_work() -> None:
    assert [found.id for found in LEADS.sections] == PARTS


def offer(made: Document, table: int) -> dict[str, list[str]]:
    """Return work (0) or months (1) as page one sets them side by side."""
    tables = [block for block in section(made, "offer").blocks if isinstance(block, Table)]
    heads = [words(cell) for cell in tables[table].columns]
    return {"": heads[1:]} | {row[0]: row[1:] for row in rows(made, "offer", table)}


def test_page_one_sets_the_work_side_by_side_and_the_months_that_keep_it() -> None:
    work, month = offer(LEADS, 0), offer(LEADS, 1)

    assert work[""] == ["First step", "Next tier"]
    assert work["Hours"] == [
        "7.5 to 8.5 h: one line and two items to be shown",
        "65 to 70 h: 25 lines, seven items to be shown and one answer to be completed",
    ]
    assert work["Price"] == ["EUR 1,190, plus VAT", "EUR 9,800, plus VAT"]
    assert work["Reaches"] == [
        "Supervised pilot, builder on call (T1)",
        "Production with conditions (T2), once what you accepted as a risk until 31 March 2027 is done, too",
    ]
    assert month[""] == ["First step", "Keep healthy"]
    assert month["After"] == ['The work of "First step"', 'The work of "Next tier"']
    assert work["Without months"] == ["Once reached, lapses as its evidence ages"] * 2  # no day before it is reached
    assert month["Keeps"] == ["T1", "T2 (T1 until it is reached)"]  # the tier waits for an accepted risk
    assert month["Answer within"] == ["No targets", "2 h (unsafe output)"]
    assert "This is a planning estimate, not calibrated" in told(LEADS, "offer")


def test_nothing_is_offered_that_leaves_a_client_where_it_stands_or_lets_it_fall() -> None:
    for name in ("lead-routing", "support", "invoice-approval"):
        found = review.sample(name)
        scope, made = found.scope(), document(found, OFFER)
        today = TIERS.index(scope.agents[0].score.reported_tier)

        assert all(TIERS.index(package.standings[0].reaches) > today for package in scope.works)
        assert not [package.id for package in scope.months if loses(package)]
        assert "only t" not in told(made, "offer").lower()
        offered = set(offer(made, 0)[""]) | set(offer(made, 1)[""])
        named = {row[0].partition(",")[0] for row in rows(made, "prices")} - {"Incident hours"}
        ticked = [words(item) for b in section(made, "sign").blocks if isinstance(b, Bullets) for item in b.items]
        assert named == {box.partition(",")[0] for box in ticked} == offered
        lines = {row[-1].capitalize() for row in rows(made, "lines") if row[0]}
        assert lines - {"Beyond"} <= offered

    invoices = told(document(review.sample("invoice-approval"), OFFER), "offer")
    assert "The must-haves alone would raise no tier" in invoices
    falls = review.sample("invoice-approval").scope().agents[0].falls_on(())
    assert falls is not None
    assert (
        f"If nothing is shown again, T2 falls on {day(falls)}. What keeps it is new looks at “Backlog review”"
        in invoices
    )


def test_months_that_are_ordered_are_not_offered_a_second_time() -> None:
    since = Ordered(months="keep_healthy", since=dt.date(2026, 9, 1))
    runs = '"Keep healthy" runs since 1 September 2026; the months below take its place and are not added to it.'
    assert runs in told(document(review.sample(), Offer(scope=Plan(ordered=since))), "offer")
    assert "runs since" not in told(document(review.sample()), "offer")


def test_the_document_itself_answers_why_so_many_hours() -> None:
    why = told(LEADS, "lines")

    assert "Why 65 to 70 hours" in why
    lines = rows(LEADS, "lines")
    taken = [row for row in lines if row[-1] in ("first step", "next tier")]
    likely = sum(Fraction(row[3].split(" / ")[1]) for row in taken)
    expected = f"{float(sum(Fraction(row[4]) for row in taken)):.2f}"  # what is printed adds up to what is printed
    assert [row[0] for row in rows(LEADS, "lines", 1)] == [f"{float(likely):.1f}", expected, "65", "69.99", "70"]
    assert ["", 'Sum of the 25 lines of "Next tier", those of "First step" included', "", "", expected, ""] in lines
    assert "All hours are ours: your people's time comes on top" in why
    assert "times 1.45: 1 + 0.3 (five systems: " in why
    assert "; 0.1 for each beyond two) + 0.15 (data that the law or rules of the sector protect: entry" in why


def test_a_tier_that_is_only_just_reached_says_on_what_it_hangs() -> None:
    just = "areas reach exactly the 50 % that T2 needs: where one answer in them turns out"
    for name, edge in (
        ("lead-routing", "With the fewest hours, eight of the 13 "),
        ("support", "With the fewest hours, six of the 13 "),
        ("invoice-approval", ""),
    ):
        for kind, section in (("scope", "frontier"), ("report", "roadmap")):
            text = told(review.sample(name).document(kind).content, section)
            assert (f"{edge}{just} lower, T2 is missed." in text) if edge else "turns out lower" not in text


def test_what_one_shows_the_other_and_is_on_no_page_is_written_too() -> None:
    tickets = document(review.sample("support"))
    (row,) = (row for row in rows(tickets, "deliverables") if "System that counts" in row[0])
    assert row[1].endswith(
        "watching. Write a row for each kind of data that the agent writes, with the system that counts."
    )
    assert row[2].startswith(
        "For each kind of data that the agent writes, it is written which system counts; the operator"
    )


def test_the_month_leads_from_the_clients_figures_to_the_planned_hours() -> None:
    month = {row[0]: row[1:] for row in rows(LEADS, "month")}

    services = [row for row in rows(LEADS, "month") if "," in row[0] and row[0] != "Most likely, together"]
    for column, package in zip((2, 3), review.sample().scope().months, strict=True):
        listed = sum(Fraction(row[column] or "0") for row in services)
        assert month["Most likely, together"][column - 1] == f"{float(listed):.2f}"
        assert listed == pytest.approx(package.month.likely, abs=0.02)
    assert month["Planned"][1:] == offer(LEADS, 1)["Hours"] == ["6 to 6.5 h", "20 to 22 h"]
    how = told(LEADS, "month").replace("\u00d7", "x")
    assert "2,600 runs a month x 6 % that end as an exception x 20 % of these = 31.2" in how
    assert "The 20 % are what is studied today, as you told us; we study as many." in how
    assert "0.3 incidents x 4 h = 1.2 h, up to the next half hour" in how


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval"])
def test_whoever_computes_with_printed_figures_comes_to_the_next_printed_one(name: str) -> None:
    """The figures are those of the page; half a hundredth goes up, as on a calculator."""
    found = document(review.sample(name))

    def hundredth(figure: Fraction) -> Fraction:
        return Fraction(int(figure * 100 + Fraction(1, 2)), 100)

    taken = [row for row in rows(found, "lines") if row[-1] in ("first step", "next tier")]
    for *_, points, expected, _ in taken:
        low, likely, high = map(Fraction, points.split(" / "))
        assert Fraction(expected) == hundredth((low + 4 * likely + high) / 6)
    likely, average, even, safe, most = (Fraction(row[0]) for row in rows(found, "lines", 1))
    spread = rows(found, "lines", 1)[3][1].partition("the average plus 0.8416 times ")[2].partition(" h")[0]
    assert likely == sum(Fraction(row[-3].split(" / ")[1]) for row in taken)
    assert average == sum(Fraction(row[-2]) for row in taken) <= even
    assert safe == hundredth(average + Fraction("0.8416") * Fraction(spread)) <= most

    month = {row[0]: row[1:] for row in rows(found, "month")}
    names = list(month)[: list(month).index("Most likely, together")]
    spreads = re.findall(r"[\d.]+", month["Enough four times in five"][0].partition("times ")[2].partition(" h, by")[0])
    for column, spread_of_month in enumerate(spreads, 1):
        hours = [Fraction(month[name][column] or "0") for name in names]
        average = sum((hundredth(h * Fraction("6.3") / 6) for h in hours), Fraction(0))
        assert Fraction(month["Most likely, together"][column]) == sum(hours)
        assert Fraction(month["On average"][column]) == average
        safe = hundredth(average + Fraction("0.8416") * Fraction(spread_of_month))
        assert Fraction(month["Enough four times in five"][column]) == safe


def test_our_part_of_each_line_is_named_and_what_is_assumed_of_it() -> None:
    found = document(review.sample("support"))
    lines = told(found, "lines")

    assert "For lines 1 and 5 it was agreed that people of yours write it." in lines
    assert "For line 19 nothing has to be written from the start: somebody has it already" in lines
    assert "For lines 6, 8 to 10, 13 to 18, 20 and 21 that is assumed, as nobody has taken on the writing yet." in lines
    assert '"What was agreed" (lines 2 to 4): people of yours do what stands under "What is done"; our hours' in lines
    assert [row[0] for row in rows(found, "lines") if row[2] == "read"] == ["1", "5", "19"]
    assert [row[0] for row in rows(found, "lines") if row[2] == "what was agreed"] == ["2", "3", "4"]
    bullets = [words(item) for b in section(found, "assumptions").blocks if isinstance(b, Bullets) for item in b.items]
    assert any(text.startswith("What people of yours agreed to write they write, what is there") for text in bullets)


def test_a_month_in_which_the_client_studies_its_exceptions_stands_beside_the_full_one() -> None:
    invoices, priced = (document(review.sample("invoice-approval"), terms) for terms in (None, OFFER))

    assert offer(invoices, 1)["Hours"] == ["29 to 32 h"]
    assert offer(invoices, 1)["Hours if you study exceptions"] == ["16 to 17 h"]
    assert rows(invoices, "month")[-1] == [
        "Planned if your own team goes on studying exceptions",
        "without the 12.53 h of exceptions studied: 14.84 h most likely, 15.59 on average, 16.84 four times in five",
        "16 to 17 h",
    ]
    assert offer(priced, 1)["Price if you do"] == ["EUR 2,210, plus VAT"]
    assert "Keep healthy, a month, exceptions studied by your team" in [row[0] for row in rows(priced, "prices")]


def test_each_number_of_ours_says_where_it_comes_from() -> None:
    found = review.sample().scope()
    data = found.coefficients.model_dump()
    data["services"]["reporting"]["rows"], data["spread"]["pessimistic"] = 12, Fraction(2)
    changed = replace(found, coefficients=type(found.coefficients).model_validate(data))
    known = {row[0]: row[1] for row in rows(scope_document(changed, load_sentences("scope")), "assumptions", 1)}

    assert "Each of them is proposed: the method suggests it, and no timesheet has tested it yet." in told(
        LEADS, "assumptions"
    )
    assert known["The hours of the services of a month"] == "in part proposed and measured by our timesheets"
    assert known["How far a service lies from its likely hours"] == "in part proposed and set by us"
    assert known["The hours of an incident"] == "proposed"


def test_the_days_that_logins_take_are_one_number_for_the_last_day_to_agree_and_for_what_is_assumed() -> None:
    found = review.sample().scope()
    data = found.coefficients.model_dump()
    data["days"]["logins"] = 3
    changed = replace(found, coefficients=type(found.coefficients).model_validate(data))
    made = scope_document(changed, load_sentences("scope"))
    assert "if it is agreed by 27 November 2026, as logins take three working days and the first work two." in told(
        made, "offer"
    )
    (assumed,) = (block for block in section(made, "assumptions").blocks if isinstance(block, Bullets))
    assert "with the rights that a line needs within three working days." in words(assumed.items[0])


def test_a_client_has_five_working_days_to_agree_and_work_that_was_planned_earlier_says_so() -> None:
    """On 27 November the first work of 4 December would leave that very day to sign."""
    found = review.sample()
    later = found.assessment.model_copy(update={"as_of": dt.date(2026, 11, 27)})
    text = told(document(replace(found, assessment=later)), "offer")
    assert re.search(
        r"has this work from 4 December 2026 to 26 January 2027\. If it is agreed by 4 December 2026, work with us "
        r"begins on 11 December 2026, as logins take five working days\. The first work takes two more, so lines "
        r"[\d, and]+ move to 15 December 2026; the other days hold\. "
        r"For each week that it is agreed later, all days move by one week; what then falls into the absence named "
        r"below moves past it\.",
        text,
    )
    assert "so by 4 December 2026 if these days are to hold" in text


def test_the_day_of_an_answer_is_no_day_of_work_and_the_profiles_builder_is_known() -> None:
    """Nobody was asked yet: 140 hours do not fit between the days of two answers."""
    found = review.sample()
    agent = found.assessment.agent
    agent = agent.model_copy(update={"profile": {**agent.profile, "builder": [{"name": "Lutz Ohm"}]}})
    unasked = {"answers": (), "actions": (), "promised": (), "exceptions": (), "respondents": (), "milestones": ()}
    made = document(replace(found, assessment=found.assessment.model_copy(update={"agent": agent, **unasked})))
    assert "has this work" not in told(made, "offer")
    assert "Lutz Ohm" in to_markdown(made).partition("What is in scope")[2].partition("| System")[0]


def test_a_look_that_a_tier_needs_in_certain_days_is_not_told_by_another_day_besides() -> None:
    """An earlier look that was agreed, and the one in the days before the tier, are two rows; each has its day once."""
    found = review.sample("lead-routing")
    works = Action(item="r3_handoff.first_week", text="Write the list.", owner="Dana Ruiz", due=dt.date(2027, 1, 15))
    found = replace(
        found, assessment=found.assessment.model_copy(update={"actions": (*found.assessment.actions, works)})
    )
    looks = [row for row in rows(document(found), "lines", 2) if row[0].startswith("Finding")]
    assert [row[2] for row in looks] == ["next tier, by 4 December 2026", "next tier"]
    assert "between 9 and 19 January 2027" in looks[1][1]
    assert "needs a new look" not in told(document(review.sample("invoice-approval")), "offer")  # told by its fall


def test_what_each_hour_buys_is_a_table_of_points_that_differ() -> None:
    for name in ("lead-routing", "support", "invoice-approval"):
        found = review.sample(name)
        made = document(found)
        table = rows(made, "frontier")
        chart = frontier_chart(Subject(scope=found.scope(), sentences=load_sentences("scope")), found.scope().frontier)

        assert not [block for block in section(made, "frontier").blocks if isinstance(block, Figure)]
        assert len({tuple(row[2:]) for row in table}) == len(table)
        assert [f"{place.shown:.0%}" for place in chart.rows if place.mark] == [row[3] for row in table]
        assert [place.shown for place in chart.line] == sorted(place.shown for place in chart.line)


def test_a_bend_alone_has_no_number_in_the_picture_either() -> None:
    """It is nothing to order: the table leaves it out, and a number means the same in both."""
    scope = review.sample().scope()
    points = [replace(point, knees=point.knees or ("bend",)) for point in scope.frontier]
    named = named_points(points)
    chart = frontier_chart(Subject(scope=scope, sentences=load_sentences("scope")), points)

    assert [one.first.hours for one in named] == [place.hours for place in chart.rows if place.mark]
    assert not [one for one in named if "bend" in one.knees]
    assert len(chart.rows) == len(points)  # the line runs through it


def test_a_client_reads_no_ids_of_the_questionnaire() -> None:
    scored = review.sample().score()
    cells = {cell for found in BARE.sections for row in _cells(found) for cell in row}

    assert not [cell for cell in cells for item in scored.items if item in cell]


def _cells(found: Section) -> list[list[str]]:
    return [[words(c) for c in row] for b in found.blocks if isinstance(b, Table) for row in b.rows]


def test_each_deliverable_has_its_test() -> None:
    for title, what, test in rows(LEADS, "deliverables"):
        assert title
        assert what
        assert test.endswith(".")


def test_what_each_service_of_a_month_does_and_brings_stands_beside_the_lines() -> None:
    services = [row[0] for row in rows(LEADS, "month")][:6]
    months = [row for row in rows(LEADS, "deliverables") if row[0] in services]

    assert [row[0] for row in months] == services
    assert months[0] == [
        "Threshold review, every month",
        (
            "With an operator we read each limit of the runbook against the figures of the month, and write down which "
            "one moves and why."
        ),
        "Each limit has the figure of the month beside it, and one that moved is on its page with the reason.",
    ]


def test_what_is_left_out_is_named_with_what_stays() -> None:
    left = rows(BARE, "left")
    in_package = {row[0] for row in rows(BARE, "lines") if row[-1] == "beyond"}

    assert len(left) == len(in_package)
    assert all(risk.endswith(".") for _, _, risk in left)


def test_what_stays_is_what_the_register_says_of_it_and_no_general_sentence() -> None:
    for name in ("lead-routing", "support", "invoice-approval"):
        found = review.sample(name)
        agent = found.scope().agents[0]
        stands = {row["title"]: str(row["kind"]) for row in register_rows(agent)}
        left = rows(document(found), "left")
        general = {item.item.absent.lower() for item in agent.score.items.values()}

        assert left
        for title, _, stays in left:
            state = stays.rpartition("2027. ")[2].lower()
            assert state.startswith(stands[title]) or stands[title] == "risk accepted"
            assert state.rstrip(".") not in general


def test_a_budget_says_what_it_buys_or_that_it_is_too_small() -> None:
    small, fair = (
        document(review.sample(), Offer(scope=Plan(budget=Budget(hours=Fraction(hours))))) for hours in (20, 60)
    )

    assert "The must-haves alone take 31.4 hours at four chances in five, which is above the budget of 20." in told(
        small, "offer"
    )
    assert "A budget of 60 hours pays for 24 lines at four chances in five (59.6 hours)" in told(fair, "left")


def test_seven_duties_and_the_stop_have_four_sides() -> None:
    duties = rows(LEADS, "duties")

    assert len(duties) == 8
    assert all(len(row) == 5 and all(row) for row in duties)
    assert ["Run incidents (Priya Shah)", "Answers, while reachable", "Leads, informs"] in [row[:3] for row in duties]
    on_duty = 'What Pavel Novotny does on duty, as an operator, stands under "Client", with the access that it takes.'
    assert on_duty in told(document(review.sample("support")), "duties")


def test_a_builder_who_has_left_owes_nothing_and_has_no_duty() -> None:
    made = document(review.sample("invoice-approval"))
    done = {row[0].partition(" (")[0]: row[1] for row in rows(made, "duties")}

    assert "How Farid Benali can be reached, as told to us: No contract since 31 July 2026;" in told(made, "duties")
    assert "Farid Benali owes nothing more; what is asked is a courtesy." in told(made, "duties")
    assert done.pop("Stop the agent") == "None; to be confirmed that all access is removed"
    assert set(done.values()) == {"None"}


def test_the_clients_own_division_of_duties_stands_beside_the_proposed_one() -> None:
    """What a builder is named for it goes on doing; what the client never agreed on is no division."""
    found = review.sample("invoice-approval")
    made = document(found)
    people = [{"name": "Farid Benali", "role": "builder"}, {"name": "Joris Peeters", "role": "accounts payable"}]
    shared = Answer(item="s7_ownership.edit_prompts", respondent="willem", rating=3, content=people)
    facts = {**found.assessment.agent.profile, "builder_available": "by phone", "builder": people[:1]}
    agent = found.assessment.agent.model_copy(update={"profile": facts})
    answers = (*found.assessment.answers, shared)
    kept = replace(found, assessment=found.assessment.model_copy(update={"agent": agent, "answers": answers}))

    assert told(made, "duties").startswith("We propose this division.")
    assert 'Tell us before signing whether its "Provider" means us. If so, we settle each duty' in told(made, "duties")
    assert ["Mend faults of the ERP connection", "No part", "Does it", "Is told"] in rows(made, "duties", 1)
    assert "Your own division" not in told(LEADS, "duties")
    assert rows(document(kept), "duties")[0][:2] == [
        "Edit prompts (Farid Benali and Joris Peeters)",
        "Makes the changes it is named for; advises",
    ]


def test_what_the_runbook_leaves_open_of_a_stop_is_named_where_the_own_team_has_to_stop_it() -> None:
    assert (
        "What the runbook leaves open of that is yours to settle, as the gap register says: revoking dangerous"
        in told(document(review.sample("invoice-approval"), OFFER), "response")
    )
    assert "What the runbook leaves open of that" not in told(LEADS, "response")


def test_whose_share_of_exceptions_it_is_and_what_a_model_gets_stand_in_the_tables() -> None:
    told_of = {row[0]: row[1:] for row in rows(LEADS, "assumptions")}
    unknown = review.sample()
    facts = {name: fact for name, fact in unknown.assessment.agent.profile.items() if name != "sample_share"}
    bare = type(unknown.assessment.agent)(name="Lead router", profile=facts)
    proposed = document(replace(unknown, assessment=unknown.assessment.model_copy(update={"agent": bare})))

    assert told_of["Share of these exceptions that is studied for its cause"] == ["20 %", "you, as today"]
    assert "The 20 % are our proposal." in told(proposed, "month")
    assert "Hours if you study exceptions" in offer(LEADS, 1)
    assert "Hours if you study exceptions" not in offer(proposed, 1)  # nobody said that they study any
    for name, model in (
        ("lead-routing", "Amazon Bedrock"),
        ("support", "Mistral"),
        ("invoice-approval", "Azure OpenAI"),
    ):
        systems = {row[0]: row[1:4] for row in rows(document(review.sample(name)), "inventory")}
        assert systems[model][0].startswith("text of the ")
        assert systems[model][2] not in ("none", "not known")


def test_a_fact_that_says_only_that_nobody_knows_is_printed_as_not_known() -> None:
    found = review.sample()
    facts: dict[str, Any] = {
        **found.assessment.agent.profile,
        "model": "don't know",
        "systems": [{"name": "Ops DB (old)", "reads": "lifts", "writes": "none", "data": "", "owner": "?"}],
    }
    agent = found.assessment.agent.model_copy(update={"profile": facts})
    unsure = replace(found, assessment=found.assessment.model_copy(update={"agent": agent}))
    made = document(unsure)
    assert rows(made, "inventory") == [["Ops DB (old)", "lifts", "none", "not known", "not known"]]
    pairs = [pair for block in section(made, "inventory").blocks if isinstance(block, Facts) for pair in block.pairs]
    assert ("Model", "not known") in [(words(name), words(value)) for name, value in pairs]


def test_what_has_to_be_shown_names_the_package_that_waits_for_it() -> None:
    shown = rows(LEADS, "lines", 2)

    assert sum(1 for row in shown if "next tier" in row[2] or row[2] == "first step") == 7
    aged = {
        "first step, by 2 January 2027; next tier",
        "next tier, by 4 December 2026",
    }  # what we saw counts until then
    assert {row[2] for row in shown} == {"first step", "next tier", "beyond"} | aged


def test_what_stands_on_evidence_that_has_aged_has_one_last_day_in_every_document() -> None:
    found = review.sample("lead-routing")
    (agent,) = found.scope().agents
    row = next(row for row in register_rows(agent) if row["item"] == "x_cross_cutting.fails_plausibly")
    assert row["needed_for"] == "T2"
    assert "for T2 it counts until 4 December 2026" in str(row["found"])
    report, annex = (to_markdown(found.document(kind).content) for kind in ("report", "annex"))
    assert "**Finding wrong output behind green lights** (counts for T2 until 4 December 2026)" in report
    assert re.search(r"\| Truth \| T2 \| met, review due \| [^|]*kept until 4 December 2026", annex)


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval"])
def test_the_test_of_a_line_has_what_the_register_has_open_on_its_page(name: str) -> None:
    found = review.sample(name)
    scope, made = found.scope(), document(found)
    open_rows = {str(row["item"]) for row in register_rows(scope.agents[0]) if row.get("page_open")}
    closed = "nothing is marked open on its page of the runbook"

    told = {str(row["item"]): str(row["also"]) for row in register_rows(scope.agents[0]) if row.get("page_open")}
    tests = {row[0].strip(): row[1:] for row in rows(made, "deliverables")}
    for line in scope.package_of["next_tier"].lines:
        if line.kind != "request":
            ((do, test),) = [texts for title, texts in tests.items() if title.endswith(line.item.title)]
            assert (closed in test) == (line.item.id in open_rows), line.item.title
            assert told.get(line.item.id, "") in do.replace("\u201c", '"').replace("\u201d", '"')
    assert any(closed in test for _, test in tests.values())


def test_what_nobody_said_is_asked_for_and_stands_not_among_what_they_have() -> None:
    for name in ("lead-routing", "support"):
        found = review.sample(name)
        made = document(found)
        shown, answers = rows(made, "lines", 2), rows(made, "lines", 3)

        assert ["Malformed input", "who is told when this happens", "next tier"] in answers
        assert "Malformed input" not in {row[0] for row in shown}
        roadmap = next(s for s in found.document("report").content.sections if s.id == "roadmap")
        texts = [b.alt for b in roadmap.blocks if isinstance(b, Figure)]
        assert any(re.search(r"Malformed input, [^;]*to be answered", str(text)) for text in texts)


def test_each_line_has_its_deed_and_test_ordered_or_not_and_the_months_say_what_the_tier_needs() -> None:
    made = document(review.sample("support"))
    (table,) = [block for block in section(made, "deliverables").blocks if isinstance(block, Table)]
    assert len(table.rows) == 21 + 6  # the lines and the services of a month
    assert "or order line 17 for it, which is in no package." in told(made, "offer")
    assert "Lines 13 to 21 are not in the work offered, and stand here" in told(made, "deliverables")
    assert "T2 would fall within a year; report and governance keeps no tier." in told(made, "offer")


def test_a_tier_falls_only_where_it_is_reached() -> None:
    assert "falls on" not in told(LEADS, "offer")
    assert "You take the months of one column, not of both." in told(LEADS, "offer")


def test_assumptions_say_who_told_them() -> None:
    told_by = {row[0]: row[1:] for row in rows(LEADS, "assumptions")}

    assert told_by["Runs a month of Lead router"] == ["2,600", "you"]
    assert told_by["New failure modes a month"] == ["1", "assumed"]
    assert not [name for name in told_by if name.startswith(("Drills", "Full drills"))]  # they stand by package
    starts = [words(item) for b in section(LEADS, "change").blocks if isinstance(b, Bullets) for item in b.items]
    assert (
        "More than 3,900 runs a month of Lead router (1.5 times the 2,600 above) in two months one after another."
        in starts
    )


def test_prices_come_from_the_rate_card_alone() -> None:
    assert rows(LEADS, "prices")[0] == ["First step, once", "8.5", "EUR 140", "EUR 1,190", "EUR 226.10", "EUR 1,416.10"]
    assert [found.id for found in BARE.sections] == [name for name in PARTS if name != "prices"]
    tables = [block for found in BARE.sections for block in found.blocks if isinstance(block, Table)]
    everything = " ".join(words(cell) for table in tables for row in table.rows for cell in row)
    assert "EUR" not in everything
    assert "Price, once" not in everything


def test_what_is_not_agreed_is_left_open_and_never_invented() -> None:
    assert told(BARE, "response").startswith(
        'To be agreed before signing, see "Agreement": our service hours and how soon somebody answers, by severity.'
    )
    assert "To be agreed" not in told(LEADS, "response")
    assert "Term of notice and minimum term are to be agreed before signing." in told(BARE, "exit")
    assert "to be agreed before signing" in told(BARE, "month")


def test_two_agents_stand_in_one_scope_with_their_names() -> None:
    support = review.sample("support")
    other = support.assessment.model_copy(update={"client": review.sample().assessment.client})
    both = document(review.sample().with_beside([replace(support, assessment=other)]))

    assert words(both.agent) == "Lead router and Ticket helper"
    assert offer(both, 1)["Keeps"][-1] == "Lead router: T2 (T1 until it is reached); Ticket helper: T2"
    assert {row[1].partition(":")[0] for row in rows(both, "lines") if row[0]} == {"Lead router", "Ticket helper"}


def test_a_first_session_gives_a_scope_that_says_what_it_cannot_see() -> None:
    made = document(review.sample("triage"))

    assert [found.id for found in made.sections] == ["offer", "inventory"]
    assert "A first session can show T1 at most, and Document courier stands there today." in told(made, "offer")
    assert "First we offer the full assessment." in told(made, "offer")
    assert (
        "It takes two sessions of about 55 and 60 minutes with Femke Hoekstra (operator); two sessions of about "
        "55 and 60 minutes with Arjun Mehta (builder) by 18 December 2026; about 20 minutes with Gerben Prins (owner)."
    ) in told(made, "offer")
    forbidden = (
        "Also to be settled first: Actions that the agent must never take. As Arjun Mehta told us, nothing but its "
        "prompt keeps the agent from this: “Declare a value other than the shipment's”. Owner: "
        "Sanne Mulder, by 1 December 2026"
    )
    assert forbidden in told(made, "offer")
    # a risk that ends before the first live day holds nothing back
    assert "Taking the work back for good" not in told(made, "offer")
    assert "The gap register has each, with its owner and day where they are known." in told(made, "offer")
    assert not any(isinstance(block, Table) for block in section(made, "offer").blocks)
    assert not [block for found in made.sections for block in found.blocks if isinstance(block, Bullets)]


def test_a_scope_with_open_terms_is_a_draft_that_nobody_can_sign() -> None:
    open_points = [words(item) for b in section(BARE, "sign").blocks if isinstance(b, Bullets) for item in b.items]

    assert BARE.draft
    assert 'Prices follow with the rate card. They and what else "Agreement" leaves open have to be' in told(
        BARE, "offer"
    )
    assert "filled in before both sides sign, so by 27 November 2026 if these days are to hold." in told(BARE, "offer")
    assert "Until then this is an estimate of hours and no offer." in told(BARE, "offer")
    assert "Prices follow" not in told(LEADS, "offer")
    assert "This is a draft and cannot be signed yet." in told(BARE, "sign")
    assert open_points == [
        "The service hours of the provider.",
        "How soon somebody answers, by severity.",
        "The rate card, from which the prices follow.",
        "The term of notice.",
        "A minimum term, or that there is none.",
        "What becomes of hours that were kept ready and not needed.",
    ]
    assert not [block for block in section(BARE, "sign").blocks if isinstance(block, Table)]
    assert "The targets hold" not in told(BARE, "response")


def test_a_scope_with_all_terms_can_be_signed() -> None:
    assert not LEADS.draft
    assert rows(LEADS, "sign")


def test_a_first_session_counts_its_gaps_as_the_report_does() -> None:
    found = review.sample("triage")
    report, scope = found.document("report").content, document(found)
    gaps = wide_gaps(found.score())
    counts = gap_counts(found.score(), gaps)
    work, unasked, written = counts["work"], counts["answer"], counts["written"]

    assert f"The first session found {work} gaps that need work and {in_words(unasked)} questions that wait" in told(
        scope, "offer"
    )
    assert f"{in_words(unasked).capitalize()} questions wait for the team's answer." in told(report, "gaps")
    page = f"For {in_words(written)} of these a page exists that no operator has used yet, which is enough for T1."
    assert page in told(scope, "offer")
    advice = "We advise not to go live on 7 December 2026 before these are settled: who can stop it at every hour, what"
    assert advice in told(report, "page-one")
    assert advice in told(scope, "offer")
    assert (
        f"{work} gaps need work: for {in_words(work - written)}, something has to be "
        "written, set up or passed on first; "
        f"{in_words(written)} are written and wait for an operator to use them. What is written is enough for T1."
    ) in told(report, "gaps")


def test_the_report_of_a_first_session_begins_with_what_is_critical() -> None:
    page = told(review.sample("triage").document("report").content, "page-one")

    least = "What keeps it there are, at the least, five must-haves of T2"
    assert f"{least}: safe mode, bounds, fallback, access and exceptions." in page
    assert "Arjun Mehta can be reached until 18 December 2026." in page
    assert "Whether it can be T2 only the full assessment can tell." in page


def test_hours_that_are_one_figure_are_no_range() -> None:
    found = review.sample("support")
    said = [answer for answer in found.assessment.answers if answer.respondent == "yusuf"]
    people = [person for person in found.assessment.respondents if person.id == "yusuf"]
    alone = found.assessment.model_copy(update={"answers": tuple(said), "respondents": tuple(people)})
    text = to_markdown(document(replace(found, assessment=alone)))
    assert "1 h: one line and five items to be shown" in text
    assert not re.search(r"\b(\d+) to \1 h", text)


def test_what_comes_before_all_gaps_has_an_owner_whom_somebody_names_or_a_day_that_has_passed() -> None:
    found = review.sample("triage")
    unagreed = replace(found, assessment=found.assessment.model_copy(update={"actions": (), "promised": ()}))
    text = told(document(unagreed), "offer")
    assert "Owner: not named yet (Gerben Prins names one by 1 December 2026, proposed); to be done by " in text
    later = found.assessment.model_copy(update={"as_of": dt.date(2026, 12, 14)})
    assert "Owner: Sanne Mulder, was due 1 December 2026, to be confirmed." in told(
        document(replace(found, assessment=later)), "offer"
    )


def test_a_first_session_is_offered_one_column_of_months_that_review_what_it_has() -> None:
    """All months keep the pilot that its questionnaire can give: the fewest hours do, and it asks for no thresholds."""
    found = review.sample("triage")
    nothing = found.assessment.model_copy(update={"answers": (), "exceptions": (), "actions": ()})
    made = document(replace(found, assessment=nothing))

    months = offer(made, 1)
    assert (months[""], months["Keeps"]) == (["First step"], ["T1"])
    assert "hreshold review" not in told(made, "offer") + told(made, "month")
    assert "has this work" not in told(made, "offer"), "the days are those of answers"
    assert "Twelve months of “First step”" in told(made, "offer").replace('"First step"', "“First step”")
    assert not {"Thresholds of Document courier", "Small changes a month"} & {
        row[0] for row in rows(made, "assumptions")
    }
    assert re.search(
        r"A first session can show T1 at most.* Rows 7 to 21 of the gap register are in no package and stay open: .*;"
        r" Forcing draft-only mode\. They wait for the full assessment\.$",
        told(made, "left"),
    )


def test_where_no_package_is_offered_no_document_names_hours_of_ours() -> None:
    found = review.sample("triage")

    assert {row["likely"] for row in register_rows(found.scope().agents[0])} == {None}
    for kind in ("report", "annex", "scope", "followup"):
        assert "most likely" not in to_markdown(found.document(kind).content), kind


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval"])
def test_each_line_has_the_owner_and_the_day_of_the_register(name: str) -> None:
    found = review.sample(name)
    scope = found.scope()
    register = {row["title"]: row for row in reversed(register_rows(scope.agents[0]))}  # no row beside the gap's
    risks = [risk.item for risk in scope.agents[0].score.accepted]

    for line, printed in zip(scope.work, rows(document(found), "lines"), strict=False):
        row = register[line.item.title]
        when, named = row["due"] or row["proposed"], str(row["owner"])
        owner = "to be named" if named.startswith("to be named") else named
        told = f"Owner: {owner}, {day(when)}{'' if row['due'] else ' (proposed)'}"
        if not line.answered and not row["due"]:  # the day is that of the answer
            told = f"{owner} answers by {day(when)} (proposed)"
        assert told in printed[1] or line.item.id in risks, printed
        assert printed[1].startswith(line.item.title)


def test_the_days_of_the_work_end_with_the_builder_for_what_needs_them() -> None:
    invoices, leads = (told(document(review.sample(name)), "offer") for name in ("invoice-approval", "lead-routing"))

    assert "later, all days move by one week. Lines 4 and 5 need Farid Benali and cannot move beyond 31" in invoices
    assert (
        "31 December 2026 (4.70 h of ours on average; Farid Benali's are not estimated). "
        "What they ask of Farid Benali is a courtesy: if it is "
        "declined, these lines wait and T3 with them, until we have agreed on new hours."
    ) in invoices
    assert "is a courtesy" not in leads
    assert "T1 needs somebody on call: it is kept after 31 March 2027 only if somebody follows Jonas Weber." in leads
    assert "somebody on call" not in invoices
    builder = "Lines 1, 2, 7 to 10, 12, 13, 16 and 19 to 21 need Jonas Weber"  # what only he was asked; his mailbox
    assert f"{builder}: none can be done from 21 December to 6 January, nor after 31 March 2027 (30.97 h" in leads
    assert "first work takes two more, so lines 1, 7, 18 and 23 move to 8 December 2026; the other days hold." in leads
    enough = "Jonas Weber has 8 hours a week, as told to us: where they do not suffice, agree on more or on later days"
    assert f"'s are not estimated). {enough}. Two of these lines wait for an answer until 4 December 2026." in leads
    his = "The same holds for line 14, accepted as a risk."
    assert his in leads  # the checklist of line 14 is written from "the handover of Jonas Weber's work"
    tickets = told(document(review.sample("support")), "offer")
    assert "Lines 3, 5, 7 and 10 to 12 need Pavel Novotny: none can be done from 23 December to 8 January." in tickets
    assert (
        "has this work from 4 December 2026 to 19 January 2027" in leads
    )  # the end of an accepted risk is no day of work


def test_a_day_that_has_passed_is_none_on_which_the_work_begins(tmp_path: Path) -> None:
    file = tmp_path / "december.json"
    data = json.loads((resources.folder("samples") / "lead-routing.json").read_text(encoding="utf-8"))
    risk = data["exceptions"][0] | {"item": "s6_manual_fallback.proof", "expires": "2026-12-18"}
    file.write_text(json.dumps(data | {"as_of": "2026-12-05", "exceptions": [risk]}), encoding="utf-8")
    text = told(document(review.load(file)), "offer")
    assert "has this work from 11 December 2026 to" in text
    assert "Agreed for a day that has passed: line 1 (4 December 2026)" in text
    assert re.search(
        r"Line \d+ is needed for T2, too, but not planned in these days: you accepted its risk until 18 Dec", text
    )


def test_what_has_to_be_shown_again_for_the_first_step_stands_with_its_day_in_the_report_too() -> None:
    for name in ("lead-routing", "support"):
        found = review.sample(name)
        again = re.search(r"first step, by ([\w ]+ \d{4})", to_markdown(document(found)))
        page_one = told(found.document("report").content, "page-one")
        assert again
        assert f"counts until {again[1]} and has to be shown again by then." in page_one


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval"])
def test_what_has_to_be_shown_is_counted_once_for_a_package_as_its_table_names_it(name: str) -> None:
    """For the first time or again: a thing that is shown for both packages is one of each."""
    made = document(review.sample(name))
    tables = [block for block in section(made, "lines").blocks if isinstance(block, Table)]
    (asked,) = (table for table in tables if words(table.columns[1]) == "Please show us")
    packages = [package.lower() for package in offer(made, 0)[""]]
    for n, hours in enumerate(offer(made, 0)["Hours"], 1):  # each package holds those before it
        waiting = [words(row[0]) for row in asked.rows if any(package in words(row[2]) for package in packages[:n])]
        assert f"{in_words(sum(len(titles.split('; ')) for titles in waiting))} items to be shown" in hours


def test_work_of_one_day_is_on_that_day() -> None:
    day = dt.date(2026, 12, 11)
    parts = dict.fromkeys(("early", "late", "risks", "tiers", "away"), ())
    text = load_sentences("scope").say("offer.days", first=day, last=day, sign=day, roadmap=True, **parts)
    later = "For each week that it is agreed later, that day moves by one week."
    assert f"That day holds if it is agreed by 11 December 2026. {later}" in text


def test_months_that_review_changes_say_who_has_to_be_there_to_make_them() -> None:
    """Prompts that only a builder edits are nobody's to change once that builder has gone."""
    for name, line in (("lead-routing", 31), ("support", 17)):
        made = document(review.sample(name))
        wanted = "Change review needs somebody of yours who edits the prompts, and only a builder is named. "
        wanted += f"Name somebody before the months begin, or order line {line} for it, which is in no package."
        assert wanted in told(made, "offer")
        whole = rows(made, "frontier")[-1][1]
        accepted = " but line 20, whose risk you accept" if name == "support" else ""
        assert whole.endswith(f"very line of this scope{accepted}")
        prompts = next(row for row in rows(made, "duties") if row[0].startswith("Edit prompts"))
        assert prompts[2] == f"Decides; makes the change once it has named somebody of its own (line {line})"
    made = document(review.sample("invoice-approval"))
    assert "edits the prompts" not in told(made, "offer")


def test_what_comes_beside_the_lines_has_its_row_with_who_and_by_when() -> None:
    """What keeps the tier, what is settled before all lines, and work that was agreed besides a request."""
    for name in ("lead-routing", "support", "invoice-approval"):
        found = review.sample(name)
        agent, made = found.scope().agents[0], document(found)
        titles = {item: values.item.title for item, values in agent.score.items.items()}
        tables = len([block for block in section(made, "lines").blocks if isinstance(block, Table)])
        asked = {(row[0], row[2]): row[1] for table in range(2, tables) for row in rows(made, "lines", table)}
        owners = Owners(score=agent.score, agent=agent)

        for item in to_renew(agent):
            waits = "next tier" if item in aged_ahead(agent) else f"keeps {agent.score.reported_tier}"
            assert (titles[item], waits) in asked
        assert (("Who can stop it at every hour", "before all; no package waits for it") in asked) == (
            open_hours(agent.score) is not None
        )
        assert ("is not settled yet: the first row of" in told(made, "response")) == bool(open_hours(agent.score))
        for (title, _), text in asked.items():
            works = [work for item in titles if titles[item] == title for work in owners.besides(item)]
            assert all(work.text.rstrip(".") in text for work in works)


def test_hours_that_are_set_for_work_without_a_line_are_told() -> None:
    found = review.sample()
    hours = {"hours": (Fraction(6), Fraction(10), Fraction(18)), "why": "It sits in Exchange."}
    contacts = "r3_handoff.escalation_contacts"
    actions = tuple(
        action.model_copy(update=hours) if action.item == contacts else action for action in found.assessment.actions
    )
    found = replace(found, assessment=found.assessment.model_copy(update={"actions": actions}))
    made = document(found)
    row = '"Escalation contacts: agreed work" (we expect 6 / 10 / 18 h for it, in no sum of ours: It sits in Exchange);'
    assert row in told(made, "lines")
    (agreed,) = (r for r in register_rows(agent_of(found.score())) if r["title"] == "Escalation contacts: agreed work")
    assert agreed["hours_why"] == (
        "We expect 6 / 10 / 18 hours (It sits in Exchange); they are in no sum of ours, as no tier waits for this work"
    )
    report = to_markdown(readiness_document(found.score(), load_sentences("readiness")))
    assert "; we expect 6 / 10 / 18 h for it, in no sum of ours)" in report
    assert '"Escalation contacts: agreed work";' in told(BARE, "lines")
