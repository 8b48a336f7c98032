"""Where each number behind the hours comes from: proposed by the method, set by the consultancy, or measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from opsassess.retainer.coefficients import Coefficients, load_coefficients

Origin = Literal["proposed", "set", "measured"]
ORIGINS: tuple[Origin, ...] = ("proposed", "set", "measured")
_GROUPS = ("remediation", "factor", "estimate", "spread", "services", "incidents", "assumed", "rounding")


def origins(coefficients: Coefficients) -> Mapping[str, Origin]:
    """Return the origin of each number by its path in the file, such as ``factor.regulated_data``.

    A number that differs from the one we ship was set; one that a timesheet stands behind was measured.
    """
    shipped, here = dict(_numbers(_shipped())), dict(_numbers(coefficients))
    measured = tuple(_measured(coefficients))
    return {
        path: "measured" if path.startswith(measured) else "proposed" if shipped.get(path) == number else "set"
        for path, number in here.items()
    }


@lru_cache
def _shipped() -> Coefficients:
    return load_coefficients()


def _numbers(coefficients: Coefficients) -> Iterator[tuple[str, Any]]:
    data = coefficients.model_dump()
    for group in _GROUPS:
        yield from _leaves(group, data[group])


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every number below a path."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}", inner)
    elif isinstance(value, list | tuple):
        for n, inner in enumerate(value, 1):
            yield from _leaves(f"{path}.{n}", inner)
    elif value is not None and not isinstance(value, str):
        yield path, value


def _measured(coefficients: Coefficients) -> Iterator[str]:
    """Yield the paths of the hours that rows of a timesheet stand behind."""
    if coefficients.remediation.rows:
        yield "remediation."
    if coefficients.incidents.rows:
        yield "incidents."
    for name, service in coefficients.services.items():
        if service.rows:
            yield f"services.{name}."
