"""The coefficients of a retainer as a value: `questionnaires/retainer.yaml`, and a consultancy's own lines over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from opsassess import resources, source, validation
from opsassess.errors import DataError, Mistake
from opsassess.questionnaire import Exact, Frozen, Id, ItemId, Positive, Share
from opsassess.retainer.hours import Rounding

NAME = "retainer.yaml"

NotNegative = Annotated[Exact, Field(ge=0)]
Figure = Literal[
    "fixed",
    "thresholds",
    "agents",
    "exception_hours",
    "new_failure_modes",
    "changes_small",
    "changes_medium",
    "changes_large",
    "tabletops",
    "full_drills",
    "joiners",
    "incidents",
]
PackageId = Literal["must_haves", "next_tier", "keep_healthy"]
Needed = Mapping[ItemId, tuple[ItemId, ...]]  # item -> items that have to be in place first
PACKAGES: tuple[PackageId, ...] = ("must_haves", "next_tier", "keep_healthy")


class Estimate(Frozen):
    """How lines become a total."""

    correlation: Share
    p80: Positive
    p90: Positive
    calibrated_from: Annotated[int, Field(ge=1)]


class Factor(Frozen):
    """How the agent's profile stretches the hours of the questionnaire."""

    systems_included: Annotated[int, Field(ge=0)]
    a_further_system: NotNegative
    regulated_data: NotNegative
    a_further_agent: NotNegative
    lowest: Positive
    highest: Positive

    @model_validator(mode="after")
    def _in_order(self) -> Factor:
        if self.lowest > self.highest:
            raise ValueError("`lowest` should not be above `highest`")
        return self


class RoundingStep(Frozen):
    below: Positive | None = None
    to: Positive


class Spread(Frozen):
    """How far the hours of a service lie around the likely ones."""

    optimistic: Annotated[Exact, Field(gt=0, le=1)]
    pessimistic: Annotated[Exact, Field(ge=1)]


class Calibration(Frozen):
    """What a timesheet says about hours: a factor, and how many rows stand behind it."""

    rows: Annotated[int, Field(ge=0)] = 0
    scale: Positive = Fraction(1)


class Remediation(Calibration):
    """Closing gaps."""

    reading: Share  # of the hours of writing, where the client's own people write


class Line(Calibration):
    """Hours as a sum of figures times their hours."""

    title: Annotated[str, Field(min_length=1)]
    hours: Annotated[Mapping[Figure, NotNegative], Field(min_length=1)]


class Service(Line):
    cadence: Annotated[str, Field(min_length=1)]
    does: Annotated[str, Field(min_length=1)]  # as a client reads it
    accepted_when: Annotated[str, Field(min_length=1)]
    renews: Positive | None = None  # months; none: as often as there are full drills


class PackagePlan(Frozen):
    """Which services a package holds, and how often there is a drill."""

    services: tuple[Id, ...]
    tabletops_per_year: NotNegative
    full_drills_per_year: NotNegative


class Assumed(Frozen):
    """What is taken where the profile does not say it."""

    agents: Positive
    systems: NotNegative
    exception_rate: Share
    sample_share: Share
    exceptions_cap: NotNegative
    minutes_per_exception: NotNegative
    new_failure_modes: NotNegative
    changes_small: NotNegative
    changes_medium: NotNegative
    changes_large: NotNegative
    tabletops_per_year: NotNegative
    full_drills_per_year: NotNegative
    joiners_per_year: NotNegative
    incidents_per_month: NotNegative


def without_circles(needs: Needed) -> Needed:
    """Return dependencies that can be met one after another; a circle is a mistake."""
    circle = find_circle(needs)
    if circle:
        raise ValueError(f"goes in a circle: {' needs '.join(circle)}")
    return needs


class ChangeControl(Frozen):
    """From which volume on the scope no longer holds."""

    runs_factor: Positive
    months: Annotated[int, Field(ge=1)]


class Days(Frozen):
    """Within how many days we propose that something is settled, where nobody agreed to a day."""

    harm: Annotated[int, Field(ge=1)]
    answer: Annotated[int, Field(ge=1)]
    agree: Annotated[int, Field(ge=1)]  # working days
    logins: Annotated[int, Field(ge=1)]  # working days
    work: Annotated[int, Field(ge=1)]  # working days
    worth: Annotated[int, Field(ge=0)]  # how long what is shown again keeps the tier of today
    lasts: Annotated[int, Field(ge=0)]  # how long a tier stands that was just reached
    bears_on_harm: tuple[Id, ...]  # areas


class Coefficients(Frozen):
    """Every number behind the hours of a retainer."""

    format: Literal["opsassess-retainer/1"]
    version: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$")]
    estimate: Estimate
    factor: Factor
    rounding: Annotated[tuple[RoundingStep, ...], Field(min_length=1)]
    spread: Spread
    remediation: Remediation
    services: Mapping[Id, Service]
    incidents: Line
    assumed: Assumed
    packages: Mapping[PackageId, PackagePlan]
    change_control: ChangeControl
    days: Days
    duties: Mapping[Id, ItemId]
    dependencies: Annotated[Needed, AfterValidator(without_circles)] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _rounding_rises(self) -> Coefficients:
        bounds = [step.below for step in self.rounding]
        inner = [bound for bound in bounds if bound is not None]
        if bounds[-1] is not None or len(inner) != len(bounds) - 1 or inner != sorted(inner):
            raise ValueError("`rounding` should rise, and its last row alone has no `below`")
        return self

    @model_validator(mode="after")
    def _packages_know_their_services(self) -> Coefficients:
        named = {service for package in self.packages.values() for service in package.services}
        if named - self.services.keys():
            raise ValueError(
                f"`packages` name services that there are not: {', '.join(sorted(named - self.services.keys()))}"
            )
        if set(self.packages) != set(PACKAGES):
            raise ValueError(f"`packages` should hold {', '.join(PACKAGES)}")
        return self

    @property
    def round(self) -> Rounding:
        """Return how hours are printed."""
        return Rounding(steps=tuple((step.below, step.to) for step in self.rounding))


def merged(ours: Needed, own: Needed) -> Needed:
    """Return both lists of dependencies as one."""
    return {item: (*ours.get(item, ()), *own.get(item, ())) for item in {**ours, **own}}


def find_circle(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return one circle of dependencies, its first member again at the end; nothing where there is none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def load_coefficients(folders: Iterable[Path] = ()) -> Coefficients:
    """Load the coefficients; a consultancy's own file in one of the folders replaces single lines of ours.

    Raises `DataError` with every mistake and its line.
    """
    found = _read(resources.folder("questionnaires") / NAME)
    for folder in folders:
        path = folder / NAME
        if path.is_file():
            own = _read(path)
            data = _over(found.data, own.data)
            found = source.Source(name=own.name, data=data, lines=own.lines, base=found)
    return validation.build(Coefficients, found)


def _read(path: Path) -> source.Source:
    found = source.read_yaml(source.read_text(path), str(path))
    if not isinstance(found.data, dict):
        raise DataError([Mistake(where=found.name, what="it should hold names with their values")])
    return found


def _over(ours: Any, own: Any) -> Any:
    """Return our value with the consultancy's over it, key by key."""
    if not isinstance(ours, Mapping) or not isinstance(own, Mapping):
        return own
    return {**ours, **{key: _over(ours.get(key), value) for key, value in own.items()}}
