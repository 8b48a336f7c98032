"""The interview in a notebook: one widget, whose page and session speak in messages.

No answer is ever in a trait of the widget: traits are kept in the notebook's file, and answers belong into the store.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import anywidget

from opsassess.assessment import Assessment
from opsassess.errors import OpsassessError
from opsassess.interview.modes import Manner, mode_of
from opsassess.interview.session import Message, Session

_STATIC = Path(__file__).parent / "static"
_LOGGER = logging.getLogger(__name__)
_BUG = (
    "opsassess made a mistake while it saved ({kind}). What is not saved is kept in this browser. "
    "Run the cell again; if it comes back, export what there is and report it."
)


def _joined(ending: str) -> str:
    """Return the files of the page with this ending as one, in the order of their names: there is no build step."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(_STATIC.glob(f"*{ending}")))


class Interview(anywidget.AnyWidget):
    """The interview of an engagement's assessment (default: the newest).

    ``path`` is the engagement's folder or something in it. ``interview`` is "joint", "blind" (one respondent's answers
    alone, named by ``respondent``) or "compare". A ``presenter`` shows nothing private and no score. All of these can
    be changed on the page, except that a ``shared`` screen is a presenter's as long as it is there.
    """

    _esm = _joined(".js")
    _css = _joined(".css")

    def __init__(
        self,
        path: str | Path = ".",
        *,
        number: int | None = None,
        agent: str = "",
        interview: Manner = "joint",
        respondent: str | None = None,
        presenter: bool = False,
        shared: bool = False,
    ) -> None:
        self._session = _begun(Path(path), number=number, agent=agent)
        mode = mode_of(
            {"interview": interview, "respondent": respondent, "presenter": presenter or shared},
            self._session.assessment,
        )
        if isinstance(mode, str):
            raise OpsassessError(mode)
        self._session.hold(replace(mode, shared=shared))
        self._turn = threading.Lock()  # a kernel may take messages of several tabs at once, each in a thread
        super().__init__()
        self.on_msg(self._receive)

    @property
    def assessment(self) -> Assessment:
        return self._session.assessment

    def _receive(self, _: Any, message: object, __: Any) -> None:
        """Answer a message. Nothing is raised into the notebook: a cell that turns red would stop the conversation."""
        answers: list[Message] = []
        try:
            with self._turn:
                try:
                    answers.extend(self._session.receive(message))
                finally:  # what was true before something broke is told all the same
                    self._tell(answers)
        except Exception as error:  # noqa: BLE001 - any other error is a bug, and the page has to know of it
            # Without its text, which may hold an answer.
            _LOGGER.error("The interview failed on a message: %s", type(error).__name__)  # noqa: TRY400
            with contextlib.suppress(Exception):  # the line itself may be what is broken
                self.send({"type": "trouble", "what": _BUG.format(kind=type(error).__name__)})

    def _tell(self, answers: list[Message]) -> None:
        """Send answers in one message: each on its own would take its own way through the kernel and the server."""
        if answers:
            self.send(answers[0] if len(answers) == 1 else {"type": "several", "messages": answers})


def _begun(place: Path, *, number: int | None, agent: str) -> Session:
    from opsassess.engagement import Engagement

    engagement = Engagement.around(place.absolute()) or Engagement.open(place)
    # The store opens its file for each transaction, and holds nothing between them.
    return Session(engagement.store(), engagement.number_of(agent or number))
