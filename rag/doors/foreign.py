"""Somebody else's answer and its sources in, the answer checked and cited out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Article
from index.errors import ArticleError
from index.sentences import spans
from index.split import sentences
from rag.answer import CONTEXT, Answer, AnswerSentence, ScoredPassage
from rag.clock import Clock
from rag.compose import UNSUPPORTED, Composer
from rag.retrieve.evidence import Draft, Evidence, EvidenceSentence
from rag.verify.outcome import Outcome
from rag.verify.support import Supporter
from rag.verify.verdict import verify

_MARKERS = re.compile(r"\s*(?:\[(?:\d+|source[^\]]{0,20})(?:\s*,\s*\d+)*\]|【[^】]{0,40}】)", re.I)
"""Forms in which models set markers, `[1]`, `[1, 2]`, `[Source 3]`: theirs, so they are not trusted."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that an answer was drawn from; `score` is its retriever's, and only orders them."""

    id: str
    title: str
    text: str
    score: float = 0.0


def check(text: str, question: str, sources: Sequence[Source], by: Supporter, min_support: float) -> Answer:
    """Check each sentence of a text against the sources.

    `Answer.sentences` are all of them in order, with verdicts; those that nothing supports have no citations,
    count in `dropped` and are left out of `Answer.text`. `confidence` is the share that is supported, 0 to 1.

    :param by: see `rag.verify.verdict.verify`.
    :param min_support: least support, 0 to 1, of a sentence that counts as supported.
    """
    clock = Clock()
    evidence = _evidence(question, sources)
    clock.lap("retrieve")
    drafts = [Draft(told) for told in _statements(text)]
    checked = [verify(draft, evidence, by, min_support) for draft in drafts]
    clock.lap("verify")
    stands = [one for one in checked if one.verdict != "unsupported"]
    share = sum(one.verdict == "supported" for one in checked) / max(len(checked), 1)
    compose = Composer(question, "checked", None, len(sources) > 1, clock)
    evidence = replace(evidence, answerable=share)
    if not stands:
        answer = compose.abstain(UNSUPPORTED, evidence)
    else:
        answer = compose.answer(Outcome(stands), evidence)
    standing = iter(answer.sentences)
    verdicts = tuple(
        AnswerSentence(one.text, (), one.support, one.verdict)
        if one.verdict == "unsupported"
        else next(standing)
        for one in checked
    )
    return replace(answer, sentences=verdicts, dropped=len(checked) - len(stands))


def _statements(text: str) -> list[str]:
    lines = [_MARKERS.sub("", line).strip() for line in text.splitlines()]
    return [line[start:end] for line in lines for start, end in spans(line)]


def _evidence(question: str, sources: Sequence[Source]) -> Evidence:
    passages = tuple(
        ScoredPassage(one.text, 0, len(one.text), one.id, one.title, None, one.score, None, None)
        for one in sources
    )
    found = tuple(sentence for source in sources for sentence in _sentences(source))
    return Evidence(question, passages, found, 0.0)


def _sentences(source: Source) -> list[EvidenceSentence]:
    try:
        article = Article(source.text, source.title)
    except ArticleError:  # no text: nothing to quote
        return []
    each = sentences(article)
    return [
        EvidenceSentence(
            source.id,
            source.title,
            number,
            one,
            source.score,
            each[number - 1] if number and each[number - 1].paragraph == one.paragraph else None,
            prefix=source.text[max(0, one.start - CONTEXT) : one.start],
            suffix=source.text[one.end : one.end + CONTEXT],
        )
        for number, one in enumerate(each)
    ]
