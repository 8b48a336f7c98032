"""A retainer as values: lines from gaps, the month, what a budget buys, and three packages.

Source of every formula: docs/method.md, "Retainer". Hours and money are exact; a float appears only under a root.
"""

from __future__ import annotations

from opsassess.retainer.coefficients import load_coefficients
from opsassess.retainer.scope import Scope, make_scope
from opsassess.retainer.terms import Offer, Plan, RateCard, Terms

__all__ = ["Offer", "Plan", "RateCard", "Scope", "Terms", "load_coefficients", "make_scope"]
