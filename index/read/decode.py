"""The bytes of a text in, the text out."""

from __future__ import annotations

from contextlib import suppress

from ..errors import ArticleError
from .body import Body


def decode(body: Body, declared: str | None = None) -> str:
    """UTF-8, UTF-16 with its mark, or the charset that the page names; nothing is guessed.

    :raises ArticleError: if it is none of these.
    """
    encoding = "utf-16" if body.data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    charset = body.charset or declared
    try:
        return _text(body.data.decode(encoding), body.name)
    except UnicodeDecodeError as error:
        with suppress(LookupError, UnicodeDecodeError):
            if charset:
                return _text(body.data.decode(charset), body.name)
        raise ArticleError(
            f"{body.name} is not {encoding.removesuffix('-sig').upper()} text (byte {error.start}): "
            "save it as UTF-8"
        ) from error


def _text(text: str, name: str) -> str:
    if "\x00" in text:
        raise ArticleError(f"{name} holds binary data: expected text")
    return text
