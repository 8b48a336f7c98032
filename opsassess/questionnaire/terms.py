"""The words and plain values that a questionnaire is written in."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, Self, TypeGuard

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

EvidenceLevel = Literal["E0", "E1", "E2", "E3"]
EVIDENCE_LEVELS: tuple[EvidenceLevel, ...] = ("E0", "E1", "E2", "E3")

Role = Literal["operator", "owner", "user", "builder"]
OPERATOR_SIDE: tuple[Role, ...] = ("operator", "owner", "user")

TierId = Literal["T0", "not_shown", "T1", "T2", "T3"]
TIERS: tuple[TierId, ...] = ("T0", "not_shown", "T1", "T2", "T3")  # from the lowest

Step = Literal["write", "walk_through", "prove"]
STEPS: Mapping[Step, int] = {"write": 2, "walk_through": 3, "prove": 4}  # step -> the rating that it reaches

ContentKind = Literal["text", "number", "people", "steps", "table", "choice", "choices", "date", "link", "failure_mode"]
FAILURE_COLUMNS = ("detect", "retry", "human_review", "pause", "notify")


def _exact(value: Any) -> Any:
    """Read a decimal as the fraction that it is written as: .6 is 3/5, not 0.59999."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Fraction):
        raise ValueError("should be a number")  # noqa: TRY004 - pydantic turns a ValueError into a mistake
    try:
        return value if isinstance(value, Fraction) else Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError("should be a number") from None


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _decimal(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


Exact = Annotated[Fraction, BeforeValidator(_exact), PlainSerializer(_decimal), WithJsonSchema({"type": "number"})]
Share = Annotated[Exact, Field(ge=0, le=1), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
Positive = Annotated[Exact, Field(gt=0), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Hours = tuple[Positive, Positive, Positive]  # optimistic, likely, pessimistic


def _fact_value(value: Any) -> Any:
    """YAML scalars arrive as strings; a fact is compared with what a profile says, so true means true."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


FactValue = Annotated[bool | int | float | str, BeforeValidator(_fact_value)]
Condition = Mapping[str, tuple[FactValue, ...]]  # fact -> accepted values; all must match
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
ItemId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*\.[a-z0-9][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=1, max_length=2000)]


class Frozen(BaseModel):
    """Base of all models of user data: immutable, and a key that nobody knows is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")

    def __copy__(self) -> Self:
        """Copy without what was worked out: `model_copy` would keep it and call it that of the changed copy."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields:
            del copied.__dict__[name]
        return copied
