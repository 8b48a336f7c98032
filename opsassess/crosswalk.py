"""Public frameworks that items relate to, and the titles of their clauses.

To say that an item relates to a clause is a judgement; nothing here says that anything complies with a framework.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from opsassess import resources, source, validation
from opsassess.questionnaire import Frozen, Id, Sentence


class Framework(Frozen):
    """One edition of a framework, with the clauses that some item relates to."""

    title: str
    publisher: str
    edition: str
    licence: Sentence  # what may be passed on, and what therefore stands here
    note: str = ""
    secondary: bool = False  # compared with agreeing secondary sources only, not with the publication itself
    ids: Annotated[Mapping[str, Sentence], Field(min_length=1)]  # id of a clause -> its title


class FrameworkIndex(Frozen):
    """All frameworks. A clause is written ``framework:id``."""

    format: Literal["opsassess-crosswalk/1"]
    frameworks: Mapping[Id, Framework]

    def __contains__(self, clause: object) -> bool:
        key, _, name = str(clause).partition(":")
        return key in self.frameworks and name in self.frameworks[key].ids

    def clauses(self) -> Iterator[str]:
        for key, framework in self.frameworks.items():
            yield from (f"{key}:{clause}" for clause in framework.ids)

    def framework_of(self, clause: str) -> Framework:
        """Return the framework of a clause; raises `KeyError` for one that is not here."""
        return self.frameworks[clause.partition(":")[0]]

    def title(self, clause: str) -> str:
        """Return the title of a clause; raises `KeyError` for one that is not here."""
        return self.framework_of(clause).ids[clause.partition(":")[2]]


@lru_cache(maxsize=1)
def load_crosswalk() -> FrameworkIndex:
    """Return the frameworks that travel with the package."""
    path = resources.folder("questionnaires") / "crosswalk.yaml"
    return validation.build(FrameworkIndex, source.read_yaml(source.read_text(path), str(path)))
