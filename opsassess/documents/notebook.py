"""A document as a notebook that is already run: prose in Markdown cells, charts and lists as outputs of real calls.

The consultant can open it in JupyterLab, edit a sentence and export it again. No kernel is started to make it; running
it gives the same outputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from opsassess.blocks import Block, Card, Document, Figure, Heading, Ladder, Paragraph, Section, StatusList, Table, Todo
from opsassess.documents.markdown import block_markdown
from opsassess.documents.outputs import bundle

if TYPE_CHECKING:
    from nbformat import NotebookNode

_NARROW, _WIDE = 14, 48  # characters
_LIVE = (Figure, StatusList, Ladder)  # blocks that a call in a code cell makes


def to_notebook(document: Document, *, theme: Mapping[str, Any], load: str, built: str) -> NotebookNode:
    """Return the notebook of a document.

    ``load`` is the Python expression that opens the assessment, ``built`` the call that gives this document.
    """
    from nbformat import v4

    cells = [*_setup(load, built), *(cell for section in document.sections for cell in _section_cells(section))]
    for n, cell in enumerate(cells):
        cell["id"] = f"cell-{n:03d}"  # nbformat gives random ids; the same document must give the same bytes
    notebook: NotebookNode = v4.new_notebook(cells=cells, metadata=_metadata(document, theme))
    return notebook


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


def _setup(load: str, built: str) -> Iterator[Any]:
    from nbformat import v4

    source = f"import opsassess\n\ndocument = {load}.{built}"
    yield v4.new_code_cell(source, execution_count=1, metadata={"opsassess": {"role": "setup"}})


def _section_cells(section: Section) -> Iterator[Any]:
    from nbformat import v4

    meta = {"section": section.id, "role": section.role, "opens": True}
    yield v4.new_markdown_cell(f"# {section.title}", metadata={"opsassess": meta})
    for block in section.blocks:
        yield _cell(block)


def _cell(block: Block) -> Any:
    from nbformat import v4

    ours: dict[str, Any] = {"role": _role(block)}
    if isinstance(block, Table):
        ours["widths"] = list(block.widths or _asked_for(block))
    meta = {"opsassess": ours}
    if isinstance(block, _LIVE):
        output = v4.new_output("display_data", data=bundle(block), metadata={})
        return v4.new_code_cell(f'document.show("{block.id}")', execution_count=1, outputs=[output], metadata=meta)
    return v4.new_markdown_cell(block_markdown(block), metadata=meta)


def _asked_for(table: Table) -> list[int]:
    """Return the width that the longest cell of each column asks for, within limits."""
    columns = zip(table.columns, *table.rows, strict=True)
    return [min(max(_NARROW, *map(len, column)), _WIDE) for column in columns]


def _role(block: Block) -> str:
    return block.role if isinstance(block, Paragraph) else _ROLES.get(type(block), "body")


_ROLES: Mapping[type, str] = {
    Card: "gap",
    Figure: "figure",
    Heading: "heading",
    Ladder: "ladder",
    StatusList: "status",
    Table: "table",
    Todo: "todo",
}


def live_blocks(sections: Iterable[Section]) -> Mapping[str, Block]:
    """Return the blocks that can be shown by their id."""
    return {b.id: b for section in sections for b in section.blocks if isinstance(b, _LIVE)}
