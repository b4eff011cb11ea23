"""The bytes of a text or a page in, the text out, decoded as browsers decode it.

WHATWG Encoding (https://encoding.spec.whatwg.org): a byte order mark comes first, then the charset that the
transport named, then the one in the page; labels mean what they mean on the web (`iso-8859-1` is
windows-1252); a byte that fits nowhere becomes U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from ..errors import ArticleError
from .body import Body

if TYPE_CHECKING:
    from webencodings import Encoding

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
HEAD_BYTES = 65_536
"""How far into a page its declaration is looked for: browsers go on to the body's beginning."""
SURE_BYTES = 4
"""So many bytes that continue a letter make UTF-8 sure."""
SAMPLE_BYTES = 100_000
BINARY_SHARE = 0.05
"""A text with more control characters than this is none."""
GUESSED = {
    "cp1251": "windows-1251",
    "koi8_r": "koi8-r",
    "cp1250": "windows-1250",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "gb18030": "gb18030",
    "big5": "big5",
    "euc_kr": "euc-kr",
}
"""Python's name of an encoding -> its label on the web: what unlabelled text is in, if it is not Western."""

_ODD_IN_WESTERN = re.compile(
    r"[^\W\d_][\ufffd¡-©«-³µ-¹»-¿×÷‚-‡ˆ‰‹›˜][^\W\d_]|[À-ÖØ-öø-ÿ]{3}|[a-zà-öø-ÿ][À-ÖØ-Þ]|\ufffd"
)
"""What windows-1252 makes of other encodings: signs inside words, letters with accents in a row."""
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)|<(script|style|title|noscript)\b.*?</\1", re.S | re.I)
_META = re.compile(rb"<meta[\s/](?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.I)
_ATTRIBUTE = re.compile(rb"([^\s=/>\"']+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']+)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def page(body: Body) -> str:
    """The text of an HTML page.

    :raises ArticleError: if it is binary data.
    """
    found = _marked(body.data) or _labelled(body.charset)
    if found is None and not _is_utf8(body.data):  # tools save a page's text anew under its old declaration
        found = _declared(body.data)
    return _decoded(body, found)


def text(body: Body) -> str:
    """The text of a file that names no charset: its mark, the transport's charset, UTF-8, or the likeliest.

    :raises ArticleError: if it is binary data.
    """
    return _decoded(body, _marked(body.data) or _labelled(body.charset))


def _decoded(body: Body, encoding: Encoding | None) -> str:
    import webencodings

    encoding = encoding or webencodings.lookup(_likeliest(body.data)) or webencodings.UTF8
    decoded: str = webencodings.decode(body.data, encoding, "replace")[0]
    controls = len(_CONTROL.findall(decoded))
    if controls > BINARY_SHARE * len(decoded) or "\x00" in decoded[:1000]:
        raise ArticleError(f"{body.name} holds binary data: expected text")
    return decoded.replace("\x00", "\ufffd")


def _marked(data: bytes) -> Encoding | None:
    return next((_labelled(label) for mark, label in MARKS if data.startswith(mark)), None)


def _labelled(label: str | None) -> Encoding | None:
    """The encoding that a label stands for on the web; None for none, or an unknown one."""
    import webencodings

    return webencodings.lookup(label) if label else None


def _declared(data: bytes) -> Encoding | None:
    """The encoding that a page names for itself, as a browser's prescan finds it; None if it names none."""
    head = _COMMENT.sub(b" ", data[:HEAD_BYTES])
    labels = [match.group(1) for match in _XML.finditer(head)]
    for meta in _META.findall(head):
        given = {m[0].lower(): m[1] or m[2] or m[3] for m in _ATTRIBUTE.findall(meta[5:-1])}
        inside = _CHARSET.search(given.get(b"content", b""))
        if b"charset" in given:
            labels.append(given[b"charset"])
        elif inside and given.get(b"http-equiv", b"").strip().lower() == b"content-type":
            labels.append(inside.group(1))
    for label in labels:
        if found := _labelled(label.decode("ascii", "replace").strip()):
            # a page whose ASCII declaration was read cannot be UTF-16
            return _labelled("utf-8") if found.name.startswith("utf-16") else found
    return None


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 beyond doubt: valid, with several letters beyond ASCII."""
    try:
        decoded = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(data) - len(decoded) >= SURE_BYTES


def _likeliest(data: bytes) -> str:
    """The label of the encoding that unlabelled bytes have: UTF-8 where they are, else guessed."""
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 > 0:  # cut off inside a letter
            return "utf-8"
    if not _ODD_IN_WESTERN.search(data[:SAMPLE_BYTES].decode("cp1252", "replace")):
        return "windows-1252"  # as browsers take it, where it reads as such
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES], cp_isolation=list(GUESSED)).best()
    return GUESSED.get(str(best.encoding), "windows-1252") if best else "windows-1252"
