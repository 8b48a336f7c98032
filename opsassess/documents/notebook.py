"""A document as a notebook that is already run: prose in Markdown cells, charts and lists as outputs of real calls.

The consultant can open it in JupyterLab, edit a sentence and export it again. No kernel is started to make it; running
it gives the same outputs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from opsassess.blocks import (
    Block,
    Card,
    Document,
    Facts,
    Figure,
    Form,
    Heading,
    Ladder,
    Paragraph,
    Section,
    StatusList,
    Steps,
    Table,
    Todo,
)
from opsassess.documents.columns import shares
from opsassess.documents.markdown import block_markdown
from opsassess.documents.outputs import Live, bundle
from opsassess.documents.theme import palette_of, theme_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

_LIVE = (Figure, StatusList, Ladder)  # blocks that a call in a code cell makes


def to_notebook(
    document: Document, *, theme: Mapping[str, Any], load: str, built: str, live: bool = True
) -> dict[str, Any]:
    """Return the notebook of a document as plain data: of `nbformat` only a notebook that leaves us needs anything.

    ``load`` is the Python expression that opens the assessment, ``built`` the call that gives this document. A page
    needs no ``live`` charts.
    """
    show = partial(bundle, palette=palette_of(theme_of({"theme": theme})), live=live)
    cells = [_setup(load, built), *(cell for section in document.sections for cell in _section_cells(section, show))]
    for n, cell in enumerate(cells):
        cell["id"] = f"cell-{n:03d}"  # the same document must give the same bytes
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": _metadata(document, theme), "cells": cells}


def as_node(notebook: dict[str, Any]) -> NotebookNode:
    """Return a notebook as Jupyter's tools take it."""
    _spare_the_parsers()
    import nbformat

    node: NotebookNode = nbformat.from_dict(notebook)
    return node


def text_of(notebook: dict[str, Any]) -> str:
    """Return a notebook as its file holds it, checked by the format's own schema."""
    node = as_node(notebook)
    import nbformat

    nbformat.validate(node)
    text: str = nbformat.writes(node)
    return text + "\n"


def _spare_the_parsers() -> None:
    """Keep `jsonschema` from building grammars for address formats, which no notebook of ours uses.

    In an environment with JupyterLab that import costs more than a second. Needed as long as
    `python -X importtime -c "import nbformat"` lists rfc3987_syntax.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _metadata(document: Document, theme: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "opsassess": {
            "kind": document.kind,
            "title": document.title,
            "subtitle": document.subtitle,
            "client": document.client,
            "day": document.day.isoformat(),
            "draft": document.draft,
            "cover": [list(pair) for pair in document.cover],
            "theme": dict(theme),
        },
    }


def _setup(load: str, built: str) -> dict[str, Any]:
    source = f"import opsassess\n\ndocument = {load}.{built}"
    return _code_cell(source, {"role": "setup"}, [])


def _section_cells(section: Section, show: Callable[[Live], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield _markdown_cell(f"# {section.title}", {"section": section.id, "role": section.role, "opens": True})
    for block in section.blocks:
        yield _cell(block, show)


def _cell(block: Block, show: Callable[[Live], dict[str, Any]]) -> dict[str, Any]:
    ours: dict[str, Any] = {"role": _role(block)}
    if isinstance(block, Table):
        ours["widths"] = [round(1000 * share) for share in shares(block)]
    elif isinstance(block, Form):
        ours["widths"] = list(block.widths)
    elif isinstance(block, Heading) and block.anchor:
        ours["anchor"] = block.anchor
    if isinstance(block, _LIVE):
        output = {"output_type": "display_data", "data": show(block), "metadata": {}}
        return _code_cell(f'document.show("{block.id}")', ours, [output])
    return _markdown_cell(block_markdown(block), ours)


def _markdown_cell(source: str, ours: Mapping[str, Any]) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {"opsassess": dict(ours)}, "source": source}


def _code_cell(source: str, ours: Mapping[str, Any], outputs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {"opsassess": dict(ours)},
        "source": source,
        "execution_count": 1,
        "outputs": outputs,
    }


def _role(block: Block) -> str:
    return block.role if isinstance(block, Paragraph) else _ROLES.get(type(block), "body")


_ROLES: Mapping[type, str] = {
    Card: "gap",
    Facts: "facts",
    Figure: "figure",
    Form: "form",
    Heading: "heading",
    Ladder: "ladder",
    StatusList: "status",
    Steps: "steps",
    Table: "table",
    Todo: "todo",
}


def live_blocks(sections: Iterable[Section]) -> Mapping[str, Block]:
    """Return the blocks that can be shown by their id."""
    return {b.id: b for section in sections for b in section.blocks if isinstance(b, _LIVE)}
