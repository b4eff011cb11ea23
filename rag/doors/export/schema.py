"""`python -m rag.doors.export.schema`: writes the JSON Schemas of an answer and of an exported conversation.

They ship beside this module, made from the records themselves; a test fails where they are not up to date.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rag import answer as records
from rag.answer import Answer

from . import checkable

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ANSWER, CONVERSATION = (Path(__file__).parent / f"{name}.schema.json" for name in ("answer", "conversation"))
_TEXT = {"type": "string"}
_SELECTOR = {"type": "object", "required": ["type"], "properties": {"type": {"enum": [
    "TextQuoteSelector", "TextPositionSelector"]}}}  # fmt: skip


def answer_schema() -> dict[str, Any]:
    """The schema of `Answer.to_dict`: no field may be missing, and none unknown."""
    made = TypeAdapter(Answer).json_schema(mode="serialization")
    definitions = made["$defs"]
    for one in definitions.values():
        one |= {"required": list(one["properties"]), "additionalProperties": False}
    version = {"const": records.SCHEMA, "description": "Version of this form; older ones lack newer fields."}
    whole = definitions["Answer"]
    top = whole | {
        "required": ["schema", *whole["required"]],
        "properties": {"schema": version, **whole["properties"]},
    }
    return {"$schema": DIALECT, **top, "$defs": definitions}


def conversation_schema() -> dict[str, Any]:
    """The schema of the JSON export."""
    answer = answer_schema()
    definitions = answer.pop("$defs")
    del answer["$schema"]
    annotation = {
        "type": "object",
        "description": "A W3C Web Annotation: https://www.w3.org/TR/annotation-model/",
        "required": ["@context", "id", "type", "body", "target"],
        "properties": {
            "type": {"const": "Annotation"},
            "target": {
                "type": "object",
                "required": ["source", "selector"],
                "properties": {"source": _TEXT, "selector": {"type": "array", "items": _SELECTOR}},
            },
        },
    }
    source = {name: {"type": ["string", "null"]} for name in (
        "article_id", "sha256", "title", "author", "outlet", "published", "language", "url"
    )}  # fmt: skip
    fields = {
        "type": {"const": checkable.KIND},
        "schema": {"const": checkable.SCHEMA},
        "made": {"type": "string", "format": "date-time"},
        "answers": {"type": "array", "items": {"$ref": "#/$defs/WholeAnswer"}},
        "sources": {"type": "array", "items": _object(source)},
        "annotations": {"type": "array", "items": annotation},
    }
    return {"$schema": DIALECT, **_object(fields), "$defs": {**definitions, "WholeAnswer": answer}}


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(fields), "properties": fields, "additionalProperties": False}


def main() -> None:
    """Write both files."""
    for path, schema in ((ANSWER, answer_schema()), (CONVERSATION, conversation_schema())):
        path.write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
