"""Report, follow-up and the runbook's card of one agent, read side by side: none calls something what another does not.

Only what is printed is compared: the words for each must-have and each kind of failure, found by their titles.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import pytest

from opsassess import resources, review
from opsassess.blocks import (
    Block,
    Bullets,
    Card,
    Document,
    Facts,
    Figure,
    Heading,
    Ladder,
    Paragraph,
    Status,
    StatusList,
    Table,
)
from opsassess.charts import Bars, Timeline
from opsassess.charts.timeline import Span
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.owners import Owners
from opsassess.owners.open_hours import open_hours
from opsassess.owners.sight import left_open
from opsassess.owners.situations import wanted
from opsassess.owners.standing import wide_gaps
from opsassess.phrases import phrase, speaks_of, to_be_settled
from opsassess.prose import Prose, capitalised, counted, in_words, load_sentences
from opsassess.questionnaire import Item
from opsassess.register import register_rows
from opsassess.report.evidence import to_show
from opsassess.retainer.agent import Agent
from opsassess.scoring.sight import sight_of
from opsassess.workbook.sheets import Row

pytestmark = pytest.mark.slow

SAMPLES = sorted(path.stem for path in Path(resources.folder("samples")).glob("*.json"))

Want = Literal["look", "work", "answer"]
REPORT: Mapping[str, Want] = {  # headings of the gaps
    "Still to be shown, in full or again": "look",
    "Needs work": "work",
    "Still to be answered by the team": "answer",
}
FOLLOW_UP: Mapping[str, Want] = {
    "Told, still to be shown": "look",
    "Seen in part, still to be shown in full": "look",
    "To be seen again": "look",
    "Answered in part": "look",
    "Usable, not yet proven": "work",
    "Written, no use of it seen yet": "work",
    "Nothing in writing with the team": "work",
    "Known to the builder only": "work",
    "The team's answers differ": "work",
    "Not there yet": "work",
    "Nobody could tell us": "work",
    "Not there yet as the builder told us, not asked of the team yet": "answer",
    "Told by the builder only, not asked of the team yet": "answer",
    "Not answered yet": "answer",
}
AGAIN = r"Seen too long ago, to be shown again$|Met, to be shown in full for T\d$"
UNSEEN = r"told, not seen|only the page seen|seen too long ago|due for review"  # marks of the card


def text_of(status: Status) -> str:
    return plain_text(" ".join(status.lines))


@dataclass(frozen=True, kw_only=True)
class Printed:
    """The three documents of a sample as they are printed."""

    name: str

    @cached_property
    def sample(self) -> review.Review:
        return review.sample(self.name)

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """Return the titles of each must-have's items."""
        score = self.sample.score()
        needs = score.frame.needs_of_gate.items()
        applying = {item: values.item.title for item, values in score.items.items() if values.applies}
        return {gate: tuple(applying[n.item] for n in found if n.item in applying) for gate, found in needs}

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Return the items of each must-have, by their titles; each kind of failure is one."""
        titles = {title for parts in self.parts.values() for title in parts}
        items = (values.item for values in self.sample.score().items.values())
        return {item.title: item for item in items if item.title in titles}

    @cached_property
    def statuses(self) -> tuple[Status, ...]:
        """Return the list of must-haves in the report."""
        lists = (b for b in blocks(self.sample.document("report").content) if isinstance(b, StatusList))
        return tuple(status for found in lists for status in found.entries)

    @cached_property
    def gaps(self) -> Mapping[str, Want]:
        """Return what the report's gaps ask for, by the title of the item."""
        found: dict[str, Want] = {}
        want: Want | None = None
        (section,) = (s for s in self.sample.document("report").content.sections if s.id == "gaps")
        for block in section.blocks:
            if isinstance(block, Heading):
                want = REPORT.get(plain_text(block.text))
            elif want:
                found |= dict.fromkeys(self.named_in(block), want)
        return found

    def named_in(self, block: Block) -> Iterator[str]:
        """Yield the items of must-haves that a card or a list names: by title, or by what nobody can do or has."""
        texts = [block.title] if isinstance(block, Card) else block.items if isinstance(block, Bullets) else ()
        for text in (plain_text(text).lower() for text in texts):
            for title, item in self.items.items():
                if any(name.lower() in text for name in (title, item.able, item.absent)):
                    yield title

    @cached_property
    def heard(self) -> Mapping[str, str]:
        """Return what the follow-up says that we heard, by its labels."""
        (section,) = (s for s in self.sample.document("followup").content.sections if s.id == "standing")
        facts = (block for block in section.blocks if isinstance(block, Facts))
        return {plain_text(label): plain_text(text) for found in facts for label, text in found.pairs}

    @cached_property
    def open(self) -> Mapping[str, Want]:
        """Return what the follow-up calls open, by the title of the item."""
        titles = {title.lower(): title for title in self.items}
        listed = {label: re.split("; and |; ", text.removesuffix(".").lower()) for label, text in self.heard.items()}
        return {titles[name]: want for label, want in FOLLOW_UP.items() for name in listed.get(label, ())}

    @cached_property
    def accepted(self) -> tuple[str, ...]:
        """Return the items whose risk both documents call accepted."""
        told = self.heard.get("Not shown, and accepted as a risk", "").lower()
        limits = (s for s in self.sample.document("report").content.sections if s.id == "limits")
        texts = (plain_text(text) for s in limits for b in s.blocks if isinstance(b, Bullets) for text in b.items)
        risks = " ".join(texts)
        return tuple(title for title in self.items if title.lower() in told and title in risks)

    @cached_property
    def card(self) -> str:
        (section,) = (s for s in self.sample.document("runbook").content.sections if s.role == "card")
        facts = (block for block in section.blocks if isinstance(block, Facts))
        return "\n".join(f"{plain_text(label)}: {plain_text(text)}" for found in facts for label, text in found.pairs)


def blocks(document: Document) -> Iterator[Block]:
    return (block for section in document.sections for block in section.blocks)


@pytest.fixture(scope="module", params=SAMPLES)
def printed(request: pytest.FixtureRequest) -> Printed:
    return Printed(name=request.param)


def test_the_follow_up_calls_open_what_the_report_calls_open_and_for_the_same_reason(printed: Printed) -> None:
    assert printed.open
    assert {title: printed.gaps.get(title) for title in printed.open} == printed.open


def test_each_must_have_and_each_part_is_shown_in_both_or_in_neither(printed: Printed) -> None:
    shown = printed.heard["Met"]
    by_one = printed.heard.get("Seen with one person only", "").lower()
    again = " ".join(text.lower() for label, text in printed.heard.items() if re.match(AGAIN, label))
    in_part = f"{printed.heard.get('Parts already met', '').lower()} {again} {by_one}"
    aged = " ".join(text_of(status).lower() for status in printed.statuses if status.state == "due")
    for title in (title for title in printed.items if title.lower() in again):
        assert printed.gaps.get(title) == "look" or title.lower() in aged, title
    open_or_accepted = {*printed.open, *printed.accepted}
    for status in printed.statuses:
        said, parts = text_of(status), printed.parts
        named = re.compile(rf"\b{printed.sample.questionnaire.gate_of[status.id].title}(?: \(|, with)")
        left = [title for title in parts[status.id] if title in open_or_accepted]
        assert bool(left) == (status.state not in ("shown", "due")), status.id
        assert bool(named.search(shown)) == (not left and "alone, who also built it" not in said), status.id
        for title in parts[status.id]:
            if left and title not in left:  # the other half
                assert title.lower() in in_part, title
                assert title.lower() in said.lower(), title
            elif "alone, who also built it" in said:
                assert title.lower() in by_one, title


SEEN = {"shown": "Shown: ", "seen": "Seen: ", "page seen": "Page seen: "}


def test_how_a_must_have_was_seen_has_one_word(printed: Printed) -> None:
    """List, ladder, reviewer's table and follow-up; "the team can" stands only where it was done or is on record."""
    report = printed.sample.document("report").content
    rungs = (rung for b in blocks(report) if isinstance(b, Ladder) for rung in b.rungs)
    on_ladder = {need.id: plain_text(need.standing) for rung in rungs for need in rung.needs}
    tables = [b for s in report.sections if s.id == "review" for b in s.blocks if isinstance(b, Table)]
    reviewed = {plain_text(row[0]): plain_text(row[1]) for table in tables for row in table.rows}
    for status in printed.statuses:
        word, said = plain_text(status.standing), text_of(status)
        title = printed.sample.questionnaire.gate_of[status.id].title
        assert on_ladder[status.id] == word
        assert ("Record of" in said) <= (word in ("shown", "page seen")), status.id
        if word in SEEN and "who also built it" not in said:
            assert re.search(rf"{SEEN[word]}[^.]*\b{title}\b", printed.heard["Met"]), status.id
    for question in printed.sample.questionnaire.review:
        for gate in (gate for gate, parts in printed.parts.items() if len(parts) == 1):
            (need,) = printed.sample.score().frame.needs_of_gate[gate]
            if (need.item,) == tuple(question.items) and need.gate.tier != "T3":
                assert reviewed.get(question.title, on_ladder[gate]) == on_ladder[gate]  # a readout has no table


def test_what_an_answer_leaves_open_stands_in_the_report_and_the_follow_up(printed: Printed) -> None:
    """The runbook asks for it: then the tier is not told without it."""
    report = printed.sample.document("report").content
    page = " ".join(plain_text(b.text) for s in report.sections[:1] for b in s.blocks if isinstance(b, Paragraph))
    told = " ".join(text_of(status) for status in printed.statuses)
    asked = to_markdown(printed.sample.document("followup").content)
    score = printed.sample.score()
    needs = [need for found in score.frame.needs_of_gate.values() for need in found]
    for point in left_open(score, [need.item for need in needs]):
        hard = [need.gate for need in needs if need.item == point.item and need.gate.hard]
        title = score.items[point.item].item.title.lower()
        guarded = [clause for clause in point.clauses if phrase("guarded").search(clause)]  # the follow-up has them
        assert all((clause in told) != (clause in guarded) for clause in point.clauses)
        assert not guarded or "on logins, which the runbook names" in told
        rows = [line for line in asked.splitlines() if line.lower().startswith(f"| **{title}")]
        works = [action.text for action in score.assessment.actions if action.item == point.item]
        for clause in point.clauses:
            open_part = clause.rpartition("; ")[2]
            what = to_be_settled(open_part) or open_part
            assert any(what in row for row in rows) or any(speaks_of(work, clause) for work in works)
        open_points = page.lower().partition("with an open point: ")[2].partition(")")[0]
        met = {
            status.id for status in printed.statuses if plain_text(status.standing) in ("shown", "seen", "page seen")
        }
        assert all(gate.title.lower() in open_points for gate in hard if gate.id in met)


def test_what_only_the_prompt_forbids_stands_on_page_one_as_in_the_runbook(printed: Printed) -> None:
    report = printed.sample.document("report").content
    page = " ".join(plain_text(b.text) for s in report.sections[:1] for b in s.blocks if isinstance(b, Paragraph))
    book = to_markdown(printed.sample.document("runbook").content).partition("## To finish this draft")[0]
    in_book = re.findall(r"Nothing but the prompt blocks it yet: (.*?)\.", book)
    on_page = re.findall(r"othing but its prompt keeps the agent from th\w+: “(.*?)”\.", page)
    assert on_page == in_book == ["Declare a value other than the shipment's"] * (printed.name == "triage")


def test_the_card_doubts_of_what_the_report_calls_shown_that_of_which_it_saw_the_page(printed: Printed) -> None:
    shown = [title for title in printed.items if title not in printed.open]
    items = printed.sample.score().items.values()
    told = [v for v in items if any(a.content for a in (*v.operators, *v.builders))]  # else it is not copied yet
    read = {values.item.title for values in told if sight_of(values) == "page"}
    doubted = re.findall(rf"[^.\n]*\((?:all )?(?:{UNSEEN})\)", printed.card)
    unknown = re.findall(r"TODO not known yet: [^(.]*\(", printed.card)
    found = {title for title in shown if any(title in text for text in (*doubted, *unknown))}
    assert found == {title for title in shown if title in read and title in printed.card}


# ---------------------------------------------------------------------------------------------------------------------
# Who and by when


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What each document says of who does something about a question, by when, and what is to be shown."""

    name: str

    @cached_property
    def sample(self) -> review.Review:
        return review.sample(self.name)

    @cached_property
    def owners(self) -> Owners:
        return Owners(score=self.sample.score(), agent=self.agent)

    @cached_property
    def agent(self) -> Agent:
        return self.sample.scope().agents[0]

    @cached_property
    def register(self) -> Mapping[str, Row]:
        return {str(row["title"]): row for row in register_rows(self.agent)}

    @cached_property
    def roadmap(self) -> Mapping[str, Span]:
        figures = (block for block in blocks(self.sample.document("report").content) if isinstance(block, Figure))
        charts = (figure.chart for figure in figures if isinstance(figure.chart, Timeline))
        return {span.label: span for chart in charts for span in chart.rows}

    @cached_property
    def rows(self) -> Sequence[tuple[str, str, str]]:
        """Return the rows of the follow-up: person, what, day."""
        found: list[tuple[str, str, str]] = []
        person = ""
        for block in blocks(self.sample.document("followup").content):
            if isinstance(block, Heading):
                person = plain_text(block.text).partition(",")[0]
            elif isinstance(block, Table):
                found += [(person, plain_text(row[0]), plain_text(row[2])) for row in block.rows]
        return found

    def text(self, kind: str) -> str:
        return to_markdown(self.sample.document(kind).content)


@pytest.fixture(scope="module", params=SAMPLES)
def asked(request: pytest.FixtureRequest) -> Asked:
    return Asked(name=request.param)


LATER = "after the full assessment"


def bare(owner: object) -> str:
    """Return the name in a cell of the register."""
    return str(owner or "").removeprefix("to be named by ").removesuffix(" (to be confirmed)")


def test_owner_and_day_of_each_row_are_the_same_in_register_roadmap_and_cards(asked: Asked) -> None:
    assert asked.register
    assert bool(asked.roadmap) == bool(asked.roadmap.keys() & asked.register.keys())  # a readout has none
    for title, row in asked.register.items():
        day, named = row["due"] or row["proposed"], bare(row["owner"])
        if named.endswith(LATER):  # beyond the next tier a first session proposes no day
            assert day is None, title
            assert asked.name == "triage"
            continue
        assert isinstance(day, dt.date)
        if span := asked.roadmap.get(title):
            assert span.owner in (named, ""), title
            assert (span.owner == "") == str(row["owner"] or "").startswith("to be named"), title
            assert re.search(rf"\b{day.day} {day:%b}", span.by), title
            assert span.by.startswith("(") == (row["due"] is None), title
        for card in (b for b in blocks(asked.sample.document("report").content) if isinstance(b, Card)):
            owner = next((plain_text(text) for label, text in card.facts if label == "Owner"), "")
            if owner and title in plain_text(card.title):
                assert named in owner, title
                assert f"{day.day} {day:%B %Y}" in owner, title


def test_what_the_runbook_leaves_open_stands_in_the_register_with_its_owner_and_day(asked: Asked) -> None:
    rows: dict[str, list[Row]] = {}
    for row in asked.register.values():
        question = asked.sample.score().items.get(str(row["item"]))
        for title in {str(row["title"]), question.item.title if question else str(row["title"])}:
            rows.setdefault(title, []).append(row)
    rows["Pausing new runs"] = [*rows.get("Pausing new runs", []), *rows.get("Who can stop it at every hour", [])]
    stops = ("Stopping outbound writes", "Revoking dangerous permissions", "Rotating the agent's access")
    for title in stops:  # hours as of the pause
        rows[title] = [*rows.get(title, []), *rows["Pausing new runs"]]
    table = to_markdown(asked.sample.document("runbook").content).partition("### Missing or open")[2]
    found = re.findall(r"^\| \*\*(.*?)\*\*.* \| ([^|]*) \| ([^|]*) \|$", table.partition("###")[0], re.MULTILINE)
    agreed = {title for title in rows if title == "The owner's yes" or title.startswith("Who is on call")}
    assert agreed == ({title for title, _, _ in found} & agreed), "what is of no entry as well"
    assert len(agreed) == {"triage": 2, "invoice-approval": 0}.get(asked.name, 1)
    live = asked.owners.days.live
    for title, who, by in found:
        days = [row["due"] or row["proposed"] for row in rows[title]]
        if days == [None]:  # the work waits for the full assessment, the page does not: its text is only to be copied
            assert who == "Femke Hoekstra", title
            assert live
            assert dt.datetime.strptime(by, "%d %B %Y (proposed)").date() < live, (title, by)  # noqa: DTZ007
            continue
        assert any(bare(row["owner"]).partition(",")[0] in who for row in rows[title]), title
        assert any(isinstance(day, dt.date) and f"{day.day} {day:%B %Y}" in by for day in days), (title, by, days)


def test_the_follow_up_asks_whom_the_register_names_and_by_the_same_day(asked: Asked) -> None:
    compared = set()
    for person, what, by in asked.rows:
        for title, row in asked.register.items():
            day = row["due"] or row["proposed"]
            if what.startswith(f"{title}: ") and bare(row["owner"]) == person and isinstance(day, dt.date):
                compared.add(title)
                assert f"{day.day} {day:%B %Y}" in by, title
                assert ("(proposed)" in by) == (row["due"] is None), title
    assert compared


def test_who_leads_the_next_drill_is_asked_in_the_follow_up_as_in_the_month(asked: Asked) -> None:
    day = asked.sample.score().as_of
    month = to_markdown(asked.sample.monthly(f"{day:%Y-%m}").content)
    for_month = re.search(r"leads the next drill, and its day: (.*)\.$", month, re.MULTILINE)
    for_us = [(who, what) for who, what, _ in asked.rows if what.startswith("Next drill: ")]
    of_row = any(what.startswith("Drills that have been held: ") for _, what, _ in asked.rows)  # it asks for more
    assert bool(for_month) == bool(for_us or of_row) == (asked.name in ("lead-routing", "invoice-approval"))
    for who, what in for_us:
        assert who == asked.owners.of_agent
        assert for_month
        last = r"(?:; |: |^)([^;:(]+) \((?:the last one, )?of (\d+ \w+ \d+)"
        ours = re.findall(r"record of “([^”]+)” \((\d+ \w+ \d+)\)", what)
        assert sorted((drill.lower(), held) for drill, held in ours) == sorted(
            (drill.lower(), held) for drill, held in re.findall(last, for_month[1])
        )


def test_what_comes_first_stands_first_with_a_person_and_a_day_everywhere(asked: Asked) -> None:
    first = "Who can stop it at every hour"
    if open_hours(asked.sample.score()) is None:  # then it stands nowhere
        assert first not in asked.register
        assert not [kind for kind in ("report", "followup", "runbook") if first.lower() in asked.text(kind).lower()]
        return
    owner, day = asked.owners.of_agent, asked.owners.days.of_stop
    assert next(iter(asked.register)) == first
    of_owner = (text for who, text, _ in asked.rows if who == owner)
    assert next(text for text in of_owner if not text.startswith("The owner's yes")).startswith(first)
    for kind in ("report", "followup"):
        assert f"{day.day} {day:%B %Y}" in asked.text(kind)
        assert owner in asked.text(kind)
    left = to_markdown(asked.sample.document("runbook").content).splitlines()
    lines = [line for line in left if line.startswith("| **Pausing new runs**")]
    assert any(f"| {owner} | {day.day} {day:%B %Y} (proposed) |" in line for line in lines)
    month = to_markdown(asked.sample.monthly("2026-11").content)
    line = next(line for line in month.splitlines() if line.startswith(f"- **{day.day} {day:%B %Y}**"))
    assert re.search(rf"\. {owner}: (?:[^.]*; )?{first}", line)


def test_the_month_has_every_row_of_the_register_that_is_due_by_the_end_of_the_next(asked: Asked) -> None:
    month = to_markdown(asked.sample.monthly("2026-11").content).partition("## What is open")[2]
    later, risks = 0, [risk.item for risk in asked.sample.score().accepted]
    for title, row in asked.register.items():
        day = row["due"] or row["proposed"]
        if bare(row["owner"]).endswith(LATER):
            assert title not in month
            continue
        assert isinstance(day, dt.date)
        later += day > dt.date(2026, 12, 31)
        if day <= dt.date(2026, 12, 31):
            about = title.removesuffix(": agreed work")
            lines = [line for line in month.splitlines() if f"{day.day} {day:%B %Y}" in line]
            lines = [line for line in lines if about in line or re.search(r"; and \w+ more", line)]
            owner = "" if row["item"] in risks else bare(row["owner"])  # who works on it is not who accepted it
            assert [line for line in lines if owner in line], title
    rows = plain_text(counted(later, "row")).capitalize()
    assert bool(re.search(rf"{rows} of (?:it|the gap register) ha", month)) == bool(later)


def test_what_only_the_builder_told_is_counted_once(asked: Asked) -> None:
    alone = re.search(r"(\d+) by the builder only", asked.text("runbook"))
    assert alone
    number = plain_text(capitalised(in_words(int(alone[1]))))
    month = to_markdown(asked.sample.monthly("2026-11").content)
    assert re.search(rf"^{number} of the \d+ entries of the runbook", month, re.MULTILINE)


def test_what_is_to_be_shown_is_one_sentence_in_report_register_scope_and_follow_up(asked: Asked) -> None:
    score = asked.sample.score()
    sentences = load_sentences("readiness")
    looks = [gap for gap in wide_gaps(score) if wanted(score.items[gap.item], gap) == "look"]
    report, scope, followup = (asked.text(kind) for kind in ("report", "scope", "followup"))
    for gap in looks:
        title, shown = score.items[gap.item].item.title, plain_text(to_show(asked.owners, gap, sentences))
        assert shown in str(asked.register[title]["accepted_when"]), title
        assert shown in plain_text(Prose(report)), title
        assert title not in scope.partition("To be shown, without hours")[2] or shown in plain_text(Prose(scope)), title
        asks = plain_text(Prose(followup)).partition("What we ask")[2]
        act = asked.owners.act(gap.item)
        assert f"{title}: " not in asks or (plain_text(act) if act else shown) in asks, title


def test_what_several_failures_lack_is_said_once() -> None:
    found = review.sample("invoice-approval")
    bare = [
        a.model_copy(update={"content": None, "rating": 4}) if ".m_" in a.item else a for a in found.assessment.answers
    ]
    told = replace(found, assessment=found.assessment.model_copy(update={"answers": bare}))
    for kind in ("report", "followup", "scope"):
        text = to_markdown(told.document(kind).content)
        (line,) = (line for line in text.splitlines() if "how the failure is noticed, whether it is retried" in line)
        assert "timeout of an upstream system; malformed input; low-confidence decision; " in line.lower()


def test_no_proposed_day_lies_after_the_first_live_day_or_after_the_builder_is_gone() -> None:
    owners = Asked(name="triage").owners
    assert owners.days.live == dt.date(2026, 12, 7)
    assert owners.days.builder_until == dt.date(2026, 12, 18)
    proposed = {row["title"]: row["proposed"] for row in Asked(name="triage").register.values()}
    assert proposed["Where each kind of work goes"] == dt.date(2026, 12, 4)
    assert all(day is None or (isinstance(day, dt.date) and day < dt.date(2026, 12, 7)) for day in proposed.values())


def test_nobody_who_was_not_asked_is_said_to_have_agreed(asked: Asked) -> None:
    spoke = {who.name for who in asked.sample.assessment.respondents}
    tables = [b for b in blocks(asked.sample.document("followup").content) if isinstance(b, Table)]
    for table in tables:
        person = plain_text(table.caption).removeprefix("What we ask of ")
        kinds = {plain_text(row[1]) for row in table.rows}
        assert person in spoke or "agreed" not in kinds, person


def test_every_count_of_the_report_can_be_counted_on_its_pages() -> None:
    for name in ("lead-routing", "support", "invoice-approval"):
        found = review.sample(name)
        score = found.score()
        report = found.document("report").content
        texts = {s.id: " ".join(plain_text(text) for text in _texts(s.blocks)) for s in report.sections}
        builder = next(r for r in score.assessment.respondents if r.is_builder)
        alone = [i for i in score.items.values() if i.builder_run and {a.respondent for a in i.operators} == {builder}]
        only = [i for i in score.items.values() if i.applies and i.builders and not i.operators]
        answered = re.search(rf"{builder.name} \([^)]*\) on (\d+) questions", texts["limits"])
        both = re.search(r"both answered (\d+) questions", texts["transfer"])

        assert answered
        assert both
        assert int(answered[1]) == int(both[1]) + len(alone) + len(only)
        spare = re.search(r"(\w+) of them not needed for", texts["gaps"])
        marked = texts["gaps"].count(" (not needed for T")
        assert marked == (["", "one", "two", "three"].index(spare[1]) if spare else 0)
        rows = {row["title"]: row["likely"] for row in register_rows(found.scope().agents[0])}
        seconds = [score.items[item].item.title for item in score.one_person]
        assert all(rows[title] and f"{title}: a second person learns to" in texts["gaps"] for title in seconds)


def test_what_rests_on_one_person_is_the_same_in_map_list_limits_register_and_scope() -> None:
    """Six in the column of the map are six everywhere, and what can do harm is learnt while the builder is there."""
    first = {
        "Where the credentials live", "Rotating the agent's access", "Scoping the impact", "Rollback plan for a change",
    }  # fmt: skip
    alone = {*first, "Cost per completed task", "Staging and test requirements"}
    found = review.sample("support")
    sections = {section.id: section for section in found.document("report").content.sections}
    texts = {name: " ".join(map(plain_text, _texts(section.blocks))) for name, section in sections.items()}
    (chart,) = [block.chart for block in sections["map"].blocks if isinstance(block, Figure)]
    assert isinstance(chart, Bars)
    assert sum(int(bar.counts[chart.columns.index("alone")] or 0) for bar in chart.rows if bar.counts) == len(alone)
    assert "Six things rest on one person who also built the agent" in texts["gaps"]
    assert all(f"{title}: a second person learns to" in texts["gaps"] for title in first)
    assert '"Cost per completed task" and "Staging and test requirements": a second person learns' in texts["gaps"]
    named, _, rest = texts["limits"].partition("Six things rest on Pavel Novotny alone")[2].partition(". ")
    assert all(title.lower() in named for title in alone)
    assert "where the credentials live and rotating the agent's access cap the tier" in rest
    assert "before Pavel Novotny is away, by the days of the gap register" in rest
    rows = {str(row["title"]): row for row in register_rows(found.scope().agents[0])}
    assert all("econd person learns to" in str(rows[title]["do"]) for title in alone)
    assert {title for title in alone if str(rows[title]["proposed"]) <= "2026-12-22"} == first
    scope = {section.id: section for section in found.document("scope").content.sections}
    own = " ".join(map(plain_text, _texts(scope["lines"].blocks))).partition("Pavel Novotny, who also built it, did ")[
        2
    ]
    lines = {row["title"] for row in rows.values() if row["kind"] == "one person" and row["likely"]}
    assert all((title in own.partition(" alone so far")[0]) != (title in lines) for title in alone)


def _texts(blocks: Iterable[Block]) -> Iterator[Prose]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
