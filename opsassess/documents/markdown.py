"""A document as Markdown for a client's wiki: CommonMark, with pipe tables and checklists; no HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from opsassess.blocks import Block, Bullets, Document, Facts, Heading, Paragraph, Section, Steps, Table, Todo
from opsassess.documents.basic import Basic, basic, front_facts, todo_line
from opsassess.prose import bold

_LISTS = (Bullets, Facts)  # two of them one after the other would run together
_CLOSING = re.compile(r"#(?=#*$)")


def to_markdown(document: Document) -> str:
    """Return a whole document: one title, a heading of level 2 a section, below it from level 3."""
    front = (Paragraph(text=document.subtitle), front_facts(document))
    parts = [_heading(f"{document.title}{document.draft_mark}", 1), _body(front, deeper=0)]
    parts += [part for section in document.sections for part in _section(section)]
    return "\n\n".join(part for part in parts if part) + "\n"


def block_markdown(block: Block, *, deeper: int = 0) -> str:
    """Return one block; ``deeper`` is added to the level of a heading."""
    return _body([block], deeper=deeper)


def _section(section: Section) -> tuple[str, str]:
    return _heading(section.title, 2), _body(section.blocks, deeper=1)


def _body(blocks: Iterable[Block], *, deeper: int) -> str:
    printed: list[str] = []
    before: Basic | None = None
    other = False  # a list right after a list takes the other mark
    for block in chain.from_iterable(map(basic, blocks)):
        other = not other if _run_together(before, block) else False
        text = (
            _heading(block.text, block.level + deeper) if isinstance(block, Heading) else _WRITERS[type(block)](block)
        )
        printed.append(_with_other_marks(text) if other else text)
        before = block
    return "\n\n".join(text for text in printed if text)


def _run_together(before: Basic | None, block: Basic) -> bool:
    return any(isinstance(before, kinds) and isinstance(block, kinds) for kinds in (_LISTS, Steps))


def _with_other_marks(text: str) -> str:
    return re.sub(r"^(\d+)\. ", r"\1) ", re.sub(r"^- ", "* ", text, flags=re.MULTILINE), flags=re.MULTILINE)


def _heading(text: str, level: int) -> str:
    safe = _CLOSING.sub(r"\\#", text)  # hashes at the end would be taken for the end of the heading
    return f"{'#' * min(level, 6)} {safe}" if text else ""


def _paragraph(block: Paragraph) -> str:
    return block.text


def _bullets(block: Bullets) -> str:
    return "\n".join(f"- {'[ ] ' if block.checkbox else ''}{item}" for item in block.items)


def _steps(block: Steps) -> str:
    return "\n".join(
        _hanging(f"{n}. {step.do}" + (f"\n- *You see*: {step.see}" if step.see else ""), len(f"{n}. "))
        for n, step in enumerate(block.steps, start=1)
    )


def _facts(block: Facts) -> str:
    return "\n".join(f"- {bold(name)}: {_hanging(value)}" for name, value in block.pairs)


def _hanging(value: str, by: int = 2) -> str:
    """Return a value of a list; what stands on further lines is indented."""
    return value.replace("\n", "\n" + " " * by)


def _table(block: Table) -> str:
    lines = [_row(block.columns), _row(["---"] * len(block.columns)), *map(_row, block.rows)]
    return "\n".join(lines) if block.columns else ""


def _row(cells: Iterable[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)


def _todo(block: Todo) -> str:
    return f"> {todo_line(block)}"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    Paragraph: _paragraph,
    Bullets: _bullets,
    Steps: _steps,
    Facts: _facts,
    Table: _table,
    Todo: _todo,
}
