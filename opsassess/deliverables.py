"""The documents that there are: one row a kind. Light, so that the command line can read it without the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    purpose: str
    formats: tuple[str, ...]  # the first is written where nothing else is asked
    pages: int = 2  # about; a long document is begun before a short one
    delivered: bool = True  # with all the others; what is made again each month is not


KINDS: Mapping[str, Kind] = {
    "report": Kind("Write the readiness report.", ("pdf", "html", "docx", "ipynb"), pages=13),
    "annex": Kind(
        "Write the annex of the report: every answer, and where each number is from.", ("pdf", "html"), pages=28
    ),
    "gaps": Kind("Write the gap register as a spreadsheet.", ("xlsx", "csv")),
    "runbook": Kind("Write the draft runbook.", ("docx", "md", "pdf", "html", "ipynb"), pages=24),
    "scope": Kind("Write the retainer scope: packages, hours and terms.", ("pdf", "docx", "xlsx"), pages=12),
    "followup": Kind("Write the follow-up of the same day: what we heard, what is still needed.", ("docx", "md")),
    "prep": Kind("Write a preparation sheet for each person.", ("docx", "pdf")),
    "drill": Kind("Write the drill cards, or take filled ones in.", ("docx", "pdf"), pages=12),
    "monthly": Kind("Write the monthly report of a retainer.", ("docx", "md"), delivered=False),
}
