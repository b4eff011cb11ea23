"""How a question goes from its text to an answer: understand, plan, draft, verify - or abstain."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .answer import Answer
from .ask.understand import Asker, Understood
from .ask.wanted import asks
from .checking import Checker
from .clock import Clock
from .compose import REFUSED, UNSUPPORTED, Composer, unanswered
from .errors import EndpointError
from .events import AnswerEvent, Event, FallbackEvent, PassagesEvent
from .plan import Plan, Planner
from .retrieve.evidence import Evidence, EvidenceSentence, Generator
from .retrieve.retriever import Retriever
from .suggest import Suggester
from .verify.outcome import Outcome
from .verify.support import Supporter
from .write.lead import fits
from .write.quote import QuoteGenerator

SURE = 0.9
"""Confidence, 0 to 1, from which the quotes answer although a language model found no answer."""
LEAST_OF_TOLD = 0.25
"""Least probability, 0 to 1, of the short answer in a sentence that has answered another part already."""
LEAST_OF_SUGGESTED = 0.7
"""Least confidence, 0 to 1, at which a question is suggested: well over the one at which it is answered."""
Turns = Sequence[tuple[str, Answer]]
"""Earlier questions with their answers, oldest first."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles are asked, None: all of them, and how many passages are kept."""

    articles: tuple[str, ...] | None
    k: int


@dataclass(frozen=True, slots=True)
class Chain:
    """What an engine makes at its first question; shared by threads.

    `least` is the confidence, 0 to 1, under which it abstains, `min_support` the support under which a
    sentence is not supported, `k` how many passages are kept where a question does not say.
    """

    retriever: Retriever
    supporter: Supporter
    planner: Planner
    asker: Asker
    suggester: Suggester
    generator: Generator
    least: float
    min_support: float
    k: int

    def suggest(self, article_id: str, n: int) -> tuple[str, ...]:
        """Questions that an article answers; see `Suggester.suggest`."""
        sure = replace(self, generator=QuoteGenerator(), least=LEAST_OF_SUGGESTED)

        def ask(question: str) -> Answer:
            by = Composer(question, QuoteGenerator.name, None, False, Clock())
            asked = replace(self.asker.understand(question), parts=())
            events = sure._single(by, asked, Scope((article_id,), self.k))
            return next(event.answer for event in events if isinstance(event, AnswerEvent))

        return self.suggester.suggest(article_id, n, ask)

    def answer(self, by: Composer, question: str, history: Turns, scope: Scope) -> Iterator[Event]:
        """The events of a question, its answer last.

        :param question: its text on one line; `by` holds it as it was typed.
        """
        typed = self.retriever.spelled(question, scope.articles)
        asked = self.asker.understand(typed, history)
        events = self._divided(by, asked, history, scope) if asked.parts else self._single(by, asked, scope)
        for event in events:
            if isinstance(event, AnswerEvent) and event.answer.abstained:
                event = AnswerEvent(self._with_suggestions(event.answer, scope))
            yield event

    def _divided(self, by: Composer, asked: Understood, history: Turns, scope: Scope) -> Iterator[Event]:
        """Several questions in one, each understood by those before it and answered for itself."""
        answers: list[Answer] = []
        told: list[EvidenceSentence] = []
        for part in asked.parts:
            turns = [*history, *((answer.asked or answer.question, answer) for answer in answers)]
            asker = self.asker
            each = asker.understand_further(part, turns) if answers else asker.understand(part, turns, False)
            best: EvidenceSentence | None = None
            for event in self._single(replace(by, question=part, clock=Clock()), each, scope, told):
                if isinstance(event, AnswerEvent):
                    answers.append(event.answer)
                    told += [best] if best and not event.answer.abstained else []
                else:
                    best = event.evidence.best if isinstance(event, PassagesEvent) else best
                    yield event
        asking = [answer for answer in answers if answer.kind != "chat"] or answers[:1]
        if len(asking) == 1:  # "hi, and who paid?"
            yield AnswerEvent(replace(asking[0], question=by.question, asked=asking[0].question))
        else:
            yield AnswerEvent(by.joined(asking))

    def _single(
        self, by: Composer, asked: Understood, scope: Scope, told: Sequence[EvidenceSentence] = ()
    ) -> Iterator[Event]:
        """One question, by the way that its kind goes through the articles.

        :param told: the best sentences of the parts before it, where it is one of several.
        """
        if self.planner.is_chat(asked, scope.articles):
            evidence = Evidence(asked.text, (), (), 1.0 - asked.chat, kind="chat")
            yield AnswerEvent(by.chat(evidence))
            return
        if asked.kind == "chat":  # a word of the articles' makes it a question after all
            asked = replace(asked, kind="fact")
        plan = self.planner.plan(asked, scope.k, scope.articles)
        by.clock.lap("retrieve")
        yield PassagesEvent(plan.evidence.passages, plan.evidence)
        if plan.data:
            yield AnswerEvent(replace(by.told(plan.data, plan.missing, plan.evidence), remark=plan.remark))
        elif plan.empty:
            yield AnswerEvent(by.abstain(plan.empty, plan.evidence))
        elif not plan.sure and (plan.evidence.answerable < self.least or _only_told(plan.evidence, told)):
            yield AnswerEvent(by.abstain(unanswered(plan.evidence), plan.evidence))
        else:
            yield from self._answered(by, plan)

    def _answered(self, by: Composer, plan: Plan) -> Iterator[Event]:
        """The answer by the engine's generator, or else by quotes."""
        evidence = plan.evidence
        checker = Checker(evidence, self.supporter, self.min_support, by.clock)
        outcome = Outcome()
        writer = plan.quotes if plan.given or self.generator.name == plan.quotes.name else self.generator
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

    def _with_suggestions(self, answer: Answer, scope: Scope) -> Answer:
        """An abstention with questions that the article does answer: the nearest one, or the first."""
        near = [*(passage.article_id for passage in answer.passages), *self.planner.ids(scope.articles)]
        told = self.suggest(near[0], 4) if near else ()
        asked = answer.question.casefold()
        return replace(answer, suggestions=tuple(one for one in told if one.casefold() != asked)[:3])


def _only_told(evidence: Evidence, told: Sequence[EvidenceSentence]) -> bool:
    """Whether all there is for a part is a sentence that an earlier part was told, and the reader sees no
    answer to it there: unlikely words, or words of another kind, such as a name for "when?".
    """
    best, wanted = evidence.best, asks(evidence.question)
    if best is None or wanted is None or all(one.place != best.place for one in told):
        return False
    return best.short is None or best.short.score < LEAST_OF_TOLD or not fits(best, wanted)


def _nothing_stands(outcome: Outcome) -> str:
    """Why the quotes answer although a language model did reply."""
    if outcome.refused and not outcome.drafted:
        return "The language model found no answer; these are the nearest words of the article."
    count = outcome.drafted
    none = "The one sentence" if count == 1 else f"None of the {count} sentences"
    what = "is not supported" if count == 1 else "is supported"
    return f"{none} that the language model wrote {what} by the article. The answer is by quotes."
