"""JSON Schema of the files that a user writes, made from the models that read them.

A schema says what a file may look like, for editors and other programs. What needs two files, or the meaning of a
questionnaire, only `opsassess.consistency` and `opsassess.lint` can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema

from opsassess.assessment import Assessment
from opsassess.questionnaire import Questionnaire

DIALECT = "https://json-schema.org/draft/2020-12/schema"
JsonSchema = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Document:
    """A kind of file."""

    model: type[BaseModel]
    id: str
    title: str
    description: str
    also: Callable[[JsonSchema], JsonSchema] = lambda schema: schema  # what the models read and do not declare


class _WithoutFieldTitles(GenerateJsonSchema):
    """Pydantic's titles of fields only repeat their names."""

    def field_title_should_be_set(self, schema: CoreSchema | Any) -> bool:  # noqa: ARG002 - its signature
        return False


def json_schema(name: str) -> JsonSchema:
    """Return the JSON Schema of "assessment" or "questionnaire"."""
    document = _DOCUMENTS[name]
    made = document.model.model_json_schema(schema_generator=_WithoutFieldTitles)
    for part in _parts(made):
        _complete(part)
    head = {"$schema": DIALECT, "$id": document.id, "title": document.title, "description": document.description}
    return head | {key: value for key, value in document.also(made).items() if key not in head}


def _parts(schema: object) -> Iterator[JsonSchema]:
    """Yield every mapping inside a schema."""
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _parts(part)


def _complete(part: JsonSchema) -> None:
    """Say what pydantic leaves out: other keys than the declared ones are refused, a default is a number."""
    if "patternProperties" in part:
        part.setdefault("additionalProperties", False)
    if part.get("type") == "number" and isinstance(part.get("default"), str):
        part["default"] = float(Fraction(part["default"]))


def _also_extensions(schema: JsonSchema) -> JsonSchema:
    """Add the shorthands of a questionnaire file, and the file that extends another one."""
    definitions = dict(schema["$defs"])
    conditions = definitions["Item"]["properties"]["applies_when"]
    conditions["anyOf"] = [conditions["items"], {"type": "array", "items": conditions.pop("items")}]
    del conditions["type"]
    option = definitions["Option"]
    definitions["Option"] = {"description": option["description"], "anyOf": [{"type": "string"}, option]}
    whole = {key: value for key, value in schema.items() if key != "$defs"}
    definitions |= {"Questionnaire": whole, "Extension": _extension(whole)}
    return {
        "$defs": definitions,
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/Extension"},
        "else": {"$ref": "#/$defs/Questionnaire"},
    }


def _extension(whole: JsonSchema) -> JsonSchema:
    ids = {"type": "array", "items": {"type": "string"}}
    own = {
        "extends": {"description": "The id of the questionnaire that it begins with.", "type": "string"},
        "items": {"description": "The ids of the items that it keeps; without it, all."} | ids,
        "without": {"description": "The ids of the items that it leaves out."} | ids,
    }
    return {
        "description": (
            "A questionnaire that extends another one. What it does not say is as in that one. Mappings are joined key "
            "by key, lists of things with an id by their ids; null takes a value away."
        ),
        "type": "object",
        "properties": {name: _changed(part) for name, part in whole["properties"].items()} | own,
        "required": ["extends"],
        "additionalProperties": False,
    }


def _changed(part: JsonSchema) -> JsonSchema:
    """Return what a file may say of a part that it changes: only the ids must stand in it."""
    if "$ref" in part.get("items", {}):
        return {"type": ["array", "null"], "items": {"type": "object", "required": ["id"]}}
    return {"type": "object"} if "$ref" in part else part


_DOCUMENTS: Mapping[str, _Document] = {
    "assessment": _Document(
        model=Assessment,
        id="urn:opsassess:assessment:1",
        title="Assessment",
        description=(
            "One agent against one version of one questionnaire: who said what, when, and what evidence was seen. "
            "The shape of a `content` follows from its item in the questionnaire."
        ),
    ),
    "questionnaire": _Document(
        model=Questionnaire,
        id="urn:opsassess:questionnaire:1",
        title="Questionnaire",
        description="Everything that is asked and every constant that scores it. Written in YAML.",
        also=_also_extensions,
    ),
}
NAMES = tuple(_DOCUMENTS)
