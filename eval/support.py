"""An answer and a judge in, each sentence's support out."""

from __future__ import annotations

from collections.abc import Sequence

from rag import Answer, Citation

from .judge.judge import Judge
from .records import Judgement, SentenceSupport

NOTHING = Judgement(0.0, "unsupported", why="nothing is cited")


def supports(answer: Answer, judge: Judge) -> tuple[SentenceSupport, ...]:
    """Judge every sentence of an answer, and no others; () for an abstention.

    A citation offers its quote and the name of its speaker, as the reader sees them; the passages offer
    themselves, and what is cited of them.
    """
    by_number = {citation.number: citation for citation in answer.citations}
    read = [passage.text for passage in answer.passages]
    judged = []
    for sentence in answer.sentences:
        cited = [by_number[number] for number in sentence.citations if number in by_number]
        together = _judge(judge, sentence.text, cited)
        single = len(cited) == 1
        judged.append(
            SentenceSupport(
                text=sentence.text,
                citations=tuple(citation.number for citation in cited),
                cited=together,
                alone=(together,) if single else tuple(_judge(judge, sentence.text, [c]) for c in cited),
                without=tuple(
                    _judge(judge, sentence.text, [other for other in cited if other is not c]) for c in cited
                ),
                read=judge.judge(sentence.text, [*_shown(cited), *read]) if cited or read else NOTHING,
            )
        )
    return tuple(judged)


def by_read(answer: Answer, judge: Judge) -> tuple[Judgement, ...]:
    """Judge every sentence of an answer by the passages alone, whatever it cites."""
    read = [passage.text for passage in answer.passages]
    return tuple(judge.judge(sentence.text, read) if read else NOTHING for sentence in answer.sentences)


def _judge(judge: Judge, sentence: str, cited: Sequence[Citation]) -> Judgement:
    return judge.judge(sentence, _shown(cited)) if cited else NOTHING


def _shown(cited: Sequence[Citation]) -> list[str]:
    return [text for c in cited for text in (c.quote, c.speaker or "") if text]
