"""The columns of the register."""

from __future__ import annotations

from opsassess.workbook.cells import DAY, NUMBER
from opsassess.workbook.layout import Head, Layout

REGISTER = Layout(
    title="Gap register",
    freeze=2,
    heads=(
        Head(title="No.", key="rank", kind=NUMBER, width=6),
        Head(title="Title", key="title", width=22),
        Head(title="What we found", key="found", width=32),
        Head(title="Do this", key="do", width=36),
        Head(title="Accepted when", key="accepted_when", width=28),
        Head(title="Owner", key="owner", width=16),
        Head(title="With", key="helper", width=14),
        Head(title="Due", key="due", kind=DAY, width=11),
        Head(title="Proposed day", key="proposed", kind=DAY, width=11),
        Head(title="Must-have", key="must_have", width=12),
        Head(title="How it stands", key="kind", width=15),
        Head(title="Needed for", key="needed_for", width=9),
        Head(title="Why needed", key="needed_why", width=16),
        Head(title="Our hours, optimistic", key="optimistic", kind=NUMBER, width=10),
        Head(title="Our hours, likely", key="likely", kind=NUMBER, width=8),
        Head(title="Our hours, pessimistic", key="pessimistic", kind=NUMBER, width=11),
        Head(title="Why these hours", key="hours_why", width=18),
        Head(title="Why it matters", key="why", width=36),
        Head(title="Area", key="area", width=20),
    ),
)
