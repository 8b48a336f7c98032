"""Buttons that write the documents of a review, and say how far they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as widgets
from IPython.display import FileLink, display

from opsassess.deliverables import KINDS
from opsassess.errors import OpsassessError

if TYPE_CHECKING:
    from opsassess.review import Review

Job = tuple[str, tuple[str, ...]]  # a kind of document, and its formats
Step = Callable[[], tuple[Path, ...]]


def exports(review: Review, folder: str | Path) -> widgets.Widget:
    """Return the buttons: one a document and format, and one for all."""
    progress = widgets.IntProgress(layout={"width": "220px", "visibility": "hidden"})
    said, files = widgets.HTML(), widgets.Output()

    def write(jobs: tuple[Job, ...]) -> None:
        files.clear_output()
        steps = list(_steps(review, jobs, Path(folder)))
        progress.max, progress.value, progress.layout.visibility = len(steps), 0, "visible"
        troubles = []
        for name, step in steps:
            said.value = escape(f"Writing {name} ...")
            try:
                paths = step()
            except OpsassessError as error:
                troubles.append(str(error))
            else:
                with files:
                    for path in paths:
                        display(FileLink(path))  # type: ignore[no-untyped-call] # IPython
            progress.value += 1
        progress.layout.visibility = "hidden"
        said.value = "<br>".join(map(escape, troubles)) or escape(f"Written into {folder}.")

    kinds = [kind for kind, row in KINDS.items() if row.delivered]
    every = widgets.Button(description="Write all documents", button_style="primary", layout={"width": "auto"})
    every.on_click(lambda _: write(tuple((kind, KINDS[kind].formats) for kind in kinds)))
    rows = [_row(kind, write) for kind in kinds]
    head = widgets.HBox([every, progress, said], layout={"align_items": "center"})
    return widgets.VBox([*rows, head, files])


def _row(kind: str, write: Callable[[tuple[Job, ...]], None]) -> widgets.Widget:
    purpose = widgets.HTML(escape(KINDS[kind].purpose.removeprefix("Write ").rstrip(".").capitalize()))
    purpose.layout = {"width": "30em"}
    buttons = [_button(kind, ending, write) for ending in KINDS[kind].formats]
    return widgets.HBox([purpose, *buttons], layout={"align_items": "center"})


def _button(kind: str, ending: str, write: Callable[[tuple[Job, ...]], None]) -> widgets.Widget:
    button = widgets.Button(description=ending, tooltip=f"Write {kind} as {ending}", layout={"width": "5em"})
    button.on_click(lambda _: write(((kind, (ending,)),)))
    return button


def _steps(review: Review, jobs: Iterable[Job], folder: Path) -> Iterator[tuple[str, Step]]:
    """Yield the name of each file and how it is written: one at a time, so that the bar moves."""
    for kind, formats in jobs:
        for document in review.documents(kind):
            for ending in formats:
                step = partial(document.write, folder, into_folder=True, formats=(ending,))
                yield f"{document.name}.{ending}", step
