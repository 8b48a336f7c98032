"""Keys, tokens and passwords that were pasted by mistake: found by patterns that Python and a browser read alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from opsassess import resources, source, validation
from opsassess.questionnaire import Frozen, Id


class SecretKind(Frozen):
    id: Id
    name: Annotated[str, Field(min_length=1)]  # as it is named on the screen: "AWS access key"
    pattern: Annotated[str, Field(min_length=1)]
    flags: Literal["", "i"] = ""

    @field_validator("pattern")
    @classmethod
    def _is_read_alike(cls, pattern: str) -> str:
        bare = _CLASSES_AND_ESCAPES.sub("", pattern)
        for text, unlike in ((pattern, _UNLIKE_ESCAPE), (bare, _UNLIKE)):
            if found := unlike.search(text):
                raise ValueError(f"should not use {found[0]!r}, which a browser and Python read differently")
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"should be a regular expression: {error}") from None
        return pattern

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Return the pattern, compiled as a browser would."""
        return re.compile(self.pattern, re.ASCII | (re.IGNORECASE if self.flags else re.NOFLAG))


# Lookbehind, groups with names or flags, possessive quantifiers, \A \Z \s \d \w \B, a bare dot, ^ and $: each means
# another thing, or nothing, in one of the two. Classes are spelled out instead.
_CLASSES_AND_ESCAPES = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]")
_UNLIKE_ESCAPE = re.compile(r"\\[AZsSdDwWBpPuUNxk]")
_UNLIKE = re.compile(r"[.^$]|\(\?(?![:=!])|[*+?}]\+")


class Secrets(Frozen):
    """All kinds of secrets, in the order in which they are looked for."""

    format: Literal["opsassess-secrets/1"]
    kinds: Annotated[tuple[SecretKind, ...], Field(min_length=1)]

    def name_of(self, texts: Iterable[str]) -> str:
        """Return the name of the first kind of secret in some texts, or an empty text."""
        found = (kind.name for text in texts for kind in self.kinds if kind.regex.search(text))
        return next(found, "")

    def to_json(self) -> list[dict[str, Any]]:
        """Return what the page looks with."""
        return [{"name": kind.name, "pattern": kind.pattern, "flags": kind.flags} for kind in self.kinds]


def read_secrets(path: Path) -> Secrets:
    """Read a file of secrets' patterns; raises `DataError` with every mistake and its line."""
    return validation.build(Secrets, source.read_yaml(source.read_text(path), str(path)))


@lru_cache(maxsize=1)
def packaged() -> Secrets:
    """Return the kinds that travel with the package."""
    return read_secrets(resources.folder("questionnaires") / "secrets.yaml")
