"""What a run keeps of one question: the reply, how each sentence is supported, and what failed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from pydantic import TypeAdapter

from rag import Answer
from rag.verify.exact import Problem

from .questions import Gold, Question

SupportVerdict = Literal["supported", "partial", "unsupported", "contradicted", "unscored"]


class Span(NamedTuple):
    """A slice `[start, end)` of an article, in code points."""

    article_id: str
    start: int
    end: int


class Tokens(NamedTuple):
    """What a language model read and wrote for one reply."""

    prompt: int
    completion: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system gives for a question.

    `ranked` are the spans that it retrieved, best first, at its own grain; () means that it does not say.
    `tokens` is None where no language model was asked. `forced` is what it would have answered had it not
    been allowed to abstain; None where it did not abstain, or cannot say. `draft` is what a language model
    wrote before it was checked, over the passages read; None where none wrote. `first` are the seconds until
    the first sentence that stands could be shown; None where none came, or nobody looked.
    """

    answer: Answer
    ranked: tuple[Span, ...] = ()
    tokens: Tokens | None = None
    forced: Answer | None = None
    draft: Answer | None = None
    first: float | None = None

    @property
    def retrieved(self) -> tuple[Span, ...]:
        """What was retrieved, best first: `ranked`, or else the answer's passages."""
        read = (Span(p.article_id, p.start, p.end) for p in self.answer.passages)
        return self.ranked or tuple(read)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How far a text supports a sentence, by one judge.

    `support` is 0 to 1, higher is better, and None exactly where `verdict` is "unscored": the judge gave no
    usable verdict, and `why` says what came instead. "contradicted" is unsupported and at odds with the text.
    """

    support: float | None
    verdict: SupportVerdict
    problems: tuple[Problem, ...] = ()
    why: str = ""
    tokens: Tokens | None = None


@dataclass(frozen=True, slots=True)
class SentenceSupport:
    """One sentence of an answer, as a judge sees it.

    `cited`: by all its citations together; `alone` and `without`: by each of them alone, and by the others
    without it, in the order of `citations`; `read`: by whatever passages the system was given. A sentence
    without citations is unsupported by them.
    """

    text: str
    citations: tuple[int, ...]
    cited: Judgement
    alone: tuple[Judgement, ...]
    without: tuple[Judgement, ...]
    read: Judgement


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was put to a system: all that the measures need, and nothing that needs the store.

    Exactly one of `reply` and `error` is None. `seconds` is the wall time of the system alone. `whole` says
    whether every quote is what its offsets cut from the stored article; None without citations. `drafts` are
    the verdicts on the sentences of `reply.draft`, in order, by all that was read. `lead` are the article's
    first three sentences, or as many as it has; () where nobody looked.
    """

    question: Question
    article_id: str
    golds: tuple[Gold, ...]
    seconds: float
    reply: Reply | None
    error: str | None = None
    whole: bool | None = None
    supports: tuple[SentenceSupport, ...] = field(default=())
    drafts: tuple[Judgement, ...] = ()
    lead: tuple[Span, ...] = ()

    @property
    def answer(self) -> Answer | None:
        """The answer, None where the system failed."""
        return self.reply.answer if self.reply else None

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe and lossless: `Asked.from_dict(asked.to_dict()) == asked`."""
        return dict(_ASKED.dump_python(self, mode="json"))

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Asked:
        """The inverse of `to_dict`, also after a way through JSON.

        :raises pydantic.ValidationError: if a field is missing or of a wrong type.
        """
        return _ASKED.validate_python(data)


_ASKED = TypeAdapter(Asked)
