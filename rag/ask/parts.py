"""Several questions in one text in, one text for each out, each with the words that it shares with another.

"Where and when was it held?" -> "Where was it held?", "when was it held?"; "Who paid for it, and why?" ->
"Who paid for it", "why paid for it?". Whether a text asks several is the head's word (`head.py`), which is
told what is found here: where one ends, by the question words and marks that a part has to begin or end with.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from rag.words import STOP, words

MOST = 4
"""Parts at most; what follows stays with the last one."""

_WH = r"(?:(?:who|whom|whose|what|when|where|why|how|which)(?:['’]?s)?)"
_TELL = r"(?:tell|say|name|list|give|explain|describe|summari[sz]e|compare)"
_AUXILIARY = (
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|may|might|isn't|wasn't|didn't)"
)
_INTO = r"(?:(?:by|for|from|to|with|in|on|at|of|since|until|till|about)\s+)?"
_BOUNDARY = re.compile(
    rf"(?<![\s?;])\s*[?;]+\s+(?=\S)|[.!]\s+(?={_INTO}(?:{_WH}|{_AUXILIARY})\b)"
    rf"|(?<![\s,])[\s,]+(?:and(?:\s+also)?|n|but|or|plus|as\s+well\s+as|&)[\s,]+(?:if\s+so,?\s+|then\s+)?"
    rf"(?={_INTO}{_WH}\b|{_AUXILIARY}\s|whether\b)"
    rf"|(?<![\s,])[\s,]+and\s+(?:then\s+|also\s+)?(?={_TELL}\s)"
    rf"|,\s+(?={_INTO}{_WH}\b)",
    re.I,
)
_BARE = re.compile(
    rf"^\W*{_INTO}{_WH}(?:\s+(?:much|many|long|far|often|old|else|exactly|when|\w+ly))?\W*$", re.I
)
_OPENING = re.compile(
    rf"^(?P<before>.*?\b)??(?P<asks>{_INTO}{_WH}\b(?:(?!\b{_AUXILIARY}\b)[^,?]){{0,40}}?)(?=\s+{_AUXILIARY}\b)",
    re.I,
)
_STATES = re.compile(rf"^(?!\W*(?:{_AUXILIARY}|{_TELL}|whether)\b)(?!.*\b{_WH}\b)", re.I | re.S)
"""A sentence that asks nothing, although it may hold an auxiliary: "I have read this twice"."""
_ASKS = re.compile(rf"\b(?:{_WH}|{_AUXILIARY}|whether)\b|^\W*(?:please\s+)?{_TELL}\b", re.I)


CUTS = 5
"""What `cuts` counts."""


def parts(text: str) -> tuple[str, ...]:
    """The questions of a text, in order; the whole text alone where no boundary is found.

    A bare question word ("and why?", "where and …") takes the rest of its neighbour, its own question word in
    the place of the neighbour's. A piece that asks nothing stays with the one before it.
    """
    pieces = _pieces(text)
    if len(pieces) < 2:
        return (text,)
    whole = [_filled(piece, pieces, at) for at, piece in enumerate(pieces)]
    return tuple(f"{one.rstrip(' ?.!,;')}?" for one in whole)


def cuts(text: str) -> NDArray[np.float32]:
    """What the boundaries of a text say of its asking several things, each 0 or 1; shape (CUTS,).

    Whether there is any, whether there are two, whether a question mark stands at one, whether one part is a
    bare question word, and whether all parts have a word of meaning of their own.
    """
    pieces = _pieces(text)
    several = len(pieces) > 1
    bare = any(map(_BARE.match, pieces))
    own = all(any(word not in STOP for word in words(piece)) for piece in pieces)
    found = (several, len(pieces) > 2, "?" in text.rstrip(" ?!."), several and bare, several and own)
    return np.array(found, dtype=np.float32)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _cut(text):
        if pieces and not _ASKS.search(piece):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def _cut(text: str) -> list[str]:
    """The text between boundaries, what is beyond the most parts left together; what stands before the first
    question and asks nothing, as thanks do, stays with it.
    """
    found: list[str] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        if len(found) == MOST - 1:
            break
        before = text[start : boundary.start()]
        if not found and not _is_asked(before, boundary.group()):
            continue
        if boundary.group()[0] in ".!" and _STATES.match(before):
            continue
        found.append(before.strip())
        start = boundary.end()
    return [*found, text[start:].strip()]


def _is_asked(text: str, mark: str) -> bool:
    """Whether a text before a boundary asks anything: "bail granted?" does, "um?" and "thank you," do not."""
    return bool(_ASKS.search(text)) or (mark.lstrip()[:1] == "?" and len(words(text)) > 1)


def _filled(piece: str, pieces: list[str], at: int) -> str:
    """A bare question word with the rest of the question that it goes with: the next one's where the text
    opens with it, else the one's before.
    """
    if not _BARE.match(piece):
        return piece
    others = pieces[at + 1 :] if at == 0 else pieces[:at][::-1] + pieces[at + 1 :]
    donor = next((other for other in others if not _BARE.match(other)), None)
    if donor is None:
        return piece
    bare, rest = piece.strip(" ?,"), _without_question_word(donor)
    return f"{bare} ({donor})" if rest == donor else f"{bare} {rest}"


def _without_question_word(question: str) -> str:
    """What is asked about: "did X offer" of "What did X offer", "paid for it" of "who paid for it"."""
    if opening := _OPENING.match(question):
        return question[opening.end("asks") :].strip()
    return re.sub(rf"^\W*{_INTO}{_WH}\b\s*", "", question, flags=re.I)
