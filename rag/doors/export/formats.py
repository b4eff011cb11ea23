"""The formats of an export, by name and by the ending of a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its module with a `render`, its label for a reader, the endings of its files, the usual one
    first, and its media type.
    """

    name: str
    module: str
    label: str
    endings: tuple[str, ...]
    media_type: str


FORMATS = (
    Format("markdown", "markdown", "Markdown, with footnotes", (".md", ".markdown"), "text/markdown"),
    Format("html", "page", "Web page, quotes marked", (".html", ".htm"), "text/html"),
    Format(
        "docx",
        "word",
        "Word",
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    Format("csv", "sheet", "Spreadsheet (CSV)", (".csv",), "text/csv"),
    Format("json", "checkable", "JSON, for byline verify", (".json",), "application/json"),
    Format(
        "csl",
        "csl",
        "Sources, CSL-JSON",
        (".csl.json", ".csl"),
        "application/vnd.citationstyles.csl+json",
    ),
    Format("bibtex", "bibtex", "Sources, BibTeX", (".bib",), "application/x-bibtex"),
)
"""In the order in which they are offered."""


def by_name(name: str) -> Format:
    """The format of a name such as `markdown`, in any case.

    :raises SettingsError: if there is none.
    """
    found = next((one for one in FORMATS if one.name == name.lower()), None)
    if found is None:
        names = ", ".join(one.name for one in FORMATS)
        raise SettingsError(f"unknown export format {name!r}: expected one of {names}")
    return found


def by_path(path: str | Path) -> Format:
    """The format of a file, by its name's ending: the longest that fits.

    :raises SettingsError: if none does.
    """
    name = Path(path).name.lower()
    fitting = [(len(end), one) for one in FORMATS for end in one.endings if name.endswith(end)]
    if not fitting:
        known = ", ".join(one.endings[0] for one in FORMATS)
        raise SettingsError(f"{Path(path).name!r} names no export format: expected a file ending in {known}")
    return max(fitting, key=lambda pair: pair[0])[1]
