"""What can be measured: anything that answers a question about an article; and Byline as such a system."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from index import Article
from rag import Answer, Engine
from rag.errors import BylineError
from rag.events import AnswerEvent, FallbackEvent, PassagesEvent, SentenceEvent, TokenEvent
from rag.retrieve.evidence import EvidenceSentence

from .outside import Source, answer_from
from .questions import Question
from .records import Reply, Span


class System(Protocol):
    """A question-answering system under measurement; it is asked one question at a time.

    One that uses models may have `models`, their names or hashes by what they are for, for the manifest.
    """

    @property
    def name(self) -> str:
        """As it stands in tables and in a run's manifest."""
        ...

    def ask(self, question: Question, article: Article) -> Reply:
        """Answer one question about one stored article.

        Only `question.question` and `question.history` may be looked at: the rest is the gold.
        """
        ...


@runtime_checkable
class Forcible(Protocol):
    """A system that can also say what it would have answered had it not been allowed to abstain."""

    def ask_anyway(self, question: Question, article: Article) -> Answer | None:
        """The forced answer; None if even then there is none."""
        ...


class Byline:
    """Byline's own engine as a system; `ranked` are the sentences that it read, the most relevant first.

    :param engine: over a library that holds the articles. Its models are loaded here, so that the first
        question is not timed with them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        by_quotes = {"min_answerable": 0.0, "generator": "quote"}
        self._eager = Engine(engine.settings.model_copy(update=by_quotes), engine.library)
        self._engine.retrieve("What is this?")
        self.name = engine.generator

    def ask(self, question: Question, article: Article) -> Reply:
        """Answer as the engine would; the turns of `history` are asked first."""
        read, answer = list[EvidenceSentence](), None
        history = self._history(question, article)
        drafted, first, start = list[str](), None, time.perf_counter()
        for event in self._engine.stream(question.question, [article.id], history):
            match event:
                case PassagesEvent():  # one for each question asked in one
                    read += event.evidence.sentences
                case TokenEvent():
                    drafted.append(event.text)
                case SentenceEvent():
                    first = first or time.perf_counter() - start
                case FallbackEvent():
                    first = None
                case AnswerEvent():
                    answer = event.answer
        assert answer is not None, "stream ends with an answer"
        read.sort(key=lambda s: (-s.relevance, s.place))
        ranked = tuple(dict.fromkeys(Span(s.article_id, s.sentence.start, s.sentence.end) for s in read))
        draft = _unchecked("".join(drafted), answer) if drafted else None
        return Reply(answer, ranked, draft=draft, first=first)

    def ask_anyway(self, question: Question, article: Article) -> Answer | None:
        """The answer at whatever confidence, by quotes; a language model is not asked a second time."""
        history = self._history(question, article)
        answer = self._eager.query(question.question, [article.id], history)
        return None if answer.abstained else answer

    def _history(self, question: Question, article: Article) -> list[tuple[str, Answer]]:
        return [(asked, self._engine.query(asked, [article.id])) for asked, _ in question.history]


def _unchecked(text: str, answer: Answer) -> Answer:
    """What a language model wrote, over the passages of the answer that came of it."""
    sources = [Source(p.article_id, p.title, p.text, p.start, p.end) for p in answer.passages]
    return answer_from(answer.question, text, sources, generator=answer.generator)


class Calling:
    """Any function from a question's text to an `Answer` as a system."""

    def __init__(self, ask: Callable[[str], Answer], name: str) -> None:
        self._ask = ask
        self.name = name

    def ask(self, question: Question, article: Article) -> Reply:
        """Call it. It chooses its articles itself, and is not told of earlier turns.

        :raises BylineError: if it raises whatever error, or gives no answer that can be measured.
        """
        try:
            answer = self._ask(question.question)
        except Exception as error:
            raise BylineError(f"{type(error).__name__}: {error}") from error
        if not isinstance(answer, Answer):
            raise BylineError(f"expected an Answer, got {type(answer).__name__}: see eval.answer_from")
        numbers = (answer.confidence, *answer.timings.values())
        if not all(math.isfinite(number) and number >= 0 for number in numbers):
            raise BylineError(f"confidence and timings must be finite and not under 0, got {numbers}")
        return Reply(answer)
