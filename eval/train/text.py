"""Sentences, spans and the spacing of tokenised text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import syntok.segmenter

Offsets = list[tuple[int, int]]

LEFT = {"(", "[", "{", "$", "#", "“"}
RIGHT = set(",.;:?!)]}%”") | {"'s", "'re", "'ve", "'ll", "'d", "'m", "n't", "'"}
BRACKETS = {"-lrb-": "(", "-rrb-": ")", "-lsb-": "[", "-rsb-": "]", "-lcb-": "{", "-rcb-": "}"}


@dataclass(frozen=True)
class Span:
    """An answer's place: the sentence's index, and code points `[start, end)` inside that sentence."""

    sentence: int
    start: int
    end: int


def split_sentences(text: str) -> Offsets:
    """:return: Code points `[start, end)` of each sentence, without the space around it."""
    found: Offsets = []
    for paragraph in syntok.segmenter.analyze(text):
        for tokens in paragraph:
            kept = list(tokens)
            if kept:
                found.append((kept[0].offset, kept[-1].offset + len(kept[-1].value)))
    return found


def detokenise(tokens: Iterable[str]) -> tuple[str, Offsets]:
    """Undo the Penn Treebank's tokenisation.

    :return: The text, and the place in it of each token.
    """
    text, places, quoted, glue = "", [], False, True
    for raw in tokens:
        token = BRACKETS.get(raw.lower(), raw)
        opens = token == "``" or (token == '"' and not quoted)
        if token in {"``", "''", '"'}:
            quoted, token = opens, '"'
            tight = not opens
        else:
            tight = token in RIGHT
        text += "" if glue or tight else " "
        places.append((len(text), len(text) + len(token)))
        text += token
        glue = opens or token in LEFT
    return text, places


def locate(sentences: Offsets, start: int, end: int) -> Span | None:
    """:return: `[start, end)` of the text as a span of one sentence; None if no sentence holds it."""
    for index, (first, last) in enumerate(sentences):
        if first <= start and end <= last and start < end:
            return Span(index, start - first, end - first)
    return None
