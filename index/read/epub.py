"""EPUB: the chapters of a book in the order of its spine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from ..document import Block, Document
from ..errors import ArticleError
from . import decode, html, xhtml
from .body import Body
from .package import Archive

WHAT = "an EPUB"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TEXT = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
MAX_CHAPTERS = 5000


def read(body: Body) -> Document:
    """Every chapter in the order of reading, with its headings; the table of contents is left out.

    A chapter without a heading of its own bears the name that the table of contents gives it.

    :raises ArticleError: if it is damaged, its text is encrypted (DRM), too large, or it holds no text.
    """
    archive = Archive(body, WHAT)
    opf = _package(archive, body.name)
    package = archive.xml(opf)
    folder = posixpath.dirname(opf)
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    locked = _encrypted(archive)
    names = _contents(archive, items.values(), folder)
    found: list[Block] = []
    for number, link in enumerate(package.iter(f"{_OPF}itemref")):
        item = items.get(link.get("idref"))
        if item is None or item.get("media-type") not in _TEXT or number >= MAX_CHAPTERS:
            continue
        if "nav" in (item.get("properties") or "").split():
            continue
        part = _joined(folder, item.get("href") or "")
        if part in locked:
            raise ArticleError(f"{body.name} is locked by its seller (DRM): its text cannot be read")
        if part in archive.names:
            chapter = _chapter(archive.read(part), f"{body.name}: {part}")
            if chapter and part in names and not any(block.kind == "heading" for block in chapter):
                found.append(Block(names[part], "heading", 1))
            found += chapter
    if not found:
        raise ArticleError(f"{body.name} holds no text")
    return Document(
        tuple(found),
        title=_said(package, "title") or "",
        author=_said(package, "creator"),
        outlet=_said(package, "publisher"),
        published=(_said(package, "date") or "")[:10] or None,
        language=_said(package, "language"),
    )


def _package(archive: Archive, name: str) -> str:
    root = archive.xml("META-INF/container.xml")
    found = next((file.get("full-path") for file in root.iter(f"{_CONTAINER}rootfile")), None)
    if not found:
        raise ArticleError(f"{name} is not {WHAT}: its container names no package")
    return str(found)


def _encrypted(archive: Archive) -> frozenset[str]:
    """Parts that are encrypted: chapters, or only fonts."""
    if "META-INF/encryption.xml" not in archive.names:
        return frozenset()
    root = archive.xml("META-INF/encryption.xml")
    links = (
        e.get("URI") for e in root.iter() if isinstance(e.tag, str) and e.tag.endswith("}CipherReference")
    )
    return frozenset(unquote(link) for link in links if link)


def _joined(folder: str, link: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, unquote(link.split("#")[0]))).lstrip("/")


def _contents(archive: Archive, items: Iterable[Any], folder: str) -> dict[str, str]:
    """The name of each part by the table of contents, the new form of it (XHTML) or the old one (NCX)."""
    found: dict[str, str] = {}
    for item in items:
        part = _joined(folder, item.get("href") or "")
        new = "nav" in (item.get("properties") or "").split()
        if part not in archive.names or not (new or item.get("media-type") == "application/x-dtbncx+xml"):
            continue
        base = posixpath.dirname(part)
        for point in archive.xml(part).iter(f"{_XHTML}a" if new else f"{_NCX}navPoint"):
            if new:
                link, label = point.get("href"), "".join(point.itertext())
            else:
                content = point.find(f"{_NCX}content")
                link = None if content is None else content.get("src")
                label = point.findtext(f"{_NCX}navLabel/{_NCX}text") or ""
            if link and label.strip():
                found.setdefault(_joined(base, link), " ".join(label.split()))
    return found


def _chapter(data: bytes, name: str) -> tuple[Block, ...]:
    """The blocks of a chapter; () of one that holds pictures only."""
    tree = html.parse(decode.page(Body(data, name)))
    return () if tree is None else xhtml.blocks(tree)


def _said(package: Any, name: str) -> str | None:
    texts = ((element.text or "").strip() for element in package.iter(f"{_DC}{name}"))
    return next((text for text in texts if text), None)
