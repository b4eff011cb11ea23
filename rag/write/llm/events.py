"""Bytes of a response in, the texts of its events out: server-sent events as they should be and as they are.

Beside the standard (WHATWG HTML, section 9.2): events without an empty line between them, JSON by the line,
and a whole JSON body, which is one event.
"""

from __future__ import annotations

import codecs
import json


class Events:
    """Holds what has come and is no event yet."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._line = ""
        self._data: list[str] = []
        self._plain = ""

    def feed(self, data: bytes) -> list[str]:
        """The events that further bytes complete."""
        *lines, self._line = (self._line + self._decode(data).replace("\r", "\n")).split("\n")
        return [event for line in lines for event in self._take(line)]

    def end(self) -> list[str]:
        """What is left at the end, whether complete or not."""
        found = [event for line in (self._line, "") for event in self._take(line)]
        left, self._plain = self._plain.strip(), ""
        return found + ([left] if left else [])

    def _take(self, line: str) -> list[str]:
        if line.startswith("data:"):
            found = self._given() if self._data and _is_whole("\n".join(self._data)) else []
            self._data.append(line.removeprefix("data:").removeprefix(" "))
            return found
        if line.startswith((":", "event:", "id:", "retry:")):
            return []
        if not line.strip():
            return self._given()  # "\r\n" leaves an empty line too, which ends nothing that is not there
        self._plain += f"{line}\n"
        if line.rstrip()[-1] not in "}]" or not _is_whole(self._plain):
            return []
        whole, self._plain = self._plain.strip(), ""
        return [whole]

    def _given(self) -> list[str]:
        found, self._data = ["\n".join(self._data)] if self._data else [], []
        return found


def _is_whole(text: str) -> bool:
    """Whether a text is JSON, or the mark of the end."""
    if text.strip() == "[DONE]":
        return True
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
