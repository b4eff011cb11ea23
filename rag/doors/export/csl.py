"""The sources of a conversation as CSL-JSON, which Zotero, Pandoc and citeproc read.

https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from rag.dateline import iso_day

from .conversation import Conversation, Source
from .said import clean_line


def render(conversation: Conversation) -> bytes:
    """A JSON array in UTF-8, one item for each article."""
    items = [item(source, conversation.made.date()) for source in conversation.sources]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def item(source: Source, today: datetime.date) -> dict[str, Any]:
    """The item of an article; what is not known is left out.

    Authors are `literal` names: which part of a name is the family's, the article does not say.
    """
    when = iso_day(source.published)
    known = {
        "title": clean_line(source.title),
        "author": [{"literal": clean_line(name)} for name in source.authors],
        "container-title": clean_line(source.outlet or ""),
        "issued": _date(when) if when else _told(source.published),
        "URL": clean_line(source.url or ""),
        "accessed": _date(today) if source.url else None,
        "language": clean_line(source.language or ""),
        "note": f"sha256: {source.sha256}" if source.sha256 else "",
    }
    kind = "article-newspaper" if source.outlet else "webpage" if source.url else "document"
    return {"id": key(source), "type": kind} | {name: value for name, value in known.items() if value}


def key(source: Source) -> str:
    """What a source is cited by: "byline-" and its id, without what BibTeX would stumble over."""
    return "byline-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in source.article_id)


def _date(when: datetime.date) -> dict[str, Any]:
    return {"date-parts": [[when.year, when.month, when.day]]}


def _told(published: str | None) -> dict[str, Any] | None:
    """A date in words, which a style shows as they are."""
    return {"literal": clean_line(published)} if published else None
