"""People's labels of faithfulness in, labelled sentences out; the format is told by the file's content."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from index.sentences import spans
from rag.errors import BylineError


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence that people judged against its sources.

    `article` groups what stands or falls together, `summary` the sentences that one text is made of.
    `supported` is the label to agree with: the majority, where several were asked. `share` is the share, 0
    to 1, of the people asked who found it supported, and `votes` theirs in order; None and () where one
    label is all that is given. `kind` is the set's own finer label, "" without one.
    """

    id: str
    article: str
    summary: str
    sentence: str
    sources: tuple[str, ...]
    supported: bool
    share: float | None = None
    votes: tuple[bool, ...] = ()
    kind: str = ""


class _Response(BaseModel):
    response: str


class _Asked(BaseModel):
    sentence: str
    responses: list[_Response]


class _Qags(BaseModel):
    article: str
    summary_sentences: list[_Asked]


class _Mark(BaseModel):
    start: int
    end: int
    label_type: str


class _Written(BaseModel):
    response: str
    model: str
    labels: list[_Mark]


class _RagTruth(BaseModel):
    source_id: int | str
    source: str
    responses: list[_Written]


class _Meta(BaseModel):
    id: str
    claim_title: str


class _Wice(BaseModel):
    label: str
    claim: str
    evidence: list[str]
    meta: _Meta


_COMMA = re.compile(r"(?<=\d), (?=\d{3}\b)")
_POINT = re.compile(r"(?<=\d)\. (?=\d)")
_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")
_Reader = Callable[[str, int], Iterator[Labelled]]


def read_labels(path: str | Path) -> tuple[Labelled, ...]:
    """Read a labelled set in the layout of WiCE, QAGS or RAGTruth (as in FaithJudge), JSON Lines each.

    :raises BylineError: naming the line, if it is not what the first line's format asks for; or if the file
        cannot be read, is empty, or is in none of these layouts.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BylineError(f"labelled set {path} cannot be read: {error}") from error
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise BylineError(f"labelled set {path} is empty: expected JSON Lines of WiCE, QAGS or RAGTruth")
    reader = _format(path, *rows[0])
    labelled: list[Labelled] = []
    for number, line in rows:
        try:
            labelled += reader(line, number)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "line"
            raise BylineError(f"{path}:{number}: {where}: {first['msg']}") from error
        except ValueError as error:
            raise BylineError(f"{path}:{number}: {error}") from error
    return tuple(labelled)


def wice(line: str, number: int) -> Iterator[Labelled]:
    """A claim of Wikipedia against sentences of a page it cites (Kamoi et al., 2023, arXiv:2303.01432).

    Supported stands against partially and not supported together, as the paper's binary task has it; `kind`
    keeps the three.
    """
    row = _Wice.model_validate_json(line)
    labels = ("supported", "partially_supported", "not_supported")
    if row.label not in labels:
        raise ValueError(f"label: expected one of {', '.join(labels)}, got {row.label!r}")
    yield Labelled(
        id=f"{row.meta.id}/{number}",
        article=row.meta.claim_title,
        summary=f"{row.meta.id}/{number}",
        sentence=row.claim,
        sources=tuple(row.evidence),
        supported=row.label == "supported",
        kind=row.label,
    )


def qags(line: str, number: int) -> Iterator[Labelled]:
    """Sentences of one summary, each with the yes or no of several people (Wang et al., 2020, §5.1).

    The articles were split into tokens on their way into the set, but the summaries were not: "235, 000" and
    "half - starved" are made whole again.
    """
    row = _Qags.model_validate_json(line)
    source = _HYPHEN.sub("-", _POINT.sub(".", _COMMA.sub(",", row.article)))
    article = hashlib.sha256(row.article.encode()).hexdigest()[:16]
    for place, asked in enumerate(row.summary_sentences):
        given = [r.response.strip().casefold() for r in asked.responses]
        if not given or set(given) - {"yes", "no"}:
            raise ValueError(f"summary_sentences.{place}.responses: expected yes or no, got {given}")
        share = given.count("yes") / len(given)
        yield Labelled(
            id=f"{number}/{place}",
            article=article,
            summary=str(number),
            sentence=asked.sentence,
            sources=(source,),
            supported=share > 0.5,
            share=share,
            votes=tuple(one == "yes" for one in given),
        )


def ragtruth(line: str, number: int) -> Iterator[Labelled]:
    """Each sentence of each model's summary of one article (Niu et al., 2024, arXiv:2401.00396).

    A sentence is unsupported if it shares a character other than white space with a span that people marked
    as hallucinated, also where the span is marked as true in the world: the article does not say it. `kind`
    is the label of the first such span.
    """
    row = _RagTruth.model_validate_json(line)
    for written in row.responses:
        summary = f"{row.source_id}/{written.model}"
        for place, (start, end) in enumerate(_sentences(written.response)):
            marks = [
                mark
                for mark in written.labels
                if written.response[max(start, mark.start) : min(end, mark.end)].strip()
                and mark.start < end
                and start < mark.end
            ]
            yield Labelled(
                id=f"{summary}/{place}",
                article=str(row.source_id),
                summary=summary,
                sentence=written.response[start:end],
                sources=(row.source,),
                supported=not marks,
                kind=marks[0].label_type if marks else "",
            )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for paragraph in text.splitlines(keepends=True):
        for start, end in spans(paragraph):
            if any(c.isalnum() for c in paragraph[start:end]):
                yield at + start, at + end
        at += len(paragraph)


_FORMATS: tuple[tuple[frozenset[str], _Reader], ...] = (
    (frozenset({"label", "claim", "evidence"}), wice),
    (frozenset({"article", "summary_sentences"}), qags),
    (frozenset({"source", "responses"}), ragtruth),
)


def _format(path: Path, number: int, line: str) -> _Reader:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BylineError(f"{path}:{number}: expected a JSON object, got {line[:40]!r}") from error
    keys = set(row) if isinstance(row, dict) else set()
    for wanted, reader in _FORMATS:
        if wanted <= keys:
            return reader
    known = "; ".join(", ".join(sorted(wanted)) for wanted, _ in _FORMATS)
    raise BylineError(f"{path}:{number}: expected the fields of a known layout ({known}), got {sorted(keys)}")


def some(labelled: Sequence[Labelled], articles: int, seed: int = 0) -> tuple[Labelled, ...]:
    """The sentences of some articles, drawn at random, in their order; all where there are no more."""
    every = list(dict.fromkeys(one.article for one in labelled))
    drawn = set(random.Random(seed).sample(every, min(articles, len(every))))
    return tuple(one for one in labelled if one.article in drawn)
