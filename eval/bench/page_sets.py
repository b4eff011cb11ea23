"""Saved pages with what people say is their main text, title, author and date: the sets of `pages`."""

from __future__ import annotations

import gzip
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import BylineError


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page; None where the set does not say, so that it is not counted."""

    name: str
    html: bytes
    text: str | None
    title: str | None = None
    author: str | None = None
    date: str | None = None


def load(name: str, data: Path) -> tuple[Page, ...]:
    """The pages of a set, by name.

    :param data: folder of the development data.
    :raises BylineError: if the set is not there.
    """
    try:
        return tuple(sorted(SETS[name](data / f"pages-{name}"), key=lambda page: page.name))
    except OSError as error:
        raise BylineError(f"set pages-{name} cannot be read: {error}") from error


def _wcxb(folder: Path) -> Iterator[Page]:
    """WCXB (Foley, 2026): reviewed by people; https://github.com/Murrough-Foley/web-content-extraction-benchmark."""
    for path in folder.glob("html/*.html.gz"):
        stem = path.name.removesuffix(".html.gz")
        truth = json.loads((folder / "ground-truth" / f"{stem}.json").read_text("utf-8"))["ground_truth"]
        yield Page(
            stem,
            gzip.decompress(path.read_bytes()),
            truth.get("main_content"),
            truth.get("title"),
            truth.get("author"),
            truth.get("publish_date"),
        )


def _readability(folder: Path) -> Iterator[Page]:
    """Mozilla Readability's test pages: its own output, checked by hand; no independent truth."""
    from lxml import html

    files = _members(folder / "test-pages.tar.gz")
    for name in [name for name in files if name.endswith("/source.html")]:
        base = name.removesuffix("source.html")
        said = json.loads(files[base + "expected-metadata.json"])
        tree = html.fromstring(files[base + "expected.html"].decode("utf-8"))
        text = "\n".join(part for part in tree.itertext() if part.strip())
        yield Page(
            base.rstrip("/").rpartition("/")[2],
            files[name],
            text,
            said.get("title"),
            said.get("byline"),
            said.get("publishedTime"),
        )


def _newspaper4k(folder: Path) -> Iterator[Page]:
    """Newspaper4k's test pages of news in several languages; truth of the text by hand, metadata its own."""
    files = _members(folder / "tests-data.tar.gz")
    for name in [name for name in files if "/html/" in name and name.endswith(".html")]:
        stem = name.rpartition("/")[2].removesuffix(".html")
        text = files.get(f"tests/data/txt/{stem}.txt")
        if text is None:
            continue
        said = json.loads(files.get(f"tests/data/metadata/{stem}.json", b"{}"))
        yield Page(
            stem,
            files[name],
            text.decode("utf-8"),
            said.get("title"),
            ", ".join(said.get("authors") or []) or None,
            said.get("publish_date"),
        )


def _members(path: Path) -> dict[str, bytes]:
    found = {}
    with tarfile.open(path) as archive:
        for member in archive:
            if stream := archive.extractfile(member):
                found[member.name] = stream.read()
    return found


SETS = {"wcxb": _wcxb, "readability": _readability, "newspaper4k": _newspaper4k}
