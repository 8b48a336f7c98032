"""A milestone: the scores of one day, frozen under a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from opsassess import validation
from opsassess.assessment import Assessment, Milestone
from opsassess.errors import OpsassessError
from opsassess.questionnaire.terms import is_number
from opsassess.scoring import Score
from opsassess.source import Source


def freeze(score: Score, name: str, at: dt.datetime) -> Milestone:
    """Return the scores as a milestone; ``at`` is the moment up to which the answers count.

    Raises `DataError` for a name that cannot be one.
    """
    data = {"name": name, "date": score.as_of, "scores": score.to_json() | {"at": at.isoformat()}}
    return validation.build(Milestone, Source(name="new milestone", data=data))


def milestone_named(assessment: Assessment, name: str = "") -> Milestone:
    """Return a milestone by its name, without one the newest; raises `OpsassessError` if there is none such."""
    known = sorted(assessment.milestones, key=lambda m: m.date)
    found = [m for m in known if not name or m.name.casefold() == name.casefold()]
    if found:
        return found[-1]
    if known:
        there = ", ".join(f"{m.name} ({m.date})" for m in known)
        raise OpsassessError(f"There is no milestone {name!r}; there are: {there}.")
    raise OpsassessError(
        'There is no milestone yet. Freeze one when a report goes out: opsassess milestone "First report".'
    )


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """What a milestone says. It was written by an older version or by hand, so anything in it may be missing."""

    milestone: Milestone

    @property
    def day(self) -> dt.date:
        return self.milestone.date

    @cached_property
    def until(self) -> dt.datetime:
        """Return the moment up to which answers belong to it: as recorded, else the end of its day."""
        at = self.milestone.scores.get("at")
        try:
            moment = dt.datetime.fromisoformat(at) if isinstance(at, str) else None
        except ValueError:
            moment = None
        end_of_day = dt.datetime.combine(self.day, dt.time.max, dt.UTC)
        return moment if moment and moment.tzinfo else end_of_day

    @property
    def sha256(self) -> str | None:
        """Return the hash of the questionnaire that it was scored with."""
        return _text(self._part("questionnaire").get("sha256"))

    @property
    def version(self) -> str | None:
        """Return the version of the questionnaire that it was scored with."""
        return _text(self._part("questionnaire").get("version"))

    @property
    def tier(self) -> str | None:
        """Return the tier that was reported."""
        return _text(self._part("tier").get("reported"))

    @property
    def overall(self) -> Fraction | None:
        """Return the overall share that was shown."""
        return _exact(self._part("overall").get("shown"))

    @cached_property
    def items(self) -> Mapping[str, Fraction | None]:
        """Return what was shown of each item; None where it did not apply."""
        return {i: _exact(s.get("shown")) for i, s in self._part("items").items() if isinstance(s, Mapping)}

    @cached_property
    def areas(self) -> Mapping[str, Fraction | None]:
        """Return what was shown of each area."""
        return {a: _exact(s.get("shown")) if isinstance(s, Mapping) else None for a, s in self._part("areas").items()}

    @cached_property
    def gates(self) -> Mapping[str, str]:
        """Return the state of each gate."""
        return {gate: str(state) for gate, state in self._part("gates").items()}

    def _part(self, name: str) -> Mapping[str, Any]:
        part = self.milestone.scores.get(name)
        return part if isinstance(part, Mapping) else {}


def _exact(value: object) -> Fraction | None:
    """Read a number back as it was printed: .6 is 3/5."""
    return Fraction(str(value)) if is_number(value) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
