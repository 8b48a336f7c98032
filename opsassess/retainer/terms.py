"""The consultancy's own prices and terms, as `engagement.yaml` says them. There is no default rate."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from opsassess.questionnaire import Frozen, Positive
from opsassess.retainer.coefficients import Assumed, Needed, NotNegative, PackageId, without_circles
from opsassess.retainer.hours import Rounding
from opsassess.written import day_in

Part = Literal["remediation", "services", "incidents"]
Words = Annotated[str, Field(min_length=1, max_length=500)]


class Tax(Frozen):
    """The tax line below a price."""

    name: Words
    percent: Annotated[NotNegative, Field(le=100)]


class RateCard(Frozen):
    """What an hour costs. Every part has its own rate."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    remediation: Positive
    services: Positive
    incidents: Positive
    tax: Tax | None = None
    round_to: Positive = Fraction(1)  # prices before tax go up to a multiple of this

    def price(self, part: Part, hours: Fraction) -> Fraction:
        """Return the price of printed hours, before tax."""
        rate: Fraction = getattr(self, part)
        return self.round_to * math.ceil(rate * hours / self.round_to)

    def tax_on(self, price: Fraction) -> Fraction:
        """Return the tax on a price, rounded half up to the cent."""
        return Fraction(math.floor(price * (self.tax.percent if self.tax else 0) + Fraction(1, 2)), 100)


class Response(Frozen):
    """How soon somebody of the provider answers an incident of one severity, in service hours, package by package."""

    severity: Words
    must_haves: Positive | None = None
    next_tier: Positive | None = None
    keep_healthy: Positive | None = None

    def hours(self, package: PackageId) -> Fraction | None:
        """Return the hours in a package; None where none are agreed."""
        found: Fraction | None = getattr(self, package)
        return found


class Terms(Frozen):
    """What is agreed beside hours and prices. What is not said is printed as still to be agreed."""

    service_hours: Words | None = None
    response: tuple[Response, ...] = ()
    minimum_months: Annotated[int, Field(ge=1, le=120)] | None = None
    notice_days: Annotated[int, Field(ge=0, le=730)] | None = None
    unused_hours: Words | None = None  # what becomes of incident hours that were not needed
    valid_days: Annotated[int, Field(ge=1, le=730)] | None = None  # how long the offer stands
    contact: Words | None = None
    people: tuple[Words, ...] = ()  # of the provider: who does the work, by the names that the assessment has


class Budget(Frozen):
    """A budget in hours or in money; its lines are those of remediation."""

    hours: Positive | None = None
    money: Positive | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Budget:
        if (self.hours is None) == (self.money is None):
            raise ValueError("should hold either `hours` or `money`")
        return self


def _written_day(value: object) -> object:
    return day_in(value) if isinstance(value, str) else value


class Ordered(Frozen):
    """The months that the client has ordered."""

    months: PackageId  # of which package
    since: Annotated[dt.date, BeforeValidator(_written_day)]


class Plan(Frozen):
    """What the consultancy decides for one scope."""

    target: Literal["T1", "T2", "T3"] | None = None  # default: the tier after the one that the must-haves reach
    budget: Budget | None = None
    assumed: Mapping[str, NotNegative] = {}  # over those of the coefficients
    ordered: Ordered | None = None  # only then a month has a plan that hours can be compared with
    dependencies: Annotated[Needed, AfterValidator(without_circles)] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known_assumptions(self) -> Plan:
        unknown = sorted(set(self.assumed) - Assumed.model_fields.keys())
        if unknown:
            raise ValueError(f"`assumed` knows {', '.join(Assumed.model_fields)}; not {', '.join(unknown)}")
        if faults := [fault for name, value in self.assumed.items() if (fault := _assumed_fault(name, value))]:
            raise ValueError("; ".join(faults))
        return self


def _assumed_fault(name: str, value: Fraction) -> str:
    """Return why a figure cannot be assumed: the coefficients have bounds of its own."""
    try:
        Assumed.model_validate({**dict.fromkeys(Assumed.model_fields, 1), name: value})
    except ValidationError as error:
        should_be = error.errors()[0]["msg"].removeprefix("Input ")
        return f"`assumed.{name}` is {float(value):g}, but {should_be}"
    return ""


class Offer(Frozen):
    """What an engagement's settings say of prices and terms."""

    rate_card: RateCard | None = None
    terms: Terms = Terms()
    scope: Plan = Plan()

    @model_validator(mode="after")
    def _money_needs_rates(self) -> Offer:
        if self.scope.budget and self.scope.budget.money is not None and self.rate_card is None:
            raise ValueError("`scope.budget.money` needs a `rate_card`; without one give `hours`")
        return self


@dataclass(frozen=True, kw_only=True)
class Price:
    """Printed hours and what they cost."""

    hours: Fraction
    net: Fraction
    tax: Fraction

    @property
    def gross(self) -> Fraction:
        return self.net + self.tax


def priced(part: Part, hours: Fraction, card: RateCard | None) -> Price | None:
    """Return what hours cost; without a rate card nothing is said."""
    if card is None:
        return None
    net = card.price(part, hours)
    return Price(hours=hours, net=net, tax=card.tax_on(net))


def hours_within(budget: Budget, card: RateCard | None, rounding: Rounding) -> Fraction | None:
    """Return the most printed hours that a budget pays for; None for money without a rate card.

    Printed hours and prices go up to their steps, so the budget goes down to one first: what is printed stays within.
    """
    if budget.hours is not None:
        return rounding.down(budget.hours)
    if card is None or budget.money is None:
        return None
    return rounding.down(card.round_to * math.floor(budget.money / card.round_to) / card.remediation)
