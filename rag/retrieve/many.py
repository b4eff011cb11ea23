"""Which passages of a whole library are read: a question is asked of articles first, then of their passages.

A passage is judged with the article that it is from: a passage without the place in it may be the answer of
an article that names the place in its title. The weights are logistic regressions, as in `fusion.py`;
`python -m eval.many.fit` fits them and writes `weights/many.json`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Article, Passage
from rag.words import terms

from .fusion import Logistic, fitted_weights
from .narrow import Narrowed

WEIGHTS = Path(__file__).parents[1] / "weights" / "many.json"
DEPTH = 60
"""Passages that either search of the whole library gives, by which articles are chosen."""
ARTICLES = 4
"""Articles, the best by their best passage, whose passages are then searched by themselves."""
WITHIN = 30
"""Passages of these that either search gives."""
READ = 12
"""Passages that are read, at the least. On the seen half of `library`, 10 of one search hold a gold quote for
0.78 of the questions, 12 of two searches for 0.88.
"""
EACH = 5
"""Passages of one article that are read at most: one does not crowd out the others."""
Scored = Sequence[tuple[Passage, float]]


@dataclass(frozen=True, slots=True)
class PassageFeatures:
    """What speaks for a passage among those of a library.

    `cosine`: of question and passage; `lexical`: its BM25 score as a share of the best one's. `held`: share
    of the question's terms, weighted by rarity, that it holds with its article's title. `article`: the same
    of all of its article's passages that were found. `title`: of the title alone. `near`: the best cosine in
    its article. `day` and `outlet`: as `Narrowed` says.
    """

    cosine: float
    lexical: float
    held: float
    article: float
    title: float
    near: float
    day: float
    outlet: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with its features; `score` are its log-odds. Ranks count from 1, None where not found."""

    passage: Passage
    features: PassageFeatures
    score: float
    dense_rank: int | None
    lexical_rank: int | None


@dataclass(frozen=True, slots=True)
class FoundFeatures:
    """What speaks for a sentence of a library: its log-odds within its article, and its passage's."""

    sentence: float
    passage: float


@dataclass(frozen=True, slots=True)
class LibraryFeatures:
    """What speaks for there being an answer in a library, by the sentence that answers best.

    `best`: its log-odds. `read` and `within`: what the reader alone says of it and of its passage. `passage`:
    the passage's own log-odds. `unknown`: 0, 0.5 or 1 for none, one, or more names or numbers of the question
    that its article does not hold, though another may. `held`: the passage's feature of that name.
    """

    best: float
    read: float
    within: float
    passage: float
    unknown: float
    held: float


@dataclass(frozen=True, slots=True)
class Many:
    """The regressions for a library, and the probability of an answer under which to abstain."""

    passage: Logistic
    sentence: Logistic
    answer: Logistic
    threshold: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Many:
        """Read fitted weights.

        :raises ModelError: if the file is missing or not of this form.
        """
        kinds = {"passage": PassageFeatures, "sentence": FoundFeatures, "answer": LibraryFeatures}
        fitted, threshold = fitted_weights(path, kinds)
        return cls(fitted["passage"], fitted["sentence"], fitted["answer"], threshold)


class Rarity:
    """How much a question's terms weigh: log(1 + n / df) over texts."""

    def __init__(self, question: str, held: Sequence[frozenset[str]]) -> None:
        self._weights = {
            term: math.log(1 + len(held) / max(1, sum(term in one for one in held)))
            for term in set(terms(question))
        }

    def share(self, *held: frozenset[str]) -> float:
        """Share, 0 to 1, of the question's weight that some terms hold together."""
        whole = sum(self._weights.values())
        got = sum(weight for term, weight in self._weights.items() if any(term in one for one in held))
        return got / whole if whole else 0.0


def candidates(
    question: str,
    dense: Scored,
    lexical: Scored,
    get: Callable[[str], Article],
    asked: Narrowed,
    weights: Logistic,
) -> list[Candidate]:
    """All passages that were found, the best first.

    :param dense: passages with their cosines, best first; `lexical`: with BM25 scores.
    :param get: gives an article by its id.
    """
    passages = {p.id: p for p, _ in [*dense, *lexical]}
    near = {p.id: score for p, score in dense}
    least = dense[-1][1] if dense else 0.0  # what the dense search did not find is no nearer
    dense_rank = {p.id: rank for rank, (p, _) in enumerate(dense, 1)}
    lexical_rank = {p.id: rank for rank, (p, _) in enumerate(lexical, 1)}
    shared = {p.id: score / lexical[0][1] for p, score in lexical}
    held = {key: frozenset(terms(p.text)) for key, p in passages.items()}
    rarity = Rarity(question, list(held.values()))
    by_article: dict[str, list[str]] = {}
    for key, p in passages.items():
        by_article.setdefault(p.article_id, []).append(key)
    found = []
    for article_id, keys in by_article.items():
        article = get(article_id)
        title = frozenset(terms(article.title))
        whole = rarity.share(title, *(held[key] for key in keys))
        best, day, outlet = (
            max(near.get(key, least) for key in keys),
            asked.day(article),
            asked.outlet(article),
        )
        for key in keys:
            row = PassageFeatures(
                near.get(key, least), shared.get(key, 0.0), rarity.share(title, held[key]), whole,
                rarity.share(title), best, day, outlet,
            )  # fmt: skip
            score = weights.log_odds(row)
            found.append(Candidate(passages[key], row, score, dense_rank.get(key), lexical_rank.get(key)))
    return sorted(found, key=lambda one: (-one.score, one.passage.article_id, one.passage.start))


def chosen(ranked: Sequence[Candidate], count: int) -> list[Candidate]:
    """The best, of each article `EACH` at most; more of them only where nothing else was found."""
    first: list[Candidate] = []
    rest: list[Candidate] = []
    counts: dict[str, int] = {}
    for one in ranked:
        counts[one.passage.article_id] = counts.get(one.passage.article_id, 0) + 1
        (first if counts[one.passage.article_id] <= EACH else rest).append(one)
    return [*first, *rest][:count]


def best_articles(ranked: Sequence[Candidate]) -> tuple[str, ...]:
    """The ids of the articles of the best passages, the best first, `ARTICLES` at most."""
    return tuple(dict.fromkeys(one.passage.article_id for one in ranked))[:ARTICLES]


def stretched(p: float, threshold: float, onto: float) -> float:
    """A probability moved so that a threshold falls onto another one; 0 and 1 stay.

    >>> stretched(0.2, 0.4, 0.5), stretched(1.0, 0.4, 0.5)
    (0.25, 1.0)
    """
    return p * onto / threshold if p < threshold else 1 - (1 - p) * (1 - onto) / (1 - threshold)
