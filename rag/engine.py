"""The chain: retrieve, draft, verify, answer - or abstain."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
from collections.abc import AsyncIterator, Collection, Iterator, Sequence

from index import Library, Settings

from .answer import Answer, AnswerSentence, Citation, ScoredPassage
from .errors import ArticleError, SettingsError
from .events import AnswerEvent, Event, PassagesEvent, SentenceEvent
from .evidence import Evidence, EvidenceSentence, Generator
from .fusion import Fusion
from .quote import QuoteGenerator
from .read import Reader
from .retrieve import Retriever
from .verify import Checked, verify

MAX_QUESTION_CHARS = 2000
_WORD = re.compile(r"[^\W\d_]{2,}")
_END_MARK = re.compile(r"[.!?…]*[\"'”’»)\]]*$")

log = logging.getLogger(__name__)


class Engine:
    """Answers questions about the articles of a library; may be shared by threads.

    Opening is cheap; models and the store are loaded at the first question. An empty library takes in
    the shipped article then.

    :param settings: None: from the environment and `byline.toml`.
    :param library: None: the one that `settings` name.
    :param generator: None: the one that `settings` name.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        library: Library | None = None,
        generator: Generator | None = None,
    ) -> None:
        self.settings = settings or (library.settings if library else Settings())
        self.library = library or Library(self.settings)
        self._asked = self.settings.generator
        if self._asked == "llm" and generator is None:
            raise SettingsError(
                "generator 'llm' is not in this version of Byline: expected 'auto' or 'quote'"
            )
        self._generator = generator or QuoteGenerator()
        self._lock = threading.Lock()
        self._retriever: Retriever | None = None
        self._fusion: Fusion | None = None

    def query(
        self,
        question: str,
        articles: Collection[str] | None = None,
        history: Sequence[tuple[str, Answer]] = (),
        k: int | None = None,
    ) -> Answer:
        """Answer a question, or abstain.

        :param question: any text; one without words or over 2,000 characters is abstained from.
        :param articles: ids to restrict to; None: the whole library.
        :param history: earlier turns, (question, answer), oldest first.
        :param k: passages to read; None: as in the settings.
        :raises ArticleError: if an id of `articles` is not in the library.
        :raises SettingsError: if `k` is not 1 to 100.
        :raises StoreError: if the store cannot be used.
        """
        for event in self.stream(question, articles, history, k):
            if isinstance(event, AnswerEvent):
                return event.answer
        raise AssertionError("stream ends with an answer")

    async def aquery(
        self,
        question: str,
        articles: Collection[str] | None = None,
        history: Sequence[tuple[str, Answer]] = (),
        k: int | None = None,
    ) -> Answer:
        """`query` without blocking the event loop."""
        return await asyncio.to_thread(self.query, question, articles, history, k)

    def stream(
        self,
        question: str,
        articles: Collection[str] | None = None,
        history: Sequence[tuple[str, Answer]] = (),
        k: int | None = None,
    ) -> Iterator[Event]:
        """`query` as it goes: the passages, each checked sentence, and last the answer (see `rag.events`)."""
        clock = _Clock()
        self._check_arguments(articles, k)
        if reason := _unaskable(question):
            yield AnswerEvent(self._abstain(question, reason, (), 0.0, clock))
            return
        evidence = self._chain()[0].retrieve(_tidy(question), k or self.settings.k, articles)
        clock.lap("retrieve")
        yield PassagesEvent(evidence.passages)
        if evidence.answerable < self.min_answerable:
            reason = _reason(evidence)
            yield AnswerEvent(self._abstain(question, reason, evidence.passages, evidence.answerable, clock))
            return
        checked: list[Checked] = []
        for draft in self._generator.draft(evidence):
            clock.lap("generate")
            result = verify(draft, evidence, self.settings.min_support)
            clock.lap("verify")
            if result.verdict == "unsupported":
                log.info("dropped an unsupported sentence: %s", "; ".join(result.problems))
                continue
            checked.append(result)
            yield _sentence_event(checked)
        clock.lap("generate")
        if not checked:
            reason = "No sentence that answers it could be supported by the article's words."
            yield AnswerEvent(self._abstain(question, reason, evidence.passages, evidence.answerable, clock))
            return
        sentences, citations = _number(checked)
        yield AnswerEvent(
            Answer(
                question=question,
                text=" ".join(_marked(sentence) for sentence in sentences),
                abstained=False,
                reason=None,
                citations=citations,
                sentences=sentences,
                passages=evidence.passages,
                confidence=evidence.answerable,
                generator=self._generator.name,
                fallback=self._fallback(),
                timings=clock.timings(),
            )
        )

    async def astream(
        self,
        question: str,
        articles: Collection[str] | None = None,
        history: Sequence[tuple[str, Answer]] = (),
        k: int | None = None,
    ) -> AsyncIterator[Event]:
        """`stream` without blocking the event loop."""
        events = self.stream(question, articles, history, k)
        while (event := await asyncio.to_thread(next, events, None)) is not None:
            yield event

    def retrieve(
        self, question: str, k: int | None = None, articles: Collection[str] | None = None
    ) -> tuple[ScoredPassage, ...]:
        """The passages that `query` would read, best first; () for a question without words."""
        return self.evidence(question, articles, k).passages

    def evidence(
        self, question: str, articles: Collection[str] | None = None, k: int | None = None
    ) -> Evidence:
        """What `query` would draw on, sentence by sentence; empty for a question without words."""
        self._check_arguments(articles, k)
        if _unaskable(question):
            return Evidence(question, (), (), 0.0)
        return self._chain()[0].retrieve(_tidy(question), k or self.settings.k, articles)

    @property
    def min_answerable(self) -> float:
        """The confidence, 0 to 1, under which the engine abstains."""
        given = self.settings.min_answerable
        return self._chain()[1].threshold if given is None else given

    def _chain(self) -> tuple[Retriever, Fusion]:
        with self._lock:
            if self._retriever is None or self._fusion is None:
                self.library.add_shipped()
                self._fusion = Fusion.load()
                self._retriever = Retriever(self.library, Reader(), self._fusion)
            return self._retriever, self._fusion

    def _check_arguments(self, articles: Collection[str] | None, k: int | None) -> None:
        if k is not None and not 1 <= k <= 100:
            raise SettingsError(f"k must be 1 to 100, got {k}")
        if isinstance(articles, str):
            raise SettingsError(f"articles must be a collection of ids, got the text {articles!r}")
        if articles is not None:
            self._chain()
            unknown = sorted(set(articles) - set(self.library.ids()))
            if unknown:
                raise ArticleError(
                    f"no article {unknown[0]!r} in the library: `python -m index list` shows the ids"
                )

    def _abstain(
        self,
        question: str,
        reason: str,
        passages: tuple[ScoredPassage, ...],
        confidence: float,
        clock: _Clock,
    ) -> Answer:
        many = len(self.library.ids()) > 1
        says = "The articles do not say." if many else "The article does not say."
        return Answer(
            question=question,
            text=f"{says} {reason}",
            abstained=True,
            reason=reason,
            citations=(),
            sentences=(),
            passages=passages,
            confidence=confidence,
            generator=self._generator.name,
            fallback=self._fallback(),
            timings=clock.timings(),
        )

    def _fallback(self) -> str | None:
        if self._asked == "auto" and self.settings.llm_base_url:
            return "An LLM endpoint is set, but this version of Byline answers by quotes only."
        return None


class _Clock:
    """Seconds by part of the chain."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._parts = {"retrieve": 0.0, "generate": 0.0, "verify": 0.0}

    def lap(self, part: str) -> None:
        now = time.perf_counter()
        self._parts[part] += now - self._last
        self._last = now

    def timings(self) -> dict[str, float]:
        return {**self._parts, "total": time.perf_counter() - self._start}


def _tidy(question: str) -> str:
    return " ".join(question.split())


def _unaskable(question: str) -> str | None:
    """Why a text cannot be asked, or None."""
    if not question.strip():
        return "The question is empty."
    if len(question) > MAX_QUESTION_CHARS:
        return f"The question has {len(question):,} characters; Byline reads at most {MAX_QUESTION_CHARS:,}."
    if not _WORD.search(question):
        return "The question holds no words."
    return None


def _reason(evidence: Evidence) -> str:
    if evidence.unknown:
        named = ", ".join(f"“{name}”" for name in evidence.unknown[:3])
        return f"Nothing there mentions {named}."
    if not evidence.passages:
        return "There is no passage to read."
    return "The nearest passages do not answer this question."


def _number(checked: Sequence[Checked]) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Number the quotes in article order, one citation for each, and refer to them from the sentences."""
    best: dict[tuple[str, int], tuple[EvidenceSentence, float]] = {}
    for one in checked:
        for quote in one.quotes:
            best[quote.place] = (quote, max(one.support, best.get(quote.place, (quote, 0.0))[1]))
    places = sorted(best)
    numbers = {place: number for number, place in enumerate(places, 1)}
    citations = tuple(_citation(numbers[place], *best[place]) for place in places)
    sentences = tuple(
        AnswerSentence(
            one.text, tuple(sorted(numbers[quote.place] for quote in one.quotes)), one.support, one.verdict
        )
        for one in checked
    )
    return sentences, citations


def _citation(number: int, quote: EvidenceSentence, support: float) -> Citation:
    s = quote.sentence
    return Citation(
        number, s.text, s.start, s.end, quote.article_id, quote.title, s.speaker, s.direct, support
    )


def _sentence_event(checked: Sequence[Checked]) -> SentenceEvent:
    sentences, citations = _number(checked)
    before = {c.start for c in _number(checked[:-1])[1]}
    return SentenceEvent(sentences[-1], tuple(c for c in citations if c.start not in before))


def _marked(sentence: AnswerSentence) -> str:
    """The sentence with its markers before its end mark."""
    markers = "".join(f"[{number}]" for number in sentence.citations)
    match = _END_MARK.search(sentence.text)
    at = match.start() if match else len(sentence.text)
    mark = f"{sentence.text[:at]} {markers}{sentence.text[at:]}"
    if sentence.verdict == "partial":
        return f"{mark} (only partly supported)"
    return mark
