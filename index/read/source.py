"""A path or an address in, `Article` out: finds the bytes and their format, and has them read."""

from __future__ import annotations

from pathlib import Path

from ..article import Article
from ..clean import article_of
from ..errors import ArticleError
from ..settings import Settings
from . import registry, sidecar
from .body import Body


def read(source: str | Path, settings: Settings) -> Article:
    """Read and clean one article.

    A file `name.json` beside `name.txt` may hold metadata (keys as the fields of `Article`), which
    wins over what the text says of itself.

    :param source: a path, or an `http(s)://` address.
    :raises ArticleError: if it is missing, too large, of another kind, undecodable or without text.
    """
    if isinstance(source, str) and source.lower().startswith(("http://", "https://")):
        from .fetch import fetch

        page = fetch(source, settings)
        return parse(Body(page.body, page.url, page.charset, page.url), page.suffix)
    try:
        path = Path(source).expanduser()
    except RuntimeError as error:  # `~name` of a user who does not exist
        raise ArticleError(f"no such file: {source}") from error
    body = Body(_file_bytes(path, settings), str(path))
    return parse(body, path.suffix, sidecar.read(path))


def parse(body: Body, ending: str, known: dict[str, str] | None = None) -> Article:
    """The article of a body.

    :param ending: tells the format, as a file's name does: `.html`; "": plain text.
    :param known: metadata that wins over what is found there; None: none.
    :raises ArticleError: if it is empty, of an unknown kind, or cannot be read.
    """
    if not body.data.strip():
        raise ArticleError(f"{body.name} is empty: expected an article")
    one = registry.by_ending(ending)
    if one is None:
        raise ArticleError(f"{body.name} is of an unknown kind {ending!r}: expected {registry.KINDS}")
    return article_of(registry.reader(one)(body), body.name, known)


def _file_bytes(path: Path, settings: Settings) -> bytes:
    try:
        if not path.exists():
            raise ArticleError(f"no such file: {path}")
        if not path.is_file():
            raise ArticleError(f"{path} is not a file: expected {registry.KINDS}")
        size = path.stat().st_size
        if size > settings.max_upload_mb * 2**20:
            raise ArticleError(
                f"{path} has {size / 2**20:.1f} MiB, more than max_upload_mb = {settings.max_upload_mb:g}"
            )
        return path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:  # a zero byte in the name
        raise ArticleError(f"no such file: {str(path)!r}") from error
