"""`Body`: the bytes of one document, as a reader gets them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a file or a page; `name` stands in errors: a path or an address.

    `charset` is the one that the transport named, None if none; `url` is the final address of a page, None
    of a file.
    """

    data: bytes
    name: str
    charset: str | None = None
    url: str | None = None
