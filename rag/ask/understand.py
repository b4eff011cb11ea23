"""A text and the turns before it in, what is asked out: its kind, its parts, and how it stands by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder
from rag.answer import Answer, Kind

from .followup import Condenser, standalone
from .head import OF_THE_WHOLE, AskHead, Guess
from .parts import parts

LEANS = 0.5
"""Least probability, 0 to 1, at which a text is completed by the turn before."""
SEVERAL = 0.3
"""Least probability, 0 to 1, at which a text is cut into its questions, where a place to cut is found."""
SURE_OF_PART = 0.9
"""Probability, 0 to 1, from which a part asks of the article as a whole: "who wrote it?" does, "what does it
show?" may do so, and is of the part before.
"""


@dataclass(frozen=True, slots=True)
class Understood:
    """What is asked.

    `text` is the question as it stands by itself, `vector` its unit vector, shape (dimensions,). `parts` are
    several questions asked in one, each a text; () for one question. `sure` is the probability, 0 to 1, of
    `kind`, and `chat` that it is no question about the articles.
    """

    text: str
    kind: Kind
    sure: float
    chat: float
    vector: NDArray[np.float32]
    parts: tuple[str, ...] = ()


class Asker:
    """Understands questions; shared by threads.

    :param embedder: the library's, whose vectors dense search needs too.
    :param head: trained for that embedder, or for texts alone.
    :param condenser: completes a text that leans on the turn before.
    """

    def __init__(self, embedder: Embedder, head: AskHead, condenser: Condenser) -> None:
        self._embedder = embedder
        self._head = head
        self._condenser = condenser

    def condensed_by(self, condenser: Condenser) -> Asker:
        """The same with another condenser."""
        return Asker(self._embedder, self._head, condenser)

    def understand(
        self, text: str, history: Sequence[tuple[str, Answer]] = (), divide: bool = True
    ) -> Understood:
        """What a text asks for.

        :param history: earlier turns, oldest first.
        :param divide: whether several questions in one are told apart.
        """
        history = [turn for turn in history if turn[1].kind != "chat"]  # nobody leans on a greeting
        vector, guess = self._guess(text)
        if divide and guess.several >= SEVERAL and guess.kind not in ("chat", "compare"):
            asked = parts(text)
            if len(asked) > 1:
                return _understood(text, guess, vector, asked)
        if history and guess.leans >= LEANS and guess.kind not in OF_THE_WHOLE:
            whole = self._condenser.standalone(text, history)
            if whole != text:
                return _understood(whole, guess, self._embedder.encode([whole])[0])
        return _understood(text, guess, vector)

    def understand_further(self, text: str, history: Sequence[tuple[str, Answer]]) -> Understood:
        """What a later one of several questions in a text asks for: its "he" and "it" are of those before it
        whatever the head says, and its kind is guessed of it as it then stands.

        :param history: earlier turns, then the text's earlier parts with their answers, at least one.
        """
        vector, guess = self._guess(text)
        if guess.kind in OF_THE_WHOLE and guess.sure >= SURE_OF_PART:
            return _understood(text, guess, vector)
        turns = [turn for turn in history if turn[1].kind != "chat"]
        whole = standalone(text, turns, guess.leans >= LEANS)
        if whole != text:
            vector, guess = self._guess(whole)
        return _understood(whole, guess, vector)

    def _guess(self, text: str) -> tuple[NDArray[np.float32], Guess]:
        vector = self._embedder.encode([text])[0]
        return vector, self._head.guess(text, vector)


def _understood(
    text: str, guess: Guess, vector: NDArray[np.float32], asked: tuple[str, ...] = ()
) -> Understood:
    return Understood(text, guess.kind, guess.sure, guess.chances[-1], vector, asked)
