"""The monthly report of a retainer as a value: hours, drills, reviews, and who is still needed."""

from __future__ import annotations

from opsassess.monthly.document import monthly_document
from opsassess.monthly.subject import CalendarMonth, calendar_month

__all__ = ["CalendarMonth", "calendar_month", "monthly_document"]
