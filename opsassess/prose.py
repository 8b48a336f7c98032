"""Prose: Markdown that is safe to print, and the sentences that it is made from.

Everything that a person typed is plain text and becomes Markdown through one function, `escape`. A `Prose` is Markdown
already; what is not a `Prose` is escaped when a sentence takes it in, as HTML templates do with HTML. So no answer can
become a heading, a link, an image or a tag, whoever forgets to think of it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import SandboxedEnvironment

from opsassess import resources, source
from opsassess.errors import DataError, Mistake
from opsassess.validation import did_you_mean

_ENDED = (*".!?:;…", *(f"{end}{after}" for end in ".!?:;…" for after in ("**", "”")))
_OF_ALL = "situations"  # the sentences that every document shares
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905 - it reads


class Prose(str):
    """Inline Markdown whose foreign parts are escaped."""

    __slots__ = ()


_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
_ENDS_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc][\W\d_]*$")
LEFT_TO_RIGHT = "\u200e"  # after Arabic or Hebrew words: what follows them in our sentence is not turned with them
_SPACES = re.compile(r"[ \t\n\r\u00a0\u2028\u2029]+")
_SPECIAL = re.compile(
    r"""[\\`*\[\]<|$] | ~(?=~) | &(?=\#|\w+;)
    | :(?=//\S*<) | (?<=[wW]{3})\.(?=\S*<)          # an address would swallow the escape of a <
    | (?<![^\W_])_ | _(?![^\W_])                   # an underscore, unless it is inside a_word
    | ^[#>=] | ^[-+](?=[\s+-]|$)  # headings, quotations, lists
    """,
    re.VERBOSE,
)


def visible(text: str) -> str:
    """Show control and direction characters as their code point: what is invisible can mislead a reader."""
    return _INVISIBLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def escape(value: object) -> Prose:
    """Return text as Markdown that prints exactly that text, on one line."""
    if isinstance(value, Prose):
        return value
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n")).strip()
    text = _SPECIAL.sub(r"\\\g<0>", visible(text))
    text += LEFT_TO_RIGHT if _ENDS_RIGHT_TO_LEFT.search(text) else ""
    return Prose(re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", text))  # a numbered list


def paragraphs(text: str) -> tuple[Prose, ...]:
    """Return a long text as one escaped paragraph a line."""
    return tuple(escape(line) for line in re.split(r"[\r\n\u2028\u2029]+", text) if line.strip())


def bold(text: object) -> Prose:
    return Prose(f"**{escape(text)}**") if str(text).strip() else Prose("")


def join(parts: Iterable[object], separator: str = " ") -> Prose:
    """Return parts joined; each is escaped unless it is prose already."""
    return Prose(separator.join(part for part in map(escape, parts) if part))


def glued(parts: Iterable[object], separator: str = "") -> str:
    """Return parts in one text as they stand; where one is prose the whole is, so that nothing is escaped twice."""
    found = [*parts]
    if not any(isinstance(part, Prose) for part in found):
        return separator.join(map(str, found))
    return Prose(separator.join(map(_with_its_spaces, found)))


def _with_its_spaces(part: object) -> str:
    text = str(part)
    return part if isinstance(part, Prose) else f"{text[:1].isspace() * ' '}{escape(text)}{text[-1:].isspace() * ' '}"


def lower(text: object) -> str:
    return Prose(text.lower()) if isinstance(text, Prose) else str(text).lower()


def listed(parts: Iterable[object], last: str = "and") -> Prose:
    words = [escape(part) for part in parts]
    return Prose(f"{', '.join(words[:-1])} {last} {words[-1]}") if len(words) > 1 else Prose("".join(words))


def shortlisted(parts: Iterable[object], most: int = 7) -> Prose:
    """Return "a, b, c and 12 more": nobody reads a sentence of forty parts."""
    words = [escape(part) for part in parts]
    rest = len(words) - most + 1
    return listed(words) if rest <= 1 else listed([*words[: most - 1], Prose(f"{in_words(rest)} more")])


def counted(number: int, one: str, many: str = "") -> Prose:
    """Return "two gaps": a number in words up to twelve, with its noun in the right form."""
    noun = one if number == 1 else (many or f"{one}s")
    return Prose(f"{in_words(number)} {noun}")


def in_words(number: int) -> str:
    """Return a number in words up to twelve, else in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def capitalised(text: str) -> Prose:
    """Return prose with a capital first letter."""
    safe = escape(text)
    return Prose(safe[:1].upper() + safe[1:])


def quoted(text: object) -> Prose:
    return Prose(f'"{escape(text)}"')


def unquoted(text: str) -> str:
    """Return words that are to stand in quotation marks: without marks around all of them, those within as single."""
    whole = re.fullmatch(r'\s*["“]([^"“”]*)["”]\s*', text)
    return re.sub(r'["“]([^"“”]*)["”]', "\u2018\\1\u2019", whole[1] if whole else text).strip()


def anchor(title: str) -> str:
    """Return the name under which a wiki finds a heading: "Pausing new runs" is "pausing-new-runs"."""
    name = re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
    return name or f"x{crc32(title.encode()):x}"


def linked(text: object, to: str) -> Prose:
    """Return a text that leads to a heading of the same document."""
    return Prose(f"[{escape(text)}](#{anchor(to)})")


def ended(value: object) -> Prose:
    """Return a sentence with a full stop, unless it has its own end."""
    text = escape(value)
    return text if not text or text.rstrip(LEFT_TO_RIGHT).endswith(_ENDED) else Prose(f"{text}.")


def day(value: Any) -> str:
    """Return a date as a reader says it: 4 December 2026."""
    return f"{value.day} {value:%B} {value.year}"


def spanned(days: tuple[dt.date, dt.date]) -> str:
    """Return a span of days: 10 to 17 November 2026."""
    first, last = days
    return day(last) if first == last else f"{_before(first, last)} to {day(last)}"


def between(days: tuple[dt.date, dt.date]) -> str:
    """Return when something is to happen: between 10 and 17 November 2026."""
    first, last = days
    return f"on {day(last)}" if first == last else f"between {_before(first, last)} and {day(last)}"


def _before(first: dt.date, last: dt.date) -> str:
    """Return the first of two days, without what the last one says for both."""
    if first.year != last.year:
        return day(first)
    return f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"


class Sentences:
    """The sentences of a document, by name. They are data: `report_templates/sentences/*.yaml`."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def say(self, name: str, /, **values: object) -> Prose:
        """Return a sentence with its values; a name that is not given is a bug and says so."""
        try:
            text = self._texts[name]
            text = _template(text).render(**values) if "{" in text else text
        except (TemplateError, TypeError, OverflowError) as error:
            raise DataError(
                [Mistake(where=f"sentence {name}", what=str(error).rstrip("."), fix="Compare it with ours")]
            ) from error
        return Prose(_SPACES.sub(" ", text).strip())

    def has(self, name: str) -> bool:
        return name in self._texts

    def names(self) -> tuple[str, ...]:
        return tuple(self._texts)


@lru_cache(maxsize=2048)
def _template(text: str) -> Template:
    """Return a sentence ready to be said: compiling it takes far longer than saying it, and many are said often."""
    return _environment().from_string(text)


class _Code(CodeGenerator):
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the name of Jinja
        """Write "a ~ b": text that is put together with prose is prose."""
        self.write("environment.filters['join'](")
        self.visit(nodes.List(node.nodes), frame)
        self.write(")")


class _Environment(SandboxedEnvironment):
    code_generator_class = _Code


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    environment = _Environment(
        undefined=StrictUndefined, finalize=escape, trim_blocks=True, lstrip_blocks=True, optimized=False
    )
    environment.filters |= {
        "join": glued,
        "lower": lower,
        "listed": listed,
        "shortlisted": shortlisted,
        "counted": counted,
        "in_words": in_words,
        "capitalised": capitalised,
        "bold": bold,
        "quoted": quoted,
        "unquoted": unquoted,
        "ended": ended,
        "day": day,
        "spanned": spanned,
        "between": between,
    }
    return environment


def load_sentences(name: str, folders: Iterable[Path] = ()) -> Sentences:
    """Load the sentences of a document and those of all; a consultancy's own folder may replace single ones."""
    return Sentences({**_loaded(_OF_ALL, folders), **_loaded(name, folders)})


def _loaded(name: str, folders: Iterable[Path]) -> Mapping[str, str]:
    texts: dict[str, str] = {}
    for folder in (resources.folder("report_templates"), *folders):
        path = folder / "sentences" / f"{name}.yaml"
        if path.is_file():
            texts |= _checked(source.read_yaml(source.read_text(path), str(path)), texts)
    return texts


def _checked(found: source.Source, known: Mapping[str, str]) -> Mapping[str, str]:
    """Return the sentences of a file; one that replaces ours must have the name of one of ours."""
    if not isinstance(found.data, dict):
        raise DataError([Mistake(where=found.name, what="it should hold names with their sentences")])
    wrong = [
        Mistake(where=found.where((name,)), what=f"{name!r} should be one text")
        for name, text in found.data.items()
        if not isinstance(text, str)
    ] + [
        Mistake(where=found.where((name,)), what=f"there is no sentence {name!r}", fix=did_you_mean(name, list(known)))
        for name in found.data
        if known and name not in known
    ]
    if wrong:
        raise DataError(wrong)
    texts: Mapping[str, str] = found.data
    return texts
