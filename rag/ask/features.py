"""A text in, hashed counts of its words and letters out: what a question's vector leaves out.

A sentence vector says what a text is about, and less of how it asks; the first words and their order do. Runs
of words and of letters are hashed into a fixed number of places (the hashing trick, Weinberger et al. 2009,
https://arxiv.org/abs/0902.2206), so that no vocabulary has to be kept.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

PLACES = 1 << 14
"""Places for runs of words, and as many again for runs of letters."""
MOST_CHARS = 600
"""Characters of a text that are looked at, from its start and its end: a question is seldom longer."""
_TOKEN = re.compile(r"\w+|[?!.,:;]")


def hashed(text: str) -> NDArray[np.float32]:
    """Counts of a text's runs of words and of letters, case folded; shape (2 * PLACES,).

    Each half has unit length, or is zero for a text without words.
    """
    folded = text.casefold()
    if len(folded) > MOST_CHARS:
        folded = f"{folded[: MOST_CHARS // 2]} {folded[-MOST_CHARS // 2 :]}"
    tokens = _TOKEN.findall(folded)
    halves = (_counted(_word_runs(tokens)), _counted(_letter_runs(tokens)))
    return np.concatenate(halves)


def _counted(runs: Iterator[str]) -> NDArray[np.float32]:
    row = np.zeros(PLACES, dtype=np.float32)
    for run, count in Counter(runs).items():
        row[zlib.crc32(run.encode("utf-8", "surrogatepass")) % PLACES] += count
    length = float(np.linalg.norm(row))
    return row / length if length else row


def _word_runs(tokens: list[str]) -> Iterator[str]:
    """One to three tokens in a row, the text's edges among them; and how it opens, by itself."""
    marked = ["^", *tokens, "$"]
    for size in (1, 2, 3):
        for at in range(len(marked) - size + 1):
            yield " ".join(marked[at : at + size])
    for size in (1, 2, 3):
        yield "opens " + " ".join(tokens[:size])


def _letter_runs(tokens: list[str]) -> Iterator[str]:
    """Two to five letters in a row within a word, its edges among them: what a misspelt word still has."""
    for token in tokens:
        edged = f" {token} "
        for size in (2, 3, 4, 5):
            for at in range(max(1, len(edged) - size + 1)):
                yield edged[at : at + size]
