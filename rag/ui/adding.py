"""Files, an address or a text in, articles of the visitor's out, with what is told on the way."""

from __future__ import annotations

import logging
import queue
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from index import Article
from index.clean import clean
from index.read.files import limit
from index.read.source import is_address
from rag.doors.bringing import add_all
from rag.doors.shelf import Shelf
from rag.errors import ArticleError, BylineError

from .progress import Progress, Source, shown_name

PAUSE = 0.2
"""Seconds after which the page is told how far it is."""
UNEXPECTED = "something went wrong while it was read; the log says more"

log = logging.getLogger(__name__)


def files(shelf: Shelf, paths: Sequence[str]) -> Iterator[Progress]:
    """Add uploaded files, which are gone from the disk then.

    :param paths: each in a folder of its own, as Gradio leaves it.
    """
    weights = {path: float(Path(path).stat().st_size or 1) for path in paths}
    progress = Progress({path: Source(path, weight) for path, weight in weights.items()})
    try:
        yield from _added(shelf, paths, progress)
    finally:
        for path in paths:
            shutil.rmtree(Path(path).parent, ignore_errors=True)


def address(shelf: Shelf, text: str) -> Iterator[Progress]:
    """Add the page at an address; one without `https://` is taken to have it."""
    where = text.strip()
    if where and not is_address(where):
        where = f"https://{where}"
    yield from _added(shelf, [where], Progress({where: Source(where)}))


def pasted(shelf: Shelf, text: str, title: str) -> Iterator[Progress]:
    """Add a text."""
    name = " ".join(title.split())
    progress = Progress({})
    try:
        if len(text.encode("utf-8", "surrogatepass")) > limit(shelf.library.settings):
            size = shelf.library.settings.max_upload_mb
            raise ArticleError(f"the text has more than max_upload_mb = {size:g} MiB")
        article = clean(text)
    except BylineError as error:
        progress.ended(name or "Your text", error)
        yield progress
        return
    shown = name or article.title
    progress = Progress({article.title: Source(shown)})
    yield from _added(shelf, [article], progress, name)


def _added(
    shelf: Shelf, sources: Sequence[str | Article], progress: Progress, title: str = ""
) -> Iterator[Progress]:
    """How far it has come, now and then, and at last how it ended."""
    news: queue.Queue[object] = queue.Queue()
    end = object()

    def work() -> None:
        try:
            for name, result in add_all(shelf, sources, title, lambda *told: news.put(told)):
                news.put((name, result))
        except Exception:
            log.exception("an adding ended")
            news.put((str(sources[-1]), ArticleError(UNEXPECTED)))
        finally:
            news.put(end)

    threading.Thread(target=work, name="byline-adding", daemon=True).start()
    yield progress
    while True:
        for told in _all(news):
            if told is end:
                progress.finish()
                yield progress
                return
            match told:
                case (str(name), int(done), int(passages)):
                    progress.told(name, done, passages)
                case (str(name), Article() | BylineError() as result):
                    progress.ended(name, result, _plain(str(result), sources))
        yield progress


def _all(news: queue.Queue[object]) -> Iterable[object]:
    """What has come within a pause."""
    try:
        yield news.get(timeout=PAUSE)
        while True:
            yield news.get_nowait()
    except queue.Empty:
        return


def _plain(words: str, sources: Sequence[str | Article]) -> str:
    """An error without the folders in which the server keeps what is uploaded."""
    for source in sources:
        if isinstance(source, str) and not is_address(source):
            words = words.replace(source, shown_name(source))
    return words
