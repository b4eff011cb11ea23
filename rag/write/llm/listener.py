"""Parts of a reply in, the text of the answer out, as soon as that is certain: `Listener`."""

from __future__ import annotations

import zlib

from .call_error import CallError
from .habits import Thinking
from .part import Part
from .thoughts import Thoughts

_LOOP = 2000
"""Characters within which a text that says the same again and again is told."""
_LOOP_BYTES = 240
"""Bytes to which that much of a loop packs; prose takes four times as many."""
_MOST = 100_000
"""Characters of a first reply, after which it is no reply."""


class Listener:
    """Holds what of a reply may still be a thought.

    :param thinks: how the model is known to think. None: it is not known, so that nothing is certain before
        the reply's end.
    """

    def __init__(self, thinks: Thinking | None) -> None:
        self._known = thinks
        self._thoughts = Thoughts(unmarked=thinks in (None, "unmarked"))
        self._held: list[str] | None = [] if thinks is None else None
        self._size = 0
        self._apart = False
        self.said = False

    def add(self, part: Part) -> str:
        """The text that a part makes certain.

        :raises CallError: if what was given out turns out to be a thought.
        """
        if part.thought and not self._apart:
            self._apart = True
            self._thoughts.certain()
        text = self._thoughts.add(part.text) if part.text else ""
        if self._thoughts.late:
            if self._held is None:
                raise CallError("late")
            self._held.clear()
            self._thoughts.late = False
        self._size += len(part.text)
        if self._held is not None:
            self._held.append(text)
            text = self._released() if self._size % _LOOP < len(part.text) else ""
        self.said |= bool(text.strip())
        return text

    def end(self) -> str:
        """What is left at the reply's end."""
        text = "".join(self._held or ()) + self._thoughts.end()
        self._held = None
        self.said |= bool(text.strip())
        return text

    @property
    def thinks(self) -> Thinking:
        """How the model thinks, by what has come."""
        return self._thoughts.met or ("apart" if self._apart else "no")

    @property
    def is_open(self) -> bool:
        """Whether a thought has begun and not ended, or all that has come may be one."""
        return self._thoughts.inside or not self.said

    @property
    def is_doubtful(self) -> bool:
        """Whether all that has come is a thought, by what is known of the model."""
        return self._known == "unmarked" and self._thoughts.unmarked

    def _released(self) -> str:
        """All that is held, where it says the same again and again: nobody waits for the end of that."""
        text = "".join(self._held or ()) + self._thoughts.pending
        if len(zlib.compress(text[-_LOOP:].encode())) > _LOOP_BYTES and self._size < _MOST:
            return ""
        self._thoughts.certain()
        self._held = None
        return text.removesuffix(self._thoughts.pending) + self._thoughts.add("")
