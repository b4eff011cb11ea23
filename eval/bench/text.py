"""As much text as is wanted: our invented articles and, where there is development data, real news; then the
same again with other names and numbers."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

from index import Article, Settings
from index.clean import clean
from index.read import read
from rag.errors import ArticleError

SETS = Path(__file__).parents[1]
REPORTS = SETS / "sets" / "reports"
OWN = SETS / "train" / "sets" / "own.jsonl"
NEWS = "realtimeqa/*_gcs.jsonl"
LEAST_CHARS = 400
"""Shorter pages of the news are a notice that there is none."""
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}")
"""A capitalised word inside a sentence."""
_FIGURE = re.compile(r"\d+")
_PARTS = (
    "ba be bo da de do fa ga ha ka la le lo ma me mi mo na ne ni no pa ra re ri ro sa se so ta te to va ve vo"
).split()


def originals(data: Path | None = None) -> tuple[Article, ...]:
    """The articles as they are, each text once: the reports, our short texts, and the news of a folder.

    :param data: folder of the development data; None: without news.
    """
    texts = [path for path in sorted(REPORTS.iterdir()) if path.suffix in (".txt", ".html")]
    found = [read(path, Settings()) for path in texts]
    for line in OWN.read_text("utf-8").splitlines():
        sentences = json.loads(line)["sentences"]
        found.append(Article(" ".join(sentences), title=sentences[0].rstrip(".")))
    for path in sorted(data.glob(NEWS)) if data else ():
        found += _news(path)
    return tuple({article.id: article for article in found}.values())


def _news(path: Path) -> Iterator[Article]:
    """Pages of RealTime QA's search results (Kasai et al., 2023, https://arxiv.org/abs/2207.13332)."""
    for line in path.read_text("utf-8").splitlines():
        for page in json.loads(line)["search_result"]:
            if len(page.get("text") or "") < LEAST_CHARS:
                continue
            try:
                yield clean(page["text"], title=page.get("title") or "", source=page["url"])
            except ArticleError:  # nothing is left of it
                continue


def endless(base: tuple[Article, ...]) -> Iterator[Article]:
    """The articles, then again and again with other names and figures, none of them twice."""
    yield from base
    for copy in count(1):
        for number, article in enumerate(base):
            yield changed(article, copy * len(base) + number)


def changed(article: Article, seed: int) -> Article:
    """An article with every name and figure in its title and text turned into another, the same one for the
    same name; its sentences and their lengths stay about as they are."""
    told = _NAME.findall(article.text)
    names = {name: _name(random.Random(f"{seed}{name}")) for name in dict.fromkeys(told)}
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b") if names else None

    def anew(text: str) -> str:
        if pattern:
            text = pattern.sub(lambda match: names[match[0]], text)
        return _FIGURE.sub(partial(_figure, seed), text)

    return Article(anew(article.text), title=anew(article.title))


def _name(draw: random.Random) -> str:
    return "".join(draw.choices(_PARTS, k=draw.choice((2, 3)))).capitalize()


def _figure(seed: int, match: re.Match[str]) -> str:
    """Another number of as many digits, which begins with a 1 to 9 where the old one did."""
    figure, draw = match[0], random.Random(f"{seed}{match[0]}")
    first = figure[0] if figure[0] == "0" else draw.choice("123456789")
    return first + "".join(draw.choices("0123456789", k=len(figure) - 1))
