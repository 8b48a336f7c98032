"""Reading YAML and JSON: what comes out, from which line, and what is refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from opsassess import resources
from opsassess.errors import DataError
from opsassess.source import Source, read_json, read_text, read_yaml, with_lines


def refusal(read: Callable[[str, str], Source], text: str) -> str:
    """Return the message with which a text is refused."""
    with pytest.raises(DataError) as refused:
        read(text, "file")
    return str(refused.value)


# ---------------------------------------------------------------------------------------------------------------------
# YAML: scalars stay as they were written, and every value knows its line


def test_yaml_keeps_what_was_written() -> None:
    text = """\
answer: no
switch: on
agreed: Yes
version: 1.10
octal: 0777
day: 2026-05-31
time: 12:30:00
number: 1_000
"""
    assert read_yaml(text, "file").data == {
        "answer": "no",
        "switch": "on",
        "agreed": "Yes",
        "version": "1.10",
        "octal": "0777",
        "day": "2026-05-31",
        "time": "12:30:00",
        "number": "1_000",
    }


def test_nothing_is_nothing_only_without_quotes() -> None:
    text = """\
tilde: ~
word: null
blank:
quoted: "null"
empty: ""
"""
    data = read_yaml(text, "file").data
    assert data == {"tilde": None, "word": None, "blank": None, "quoted": "null", "empty": ""}


def test_every_value_knows_its_line() -> None:
    text = """\
# a comment
title: Small
items:
  - id: one
    ask: >-
      A question over
      two lines.
  - {id: two, levels: [a, b]}
"""
    source = read_yaml(text, "small.yaml")
    assert source.data == {
        "title": "Small",
        "items": [{"id": "one", "ask": "A question over two lines."}, {"id": "two", "levels": ["a", "b"]}],
    }
    assert source.where(("title",)) == "small.yaml:2"
    assert source.where(("items",)) == "small.yaml:3"
    assert source.where(("items", 0)) == "small.yaml:4"
    assert source.where(("items", 0, "ask")) == "small.yaml:5"
    assert source.where(("items", 1, "levels", 1)) == "small.yaml:8"
    assert source.where(("items", 1, "window")) == "small.yaml:8", "a missing key has the line of its parent"


def test_every_repeated_key_is_named_with_its_line() -> None:
    text = """\
title: One
id: small
title: Two
items:
  - {id: a, id: b}
"""
    assert refusal(read_yaml, text) == (
        "file:3: the key 'title' is repeated. Keep one of them.\nfile:5: the key 'id' is repeated. Keep one of them."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "file: the file is empty."),
        ("# only a comment\n", "file: the file is empty."),
        ("a: &x 1\nb: *x\n", "file:2: an alias (*) is used. Write the value out."),
        ("a: &x {k: 1}\nb:\n  <<: *x\n", "file:3: an alias (*) is used. Write the value out."),
        ("a: &a [*a]\n", "file:1: an alias (*) is used. Write the value out."),
        ("a:\n\tb: 1\n", "file:2: not YAML: found character that cannot start any token."),
        ("a: [1, 2\nb: 3\n", "file:2: not YAML: did not find expected ',' or ']'."),
        ("a: 1\n---\nb: 2\n", "file:2: a second document begins here (---). Put it into a file of its own."),
        ("? [a, b]\n: 1\n", "file:1: a key is not a plain text. Write it as one word or in quotes."),
        ('a: "\\ud800"\n', "file:1: not YAML: found invalid Unicode character escape code."),
        (
            "a: \x01\n",
            "file: not YAML: unacceptable character #x0001: control characters are not allowed.",
        ),
    ],
    ids=[
        "empty",
        "comment",
        "alias",
        "merge",
        "endless",
        "tab",
        "bracket",
        "documents",
        "list as a key",
        "surrogate",
        "control character",
    ],
)
def test_yaml_is_refused_with_a_sentence(text: str, message: str) -> None:
    assert refusal(read_yaml, text) == message


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "[" * 3000 + "]" * 3000], ids=["[", "{", "[]"])
def test_deep_yaml_is_refused_before_it_hurts(text: str) -> None:
    """PyYAML's own tree of nodes is made by recursion in C, which ends the process."""
    assert refusal(read_yaml, text) == "file:1: it is nested more than 50 deep. Look for brackets that never close."


def test_a_tag_runs_nothing() -> None:
    assert read_yaml("a: !!python/object/apply:os.getcwd []\n", "file").data == {"a": []}


@pytest.mark.parametrize("name", ["agent-operability", "triage", "crosswalk"])
def test_the_slow_parser_reads_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML was built without its C part, the files have to give the same data from the same lines."""
    text = read_text(resources.folder("questionnaires") / f"{name}.yaml")
    quick = read_yaml(text, name)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read_yaml(text, name) == quick


# ---------------------------------------------------------------------------------------------------------------------
# Files


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "windows.json"
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert read_json(read_text(path), "windows.json").data == {"a": 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file."),
        (b"title: Stra\xdfe\n", "byte 11 is not UTF-8. Save the file as UTF-8."),
        ("title: Straße\n".encode("utf-16"), "byte 0 is not UTF-8. Save the file as UTF-8."),
    ],
    ids=["missing", "latin-1", "utf-16"],
)
def test_a_file_is_refused_with_a_sentence(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError) as refused:
        read_text(path)
    assert str(refused.value) == f"{path}: {message}"


def test_a_folder_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="it cannot be read"):
        read_text(tmp_path)


# ---------------------------------------------------------------------------------------------------------------------
# JSON


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "file:1: not JSON: expecting value."),
        ('{"a": 1,\n "b": }', "file:2: not JSON: expecting value."),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "file: the key 'c' is repeated. Keep one."),
        ("[NaN]", "file: NaN is not a number that JSON knows."),
        ("[-Infinity]", "file: -Infinity is not a number that JSON knows."),
        ("[1e999]", "file: 1e999 is not a number that JSON knows."),
        ("[" + "9" * 5000 + "]", "file: it holds a number of more than 4300 digits."),
        (
            '{"a": "Dana \\ud83d"}',
            r"file: the text 'Dana \ud83d' holds half a character. Write it anew; an emoji was cut in two.",
        ),
        ('{"\\udc00": 1}', r"file: the text '\udc00' holds half a character. Write it anew; an emoji was cut in two."),
        ("[" * 100_000, "file: not a sensible JSON file: it is nested more than 50 deep."),
        ("[" * 52 + "]" * 52, "file: not a sensible JSON file: it is nested more than 50 deep."),
    ],
    ids=[
        "empty",
        "comma",
        "repeated",
        "NaN",
        "infinity",
        "too large",
        "too long",
        "surrogate",
        "surrogate as a key",
        "very deep",
        "deep",
    ],
)
def test_json_is_refused_with_a_sentence(text: str, message: str) -> None:
    assert refusal(read_json, text).removesuffix(" Look at that line, or export the assessment again.") == message


def test_a_whole_emoji_is_read() -> None:
    assert read_json('{"a": "\\ud83d\\ude00"}', "file").data == {"a": "😀"}


def test_json_gets_its_lines_when_there_is_a_mistake_to_place() -> None:
    text = '{\n  "respondents": [\n    {"id": "dana"}\n  ]\n}'
    source = read_json(text, "file.json")
    loc = ("respondents", 0, "id")
    assert source.where(loc) == "file.json"
    assert with_lines(source, text).where(loc) == "file.json:3"
    assert with_lines(source, text.replace("  ", "\t")).where(loc) == "file.json:3"
    assert with_lines(source, "not YAML: [").where(loc) == "file.json", "then the path has to do"
