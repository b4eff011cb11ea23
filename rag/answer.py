"""What a question gets: `Answer`, with its citations, its checked sentences and the passages read."""

from __future__ import annotations

import textwrap
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from .errors import BylineError

SCHEMA = 1
WIDTH = 96
"""Characters of a line, as a terminal shows it."""
Verdict = Literal["supported", "partial", "unsupported"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A number in the answer and the exact words of an article that stand behind it.

    `library.get(article_id).text[start:end] == quote`, counted in code points. `speaker` is who said
    it, None in the article's own voice; `direct` says whether it holds their quoted words. `support`
    is how far the quote backs the sentences that cite it, 0 to 1, higher is better.
    """

    number: int
    quote: str
    start: int
    end: int
    article_id: str
    title: str
    speaker: str | None
    direct: bool
    support: float


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer, without its markers, and the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    support: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A retrieved passage, exactly `library.get(article_id).text[start:end]`.

    `score` orders the passages of one answer, higher is better, 0 to 1. The ranks count from 1; None
    means that this retriever did not find it.
    """

    text: str
    start: int
    end: int
    article_id: str
    title: str
    heading: str | None
    score: float
    dense_rank: int | None
    lexical_rank: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or an abstention.

    `text` has its markers before each sentence's end mark: `… at the Valdai Club [1].` Where
    `abstained`, it says that the article does not answer, `reason` says why in a sentence, and there
    are no sentences or citations; otherwise `reason` is None. `passages` holds what was read, best
    first. `confidence` is the fitted probability, 0 to 1, that the articles answer the question; how far
    it can be trusted, `python -m eval run` measures.
    `timings` are seconds for `retrieve`, `generate`, `verify` and `total`. `fallback` says why another
    generator than the one asked for answered; None if none did. `asked` is the question as it was searched
    for, where an earlier turn or a misspelling changed it; None where it stood as it was. `dropped` counts
    the sentences that a language model drafted and the articles do not support, which are left out;
    `rewritten` those that gave way to the words of the nearest quote.
    """

    question: str
    text: str
    abstained: bool
    reason: str | None
    citations: tuple[Citation, ...]
    sentences: tuple[AnswerSentence, ...]
    passages: tuple[ScoredPassage, ...]
    confidence: float
    generator: str
    fallback: str | None = None
    timings: dict[str, float] = field(default_factory=dict)
    asked: str | None = None
    dropped: int = 0
    rewritten: int = 0

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe and lossless: `Answer.from_dict(answer.to_dict()) == answer`."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Answer:
        """The inverse of `to_dict`, also after a way through JSON.

        :raises BylineError: if the data is of another schema or lacks a field.
        """
        if data.get("schema") != SCHEMA:
            raise BylineError(f"expected an answer of schema {SCHEMA}, got {data.get('schema')!r}")
        fields = {key: value for key, value in data.items() if key != "schema"}
        try:
            fields["citations"] = tuple(Citation(**row) for row in fields["citations"])
            fields["sentences"] = tuple(
                AnswerSentence(**{**row, "citations": tuple(row["citations"])}) for row in fields["sentences"]
            )
            fields["passages"] = tuple(ScoredPassage(**row) for row in fields["passages"])
            return cls(**fields)
        except (KeyError, TypeError) as error:
            raise BylineError(f"not the fields of an answer: {error}") from error

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should be told of how the answer came about, a sentence each; () if nothing."""
        told = []
        if self.rewritten:
            told.append(f"{_sentences(self.rewritten)} put in the article's own words.")
        if self.dropped:
            told.append(f"{_sentences(self.dropped)} left out for want of support in the text.")
        return (*told, *filter(None, [self.fallback]))

    def __str__(self) -> str:
        """The answer and its numbered sources, for a terminal."""
        lines = [textwrap.fill(self.text, WIDTH)]
        for citation in self.citations:
            who = f" ({citation.speaker})" if citation.speaker else ""
            quote = " ".join(citation.quote.split())
            lines += [
                "",
                f"[{citation.number}] {citation.title}{who}",
                textwrap.indent(textwrap.fill(quote, 90), "    "),
            ]
        if self.abstained and self.passages:
            lines += ["", "Nearest in the article:"]
            for passage in self.passages[:3]:
                short = textwrap.shorten(passage.text, 180, placeholder=" …")
                lines.append(textwrap.indent(textwrap.fill(short, 90), "    "))
        if self.asked:
            lines += ["", textwrap.fill(f"(asked as: {self.asked})", WIDTH)]
        lines += [part for note in self.notes for part in ("", textwrap.fill(f"({note})", WIDTH))]
        return "\n".join(lines)


def _sentences(count: int) -> str:
    return "One drafted sentence was" if count == 1 else f"{count} drafted sentences were"
