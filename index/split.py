"""Sentences and passages of an article, with offsets that are exact by construction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from .article import Article, Passage, Sentence
from .sentences import paragraphs, spans
from .speakers import attribute

PASSAGE_PIECES = 160
"""Most word pieces in a passage: with title and heading before it, it fits MiniLM's 256."""


def sentences(article: Article) -> tuple[Sentence, ...]:
    """All sentences of an article in order, headings left out, each with its speaker."""
    found = [
        Sentence(
            article.text[start + a : start + b],
            start + a,
            start + b,
            number,
            heading,
            page=article.page(start + a),
        )
        for number, (start, end, heading) in enumerate(paragraphs(article))
        for a, b in spans(article.text[start:end])
    ]
    said = attribute(found)
    return tuple(replace(sentence, **asdict(who)) for sentence, who in zip(found, said, strict=True))


def passages(
    article: Article,
    counts: Callable[[Sequence[str]], Sequence[int]],
    limit: int | None = None,
    every: Sequence[Sentence] | None = None,
) -> tuple[Passage, ...]:
    """Pack whole sentences of one section into passages, breaking between paragraphs where possible.

    :param counts: word pieces of texts, by the tokenizer of the embedding model; asked once.
    :param limit: most pieces in a passage; only a single sentence may be longer, and is then
        embedded by its beginning. None: `PASSAGE_PIECES`.
    :param every: the article's sentences; None: they are looked for.
    :return: passages in order that together hold every sentence exactly once.
    """
    limit = PASSAGE_PIECES if limit is None else limit
    every = sentences(article) if every is None else every
    pieces_of = dict(zip(every, counts([sentence.text for sentence in every]), strict=True))
    groups: list[list[Sentence]] = []
    for sentence in every:
        last = groups[-1][-1] if groups else None
        if last and (last.paragraph, last.heading) == (sentence.paragraph, sentence.heading):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])

    packed: list[list[Sentence]] = []
    size = 0
    for group in groups:
        sizes = [pieces_of[sentence] for sentence in group]
        same = bool(packed) and _section(packed[-1][-1], article) == _section(group[0], article)
        if same and size + sum(sizes) <= limit:
            packed[-1] += group
            size += sum(sizes)
            continue
        packed.append([])
        size = 0
        for sentence, pieces in zip(group, sizes, strict=True):
            if packed[-1] and size + pieces > limit:
                packed.append([])
                size = 0
            packed[-1].append(sentence)
            size += pieces
    return tuple(_passage(article, run) for run in packed)


def _section(sentence: Sentence, article: Article) -> int:
    """Number of headings before a sentence: two sections may bear the same heading."""
    return sum(heading.start < sentence.start for heading in article.headings)


def _passage(article: Article, run: list[Sentence]) -> Passage:
    start, end = run[0].start, run[-1].end
    return Passage(article.id, article.text[start:end], start, end, run[0].heading)
