"""The chain: understand, plan, draft, verify, answer - or abstain."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from index import Library, Settings

from .answer import Answer, ScoredPassage
from .ask.head import AskHead
from .ask.understand import Asker, Understood
from .checking import Checker
from .compose import REFUSED, UNSUPPORTED, Clock, Composer, unanswered, unaskable
from .errors import EndpointError, SettingsError, UnknownArticleError
from .events import AnswerEvent, Event, FallbackEvent, PassagesEvent
from .models import condenser, reranker, supporter, writer
from .plan import Plan, Planner
from .retrieve.evidence import Evidence, Generator
from .retrieve.fusion import Fusion
from .retrieve.reader import Reader
from .retrieve.retriever import Retriever
from .suggest import Suggester
from .verify.outcome import Outcome
from .verify.support import Supporter
from .write.quote import QuoteGenerator
from .write.suggest import MOST

SURE = 0.9
"""Confidence, 0 to 1, from which the quotes answer although a language model found no answer."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Chain:
    """What is made at the first question."""

    retriever: Retriever
    fusion: Fusion
    supporter: Supporter
    planner: Planner
    asker: Asker
    suggester: Suggester


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which articles are asked, None: all of them, and how many passages are kept."""

    articles: Collection[str] | None
    k: int


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
        self._made: _Chain | None = None

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
        :param history: earlier turns, (question, answer), oldest first; what a follow-up such as "And
            what did he say?" leaves out is taken from the last one.
        :param k: passages to keep of those that are read; None: as in the settings.
        :raises UnknownArticleError: if an id of `articles` is not in the library.
        :raises SettingsError: if `k` is not 1 to 100.
        :raises StoreError: if the store cannot be used.
        :raises ModelError: if a model that the settings name cannot be loaded.
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
        self._check_arguments(question, articles, k)
        many = len(self.library.ids() if articles is None else set(articles)) > 1
        by = Composer(question, self._generator.name, None, many, Clock())
        if reason := unaskable(question):
            yield AnswerEvent(by.abstain(reason, Evidence(question, (), (), 0.0)))
            return
        asked = self._chain().asker.understand(_tidy(question), history)
        scope = _Scope(articles, k or self.settings.k)
        for event in (
            self._divided(by, asked, history, scope) if asked.parts else self._single(by, asked, scope)
        ):
            if isinstance(event, AnswerEvent) and event.answer.abstained:
                event = AnswerEvent(self._with_suggestions(event.answer, articles))
            yield event

    def _divided(
        self, by: Composer, asked: Understood, history: Sequence[tuple[str, Answer]], scope: _Scope
    ) -> Iterator[Event]:
        """Several questions in one, each understood by the turns before it and answered for itself."""
        chain = self._chain()
        answers: list[Answer] = []
        for part in asked.parts:
            turns = [*history, *((answer.question, answer) for answer in answers)]
            each = chain.asker.understand(part, turns, divide=False)
            for event in self._single(replace(by, question=part, clock=Clock()), each, scope):
                if isinstance(event, AnswerEvent):
                    answers.append(event.answer)
                else:
                    yield event
        asking = [answer for answer in answers if answer.kind != "chat"] or answers[:1]
        if len(asking) == 1:  # "hi, and who paid?"
            yield AnswerEvent(replace(asking[0], question=by.question, asked=asking[0].question))
        else:
            yield AnswerEvent(by.joined(asking))

    def _single(self, by: Composer, asked: Understood, scope: _Scope) -> Iterator[Event]:
        """One question, by the way that its kind goes through the articles."""
        chain = self._chain()
        if chain.planner.is_chat(asked, scope.articles):
            evidence = Evidence(asked.text, (), (), 1.0 - asked.chat, kind="chat")
            yield AnswerEvent(by.chat(evidence))
            return
        if asked.kind == "chat":  # a word of the articles' makes it a question after all
            asked = replace(asked, kind="fact")
        plan = chain.planner.plan(asked, scope.k, scope.articles)
        by.clock.lap("retrieve")
        yield PassagesEvent(plan.evidence.passages, plan.evidence)
        if plan.data:
            yield AnswerEvent(replace(by.told(plan.data, plan.missing, plan.evidence), remark=plan.remark))
        elif plan.empty:
            yield AnswerEvent(by.abstain(plan.empty, plan.evidence))
        elif not plan.sure and plan.evidence.answerable < self.min_answerable:
            yield AnswerEvent(by.abstain(unanswered(plan.evidence), plan.evidence))
        else:
            yield from self._answered(by, plan, chain.supporter)

    def _answered(self, by: Composer, plan: Plan, supporter: Supporter) -> Iterator[Event]:
        """The answer by the engine's generator, or else by quotes."""
        evidence = plan.evidence
        checker = Checker(evidence, supporter, self.settings.min_support, by.clock)
        outcome = Outcome()
        writer = plan.quotes if plan.given or self._generator.name == plan.quotes.name else self._generator
        by = replace(by, generator=writer.name)
        why = None
        try:
            yield from checker.run(writer, outcome)
        except EndpointError as error:
            why = f"{error} The answer is by quotes."
            log.info("%s", error)
        if writer is not plan.quotes and not why and not outcome.stands:
            if outcome.refused and evidence.answerable < SURE:
                yield AnswerEvent(by.abstain(REFUSED, evidence))
                return
            why = _nothing_stands(outcome)
        if why:
            yield FallbackEvent(why)
            by, outcome = replace(by, generator=QuoteGenerator.name, fallback=why), Outcome()
            yield from checker.run(plan.quotes, outcome)
        if not outcome.checked:
            yield AnswerEvent(by.abstain(UNSUPPORTED, evidence))
            return
        yield AnswerEvent(replace(by.answer(outcome, evidence), remark=plan.remark))

    def suggest(self, article_id: str, n: int = 3) -> tuple[str, ...]:
        """Questions that an article answers, made from its own words and tried by the chain; kept.

        :param n: how many at most, 1 to 8; fewer where the article answers fewer of those that were made.
        :raises UnknownArticleError: if there is no such article.
        :raises SettingsError: if `n` is not 1 to 8.
        """
        if not 1 <= n <= MOST:
            raise SettingsError(f"n must be 1 to {MOST}, got {n}")
        self.library.get(article_id)
        return self._chain().suggester.suggest(article_id, n)

    def _with_suggestions(self, answer: Answer, articles: Collection[str] | None) -> Answer:
        """An abstention with questions that the article does answer: the nearest one, or the first."""
        scope = self.library.ids() if articles is None else sorted(articles)
        near = [passage.article_id for passage in answer.passages] or scope
        told = self._chain().suggester.suggest(near[0], 4) if near else ()
        asked = answer.question.casefold()
        return replace(answer, suggestions=tuple(one for one in told if one.casefold() != asked)[:3])

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
        self._check_arguments(question, articles, k)
        if unaskable(question):
            return Evidence(question, (), (), 0.0)
        return self._chain().retriever.retrieve(_tidy(question), k or self.settings.k, articles)

    @property
    def generator(self) -> str:
        """Who writes, as in `Answer.generator`: `quote`, or `llm:<model>`."""
        return self._generator.name

    @property
    def min_answerable(self) -> float:
        """The confidence, 0 to 1, under which the engine abstains."""
        given = self.settings.min_answerable
        return self._chain().fusion.threshold if given is None else given

    def _chain(self) -> _Chain:
        with self._lock:
            if self._made is None:
                self.library.add_shipped()
                fusion = Fusion.load()
                retriever = Retriever(self.library, Reader(), fusion, reranker(self.settings))
                judge = self._supporter or supporter(self.settings)
                planner = Planner(self.library, retriever)
                asker = Asker(self.library.embedder, AskHead(self.settings.embed_model), self._condenser)
                suggester = Suggester(self.settings, asker, planner, retriever, judge)
                self._made = _Chain(retriever, fusion, judge, planner, asker, suggester)
            return self._made

    def _check_arguments(self, question: str, articles: Collection[str] | None, k: int | None) -> None:
        if not isinstance(question, str):
            raise SettingsError(f"a question must be text, got {type(question).__name__}")
        if k is not None and not 1 <= k <= 100:
            raise SettingsError(f"k must be 1 to 100, got {k}")
        if isinstance(articles, str):
            raise SettingsError(f"articles must be a collection of ids, got the text {articles!r}")
        if articles is not None:
            self._chain()
            unknown = sorted(set(articles) - set(self.library.ids()))
            if unknown:
                raise UnknownArticleError(
                    f"no article {unknown[0]!r} in the library: `python -m index list` shows the ids"
                )


def _nothing_stands(outcome: Outcome) -> str:
    """Why the quotes answer although a language model did reply."""
    if outcome.refused and not outcome.drafted:
        return "The language model found no answer; these are the nearest words of the article."
    count = outcome.drafted
    none = "The one sentence" if count == 1 else f"None of the {count} sentences"
    what = "is not supported" if count == 1 else "is supported"
    return f"{none} that the language model wrote {what} by the article. The answer is by quotes."


def _tidy(question: str) -> str:
    return " ".join(question.split())
