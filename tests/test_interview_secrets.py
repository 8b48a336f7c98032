"""Keys and passwords that were pasted by mistake are found, and what only speaks of them is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opsassess.errors import DataError
from opsassess.interview.secrets import packaged, read_secrets

EXAMPLES = json.loads((Path(__file__).parent / "secrets.json").read_text(encoding="utf-8"))


def test_what_is_found_in_each_example() -> None:
    found = {example["text"]: packaged().name_of([example["text"]]) or None for example in EXAMPLES}
    assert found == {example["text"]: example["finds"] for example in EXAMPLES}


def test_each_kind_has_an_example() -> None:
    assert {kind.name for kind in packaged().kinds} == {example["finds"] for example in EXAMPLES} - {None}


def test_a_secret_is_found_in_the_middle_of_a_long_text() -> None:
    text = "Dana pauses the agent. " * 4000
    assert packaged().name_of([text, text + "password: Hunter22 " + text]) == "password"


@pytest.mark.parametrize(
    "piece",
    ["eyJ-", "password: ", "-----BEGIN PRIVATE KEY-----", "a://a:", "token=", "ab-", "AKIA", "sk-", "pwd:=", "x" * 50]
)  # fmt: skip
def test_no_text_keeps_it_busy(piece: str) -> None:
    text = piece * (100_000 // len(piece))  # a pattern that goes back over all of it again and again takes minutes
    assert packaged().name_of([text]) in {"", "password", "private key"}


@pytest.mark.parametrize(
    ("pattern", "unlike"),
    [(r"(?<=x)y", "(?"), (r"(?i)x", "(?"), (r"x.y", "."), (r"^x", "^"), (r"\d{4}", r"\\d"), ("x++", "++")],
)
def test_a_pattern_that_a_browser_reads_differently_is_refused(tmp_path: Path, pattern: str, unlike: str) -> None:
    file = tmp_path / "secrets.yaml"
    file.write_text(f"format: opsassess-secrets/1\nkinds:\n  - id: x\n    name: x\n    pattern: '{pattern}'\n")
    with pytest.raises(DataError, match="a browser and Python read differently") as refused:
        read_secrets(file)
    assert f"should not use '{unlike}" in str(refused.value)
