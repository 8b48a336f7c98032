"""Markdown for a client's wiki: each block as it is written, and client text that stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import mistune
import pytest
from documents_of_all_blocks import EVERY_BLOCK, a_document
from hypothesis import example, given
from hypothesis import strategies as st

from opsassess.blocks import Bullets, Facts, Heading, Paragraph, Step, Steps, Table, Todo
from opsassess.documents.markdown import block_markdown, to_markdown
from opsassess.prose import Prose, escape

HOSTILE = [
    "<script>alert(1)</script>",
    "![x](file:///etc/passwd) [y](javascript:alert(1)) <https://x.example>",
    "a | b \\| c `d` **e** _f_ ~~g~~ $h$ &amp; &#35; 1. i",
    "# heading #",
    "---",
    "| a | b |",
    "- [ ] item",
    "2) item",
    "ends in a backslash \\",
    "issue ##",
]


def test_every_block() -> None:
    assert to_markdown(a_document(*EVERY_BLOCK)) == (
        "# Runbook: Router\n\nDraft\n\n- **Client**: Acme\n- **Date**: 4 May 2026\n\n## Part\n\n"
        "### Heading\n\nA lead.\n\n- one\n- two\n\n* [ ] tick\n\n"
        "1. Open it.\n   - *You see*: It is open.\n2. Close it.\n\n1) Again.\n\n"
        "- **Who**: Dana\n\n| A | B |\n| --- | --- |\n| 1 | |\n| x \\| y | 2 |\n\n"
        "| Record | |\n| --- | --- |\n| Day | |\n| Passed | yes / no |\n\n"
        "> **TODO** The number. *Needed from* Jonas. *By* 4 December 2026.\n\n"
        "| Area | answered |\n| --- | --- |\n| Scope | 1 of 2 |\n| Fallback | does not apply |\n\nThe map\n\n"
        "| Must-have | State | What we know |\n| --- | --- | --- |\n| Stop | described, not shown | Dana says so. |\n\n"
        "- T0: Lowest\n- **T1: Pilot (here today)**\n\nThe pilot is reached.\n\n"
        "#### Revoke\n\ncritical · G2\n\nDo it.\n\n- **Owner**: Dana\n"
    )


def test_it_is_clean() -> None:
    text = to_markdown(a_document(*EVERY_BLOCK))
    assert "\n\n\n" not in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert text == to_markdown(a_document(*EVERY_BLOCK))
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_a_fact_of_several_lines_stays_one_entry_of_its_list() -> None:
    text = block_markdown(Facts(pairs=((Prose("Stop"), Prose("one\\\ntwo")), (Prose("Who"), Prose("Dana")))))
    assert text == "- **Stop**: one\\\n  two\n- **Who**: Dana"
    (found,) = parsed(text)
    assert len(found["children"]) == 2
    assert "linebreak" in kinds([found])


def test_lists_that_follow_each_other_stay_apart() -> None:
    lists = (Bullets(items=(Prose("a"),)), Facts(pairs=((Prose("b"), Prose("c")),)), Bullets(items=(Prose("d"),)))
    found = [
        token for token in parsed(to_markdown(a_document(*lists)).partition("## Part")[2]) if token["type"] == "list"
    ]
    assert len(found) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_every_place(text: str) -> None:
    assert_literal(text)


@given(st.text(min_size=1))
@example("#")
@example("a#")
@example("\\")
@example("*a*")
@example("a**")
def test_any_text_stays_text_in_every_place(text: str) -> None:
    assert_literal(text)


def assert_literal(text: str) -> None:
    """Assert that a text is read as itself, wherever it stands, and becomes no tag, link or image."""
    prose = escape(text)
    shown = "".join(plain(mistune.create_markdown(renderer=None).inline(prose, {})))
    places = (
        Heading(text=prose),
        Paragraph(text=prose),
        Bullets(items=(prose,), checkbox=True),
        Steps(steps=(Step(do=prose, see=prose),)),
        Facts(pairs=((Prose("name"), prose),)),
        Table(columns=(prose,), rows=((prose,),)),
        Todo(what=prose),
    )
    if not prose:
        return
    for block in places:
        tokens = list(parsed(block_markdown(block)))
        assert shown in " ".join("".join(plain(tokens)).split("\n")), block
        assert not {"link", "image", "inline_html", "block_html", "block_code"} & set(kinds(tokens)), block


def parsed(text: str) -> list[dict[str, Any]]:
    tokens = mistune.create_markdown(renderer=None, plugins=["table"])(text)
    assert isinstance(tokens, list)
    return tokens


def plain(tokens: Any) -> Iterator[str]:
    for token in tokens:
        yield from plain(token["children"]) if "children" in token else [token.get("raw", "\n")]


def kinds(tokens: Any) -> Iterator[str]:
    for token in tokens:
        yield token["type"]
        yield from kinds(token.get("children", ()))
