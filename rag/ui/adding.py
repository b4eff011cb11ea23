"""Files, an address or a text in, articles of the visitor's out, with what is told on the way."""

from __future__ import annotations

import logging
import queue
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from index import Article
from index.clean import clean
from index.progress import Progress
from index.read.files import limit
from index.read.source import is_address
from rag.doors.bringing import add_all
from rag.doors.shelf import Shelf
from rag.errors import ArticleError, BylineError

from .progress import Adding
from .uploads import is_upload

PAUSE = 0.2
"""Seconds after which the page is told how far it is."""
NO_UPLOAD = "the file did not arrive: send it again"
UNEXPECTED = "something went wrong while it was read; the log says more"

log = logging.getLogger(__name__)


def files(shelf: Shelf, paths: Sequence[str]) -> Iterator[Adding]:
    """Add uploaded files, which are gone from the disk then.

    :param paths: as the browser names them; what is no upload is left alone.
    """
    own, adding = [path for path in paths if is_upload(path)], Adding(list(paths))
    for path in paths:
        if path not in own:
            adding.ended(path, ArticleError(NO_UPLOAD))
    try:
        yield from _added(shelf, own, adding)
    finally:
        for path in own:
            shutil.rmtree(Path(path).parent, ignore_errors=True)


def address(shelf: Shelf, text: str) -> Iterator[Adding]:
    """Add the page at an address; one without `https://` is taken to have it."""
    where = text.strip()
    if not is_address(where):
        where = f"https://{where}"
    yield from _added(shelf, [where], Adding([where]))


def pasted(shelf: Shelf, text: str, title: str) -> Iterator[Adding]:
    """Add a text.

    :param title: what to call it; "": as it calls itself.
    """
    name, settings = " ".join(title.split()), shelf.library.settings
    try:
        if len(text.encode("utf-8", "surrogatepass")) > limit(settings):
            raise ArticleError(f"the text has more than max_upload_mb = {settings.max_upload_mb:g} MiB")
        article = clean(text)
    except BylineError as error:
        adding = Adding([])
        adding.ended(name or "Your text", error)
        yield adding
        return
    names = {article.title: name} if name else {}
    yield from _added(shelf, [article], Adding([article.title], names), name)


def _added(
    shelf: Shelf, sources: Sequence[str | Article], adding: Adding, title: str = ""
) -> Iterator[Adding]:
    """How far it has come, now and then, and at last how it ended."""
    news: queue.Queue[object] = queue.Queue()
    end = object()

    def work() -> None:
        try:
            for each in add_all(shelf, sources, title, news.put):
                news.put(each)
        except BylineError as error:
            news.put(("", error))
        except Exception:
            log.exception("an adding ended")
            news.put(("", ArticleError(UNEXPECTED)))
        finally:
            news.put(end)

    threading.Thread(target=work, name="byline-adding", daemon=True).start()
    while True:
        yield adding
        for told in _all(news):
            match told:
                case Progress():
                    adding.progress = told
                case (str(name), Article() | BylineError() as result):
                    adding.ended(name or adding.sources[-1], result, _plain(str(result), sources))
                case _ if told is end:
                    yield adding
                    return


def _all(news: queue.Queue[object]) -> Iterator[object]:
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
            words = words.replace(source, Path(source).name)
    return words
