"""A conversation as JSON: the answers, lossless, with all that `byline verify` needs to check them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from .annotations import annotate
from .conversation import Conversation

SCHEMA = 1
KIND = "byline-conversation"


def render(conversation: Conversation) -> bytes:
    """JSON in UTF-8, as `conversation.schema.json` beside this module describes it."""
    data = to_dict(conversation)
    try:
        return _json(data, readable=True).encode("utf-8")
    except UnicodeEncodeError:  # halves of characters, which only JSON's own escapes can carry
        return _json(data, readable=False).encode("ascii")


def to_dict(conversation: Conversation) -> dict[str, Any]:
    """The form of the file: `answers` as `Answer.to_dict` gives them, their sources without the articles'
    text, and each citation once more as a W3C annotation.
    """
    return {
        "type": KIND,
        "schema": SCHEMA,
        "made": conversation.made.isoformat(),
        "answers": [answer.to_dict() for answer in conversation.answers],
        "sources": [
            {key: value for key, value in asdict(source).items() if key != "article"}
            for source in conversation.sources
        ],
        "annotations": annotate(conversation),
    }


def _json(data: dict[str, Any], readable: bool) -> str:
    return json.dumps(data, ensure_ascii=not readable, indent=2) + "\n"
