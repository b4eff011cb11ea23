"""Many sources at once: files, folders, patterns, archives, addresses and standard input, one item each."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..article import Article
from ..errors import ArticleError
from ..origin import of_file
from ..settings import Settings
from .archive import members
from .body import Body
from .files import file_bytes, limit, path_of, shown, within
from .registry import endings
from .sniff import is_zip
from .source import Source, ending_of, is_address, opened, origin_of, parse

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Item:
    """One article to come: its name as it can be shown, and what reads it, raising `ArticleError`.

    `origin` is where it is read, as `index.origin` writes it; "" where that is no file and no address.
    `source` gets the bytes alone; None where they cannot be had before they are read.
    """

    name: str
    load: Callable[[], Article]
    origin: str = ""
    source: Callable[[], Source] | None = None


def one(source: str | Path | Article, settings: Settings) -> Item:
    """A single source that is no folder, pattern or archive."""
    if isinstance(source, Article):
        return Item(source.source or source.title, lambda: source)
    get = partial(opened, source, settings)
    return Item(shown(source), partial(_article, get), origin_of(source), get)


def items(sources: Iterable[str | Path | Article], settings: Settings) -> Iterator[Item]:
    """What is to be read, in order: of a folder all files of a kind that is read, by name, at any depth.

    Nothing is raised here: a source that cannot be opened is an item that raises when it is loaded.

    :param sources: paths, addresses, folders, patterns such as `*.html`, `.zip` files, `-` for standard
        input, or articles.
    """
    for source in sources:
        try:
            yield from _items(source, settings)
        except ArticleError as error:
            yield _failed(source, error)


def _items(source: str | Path | Article, settings: Settings) -> Iterator[Item]:
    if isinstance(source, Article):
        yield one(source, settings)
        return
    if source == STDIN:
        yield Item("standard input", lambda: _standard_input(settings))
        return
    if is_address(source):
        yield one(source, settings)
        return
    path = path_of(source)
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except (OSError, ValueError):  # a name that is too long, or holds a zero byte
        is_folder = is_there = False
    if is_folder:
        yield from _folder(path, settings)
    elif not is_there and glob.has_magic(str(path)):
        yield from _pattern(str(path), settings)
    else:
        yield from _file(path, settings)


def _failed(source: object, error: ArticleError) -> Item:
    def load() -> Article:
        raise error

    return Item(shown(str(source)), load)


def _file(path: Path, settings: Settings) -> Iterator[Item]:
    if path.suffix.lower() != ".zip":
        yield one(path, settings)
        return
    data = file_bytes(path, settings)
    if not is_zip(data):
        raise ArticleError(f"{shown(path)} is not a .zip archive of files")
    for name, load in members(data, shown(path), settings):
        get = partial(_member, name, load)
        origin = of_file(path, name.removeprefix(f"{shown(path)}/"))
        yield Item(name, partial(_article, get), origin, get)


def _member(name: str, load: Callable[[], bytes]) -> Source:
    return Source(Body(load(), name), ending_of(name))


def _article(get: Callable[[], Source]) -> Article:
    return get().article()


def _folder(folder: Path, settings: Settings) -> Iterator[Item]:
    kinds = endings() | {".zip"}
    count = 0
    for parent, folders, names in os.walk(folder, onerror=None):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in kinds:
                count += 1
                path = Path(parent) / name
                try:
                    yield from _file(path, settings)
                except ArticleError as error:
                    yield _failed(path, error)
    if not count:
        raise ArticleError(f"folder {shown(folder)} holds no file of a kind that is read")


def _pattern(pattern: str, settings: Settings) -> Iterator[Item]:
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        raise ArticleError(f"no file matches {shown(pattern)}")
    for name in found:
        try:
            yield from _folder(Path(name), settings) if os.path.isdir(name) else _file(Path(name), settings)
        except ArticleError as error:
            yield _failed(name, error)


def _standard_input(settings: Settings) -> Article:
    data = sys.stdin.buffer.read(limit(settings) + 1)
    return parse(Body(within(data, "standard input", settings), "standard input"), "")
