"""Pieces of a reply in, whole sentences out, each as soon as it is certain where it ends."""

from __future__ import annotations

import re

from index.sentences import spans

LONGEST = 1000
"""Characters without an end of a sentence, after which a reply is no prose any more."""
_THOUGHT = re.compile(r"\A\s*<(think|thinking|reasoning)>.*?</\1>\s*", re.S | re.I)
_THINKING = re.compile(r"\A\s*<(?:think|thinking|reasoning)>", re.I)
_MAYBE = re.compile(r"\A\s*<[a-z]{0,9}\Z", re.I)
_ENDS = re.compile(r"[.!?…][\"'”’»)\]*_]*\s*(?:\[[^\]]{0,40}\]\s*)*$")
_BREAK = re.compile(r"\n+")


class SentenceStream:
    """Holds what has come of a reply and no sentence yet."""

    def __init__(self) -> None:
        self._held = ""

    def add(self, piece: str) -> list[str]:
        """The sentences that a further piece completes: what follows them shows that they have ended."""
        self._held += piece
        if _MAYBE.match(self._held) or self._thinks():
            return []
        *lines, self._held = _BREAK.split(self._held)
        found = [sentence for line in lines for sentence in _sentences(line)]
        *done, rest = _sentences(self._held) or [""]
        if done and rest:
            self._held = self._held[self._held.rindex(rest) :]
            found += done
        return found

    @property
    def runs_on(self) -> bool:
        """Whether what is held is too long to be a sentence."""
        return len(self._held) > LONGEST and not _THINKING.match(self._held)

    def end(self, cut: bool) -> list[str]:
        """The sentences that are left at the reply's end.

        :param cut: whether it ended for want of tokens: then a last one without an end mark is half a
            sentence, and is left out.
        """
        if self._thinks():
            return []
        left = _sentences(self._held)
        self._held = ""
        if left and cut and not _ENDS.search(left[-1]):
            left.pop()
        return [f"{one}." if not _ENDS.search(one) and one[-1:] not in ":;" else one for one in left]

    def _thinks(self) -> bool:
        """Whether the model is still thinking aloud; thoughts that are over are dropped."""
        self._held = _THOUGHT.sub("", self._held)
        return bool(_THINKING.match(self._held))


def _sentences(line: str) -> list[str]:
    """A line's sentences; markers after an end mark stay with the sentence before them."""
    found: list[str] = []
    for start, end in spans(line):
        text = line[start:end]
        if found and re.fullmatch(r"(?:\s*\[[^\]]{0,40}\])+\.?", text):
            found[-1] += f" {text}"
        else:
            found.append(text)
    return found
