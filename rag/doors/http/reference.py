"""The API's description as a page to be read, made from its OpenAPI; no script, nothing from elsewhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;"
    "color:CanvasText;background:Canvas;color-scheme:light dark}"
    "code{font:.9em ui-monospace,monospace}h2{margin-top:2.5rem}"
    "table{border-collapse:collapse;width:100%}td{border-top:1px solid #8884;padding:.3rem .6rem .3rem 0;"
    "vertical-align:top}"
)
_CODE = re.compile(r"`([^`]+)`")
_METHODS = ("get", "post", "delete")


def page(described: dict[str, Any]) -> str:
    """The page of an OpenAPI description."""
    title, about = (_prose(described["info"][key]) for key in ("title", "description"))
    records = "".join(map(_record, described["components"]["schemas"].items()))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
        f'<h1>{title}</h1><p>{about}</p><p>For programs: <a href="openapi.json">openapi.json</a>.</p>'
        f"{''.join(_routes(described['paths']))}<h1>Records</h1>{records}</html>"
    )


def _routes(paths: dict[str, Any]) -> Iterator[str]:
    for path, methods in paths.items():
        for method in filter(methods.__contains__, _METHODS):
            route = methods[method]
            asked = route.get("requestBody", {}).get("content", {})
            rows = [("takes", _content(asked))] if asked else []
            rows += [
                (status, f"{_prose(reply['description'])} {_content(reply.get('content', {}))}")
                for status, reply in route["responses"].items()
            ]
            about = _prose(route.get("description", ""))
            yield f"<h2><code>{method.upper()} {_text(path)}</code></h2><p>{about}</p>{_table(rows)}"


def _content(content: dict[str, Any]) -> str:
    return ", ".join(f"<code>{_text(kind)}</code> {_type(one['schema'])}" for kind, one in content.items())


def _record(named: tuple[str, dict[str, Any]]) -> str:
    name, schema = named
    required = schema.get("required", ())
    rows = [
        (f"<code>{_text(field)}</code>", _type(of) + ("" if field in required else ", optional"))
        for field, of in schema.get("properties", {}).items()
    ]
    about = _prose(schema.get("description", ""))
    return f'<h2 id="{_text(name)}">{_text(name)}</h2><p>{about}</p>{_table(rows)}'


def _table(rows: Iterable[tuple[str, str]]) -> str:
    each = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows)
    return f"<table>{each}</table>"


def _type(schema: dict[str, Any]) -> str:
    """A type in words, with links to the records."""
    if "$ref" in schema:
        name = _text(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(map(_type, schema[several]))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}" if "items" in schema else "list"
    for word in ("enum", "const"):
        if word in schema:
            values = schema[word] if word == "enum" else [schema[word]]
            return " or ".join(f"<code>{_text(str(value))}</code>" for value in values)
    return _text(str(schema.get("type", "anything")))


def _prose(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", _text(text))


def _text(text: str) -> str:
    return html.escape(text)
