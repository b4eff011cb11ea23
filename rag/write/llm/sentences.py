"""Pieces of a reply in, whole sentences out, each as soon as it is certain where it ends."""

from __future__ import annotations

import re

from index.sentences import spans

LONGEST = 1000
"""Characters without an end of a sentence, after which a reply is no prose any more."""
_BREAK = re.compile(r"\n+")
_MARKER = r"(?:\[[^\]]{0,40}\]|【[^】]{0,40}】)"
_ENDS = re.compile(rf"[.!?…][\"'”’»)\]*_]*\s*(?:(?:{_MARKER}|</?\w+>)\s*)*$")
_TIGHT = re.compile(rf"([.!?…][\"”’»)]?)(?={_MARKER}+\s)")
"""Where a marker sticks to an end mark, which hides it: "It is new.[1] It shines."."""
_ONLY_MARKERS = re.compile(rf"{_MARKER}(?:\s*{_MARKER})*\.?")
_QUOTED = re.compile(r"[?!][\"”»]$")
_WORD = re.compile(r"\S*\w\S*")
_AHEAD = 2
"""Words of the next sentence that show that the one before has ended."""
_AHEAD_OF_QUOTED = 8
"""The same after a quoted question, since words such as "Ann Lee asked" belong to it."""
_BRACKET = 400
"""Characters within which a bracket closes, or is none."""


class SentenceStream:
    """Holds what has come of a reply and no sentence yet."""

    def __init__(self) -> None:
        self._held = ""

    def add(self, piece: str) -> list[str]:
        """The sentences that a further piece completes: what follows them shows that they have ended."""
        self._held = _TIGHT.sub(r"\1 ", self._held + piece)
        *lines, self._held = _BREAK.split(self._held)
        found = [_finished(line[start:end]) for line in lines for start, end in _sentences(line)]
        *done, (start, _) = _sentences(self._held) or [(0, 0)]
        whole = all(end - first <= LONGEST for first, end in done)  # longer ones were cut somewhere
        if done and whole and _settled(self._held[:start].rstrip(), self._held[start:]):
            found += [self._held[first:end] for first, end in done]
            self._held = self._held[start:]
        return found

    @property
    def runs_on(self) -> bool:
        """Whether what is held is too long to be a sentence."""
        return len(self._held) > LONGEST

    def end(self, cut: bool) -> list[str]:
        """The sentences that are left at the reply's end.

        :param cut: whether it ended for want of tokens: then a last one without an end mark, or with one that
            may stand inside a sentence ("U.", "$1."), is half a sentence, and is left out.
        """
        left = [self._held[start:end] for start, end in _sentences(self._held)]
        self._held = ""
        if left and cut and not _ends(left[-1]):
            left.pop()
        return [_finished(one) for one in left]


def _sentences(line: str) -> list[tuple[int, int]]:
    """Spans of a line's sentences; markers after an end mark stay with the sentence before them."""
    found: list[tuple[int, int]] = []
    for start, end in spans(line):
        if found and _ONLY_MARKERS.fullmatch(line[start:end]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _finished(sentence: str) -> str:
    """With an end mark, where a line or the reply ends without one."""
    return sentence if _ENDS.search(sentence) or sentence[-1:] in ":;" else f"{sentence}."


def _settled(before: str, after: str) -> bool:
    """Whether sentences have ended for certain, by what has come of the next one."""
    if before.count("(") > before.count(")") and len(before) < _BRACKET:
        return False
    words = _WORD.findall(after)
    return len(words) > (_AHEAD_OF_QUOTED if _QUOTED.search(before) else _AHEAD)


def _ends(sentence: str) -> bool:
    """Whether a sentence that was cut off after its last character is a whole one."""
    inside = sentence[-2:-1].isdigit() or len(list(spans(f"{sentence} Next"))) == 1  # an abbreviation
    return bool(_ENDS.search(sentence)) and not inside
