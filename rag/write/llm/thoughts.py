"""A reply in pieces in, the same without what the model thinks aloud out, as soon as that is certain.

Thoughts stand between marks whose names differ by model (`<think>`, `[THINK]`, `◁think▷`,
`<|begin_of_thought|>`, the channels of OpenAI's harmony format), or before a mark of their end only, where
the mark of their beginning was in the prompt.
"""

from __future__ import annotations

import re
from typing import Literal

_NAME = r"(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflect(?:ion)?|analysis|scratchpad|inner_?monologue)"
_TURN = r"(?:<\|start\|>\s*assistant\s*)?"
_OPEN = re.compile(
    rf"<(?:\w+:)?{_NAME}(?:\s[^<>]*)?>|\[think(?:ing)?\]|◁{_NAME}▷|"
    rf"<\|(?:(?:begin_of|start_of|start)_)?{_NAME}\|>|"
    rf"{_TURN}<\|channel\|?>\s*(?!final\b)[a-z]+\b|\A\s*analysis(?=[A-Z\"“])",
    re.I,
)
_CLOSE = re.compile(
    rf"</(?:\w+:)?{_NAME}\s*>|\[/think(?:ing)?\]|◁/{_NAME}▷|<\|(?:/|end_of_|end_){_NAME}\|>|"
    rf"{_TURN}<\|channel\|>\s*final\b(?:[^<]*<\|message\|>)?|<channel\|>",
    re.I,
)
_STRIPPED = re.compile(r"assistant\s*final(?=\S)")
"""The end of thoughts in the harmony format where a server took its special tokens off."""
_SPECIALS = re.compile(r"<\|start\|>\s*assistant\b|<\|[^<>|\s]{1,30}\|>")
"""Special tokens that a server left in the text."""
_BEGUN = re.compile(
    r"(?:<\|(?:start|channel)\|?>[^\n]{0,60}|<[^<>\n]{0,40}|\[/?[a-z]{0,8}|◁[^▷]{0,12}|"
    r"\A\s*a(?:n(?:a(?:l(?:y(?:s(?:i(?:s)?)?)?)?)?)?)?)\Z",
    re.I,
)
"""The end of a text that may be the beginning of a mark."""
_LONGEST_MARK = 60


class Thoughts:
    """Holds what of a reply may still be a thought.

    :param unmarked: whether a thought may come whose beginning is not marked: then nothing is certain before
        a mark, or the reply's end.

    `inside`: whether a thought has begun and not ended. `met`: how thoughts were marked; None: there were
    none. `late`: an end was marked of what had been given out.
    """

    def __init__(self, unmarked: bool) -> None:
        self.inside = False
        self.met: Literal["marked", "unmarked"] | None = None
        self.late = False
        self.unmarked = unmarked
        self._text = ""
        self._given = False

    def add(self, piece: str) -> str:
        """The text of the answer that a further piece makes certain."""
        self._text += piece
        told = ""
        while mark := self._next():
            before, self._text = self._text[: mark.start()], self._text[mark.end() :]
            if self.inside:
                self.inside = False
            elif mark.re is _OPEN:
                told += before
                self.inside, self.met = True, self.met or "marked"
            else:
                self.late |= self._given or bool(told.strip())
                self.met, told = "unmarked", ""
            self.unmarked = False
            if not self.inside and not told.strip():
                self._text = self._text.lstrip()
        return self._out(told)

    def end(self) -> str:
        """What is left at the reply's end."""
        left = "" if self.inside else _CLOSE.sub("", _OPEN.split(self._text)[0])
        self._text = ""
        return _SPECIALS.sub("", left)

    def certain(self) -> None:
        """No thought comes without a mark: the server sends them apart, or what came is none."""
        self.unmarked = False

    @property
    def pending(self) -> str:
        """What has come and is not certain."""
        return "" if self.inside else self._text

    def _next(self) -> re.Match[str] | None:
        """The next mark that counts where the text is now; one that may still grow does not count yet."""
        kinds = (_CLOSE, _STRIPPED) if self.inside else (_OPEN, _CLOSE)
        found = [mark for kind in kinds if (mark := kind.search(self._text))]
        first = min(found, key=lambda mark: mark.start(), default=None)
        grows = first and "channel" in first[0].lower() and first.end() == len(self._text)
        return None if grows and not self._text.endswith("|>") else first

    def _out(self, told: str) -> str:
        if self.inside:
            self._text = self._text[-_LONGEST_MARK:]
        elif not self.unmarked:
            begun = _BEGUN.search(self._text)
            at = begun.start() if begun else len(self._text)
            told, self._text = told + self._text[:at], self._text[at:]
        told = _SPECIALS.sub("", told)
        if self.met and not self._given:
            told = told.lstrip()
        self._given |= bool(told.strip())
        return told
