"""The sheets of the workbook and their columns: what is written where, and read from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from opsassess.workbook.cells import ANY, DAY, HOURS, LEVEL, NAME, NUMBER, RATING, ROLE_LIST, TEXT, Kind

README, PROFILE, ANSWERS, OTHER, LONG, LISTS = "Read me", "Profile", "Answers", "Other", "Long texts", "Lists"
SEE = "→ "  # begins the cell that only says on which sheet a structured content stands


@dataclass(frozen=True, kw_only=True)
class Head:
    """A column of a sheet."""

    title: str
    key: str
    kind: Kind = TEXT
    width: int = 24
    given: bool = False  # printed for the person who fills it in; never read back
    prefilled: bool = False  # filled in already; looks as if it were given, and is read back
    optional: bool = False  # may be missing from the file
    blank: str | None = None  # what an empty cell means; None: nothing was said
    choices: str = ""  # name of the dropdown list


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A sheet of rows under one row of headers."""

    title: str
    heads: tuple[Head, ...]
    freeze: int = 1  # columns that stay in sight
    optional: bool = False  # may be missing from the file


ITEM = Head(title="Item", key="item", kind=NAME, width=36, choices="items")
ASKED = replace(ITEM, prefilled=True)
WHO = Head(title="Respondent", key="respondent", kind=NAME, width=16, choices="people")
ABOUT = Head(title="About", key="about", width=26, given=True)
TO_WRITE = Head(title="What to write", key="prompt", width=44, given=True)

PEOPLE = Layout(
    title="People",
    heads=(
        Head(title="Id", key="id", kind=NAME),
        Head(title="Name", key="name", width=36),
        Head(title="Roles", key="roles", kind=ROLE_LIST, width=36),
        Head(title="Until", key="until", kind=DAY),
    ),
)
EVIDENCE = Layout(
    title="Evidence",
    heads=(
        ITEM,
        WHO,
        Head(title="Level", key="level", kind=LEVEL, width=8, choices="levels"),
        Head(title="What was seen", key="what", width=50, blank=""),
        Head(title="Where it is", key="where", width=40, blank=""),
        Head(title="Date", key="date", kind=DAY, width=13),
    ),
)
ANSWER_ROWS = Layout(
    title=ANSWERS,
    freeze=3,
    heads=(
        Head(title="Area", key="area", width=12, given=True),
        Head(title="Item", key="item", kind=NAME, width=22, choices="items", prefilled=True),
        Head(title="Title", key="about", width=18, given=True),
        Head(title="Question", key="ask", width=34, given=True),
        Head(title="What each rating means", key="levels", width=60, given=True),
        Head(title="Respondent", key="respondent", kind=NAME, width=12, choices="people"),
        Head(title="Rating", key="rating", kind=RATING, width=9, choices="ratings"),
        Head(title="What to write", key="prompt", width=28, given=True),
        Head(title="Content", key="content", kind=ANY, width=36),
        Head(title="Written where", key="written_where", width=18),
        Head(title="Note", key="note", width=22),
        Head(title="Private note", key="private_note", width=22, optional=True),
        Head(title="Time of the answer", key="at", kind=NAME, width=17, prefilled=True),
    ),
)
RECORDS: Mapping[str, Layout] = {  # part of the assessment -> its sheet
    "respondents": PEOPLE,
    "failure_modes": Layout(
        title="Failure modes",
        heads=(Head(title="Id", key="id", kind=NAME, width=40), Head(title="Title", key="title", width=60)),
    ),
    "not_applicable": Layout(
        title="Not applicable",
        heads=(ITEM, Head(title="Reason", key="reason", width=60), Head(title="Approved by", key="approver")),
    ),
    "exceptions": Layout(
        title="Exceptions",
        heads=(
            ITEM,
            Head(title="Reason", key="reason", width=60),
            Head(title="Accepted by (role)", key="role"),
            Head(title="Expires", key="expires", kind=DAY, width=13),
        ),
    ),
    "actions": Layout(
        title="Actions",
        heads=(
            ITEM,
            Head(title="Action", key="text", width=60, blank=""),
            Head(title="Owner", key="owner"),
            Head(title="Due", key="due", kind=DAY, width=13),
            Head(title="Needed from", key="needed_from"),
            Head(title="Hours (optimistic / likely / pessimistic)", key="hours", kind=HOURS, width=22),
            Head(title="Why these hours", key="why", width=40),
        ),
    ),
    "promised": Layout(
        title="Promised",
        heads=(
            ITEM,
            Head(title="Evidence promised", key="what", width=60, blank=""),
            Head(title="By whom", key="who", blank=""),
            Head(title="By when", key="by", kind=DAY, width=13),
        ),
    ),
    "notes": Layout(
        title="Quick notes",  # of the consultant alone; written where there are any
        heads=(
            Head(title="Id", key="id", kind=NAME, width=36),
            Head(title="Note", key="text", width=80, blank=""),
            ITEM,
            Head(title="Time of the note", key="at", kind=NAME, width=17, prefilled=True),
        ),
        optional=True,
    ),
}
FACT_ROWS = Layout(
    title=PROFILE,
    heads=(
        Head(title="Fact", key="fact", kind=NAME, width=22, prefilled=True),
        Head(title="Title", key="about", width=24, given=True),
        Head(title="Question", key="ask", width=56, given=True),
        Head(title="Answer", key="value", kind=ANY, width=44),
        Head(title="Unit", key="unit", width=22, given=True),
    ),
)
FIELD_ROWS = Layout(
    title=OTHER,
    heads=(
        Head(title="Field", key="field", kind=NAME, width=24),
        Head(title="Value", key="value", kind=ANY, width=90),
    ),
)
FIELDS: Mapping[str, tuple[tuple[str, ...], Kind]] = {  # field of the sheet "Other" -> where it stands, its kind
    "Format": (("format",), NAME),
    "Assessment": (("id",), NAME),
    "As of": (("as_of",), DAY),
    "Client": (("client", "name"), TEXT),
    "Agent": (("agent", "name"), TEXT),
    "Questionnaire": (("questionnaire", "id"), NAME),
    "Version": (("questionnaire", "version"), NAME),
    "SHA-256": (("questionnaire", "sha256"), NAME),
    "Summary": (("summary",), TEXT),
    "Exported": (("exported",), NAME),
}
MILESTONE = "Milestone"  # a field that may stand several times
PIECES = Layout(
    title=LONG,
    heads=(
        Head(title="Number", key="number", kind=NUMBER, width=10),
        Head(title="Part", key="part", kind=NUMBER, width=10),
        Head(title="Text", key="text", width=120),
    ),
)
