"""A file or an address in, `Article` out: text, Markdown, HTML, PDF and Word by well-kept libraries."""

from __future__ import annotations

import io
import json
import logging
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from .article import Article
from .clean import clean
from .errors import ArticleError
from .hidden import without_hidden
from .settings import Settings

TEXT = frozenset({".txt", ".md", ".markdown", ".text", ""})
HTML = frozenset({".html", ".htm", ".xhtml"})
KINDS = "text, Markdown, HTML, PDF or Word (.docx)"
METADATA = ("title", "outlet", "section", "author", "published", "language", "translation", "source")

log = logging.getLogger(__name__)


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
        return _parse(page.body, page.suffix, page.url, {}, page.charset)
    try:
        path = Path(source).expanduser()
    except RuntimeError as error:  # `~name` of a user who does not exist
        raise ArticleError(f"no such file: {source}") from error
    body = _file_bytes(path, settings)
    return _parse(body, path.suffix.lower(), str(path), _sidecar(path))


def _file_bytes(path: Path, settings: Settings) -> bytes:
    try:
        if not path.exists():
            raise ArticleError(f"no such file: {path}")
        if not path.is_file():
            raise ArticleError(f"{path} is not a file: expected {KINDS}")
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


def _parse(body: bytes, suffix: str, name: str, known: dict[str, str], charset: str | None = None) -> Article:
    """Clean the text of a body; `known` metadata wins over what is found there."""
    known = {"source": name, **known}
    if not body.strip():
        raise ArticleError(f"{name} is empty: expected an article")
    if suffix in TEXT:
        return clean(_decode(body, name, charset), **known)
    if suffix in HTML:
        return _html(_decode(body, name, charset or _declared(body)), name, known)
    if suffix == ".pdf":
        return clean(_pdf(body, name), **known)
    if suffix == ".docx":
        return clean(_docx(body, name), **known)
    raise ArticleError(f"{name} is of an unknown kind {suffix!r}: expected {KINDS}")


def _decode(body: bytes, name: str, charset: str | None = None) -> str:
    """UTF-8, UTF-16 with its mark, or the charset that the page names; nothing is guessed."""
    encoding = "utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return _text(body.decode(encoding), name)
    except UnicodeDecodeError as error:
        with suppress(LookupError, UnicodeDecodeError):
            if charset:
                return _text(body.decode(charset), name)
        raise ArticleError(
            f"{name} is not {encoding.removesuffix('-sig').upper()} text (byte {error.start}): "
            "save it as UTF-8"
        ) from error


def _declared(body: bytes) -> str | None:
    """The charset that a page's `<meta>` names, None if none does."""
    found = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", body[:4096], re.IGNORECASE)
    return found.group(1).decode("ascii", "replace") if found else None


def _text(text: str, name: str) -> str:
    if "\x00" in text:
        raise ArticleError(f"{name} holds binary data: expected {KINDS}")
    return text


def _html(text: str, name: str, known: dict[str, str]) -> Article:
    import trafilatura

    tree = trafilatura.load_html(text)
    found = tree is not None and trafilatura.bare_extraction(
        without_hidden(tree), url=name, include_comments=False, with_metadata=True
    )
    if not found or not found.text:
        raise ArticleError(f"{name} holds no article text that could be told from the page around it")
    said = {
        "title": found.title,
        "outlet": found.sitename,
        "author": found.author,
        "published": found.date,
        "language": found.language,
    }
    return clean(found.text, **({key: value for key, value in said.items() if value} | known))


def _pdf(body: bytes, name: str) -> str:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it would say stands in our error
    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
    except Exception as error:  # a damaged file makes pypdf raise errors of many kinds
        raise ArticleError(f"{name} is not a PDF that can be read ({type(error).__name__})") from error
    if not any(page.strip() for page in pages):
        raise ArticleError(f"{name} holds no text: it may be a scan, which needs OCR first")
    return "\n".join(pages)


def _docx(body: bytes, name: str) -> str:
    from docx import Document

    try:
        paragraphs = Document(io.BytesIO(body)).paragraphs
        lines = [f"{_heading_mark(paragraph)}{paragraph.text}" for paragraph in paragraphs]
    except Exception as error:  # a damaged file makes zipfile, lxml and docx raise errors of many kinds
        raise ArticleError(
            f"{name} is not a Word document that can be read ({type(error).__name__})"
        ) from error
    return "\n\n".join(lines)


def _heading_mark(paragraph: Any) -> str:
    return "# " if paragraph.text and (paragraph.style.name or "").startswith("Heading") else ""


def _sidecar(path: Path) -> dict[str, str]:
    beside = path.with_suffix(".json")
    if path.suffix == ".json" or not beside.is_file():
        return {}
    try:
        data = json.loads(beside.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArticleError(f"metadata file {beside} is not JSON: {error}") from error
    unknown = sorted(set(data) - set(METADATA)) if isinstance(data, dict) else ["(not an object)"]
    if unknown or not all(isinstance(value, str) for value in data.values()):
        raise ArticleError(
            f"metadata file {beside}: expected text under the keys {', '.join(METADATA)}; "
            f"got {', '.join(unknown) or 'a value that is not text'}"
        )
    return dict(data)
