"""Report, follow-up and the runbook's card of one agent, read side by side: none calls something what another does not.

Only what is printed is compared: the words for each must-have and each kind of failure, found by their titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    Heading,
    Ladder,
    Paragraph,
    Status,
    StatusList,
    Table,
)
from opsassess.documents.plain import plain_text
from opsassess.questionnaire import Item
from opsassess.report.sight import left_open

SAMPLES = sorted(path.stem for path in Path(resources.folder("samples")).glob("*.json"))

Want = Literal["look", "work", "answer"]
REPORT: Mapping[str, Want] = {  # headings of the gaps
    "Still to be shown, in full or again": "look",
    "Needs work": "work",
    "Not asked of the operator side yet": "answer",
}
FOLLOW_UP: Mapping[str, Want] = {
    "Told, still to be shown": "look",
    "Seen in part, still to be shown in full": "look",
    "Seen, to be seen again": "look",
    "Answered in part": "look",
    "Usable, not yet proven": "work",
    "Written, not yet used by an operator": "work",
    "Nothing in writing with the team": "work",
    "Known to the builder only": "work",
    "Not every operator can do it": "work",
    "Not there yet": "work",
    "Nobody could tell us": "work",
    "Not there yet as the builder told us, not asked of the team yet": "answer",
    "Told by the builder only, not asked of the team yet": "answer",
    "Not asked yet": "answer",
}
AGAIN = r"Seen too long ago, to be shown again$|Met, to be shown in full for T\d$"
UNSEEN = r"told, not seen|only the page seen|seen too long ago"  # marks of the card


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
        (section,) = (s for s in self.sample.document("followup").content.sections if s.id == "heard")
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
    in_part = f"{printed.heard.get('Met, while the rest is open', '').lower()} {again} {by_one}"
    aged = " ".join(plain_text(status.text).lower() for status in printed.statuses if status.state == "due")
    for title in (title for title in printed.items if title.lower() in again):
        assert printed.gaps.get(title) == "look" or title.lower() in aged, title
    open_or_accepted = {*printed.open, *printed.accepted}
    for status in printed.statuses:
        said, must, parts = plain_text(status.text), printed.sample.questionnaire.gate_of[status.id].must, printed.parts
        left = [title for title in parts[status.id] if title in open_or_accepted]
        assert bool(left) == (status.state not in ("shown", "due")), status.id
        assert (must in shown) == (not left and "who also built it" not in said), status.id
        for title in parts[status.id]:
            if left and title not in left:  # the other half
                assert title.lower() in in_part, title
                assert title.lower() in said.lower(), title
            elif "who also built it" in said:
                assert title.lower() in by_one, title


SEEN = {"shown": "Shown: ", "seen, not used": "Seen, not used: ", "seen": "Seen: ", "page seen": "Page seen: "}


def test_how_a_must_have_was_seen_has_one_word(printed: Printed) -> None:
    """List, ladder, reviewer's table and follow-up; "the team can" stands only where it was done or is on record."""
    report = printed.sample.document("report").content
    rungs = (rung for b in blocks(report) if isinstance(b, Ladder) for rung in b.rungs)
    on_ladder = {need.id: plain_text(need.standing) for rung in rungs for need in rung.needs}
    tables = [b for s in report.sections if s.id == "review" for b in s.blocks if isinstance(b, Table)]
    reviewed = {plain_text(row[0]): plain_text(row[1]) for table in tables for row in table.rows}
    for status in printed.statuses:
        word, said = plain_text(status.standing), plain_text(status.text)
        must = printed.sample.questionnaire.gate_of[status.id].must
        assert on_ladder[status.id] == word
        assert ("The team can" in said) <= (word == "shown"), status.id
        if word in SEEN and "who also built it" not in said:
            assert re.search(f"{SEEN[word]}[^.]*{re.escape(must)}", printed.heard["Met"]), status.id
    for question in printed.sample.questionnaire.review:
        for gate in (gate for gate, parts in printed.parts.items() if len(parts) == 1):
            (need,) = printed.sample.score().frame.needs_of_gate[gate]
            if (need.item,) == tuple(question.items) and need.gate.tier != "T3":
                assert reviewed.get(question.title, on_ladder[gate]) == on_ladder[gate]  # a readout has no table


def test_what_an_answer_leaves_open_stands_in_the_report_and_the_follow_up(printed: Printed) -> None:
    """The runbook asks for it: then the tier is not told without it."""
    report = printed.sample.document("report").content
    page = " ".join(plain_text(b.text) for s in report.sections[:1] for b in s.blocks if isinstance(b, Paragraph))
    told = " ".join(plain_text(status.text) for status in printed.statuses)
    score = printed.sample.score()
    needs = [need for found in score.frame.needs_of_gate.values() for need in found]
    for point in left_open(score, [need.item for need in needs]):
        hard = any(need.gate.hard for need in needs if need.item == point.item)
        for clause in point.clauses:
            assert clause in told
            assert clause in printed.heard["Left open in an answer"]
            assert clause in page or not hard or score.reported_tier not in ("not_shown", "T1")


def test_the_card_doubts_nothing_that_the_report_calls_shown(printed: Printed) -> None:
    shown = [title for title in printed.items if title not in printed.open]
    doubted = re.findall(rf"[^.\n]*\((?:all )?(?:{UNSEEN})\)", printed.card)
    unknown = re.findall(r"TODO not known yet: [^(.]*\(", printed.card)
    assert [title for title in shown if any(title in text for text in (*doubted, *unknown))] == []
