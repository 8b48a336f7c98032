"""When and where an interview is held, as an engagement knows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opsassess.questionnaire import Frozen


class Meeting(Frozen):
    """When and where we talk, and whom to call: what an engagement knows of it."""

    days: Mapping[str, str] = {}  # of a person, by the name
    place: str = ""
    host: str = ""  # of ours
    phone: str = ""

    def days_of_nobody(self, people: Iterable[str]) -> tuple[str, ...]:
        """Return the names that have a day and are those of none of these people."""
        known = {name.strip().casefold() for name in people}
        return tuple(name for name in self.days if name.strip().casefold() not in known)

    def day_of(self, name: str) -> str:
        """Return the day of a person, however the name is spelt in small and capital letters."""
        return next((day for who, day in self.days.items() if who.strip().casefold() == name.strip().casefold()), "")
