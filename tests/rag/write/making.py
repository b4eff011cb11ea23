"""An article's sentences as evidence, for tests of what writes from a whole article."""

from __future__ import annotations

from index import Sentence
from rag.retrieve.evidence import EvidenceSentence

Row = str | tuple[str, str]


def article(*rows: Row, relevance: float = 1.0, paragraphs: bool = False) -> tuple[EvidenceSentence, ...]:
    """Sentences in order; a row is a text, or a text and who says it.

    :param paragraphs: whether each is a paragraph of its own, so that none has one before it.
    """
    found: list[EvidenceSentence] = []
    at = 0
    previous: Sentence | None = None
    for number, row in enumerate(rows):
        text, speaker = row if isinstance(row, tuple) else (row, None)
        sentence = Sentence(text, at, at + len(text), number if paragraphs else 0, None, speaker)
        found.append(
            EvidenceSentence("a", "Title", number, sentence, relevance, None if paragraphs else previous)
        )
        previous = sentence
        at += len(text) + 1
    return tuple(found)
