"""What a question gets: `Answer`, with its citations, its checked sentences and the passages read."""

from __future__ import annotations

import textwrap
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from index.article import Form

from .dateline import dateline
from .errors import BylineError

SCHEMA = 4
"""1, of version 0.1, knew no kinds, parts, suggestions or contexts; 2 no hashes of articles; 3 no roles,
forms and cues of speakers, and no outlets and days of quotes. All still load.
"""
WIDTH = 96
"""Characters of a line, as a terminal shows it."""
Verdict = Literal["supported", "partial", "unsupported"]
Kind = Literal[
    "fact", "yes_no", "list", "reason", "definition", "statement", "about", "people", "metadata", "compare",
    "chat",
]  # fmt: skip
"""What a text asks for; `DESIGN` in words: a detail, whether, several things, why, who or what something is,
what somebody said, the article as a whole, its people, its own data, several sides; or it asks nothing of it.
"""
KINDS: tuple[Kind, ...] = get_args(Kind)
CONTEXT = 32
"""Characters of the article that a citation carries from before and after its quote, at most."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A number in the answer and the exact words of an article that stand behind it.

    `library.get(article_id).text[start:end] == quote`, counted in code points. `speaker` is who said
    it, None in the article's own voice; `direct` says whether it holds their quoted words. `role` is what the
    article calls the speaker, as "head of the port", `form` whether their words are quoted, reported, or put
    in the article's own, and `cue` the word of the quote that says that they say it, as "denied"; each None
    where there is no speaker, or the article does not say. `support`
    is how far the quote backs the sentences that cite it, 0 to 1, higher is better. `page` counts from 1, and
    is None where the source has no pages. `prefix` and `suffix` are the characters around the quote, at most
    32, so that it is found again in another copy of the text (the W3C's TextQuoteSelector,
    https://www.w3.org/TR/annotation-model/#text-quote-selector). `sha256` is that of the article's text in
    UTF-8, 64 hexadecimal digits, which anybody who has the text can compute; "" where nobody noted it.
    `outlet` and `published` are the article's, None where they are not known.
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
    page: int | None = None
    prefix: str = ""
    suffix: str = ""
    sha256: str = ""
    role: str | None = None
    form: Form | None = None
    cue: str | None = None
    outlet: str | None = None
    published: str | None = None

    @property
    def dateline(self) -> str:
        """Outlet and day, such as "Reuters, 3 July 2026"; "" where neither is known."""
        return dateline(self.outlet, self.published)


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer, without its markers, and the numbers of its citations.

    `note` is a word of ours on it that is no claim of the article's, such as "speaks" of a person; else "".
    """

    text: str
    citations: tuple[int, ...]
    support: float
    verdict: Verdict
    note: str = ""


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

    `kind` is what was asked for. `parts` are the answers to several questions asked in one, whose citations
    are numbered across them; () for a single question. `suggestions` are, after an abstention or a chat, at
    most three questions that the article answers. `metadata` are the (field, value) pairs that an answer of
    kind "metadata" rests on; such a one has no citations where the page's own data say it and not its text.
    `remark` says where an answer stops short, such as which of many articles it is about; None where it does
    not.
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
    kind: Kind = "fact"
    parts: tuple[Answer, ...] = ()
    suggestions: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    remark: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe and lossless: `Answer.from_dict(answer.to_dict()) == answer`."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Answer:
        """The inverse of `to_dict`, also after a way through JSON.

        An older schema lacks the newer fields, which then have their defaults.

        :raises BylineError: if the data is of a newer schema or lacks a field.
        """
        if data.get("schema") not in range(1, SCHEMA + 1):
            raise BylineError(f"expected an answer of schema 1 to {SCHEMA}, got {data.get('schema')!r}")
        fields = {key: value for key, value in data.items() if key != "schema"}
        try:
            fields["parts"] = tuple(cls.from_dict({"schema": SCHEMA, **p}) for p in fields.get("parts", ()))
            fields["suggestions"] = tuple(fields.get("suggestions", ()))
            fields["metadata"] = tuple((name, value) for name, value in fields.get("metadata", ()))
            fields["citations"] = tuple(Citation(**row) for row in fields["citations"])
            fields["sentences"] = tuple(
                AnswerSentence(**{**row, "citations": tuple(row["citations"])}) for row in fields["sentences"]
            )
            fields["passages"] = tuple(ScoredPassage(**row) for row in fields["passages"])
            return cls(**fields)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BylineError(f"not the fields of an answer: {error}") from error

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should be told of how the answer came about, a sentence each; () if nothing."""
        told = []
        if self.rewritten:
            told.append(f"{_sentences(self.rewritten)} put in the article's own words.")
        if self.dropped:
            told.append(f"{_sentences(self.dropped)} left out for want of support in the text.")
        return (*told, *filter(None, [self.remark, self.fallback]))

    def __str__(self) -> str:
        """The answer and its numbered sources, for a terminal."""
        lines = [textwrap.fill(self.text, WIDTH)]
        several = len({citation.article_id for citation in self.citations}) > 1
        for citation in self.citations:
            said_by = ", ".join(filter(None, (citation.speaker, citation.role)))
            who = f" ({said_by})" if citation.speaker else ""
            who += f" - {citation.dateline}" if several and citation.dateline else ""
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
        if self.suggestions:
            lines += ["", "What it does answer:", *(f"    {question}" for question in self.suggestions)]
        if self.asked:
            lines += ["", textwrap.fill(f"(asked as: {self.asked})", WIDTH)]
        lines += [part for note in self.notes for part in ("", textwrap.fill(f"({note})", WIDTH))]
        return "\n".join(lines)


def _sentences(count: int) -> str:
    return "One drafted sentence was" if count == 1 else f"{count} drafted sentences were"
