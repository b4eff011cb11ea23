"""Hand-made questions, answers and supports; the article is "a", and its gold quote is [100, 150)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.questions import Gold, Question
from eval.records import Asked, Judgement, Reply, SentenceSupport, SupportVerdict
from rag import Answer, AnswerSentence, Citation, ScoredPassage

GOLD = Gold("gold", ((100, 150),))
OTHER_GOLD = Gold("other gold", ((300, 340),))
SUPPORT = {"supported": 0.9, "partial": 0.5, "unsupported": 0.1, "contradicted": 0.0, "unscored": None}


def question(**fields: Any) -> Question:
    plain = {"id": "q1", "article": "news", "question": "Who?", "kind": "fact", "answerable": True}
    return Question(**{**plain, **fields})


def unanswerable(**fields: Any) -> Question:
    return question(**{"kind": "unanswerable", "answerable": False, **fields})


def cite(
    number: int = 1,
    at: tuple[int, int] = (100, 150),
    quote: str = "a b",
    speaker: str | None = None,
    article: str = "a",
) -> Citation:
    return Citation(number, quote, *at, article, "News", speaker, False, 0.9)


def answer(
    *sentences: str | tuple[str, tuple[int, ...]],
    citations: Sequence[Citation] = (),
    text: str | None = None,
    confidence: float = 0.5,
    passages: Sequence[tuple[int, int]] = (),
) -> Answer:
    """Sentences, each with the numbers that it cites, or with all where only its text is given."""
    every = tuple(c.number for c in citations)
    pairs = [(s, every) if isinstance(s, str) else s for s in sentences]
    checked = tuple(AnswerSentence(said, numbers, 0.9, "supported") for said, numbers in pairs)
    read = tuple(ScoredPassage("…", a, b, "a", "News", None, 0.5, 1, 1) for a, b in passages)
    shown = " ".join(said for said, _ in pairs) if text is None else text
    return Answer("Who?", shown, False, None, tuple(citations), checked, read, confidence, "quote")


def abstention(confidence: float = 0.5, passages: Sequence[tuple[int, int]] = ()) -> Answer:
    read = tuple(ScoredPassage("…", a, b, "a", "News", None, 0.5, 1, 1) for a, b in passages)
    text = "The article does not say. Nothing does."
    return Answer("Who?", text, True, "Nothing does.", (), (), read, confidence, "quote")


def verdict(word: SupportVerdict) -> Judgement:
    return Judgement(SUPPORT[word], word)


def support(
    text: str,
    cited: SupportVerdict = "unsupported",
    alone: Sequence[SupportVerdict] = (),
    without: Sequence[SupportVerdict] = (),
    read: SupportVerdict = "unsupported",
) -> SentenceSupport:
    """One sentence; it cites as many as `alone` has verdicts."""
    return SentenceSupport(
        text,
        tuple(range(1, len(alone) + 1)),
        verdict(cited),
        tuple(map(verdict, alone)),
        tuple(map(verdict, without)),
        verdict(read),
    )


def asked(of: Question, got: Answer | Reply | None, *golds: Gold, **fields: Any) -> Asked:
    """`got` None: the system failed."""
    reply = Reply(got) if isinstance(got, Answer) else got
    error = None if reply else "TimeoutError: no reply"
    return Asked(
        **{"question": of, "article_id": "a", "golds": golds, "seconds": 1.0, "reply": reply, "error": error}
        | fields
    )


def judged(*supports: SentenceSupport) -> Asked:
    """An answer of just the judged sentences, to an answerable question."""
    got = answer(*((s.text, s.citations) for s in supports))
    return asked(question(), got, GOLD, supports=supports)
