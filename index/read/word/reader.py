"""Word (.docx): opens the package, finds its parts by their relationships, and makes a `Document`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from ...document import Document
from ...errors import ArticleError
from ..body import Body
from ..package import Archive, parse
from .inline import diagram_text
from .names import W, usual
from .numbering import Numbering
from .styles import Styles
from .walk import Walk

WHAT = "a Word document (.docx)"
_CORE = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_NOBODY = ("separator", "continuationSeparator", "continuationNotice")


def read(body: Body) -> Document:
    """Everything that Word shows of a document but its page heads and feet, with all changes accepted.

    :raises ArticleError: if it is damaged, encrypted, too large when unpacked, or holds no text.
    """
    parts = _Parts(Archive(body, WHAT), body.name)
    main = parts.root()
    content = main.find(f"{W}body")
    if content is None:
        raise ArticleError(f"{body.name} is not {WHAT}: its main part has no body")
    notes = {kind: _by_id(parts.of_type(f"{kind}s"), kind) for kind in ("footnote", "endnote")}
    walk = Walk(
        Styles(parts.of_type("styles")),
        Numbering(parts.of_type("numbering")),
        lambda kind, number: notes[kind].get(number),
        parts.diagram,
    )
    blocks = tuple(walk.blocks(content))
    if not blocks:
        raise ArticleError(f"{body.name} holds no text")
    title, author, published = parts.said()
    return Document(blocks, title=walk.title or title, author=author, published=published)


class _Parts:
    """The parts of a package, by the relationships of its main document."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive, self._name = archive, name
        top = self._links("_rels/.rels", "")
        self._main = next((to for kind, to in top.values() if kind == "officeDocument"), "word/document.xml")
        self._core = next((to for kind, to in top.values() if kind == "core-properties"), None)
        folder, file = posixpath.split(self._main)
        self._own = self._links(f"{folder}/_rels/{file}.rels", folder)

    def root(self) -> Any:
        """The main document."""
        return self._xml(self._main)

    def of_type(self, kind: str) -> Any:
        """The part that the main document names as such; None if there is none."""
        to = next((to for other, to in self._own.values() if other == kind), None)
        return self._xml(to) if to in self._archive.names else None

    def diagram(self, link: str) -> Iterator[str]:
        """The texts of a SmartArt."""
        _, to = self._own.get(link, ("", ""))
        return diagram_text(self._xml(to)) if to in self._archive.names else iter(())

    def said(self) -> tuple[str, str | None, str | None]:
        """Title, author, and the day of the last change, as the file's properties have them."""
        if self._core not in self._archive.names:
            return "", None, None
        root = self._archive.xml(self._core or "")
        date = root.findtext(f"{_TERMS}modified") or root.findtext(f"{_TERMS}created") or ""
        title, author = root.findtext(f"{_CORE}title") or "", root.findtext(f"{_CORE}creator") or ""
        return title.strip(), author.strip() or None, date[:10] or None

    def _xml(self, part: str) -> Any:
        return parse(usual(self._archive.read(part)), self._name, part)

    def _links(self, part: str, folder: str) -> dict[str, tuple[str, str]]:
        """Relationships of a part: id -> (the last word of its type, the part it leads to)."""
        if part not in self._archive.names:
            return {}
        found = {}
        for link in self._archive.xml(part):
            if link.get("TargetMode") != "External" and link.get("Id"):
                to = posixpath.normpath(posixpath.join("/", folder, link.get("Target") or "")).lstrip("/")
                found[link.get("Id")] = ((link.get("Type") or "").rsplit("/", 1)[-1], to)
        return found


def _by_id(root: Any, kind: str) -> dict[str, Any]:
    """Notes by id; what only draws a line above them is left out."""
    found = [] if root is None else root.findall(f"{W}{kind}")
    return {note.get(f"{W}id"): note for note in found if note.get(f"{W}type") not in _NOBODY}
