"""Answers that mean harm or are merely odd, put into every text of the sample, and the search for what they did."""

from __future__ import annotations

import csv
import io
import json
import re
import secrets
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from typing import Any

import mistune
import pikepdf
import pytest

from opsassess import resources, review
from opsassess.deliverables import KINDS
from opsassess.review import Review

SAMPLE = resources.folder("samples") / "lead-routing.json"
NAMES = ("name", "title", "reason", "approver", "role")  # of at most 500 characters
_OURS = {  # keys whose values are ours: ids, days, levels, and what a questionnaire offers to choose from
    *("format", "id", "as_of", "questionnaire", "roles", "item", "respondent", "level", "rating", "work", "at", "by"),
    *("date", "due", "expires", "last_reviewed", "kind", "needed_from"),
}


# ---------------------------------------------------------------------------------------------------------------------
# Assessments with other texts


def sample_with(texts: Sequence[str], *, shift: int = 0) -> dict[str, Any]:
    """Return the sample as data with each text that a person typed replaced by the next of these."""
    following = cycle([*texts[shift:], *texts[:shift]])

    def another(_: str, key: str) -> str:
        text = next(following)
        return (text[:490] if text.strip() else "-") if key in NAMES else text

    return typed_otherwise(SAMPLE, another)


def typed_otherwise(sample: Path, typed: Callable[[str, str], str]) -> dict[str, Any]:
    """Return a sample as data with each text that a person typed as a function of it and its key returns it."""

    def replaced(value: Any, key: str = "") -> Any:
        if key in _OURS or (key == "content" and isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
            return value
        if isinstance(value, str):
            return typed(value, key)
        if isinstance(value, list):
            return [replaced(entry, key) for entry in value]
        return {k: replaced(v, k) for k, v in value.items()} if isinstance(value, dict) else value

    data: dict[str, Any] = replaced(json.loads(sample.read_text(encoding="utf-8")))
    return data


def opened(data: Mapping[str, Any], folder: Path) -> Review:
    """Write an assessment into a folder and open it from there, as a user does."""
    path = folder / "assessment.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return review.load(path)


def every_format(
    found: Review, folder: Path, *, but: Sequence[str] = (), kinds: Sequence[str] = tuple(KINDS)
) -> dict[str, bytes]:
    """Return every document in every format, by file name; also in those that its command does not offer."""
    return {
        f"{'-'.join(filter(None, (kind, document.person)))}.{ending}": as_bytes(document.render(ending, folder))
        for kind in kinds
        for document in found.documents(kind)
        for ending in endings_of(kind)
        if ending not in but
    }


def endings_of(kind: str) -> tuple[str, ...]:
    if kind == "gaps":
        return KINDS[kind].formats
    return tuple(sorted({"md", "html"} | {*KINDS[kind].formats}))


def as_bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content


# ---------------------------------------------------------------------------------------------------------------------
# What must not be reached, and the texts that try


@dataclass(frozen=True, kw_only=True)
class Trap:
    """A server that nobody may ask, and a file that nobody may read."""

    address: str
    file: Path
    token: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def a_trap(folder: Path) -> Iterator[Trap]:
    """Listen on this machine and lay out a secret file while a test runs."""
    asked: list[str] = []

    class Notes(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Notes)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    token = secrets.token_hex(16)
    file = folder / "key.txt"
    file.write_text(token, encoding="utf-8")
    try:
        yield Trap(address=f"http://127.0.0.1:{server.server_port}", file=file, token=token, asked=asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def attacks(trap: Trap) -> list[str]:
    """Return texts that would load, read, run or hide something if they were taken for more than text."""
    web, file = trap.address, trap.file.as_uri()
    return [
        f'<script src="{web}/script">alert(1)</script>',
        f'<img src="{web}/img" onerror="fetch(`{web}/onerror`)">',
        f'<link rel=attachment href="{file}">',
        f'<link rel="stylesheet" href="{web}/css">',
        f'<a rel="attachment" href="{file}">take it</a>',
        f'<iframe src="{file}"></iframe><object data="{web}/object"></object>',
        f'"><svg onload="fetch(`{web}/svg`)"><image href="{file}"/></svg>',
        f'</style><style>@import url("{web}/import"); body {{ background: url({file}) }}</style>',
        f"}} body {{ background: url({web}/background) }}",
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "{file}">]><svg><text>&x;</text></svg>',
        f"[press here]({file}) and [here](javascript:alert(1)) and [here]({web}/link)",
        "[data](data:text/html;base64,PHNjcmlwdD4=) <javascript:alert(2)> <mailto:a@b.example>",
        f"![a picture]({web}/picture) ![a file]({file}) ![a path]({trap.file})",
        f"[a]: {file}",
        f"![logo][a] <{web}/auto> {web}/bare",
        "{{ 7*7 }} {% include '/etc/passwd' %} {# gone #}",
        f"{{% include '{trap.file}' %}}{{{{ cycler.__init__.__globals__ }}}}",
        f"```{{.python}}\nimport os\n```\n~~~\n{trap.file}",
        "$x^2$ and $$\\sum_i$$ and \\(y\\) and \\[z\\]",
        f'=HYPERLINK("{web}/formula","press")',
        "=cmd|'/c calc'!A0",
        "+1-2@SUM(A1)",
        "# heading\n## second\n> quotation\n- list\n1. one\n---\n| a | b |\n|---|---|\n| 1 | 2 |",
        "left \u202eright\u202c \u2066isolate\u2069 \u200fmark",
        "bell\u0007 null\u0000 escape\u001b[31m backspace\u0008 feed\u000c nel\u0085",
        "&lt;b&gt; &amp; &#60;i&#62; &copy; <b>bold</b> <!-- hidden --> <![CDATA[ raw ]]>",
        "**bold** _soft_ ~~gone~~ `code` \\escaped\\ <br> end\\",
        '{ INCLUDETEXT "' + str(trap.file) + '" } { HYPERLINK "' + web + '/field" }',
    ]


def as_printed(text: str) -> str:
    """Return a text as a reader sees it, without its spaces: a page may break it anywhere."""
    shown = re.sub(r"[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u200f\u202a-\u202e\u2066-\u2069]", _code, text)
    return "".join(shown.split())


def _code(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


# ---------------------------------------------------------------------------------------------------------------------
# What came of it


class Page(HTMLParser):
    """The parts of an HTML page that could do something, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.parts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def text(self) -> str:
        return "".join("".join(self.parts).split())

    def harm(self) -> list[str]:
        """Return every element and attribute that runs, fetches or leads away."""
        ours = {
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "main",
            "nav",
            "section",
            "div",
            "p",
            "span",
        }
        ours |= {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "a", "img", "figure", "pre"}
        ours |= {"figcaption", "table", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "strong", "em", "code"}
        ours |= {"blockquote", "br", "hr"}
        found = [f"<{tag}>" for tag in sorted(self.tags - ours)]
        for name, value in self.attributes:
            leads = name in ("href", "src", "srcset", "data", "action", "poster", "xlink:href", "background")
            if name.startswith("on") or (leads and not value.startswith(("#", "data:image/"))):
                found.append(f"{name}={value}")
            elif name == "style" and not re.fullmatch(r"(width: [\d.]+%|text-align: ?\w+);?", value):
                found.append(f"style={value}")
        return found


def pdf_harm(data: bytes) -> list[str]:
    """Return every action, script, attachment and address in a PDF."""
    found: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found += [f"attachment {name}" for name in pdf.attachments]
        for thing in pdf.objects:
            for part in _dictionaries(thing):
                kinds = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AA", "/OpenAction", "/XFA", "/Launch", "/URI"}
                found += [f"{key} {part[key]!r}" for key in sorted(kinds & set(part.keys()))]
                if part.get("/S") in ("/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData"):
                    found.append(str(part["/S"]))
    return found


def _dictionaries(thing: Any) -> Iterator[Any]:
    """Yield a PDF object's dictionary and those that stand directly inside it."""
    if isinstance(thing, pikepdf.Array):
        for entry in thing:
            if not getattr(entry, "is_indirect", True):  # a number or a name is no object of its own
                yield from _dictionaries(entry)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        for value in (thing[key] for key in thing.keys()):  # noqa: SIM118 - a stream is no mapping
            if not getattr(value, "is_indirect", True):
                yield from _dictionaries(value)


def markdown_harm(text: str, *also: str) -> list[str]:
    """Return the pictures, tags and links to elsewhere that a reader of Markdown would make of a text."""
    markdown = mistune.create_markdown(renderer=None, plugins=["table", "strikethrough", *also])
    risky = ("link", "image", "inline_html", "block_html")
    found = (t for t in _tokens(markdown(text)) if t["type"] in risky and not _leads_to_a_heading(t))
    return [f"{t['type']} {t.get('raw', t.get('attrs'))}" for t in found]


def _leads_to_a_heading(token: Mapping[str, Any]) -> bool:
    return token["type"] == "link" and re.fullmatch(r"#[\w%-]+", token["attrs"]["url"]) is not None


def _tokens(tokens: Any) -> Iterator[dict[str, Any]]:
    for token in tokens if isinstance(tokens, list) else ():
        yield token
        yield from _tokens(token.get("children"))


def parts_of(name: str, data: bytes) -> Iterator[bytes]:
    """Yield everything that a file holds: its bytes, its streams, its parts, its text."""
    yield data
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as docx:
            yield from (docx.read(part) for part in docx.namelist())
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield from (bytes(thing.read_bytes()) for thing in pdf.objects if isinstance(thing, pikepdf.Stream))
            yield from (pdf.attachments[part].get_file().read_bytes() for part in pdf.attachments)
        yield pdf_text(data).encode()


def holds(name: str, data: bytes, token: str) -> bool:
    """Tell whether a file gives away a token."""
    return any(token.encode() in "".join(part.decode("latin-1").split()).encode() for part in parts_of(name, data))


def docx_text(data: bytes) -> str:
    """Return the text of a Word file, as it would be read."""
    import docx

    body = docx.Document(io.BytesIO(data)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def docx_harm(data: bytes) -> list[str]:
    """Return every part of a Word file that leads outside, and every field that reads something."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as docx:
        for part in docx.namelist():
            text = docx.read(part).decode("latin-1")
            if part.endswith(".rels"):
                found += re.findall(r'<[^>]*TargetMode="External"[^>]*>', text)
            fields = re.findall(r"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"", text)
            found += [f for pair in fields for f in pair if f.strip() and not re.match(r"\s*(PAGE|NUMPAGES)", f)]
            found += re.findall(r"<w:(?:altChunk|subDoc|object|control)\b[^>]*>", text)
    return found


_RECKONS = {"SUM", "SUMPRODUCT", "SUMSQ", "SQRT", "ROUND", "ROUNDUP", "IF", "MIN", "MAX"}


def _is_ours(formula: str) -> bool:
    """Tell whether a formula reckons with cells and does nothing else."""
    return {*re.findall(r"([A-Z]+)\(", formula)} <= _RECKONS and not re.search(r"[\"|@\[{]|://", formula)


def xlsx_harm(data: bytes) -> list[str]:
    """Return every link and outside part of an Excel file, and every formula that does more than reckon."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for part in book.namelist():
            text = book.read(part).decode("latin-1")
            found += re.findall(r"<(?:hyperlink|oleObject|ddeLink)\b[^>]*>|TargetMode=\"External\"", text)
            found += [f for f in re.findall(r"<f\b[^>]*>([^<]*)</f>", text) if not _is_ours(f)]
            found += [part] if re.search(r"externalLink|vbaProject|activeX|embeddings", part) else []
    return found


def csv_harm(data: bytes) -> list[str]:
    """Return every cell that a spreadsheet would take for a formula."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def html_harm(data: bytes) -> list[str]:
    """Return what is wrong with a page."""
    return Page(data.decode()).harm()


def markdown_file_harm(data: bytes) -> list[str]:
    """Return what a wiki would make of a Markdown file."""
    return markdown_harm(data.decode())


HARMS = {  # ending -> the search in a file of this kind
    "html": html_harm,
    "md": markdown_file_harm,
    "docx": docx_harm,
    "xlsx": xlsx_harm,
    "csv": csv_harm,
    "pdf": pdf_harm,
}


# ---------------------------------------------------------------------------------------------------------------------
# Pages


def poppler(program: str, data: bytes, *options: str) -> bytes:
    """Return what a program of Poppler says of a PDF; a machine without it skips the test."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not here (poppler-utils)")
    return subprocess.run([program, *options, "-"], input=data, capture_output=True, check=True).stdout


def pdf_text(data: bytes, *options: str) -> str:
    """Return the text of a PDF in the order in which it was written."""
    return poppler("pdftotext", data, *(options or ("-raw",)), "-").decode()


def without_spaces(text: str) -> str:
    return "".join(text.split())


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word on a page, with its box in points from the top left corner."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


def words_of(data: bytes) -> list[Word]:
    """Return all words of a PDF with their places."""
    found: list[Word] = []
    page = 0
    # pdftotext writes XHTML; a word may hold characters that XML may not, so it is read line by line.
    for line in pdf_text(data, "-bbox").splitlines():
        page += line.lstrip().startswith("<page ")
        word = re.search(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*)</word>', line)
        if word:
            left, top, right, bottom = (float(word[n]) for n in range(1, 5))
            found.append(Word(page=page, text=word[5], left=left, top=top, right=right, bottom=bottom))
    return found


@lru_cache(maxsize=4)
def sample_pdf(kind: str) -> bytes:
    """Return a document of the sample as PDF, made once for all tests of a run."""
    return as_bytes(review.load(SAMPLE).document(kind).render("pdf", SAMPLE.parent))
