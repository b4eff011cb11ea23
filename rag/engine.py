"""What answers questions: its arguments checked, and its models loaded at the first question."""

from __future__ import annotations

import asyncio
import copy
import threading
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from dataclasses import replace

from index import Library, Settings

from .answer import Answer, ScoredPassage
from .ask.followup import RuleCondenser
from .ask.head import AskHead
from .ask.understand import Asker
from .chain import Chain, Scope
from .clock import Clock
from .compose import NOTHING_PASSES, Composer, unaskable
from .errors import SettingsError, unknown_article
from .events import AnswerEvent, Event
from .models import condenser, reranker, supporter, writer
from .plan import Planner
from .retrieve.evidence import Evidence, Generator
from .retrieve.fusion import Fusion
from .retrieve.reader import Reader
from .retrieve.retriever import Retriever
from .suggest import Suggester
from .verify.support import Supporter
from .where import Filter
from .write.quote import QuoteGenerator
from .write.suggest import MOST


class Engine:
    """Answers questions about the articles of a library; may be shared by threads.

    Opening is cheap; models and the store are loaded at the first question. A library in a
    folder that has never held an article takes in the shipped one then.

    :param settings: None: from the environment and `byline.toml`.
    :param library: None: the one that `settings` name.
    :param generator: None: the one that `settings` name.
    :param supporter: who says how far quotes support a sentence; None: the model that `settings` name.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        library: Library | None = None,
        generator: Generator | None = None,
        supporter: Supporter | None = None,
    ) -> None:
        self.settings = settings or (library.settings if library else Settings())
        self.library = library or Library(self.settings)
        self._generator = generator or writer(self.settings) or QuoteGenerator()
        self._condenser = condenser(self.settings, self._generator)
        self._lock = threading.Lock()
        self._supporter = supporter
        self._made: Chain | None = None

    def query(
        self,
        question: str,
        articles: Collection[str] | None = None,
        history: Sequence[tuple[str, Answer]] = (),
        k: int | None = None,
        where: Filter | None = None,
    ) -> Answer:
        """Answer a question, or abstain.

        :param question: any text; one without words or over 2,000 characters is abstained from.
        :param articles: ids to restrict to; None: the whole library.
        :param history: earlier turns, (question, answer), oldest first; what a follow-up such as "And
            what did he say?" leaves out is taken from the last one.
        :param k: passages to keep of those that are read; None: as in the settings.
        :param where: outlets, days and languages to restrict to besides; None: all.
        :raises UnknownArticleError: if an id of `articles` is not in the library.
        :raises SettingsError: if `k` is not 1 to 100.
        :raises StoreError: if the store cannot be used.
        :raises ModelError: if a model that the settings name cannot be loaded.
        """
        for event in self.stream(question, articles, history, k, where):
            if isinstance(event, AnswerEvent):
                return event.answer
        raise AssertionError("stream ends with an answer")

    async def aquery(
        self,
        question: str,
        articles: Collection[str] | None = None,
        history: Sequence[tuple[str, Answer]] = (),
        k: int | None = None,
        where: Filter | None = None,
    ) -> Answer:
        """`query` without blocking the event loop."""
        return await asyncio.to_thread(self.query, question, articles, history, k, where)

    def stream(
        self,
        question: str,
        articles: Collection[str] | None = None,
        history: Sequence[tuple[str, Answer]] = (),
        k: int | None = None,
        where: Filter | None = None,
    ) -> Iterator[Event]:
        """`query` as it goes: the passages, each checked sentence, and last the answer (see `rag.events`)."""
        self._check_arguments(question, articles, k)
        articles = self._passing(articles, where)
        many = len(self.library.ids(most=2) if articles is None else set(articles)) > 1
        by = Composer(question, self._generator.name, None, many, Clock())
        if reason := unaskable(question):
            yield AnswerEvent(by.abstain(reason, Evidence(question, (), (), 0.0)))
            return
        if where and where.narrows and not articles:
            yield AnswerEvent(by.abstain(NOTHING_PASSES, Evidence(question, (), (), 0.0)))
            return
        scope = Scope(tuple(sorted(set(articles))) if articles is not None else None, k or self.settings.k)
        yield from self._chain().answer(by, _tidy(question), history, scope)

    def suggest(self, article_id: str, n: int = 3) -> tuple[str, ...]:
        """Questions that an article answers, made from its own words and tried by the chain; kept.

        :param n: how many at most, 1 to 8; fewer where the article answers fewer of those that were made.
        :raises UnknownArticleError: if there is no such article.
        :raises SettingsError: if `n` is not 1 to 8.
        """
        if not 1 <= n <= MOST:
            raise SettingsError(f"n must be 1 to {MOST}, got {n}")
        self.library.get(article_id)
        return self._chain().suggest(article_id, n)

    async def astream(
        self,
        question: str,
        articles: Collection[str] | None = None,
        history: Sequence[tuple[str, Answer]] = (),
        k: int | None = None,
        where: Filter | None = None,
    ) -> AsyncIterator[Event]:
        """`stream` without blocking the event loop."""
        events = self.stream(question, articles, history, k, where)
        while (event := await asyncio.to_thread(next, events, None)) is not None:
            yield event

    def retrieve(
        self,
        question: str,
        k: int | None = None,
        articles: Collection[str] | None = None,
        where: Filter | None = None,
    ) -> tuple[ScoredPassage, ...]:
        """The passages that `query` would read, best first; () for a question without words."""
        return self.evidence(question, articles, k, where).passages

    def evidence(
        self,
        question: str,
        articles: Collection[str] | None = None,
        k: int | None = None,
        where: Filter | None = None,
    ) -> Evidence:
        """What `query` would draw on, sentence by sentence; empty for a question without words."""
        self._check_arguments(question, articles, k)
        articles = self._passing(articles, where)
        if unaskable(question) or (where and where.narrows and not articles):
            return Evidence(question, (), (), 0.0)
        return self._chain().retriever.retrieve(_tidy(question), k or self.settings.k, articles)

    @property
    def generator(self) -> str:
        """Who writes, as in `Answer.generator`: `quote`, or `llm:<model>`."""
        return self._generator.name

    @property
    def min_answerable(self) -> float:
        """The confidence, 0 to 1, under which the engine abstains."""
        return self._chain().least

    def stricter(self, quotes: bool = False, min_answerable: float = 0.0, min_support: float = 0.0) -> Engine:
        """An engine over the same library and models that is harder to please than this one, which stays as
        it is; cheap once the models are loaded.

        :param quotes: whether quotes answer although a language model is set.
        :param min_answerable: confidence, 0 to 1, under which it abstains; a lower one than ours changes
            nothing.
        :param min_support: support, 0 to 1, under which a sentence is not supported; likewise.
        """
        chain, other = self._chain(), copy.copy(self)
        if quotes:
            other._generator, other._condenser = QuoteGenerator(), RuleCondenser()
        other._made = replace(
            chain,
            generator=other._generator,
            asker=chain.asker.condensed_by(other._condenser),
            least=max(chain.least, min_answerable),
            min_support=max(chain.min_support, min_support),
        )
        return other

    def _chain(self) -> Chain:
        with self._lock:
            if self._made is None:
                self.library.add_shipped()
                fusion = Fusion.load()
                retriever = Retriever(self.library, Reader(), fusion, reranker(self.settings))
                judge = self._supporter or supporter(self.settings)
                planner = Planner(self.library, retriever)
                asker = Asker(self.library.embedder, AskHead(self.settings.embed_model), self._condenser)
                given = self.settings.min_answerable
                self._made = Chain(
                    retriever,
                    judge,
                    planner,
                    asker,
                    Suggester(retriever),
                    self._generator,
                    least=fusion.threshold if given is None else given,
                    min_support=self.settings.min_support,
                    k=self.settings.k,
                )
            return self._made

    def _passing(self, articles: Collection[str] | None, where: Filter | None) -> Collection[str] | None:
        """The ids that a filter leaves of those that are asked; None: the whole library."""
        if where is None or not where.narrows:
            return articles
        self._chain()  # the shipped article is in by then
        self._check_arguments("", where.articles or None, None)
        return where.ids(self.library, articles)

    def _check_arguments(self, question: str, articles: Collection[str] | None, k: int | None) -> None:
        if not isinstance(question, str):
            raise SettingsError(f"a question must be text, got {type(question).__name__}")
        if k is not None and not 1 <= k <= 100:
            raise SettingsError(f"k must be 1 to 100, got {k}")
        if isinstance(articles, str):
            raise SettingsError(f"articles must be a collection of ids, got the text {articles!r}")
        if articles is not None:
            self._chain()
            if unknown := self.library.unknown(articles):
                raise unknown_article(unknown[0])


def _tidy(question: str) -> str:
    return " ".join(question.split())
