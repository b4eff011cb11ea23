"""RTF: follows the tokens of a file, and writes its paragraphs, tables and notes as blocks."""

from __future__ import annotations

import re
from dataclasses import replace

from ...document import Block, Document
from ...errors import ArticleError
from ..body import Body
from ..figures import lowered, raised, without_marks
from ..word.symbols import symbol
from .page import Page
from .state import CHARSETS, OUT, SYMBOL, State
from .tokens import Token, tokens

WHAT = "a rich text file (.rtf)"
MAX_DEPTH = 1000
_INFO = ("title", "author")
_CHARACTERS = {
    "tab": " ", "line": " ", "lbr": " ", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "zwj": "\u200d",
    "zwnj": "\u200c",
}  # fmt: skip
_ENDS = ("par", "sect", "page", "column")
_HEADING = re.compile(r"^(?:heading|überschrift|titre|заголовок)\s*(\d)$", re.IGNORECASE)


def read(body: Body) -> Document:
    """Paragraphs, headings, tables and notes of a rich text file; deleted and hidden text is left out.

    :raises ArticleError: if it is no RTF, its braces do not match, or it holds no text.
    """
    if not body.data.lstrip()[:5].lower().startswith(b"{\\rtf"):
        raise ArticleError(f"{body.name} is not {WHAT}: it does not begin with {{\\rtf")
    reader = _Reader()
    for token in tokens(body.data):
        reader.take(token)
        if len(reader.kept) > MAX_DEPTH:
            raise ArticleError(
                f"{body.name} is not {WHAT} that can be read: its braces are nested too deeply"
            )
    blocks = reader.finish()
    if not blocks:
        raise ArticleError(f"{body.name} holds no text")
    return Document(blocks, title=reader.title or reader.said("title"), author=reader.said("author") or None)


class _Reader:
    def __init__(self) -> None:
        self.kept: list[State] = []
        self.title = ""
        self._now = State()
        self._codec = "cp1252"
        self._fonts: dict[int, int] = {}
        self._styles: dict[int, str] = {}
        self._texts: dict[str, list[str]] = {"text": [], "label": [], "style": [], **{n: [] for n in _INFO}}
        self._notes: list[list[str]] = []
        self._bytes = b""
        self._left = 0
        self._high = ""
        self._page = Page()

    def said(self, field: str) -> str:
        """What the file's properties say; "" if nothing."""
        return "".join(self._texts[field]).strip()

    def finish(self) -> tuple[Block, ...]:
        """All blocks, when the last token was taken."""
        self._flush()
        self._paragraph()
        self._page.end_table()
        return tuple(self._page.blocks)

    def take(self, token: Token) -> None:
        """Follow one token."""
        if token.kind == "bytes":
            self._take_bytes(token.data)
            return
        self._flush()
        if token.kind == "{":
            self.kept.append(replace(self._now))
            self._now.starred = False
        elif token.kind == "}":
            self._close()
        elif token.kind == "text":
            self._write(token.word)
        else:
            self._word(token.word, token.number)

    def _take_bytes(self, data: bytes) -> None:
        """Bytes of text: those that stand in for a character given by `\\u` are passed over."""
        passed = min(self._left, len(data))
        self._left -= passed
        self._bytes += data[passed:]

    def _flush(self) -> None:
        if not self._bytes:
            return
        charset = self._fonts.get(self._now.font if self._now.font is not None else -1, 0)
        data, self._bytes = self._bytes, b""
        if charset == SYMBOL:
            self._write("".join(symbol("Symbol", byte) if byte > 32 else " " for byte in data))
            return
        codec = self._codec if charset in (0, 1) else CHARSETS.get(charset, self._codec)
        self._write(data.decode(codec, "replace"))

    def _close(self) -> None:
        before = self._now
        self._now = self.kept.pop() if self.kept else State()
        self._left = 0
        if before.dest == "note" and self._now.dest != "note" and self._notes:
            self._page.note("".join(self._notes.pop()).strip())
        if before.dest == "styles" and self._texts["style"]:
            name = "".join(self._texts["style"]).strip().rstrip(";")
            self._styles[before.style or 0] = name
            self._texts["style"] = []

    def _word(self, word: str, number: int | None) -> None:
        now = self._now
        if word == "*":
            now.starred = True
        elif word in OUT:
            now.dest = "info" if word == "info" else "out"
        elif word in _INFO and now.dest == "info":
            now.dest = word
        elif word == "fonttbl":
            now.dest = "fonts"
        elif word == "stylesheet":
            now.dest = "styles"
        elif word == "footnote" and now.dest != "out":
            now.dest = "note"
            self._notes.append([])
        elif word in ("listtext", "pntext") and now.dest == "text":
            now.dest = "label"
        elif word == "shptxt" or (word == "fldrslt" and now.dest == "text"):
            now.dest = "text"
        elif now.starred and word not in ("cs", "shpinst", "ud"):
            now.dest, now.starred = "out", False
        elif word == "upr":
            now.dest = "out"
        elif word == "ud":
            now.dest = self.kept[-2].dest if len(self.kept) > 1 else "text"
        else:
            self._format(word, number)

    def _format(self, word: str, number: int | None) -> None:
        now = self._now
        on = number != 0
        if word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _ENDS and now.dest in ("text", "note"):
            self._paragraph() if now.dest == "text" else self._write(" ")
        elif word in ("cell", "nestcell") and now.dest == "text":
            label = self._taken("label")
            self._page.cell(f"{label} {self._taken('text')}".strip())
        elif word in ("row", "nestrow") and now.dest == "text":
            self._page.row()
        elif word == "u" and number is not None:
            self._unicode(number % 65536)
        elif word == "uc":
            now.skip = max(0, number or 0)
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._codec = (
                _codec(f"cp{number}") if word == "ansicpg" else {"mac": "mac_roman"}.get(word, "cp437")
            )
        elif word == "f":
            now.font = number
        elif word == "fcharset" and now.dest == "fonts" and now.font is not None:
            self._fonts[now.font] = number or 0
        elif word == "v":
            now.hidden = on
        elif word == "deleted":
            now.deleted = on
        elif word in ("super", "sub", "nosupersub"):
            now.place = {"super": 1, "sub": -1}.get(word, 0) if on else 0
        elif word == "plain":
            now.hidden = now.deleted = False
            now.place = 0
        elif word == "pard":
            now.outline = now.style = None
            now.in_table = False
        elif word == "intbl":
            now.in_table = True
        elif word == "s":
            now.style = number
        elif word == "outlinelevel":
            now.outline = number

    def _unicode(self, code: int) -> None:
        """A character given by its number, half of one where it lies beyond the first plane."""
        self._left = self._now.skip
        if 0xD800 <= code < 0xDC00:
            self._high = chr(code)
            return
        text = self._high + chr(code)
        self._high = ""
        if 0xF020 <= code <= 0xF0FF:
            text = symbol("Symbol", code)
        self._write(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def _write(self, text: str) -> None:
        now = self._now
        if now.hidden or now.deleted:
            return
        if now.place:
            text = raised(text) if now.place > 0 else lowered(text)
        if now.dest == "note" and self._notes:
            self._notes[-1].append(text)
        elif now.dest == "styles":
            self._texts["style"].append(text)
        elif now.dest in self._texts:
            self._texts[now.dest].append(text)

    def _taken(self, name: str) -> str:
        text = without_marks(" ".join("".join(self._texts[name]).split()))
        self._texts[name] = []
        return text

    def _paragraph(self) -> None:
        if self._now.in_table:
            if self._texts["text"]:
                self._texts["text"].append(" ")
            return
        text, label = self._taken("text"), self._taken("label")
        self._page.paragraph(self._block(text, label) if text else None)

    def _block(self, text: str, label: str) -> Block:
        name = self._styles.get(self._now.style or 0, "")
        match = _HEADING.match(name)
        if name.casefold() == "title":
            self.title = self.title or text
        level = int(match.group(1)) if match else (self._now.outline or 0) + 1
        if match or name.casefold() == "title" or (self._now.outline is not None and self._now.outline < 9):
            return Block(f"{label} {text}".strip(), "heading", level)
        if not label:
            return Block(text)
        shown = label if any(c.isalnum() for c in label) and len(label) > 1 else "•"
        return Block(f"{shown} {text}", "item", 1)


def _codec(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        return "utf-8" if name == "cp65001" else "cp1252"
    return name
