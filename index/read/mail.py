"""E-mail (.eml): its letter, with subject, sender and day; quoted replies stay, attachments are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr, parsedate_to_datetime
from itertools import groupby
from typing import Any

from .. import lines
from ..document import Block, Document
from ..errors import ArticleError
from . import decode, html, xhtml
from .body import Body

_QUOTED = re.compile(r"^(?:>[ ]?)+")
_HEADER = re.compile(rb"^[!-9;-~]+:", re.MULTILINE)


def read(body: Body) -> Document:
    """The plain text of a letter, or its HTML where it has no plain text.

    :raises ArticleError: if it is no e-mail, is encrypted, or holds no text.
    """
    if not _HEADER.match(body.data.lstrip()):
        raise ArticleError(f"{body.name} is not an e-mail (.eml): it does not begin with a header")
    try:
        message = message_from_bytes(body.data, policy=default)
        if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
            raise ArticleError(f"{body.name} is an encrypted e-mail: save a copy that is not")
        blocks = _blocks(message, body.name)
        said = _said(message)
    except (MessageError, ValueError, LookupError, KeyError, IndexError, AttributeError, TypeError) as error:
        # what the standard library's parser of headers raises on damaged ones
        raise ArticleError(f"{body.name} is a damaged e-mail: {error}") from error
    if not blocks:
        raise ArticleError(f"{body.name} holds no text")
    subject, author, day = said
    return Document(blocks, title=subject, author=author, published=day)


def _said(message: EmailMessage) -> tuple[str, str | None, str | None]:
    """Subject, sender, and day in the sender's time as YYYY-MM-DD."""
    name, address = parseaddr(str(message["From"] or ""))
    day = None
    try:
        day = parsedate_to_datetime(str(message["Date"])).date().isoformat() if message["Date"] else None
    except (TypeError, ValueError, IndexError):
        day = None
    return " ".join(str(message["Subject"] or "").split()), name or address or None, day


def _blocks(message: EmailMessage, name: str) -> tuple[Block, ...]:
    for kind in ("plain", "html"):
        part: Any = message.get_body((kind,))
        if part is None:
            continue
        body = Body(part.get_payload(decode=True) or b"", name, part.get_content_charset())
        if kind == "html":
            tree = html.parse(decode.page(body))
            found = () if tree is None else xhtml.blocks(tree)
        else:
            found = tuple(_plain(decode.text(body), part))
        if found:
            return found
    return ()


def _plain(text: str, part: Any) -> Iterator[Block]:
    """Paragraphs; quoted lines by themselves, without their marks."""
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    delsp = str(part.get_param("delsp") or "").lower() == "yes"
    for quoted, run in groupby(text.splitlines(), key=lambda line: line.startswith(">")):
        bare = [_QUOTED.sub("", line) if quoted else line for line in run]
        whole = "\n".join(_unflowed(bare, delsp) if flowed else bare)
        for block in lines.blocks(whole):
            yield Block(block.text, "quote") if quoted else block


def _unflowed(texts: list[str], delsp: bool) -> Iterator[str]:
    """Lines that end with a space joined to the next ones (RFC 3676)."""
    whole = ""
    for text in texts:
        if text.startswith(" "):
            text = text[1:]
        if text.endswith(" ") and text != "-- ":
            whole += text[:-1] if delsp else text
        else:
            yield whole + text
            whole = ""
    if whole:
        yield whole
