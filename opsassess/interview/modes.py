"""What a mode shows: whose answers, and whether scores and private notes are on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from opsassess.assessment import Assessment
from opsassess.targets import Target

Manner = Literal["joint", "blind", "compare"]
HOURS = ("hours", "why")  # of an action
MANNERS: tuple[Manner, ...] = get_args(Manner)


@dataclass(frozen=True, kw_only=True)
class Mode:
    """How the interview is held, and what may be sent to the page."""

    interview: Manner = "joint"
    respondent: str | None = None  # whose answers a blind page shows
    presenter: bool = False  # the client watches: nothing private, no scores
    shared: bool = False  # the screen stays shared: the presenter cannot be left

    @property
    def is_blind(self) -> bool:
        """Tell whether the page shows one respondent only."""
        return self.interview == "blind"

    def shows(self, target: Target) -> bool:
        """Tell whether what stands at a target may be sent."""
        match target:
            case ("answer", _, respondent, key):
                private = self.presenter and key == "private_note"
                return not private and (not self.is_blind or respondent == self.respondent)
            case ("action" | "exception" | "summary", *_) if self.is_blind:  # they follow from what others said
                return False
            case ("note" | "summary", *_):
                return not self.presenter
            case _:
                return True

    def seen_of(self, target: Target, value: Any) -> Any:
        """Return what may be sent of a value: an action's hours are the consultant's until a document has them."""
        if self.presenter and target[0] == "action" and isinstance(value, Mapping):
            return {field: said for field, said in value.items() if field not in HOURS}
        return value

    def counts(self, target: Target) -> bool:
        """Tell whether the scores that are shown may rest on what stands at a target."""
        if not self.is_blind or target[0] not in ("answer", "respondent"):
            return True
        return target[2 if target[0] == "answer" else 1] == self.respondent

    def seen_in(self, assessment: Assessment) -> Assessment:
        """Return the assessment as far as its scores may rest on it: blind, on one respondent alone."""
        if not self.is_blind:
            return assessment
        return assessment.model_copy(
            update={
                "respondents": tuple(r for r in assessment.respondents if r.id == self.respondent),
                "answers": tuple(a for a in assessment.answers if a.respondent == self.respondent),
            }
        )


def mode_of(data: object, known: Assessment) -> Mode | str:
    """Return the mode that a page asks for, or in a sentence why there is none such."""
    if not isinstance(data, dict) or set(data) - {"interview", "respondent", "presenter"}:
        return "A mode has `interview`, `respondent` and `presenter`."
    manner, respondent, presenter = data.get("interview", "joint"), data.get("respondent"), data.get("presenter", False)
    if manner not in MANNERS or not isinstance(presenter, bool):
        return f"The interview is held in one of: {', '.join(MANNERS)}. Presenter is true or false."
    mode = Mode(interview=manner, presenter=presenter)
    if manner != "blind":
        return mode
    if not isinstance(respondent, str) or respondent not in known.respondent_of:
        return "A blind interview is held with one respondent. Choose who it is."
    return replace(mode, respondent=respondent)
