"""Prose: what a person typed is printed as it was typed, and as nothing else."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from pathlib import Path
from typing import Any

import mistune
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opsassess.documents.inline import Run, runs
from opsassess.errors import DataError
from opsassess.prose import (
    LEFT_TO_RIGHT,
    Prose,
    Sentences,
    bold,
    counted,
    ended,
    escape,
    join,
    listed,
    load_sentences,
    paragraphs,
    spanned,
    unquoted,
    visible,
)


def normalised(text: str) -> str:
    """Return what a reader should see of a text: one line, composed, with what is invisible named."""
    shown = visible(re.sub(r"[ \t\n\r\u00a0\u2028\u2029]+", " ", unicodedata.normalize("NFC", text)).strip())
    return shown + (LEFT_TO_RIGHT if escape(text).endswith(LEFT_TO_RIGHT) else "")


@given(st.text())
@example("a\\*b")
@example("&lt; &#60; &amp;")
@example("x\x00\u202e y")
@example("1. a")
@example("__init__ snake_case _a_")
def test_escaped_text_reads_as_it_was_typed(text: str) -> None:
    assert "".join(run.text for run in runs(escape(text))) == normalised(text)


@given(st.text())
def test_escaped_text_has_no_mark_and_opens_no_block(text: str) -> None:
    tokens: Any = mistune.create_markdown(renderer=None, plugins=["table"])(escape(text))
    assert [token["type"] for token in tokens] == ["paragraph" if escape(text) else "blank_line"]
    assert not [run for run in runs(escape(text)) if run.bold or run.italic or run.code]


@given(st.text())
def test_escaping_twice_is_escaping_once(text: str) -> None:
    once = escape(text)
    assert escape(once) == once
    assert "\n" not in once


@given(st.text())
@example("*")
@example("a\\")
def test_bold_text_is_all_bold(text: str) -> None:
    shown = normalised(text)
    assert runs(bold(text)) == ((Run(text=shown, bold=True),) if shown else ())


@given(st.lists(st.text(min_size=1), min_size=1))
def test_each_line_is_a_paragraph(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert paragraphs(text) == tuple(escape(line) for line in re.split(r"[\r\n\u2028\u2029]+", text) if line.strip())


@pytest.mark.parametrize(
    ("parts", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "*b*", Prose("**c**")], "a, \\*b\\* and **c**")],
)
def test_a_list_in_words(parts: list[str], said: str) -> None:
    assert listed(parts) == said


def test_small_words() -> None:
    assert counted(1, "gap") == "one gap"
    assert counted(13, "entry", "entries") == "13 entries"
    assert join(["a", "", Prose("**b**")]) == "a **b**"


def test_a_span_of_days_says_month_and_year_once() -> None:
    first = dt.date(2026, 9, 28)
    spans = [spanned((first, first + dt.timedelta(days=days))) for days in (0, 1, 5, 100)]
    assert spans == [
        "28 September 2026",
        "28 to 29 September 2026",
        "28 September to 3 October 2026",
        "28 September 2026 to 6 January 2027",
    ]


@pytest.mark.parametrize("name", ["Samira سميرة", "דנה", "Samira سميرة (2)", "Samira סמירה, Dana"])
def test_a_sentence_goes_on_from_left_to_right_after_arabic_and_hebrew_words(name: str) -> None:
    """Else the day that follows is drawn among them: "Samira 4 ,סמירה December"."""
    said = Sentences({"by": "Owner: {{ who }}, 4 December."}).say("by", who=name)
    assert said in (f"Owner: {name}\u200e, 4 December.", "Owner: Samira סמירה, Dana, 4 December.")
    assert ended(escape(f"{name}.")).count(".") == 1


def test_a_sentence_escapes_what_it_takes_in_and_misses_nothing_silently() -> None:
    sentences = Sentences({"who": "Ask {{ who }}: {{ what | bold }}."})
    assert sentences.say("who", who="*Dana*", what=Prose("now")) == "Ask \\*Dana\\*: **now**."
    with pytest.raises(DataError, match="sentence who: 'what' is undefined"):
        sentences.say("who", who="Dana")


def test_a_sentence_of_the_house_runs_in_a_sandbox() -> None:
    """An engagement's folder is handed over: what stands in it must not run on the next machine."""
    evil = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"
    sentences = Sentences({"who": evil, "long": "{% for n in range(10**9) %}x{% endfor %}"})
    for name in ("who", "long"):
        with pytest.raises(DataError, match=f"sentence {name}"):
            sentences.say(name)


def test_a_sentence_of_the_house_has_the_name_of_one_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / "sentences"
    folder.mkdir()
    (folder / "readiness.yaml").write_text("titel: Bericht\nmap.title:\n  - a\n")
    with pytest.raises(DataError) as caught:
        load_sentences("readiness", [tmp_path])
    assert [str(m).partition("readiness.yaml")[2] for m in caught.value.mistakes] == [
        ":2: 'map.title' should be one text.",
        ":1: there is no sentence 'titel'. Perhaps 'title' is meant.",
    ]


def test_words_that_are_quoted_keep_the_marks_of_what_they_quote() -> None:
    assert unquoted(' "Stop it." ') == "Stop it."
    assert unquoted('"Change the program" is one line') == "\u2018Change the program\u2019 is one line"
    assert unquoted("“One” and “two”") == "\u2018One\u2019 and \u2018two\u2019"
