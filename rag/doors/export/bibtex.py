"""The sources of a conversation as BibTeX, in UTF-8, by fields that BibLaTeX knows too."""

from __future__ import annotations

from rag.dateline import iso_day

from .conversation import Conversation, Source
from .csl import key
from .said import clean_line

_ESCAPED = str.maketrans(
    {char: f"\\{char}" for char in "&%$#_"}
    | {
        "\\": r"\textbackslash{}",
        "{": r"{\lbrace}",
        "}": r"{\rbrace}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
"""Braces by name: BibTeX counts even those that TeX would not."""
_ENCODED = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def render(conversation: Conversation) -> bytes:
    """One entry for each article; what is not known is left out."""
    accessed = conversation.made.date().isoformat()
    return "\n".join(_entry(source, accessed) for source in conversation.sources).encode("utf-8")


def _entry(source: Source, accessed: str) -> str:
    when = iso_day(source.published)
    fields = {
        "title": f"{{{_text(source.title)}}}" if source.title.strip() else "",  # braced twice: keeps capitals
        "author": " and ".join(f"{{{_text(name)}}}" for name in source.authors),
        "journal": _text(source.outlet or ""),
        "year": str(when.year) if when else _text(source.published or ""),
        "month": str(when.month) if when else "",
        "day": str(when.day) if when else "",
        "url": _address(source.url or ""),
        "urldate": accessed if source.url else "",
        "language": _text(source.language or ""),
        "note": f"sha256: {source.sha256}" if source.sha256 else "",
    }
    kind = "article" if source.outlet else "misc"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key(source)},", *lines, "}", ""])


def _text(text: str) -> str:
    return clean_line(text).translate(_ESCAPED)


def _address(url: str) -> str:
    """An address, which BibLaTeX sets as it is: only what would end the field is encoded."""
    return clean_line(url).translate(_ENCODED)
