"""The bytes of an RTF file as tokens: braces, control words with their numbers, and bytes of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z0-9'])|(?P<text>[^\\{}\r\n]+)|[\r\n\\]",
    re.DOTALL,
)
_SIGNS = {b"~": "\u00a0", b"_": "-", b"-": "", b"\r": "\n", b"\n": "\n"}


class Token(NamedTuple):
    """`kind` is "{", "}", "word" (a control word, with `number` None if it has none), "bytes" or "text"."""

    kind: str
    word: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """All tokens of a file; what follows `\\bin` is passed over."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        if match["open"]:
            yield Token("{")
        elif match["close"]:
            yield Token("}")
        elif match["word"]:
            number = int(match["number"]) if match["number"] else None
            word = match["word"].decode("ascii")
            if word == "bin":
                at += max(0, number or 0)
                continue
            yield Token("word", word, number)
        elif match["hex"]:
            yield Token("bytes", data=bytes([int(match["hex"], 16)]))
        elif match["sign"]:
            yield from _sign(match["sign"])
        elif match["text"]:
            yield Token("bytes", data=match["text"])


def _sign(sign: bytes) -> Iterator[Token]:
    if sign == b"*":
        yield Token("word", "*")
    elif sign in (b"\r", b"\n"):
        yield Token("word", "par")
    elif sign in _SIGNS:
        if _SIGNS[sign]:
            yield Token("text", _SIGNS[sign])
    elif sign in b"\\{}":
        yield Token("bytes", data=sign)
