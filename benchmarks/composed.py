"""The same questionnaire composed from ipywidgets, and a bare button: what the interview is measured against."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets

from benchmarks.store import durable_insert
from opsassess.library import find_questionnaire
from opsassess.questionnaire import Item


def composed(name: str) -> widgets.Widget:
    """Return every question with its rating, content, evidence and note, as plain ipywidgets."""
    return widgets.VBox([_question(item) for item in find_questionnaire(name).items.values()])


def _question(item: Item) -> widgets.Widget:
    ratings = [(f"{level} {text}", level) for level, text in enumerate(item.levels)]
    return widgets.VBox(
        [
            widgets.HTML(f"<h4>{item.ask}</h4><p>{item.why}</p>"),
            widgets.RadioButtons(options=ratings, value=None, layout={"width": "auto"}),
            widgets.Textarea(description="Content", placeholder=item.content.prompt),
            widgets.Dropdown(description="Evidence", options=["E0", "E1", "E2", "E3"]),
            widgets.Text(description="Where"),
            widgets.Textarea(description="Note"),
        ]
    )


def bare_button(database: str) -> widgets.Widget:
    """Return a button whose callback makes one durable insert and then changes a label."""
    insert, label, button = durable_insert(Path(database)), widgets.Label("0"), widgets.Button(description="Save")

    def save(_: object) -> None:
        insert()
        label.value = str(int(label.value) + 1)

    button.on_click(save)
    return widgets.HBox([button, label])
