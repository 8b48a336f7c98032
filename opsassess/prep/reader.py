"""Whom a preparation sheet is for."""

from __future__ import annotations

from dataclasses import dataclass

from opsassess.assessment import Respondent
from opsassess.questionnaire import OPERATOR_SIDE, Role


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whom a sheet is for: a respondent, or a role that has no name yet."""

    name: str  # empty: nobody is known yet
    roles: tuple[Role, ...]

    @property
    def stands_as(self) -> str:
        """Return which sentences speak to this person."""
        if "builder" in self.roles:
            return "dual" if len(self.roles) > 1 else "builder"
        return next(role for role in OPERATOR_SIDE if role in self.roles)

    @classmethod
    def of(cls, respondent: Respondent | Role) -> Reader:
        """Return a respondent, or a role whose person is not known, as a reader."""
        if isinstance(respondent, Respondent):
            return cls(name=respondent.name, roles=respondent.roles)
        return cls(name="", roles=(respondent,))
