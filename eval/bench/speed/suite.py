"""Everything measured in one run, on one machine: `measure` gives a `Report`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from eval.baselines import LlamaServer
from index import Article, Library, Settings
from index.split import passages
from rag import Engine

from ..machine import machine
from ..text import endless, originals
from ..times import Measured
from . import limits, ours, profile, theirs
from .plan import Plan

HELD = 10
"""Articles in the smaller of the libraries that others are added to."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured, and the stages of a cold and of a warm question by who was asked, in seconds."""

    machine: dict[str, Any]
    plan: str
    passages: int
    measured: tuple[Measured, ...]
    profiles: dict[str, dict[str, float]]

    def find(self, what: str, who: str) -> Measured | None:
        """What was measured of somebody; None where it was not."""
        return next((one for one in self.measured if (one.what, one.who) == (what, who)), None)

    def to_json(self) -> str:
        """One JSON object, of lines that differ little between two runs."""
        data = {
            "machine": self.machine,
            "plan": self.plan,
            "passages": self.passages,
            "measured": [one.to_dict() for one in self.measured],
            "profiles": self.profiles,
        }
        return json.dumps(data, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Report:
        """The inverse of `to_json`."""
        data = json.loads(text)
        measured = tuple(Measured.from_dict(one) for one in data["measured"])
        return cls(data["machine"], data["plan"], data["passages"], measured, data["profiles"])


def measure(
    folder: Path,
    plan: Plan,
    data: Path | None = None,
    rivals: bool = True,
    tell: Callable[[str], None] = lambda line: None,
) -> Report:
    """Measure everything, in this order: what is cold first, so that nothing else is in the way.

    :param folder: empty, for stores.
    :param data: folder of the development data; None: only our own texts are indexed.
    :param rivals: whether others are measured too, which takes a language model's time.
    :param tell: told what comes next, a line each.
    """
    about = machine().to_dict()
    asked = ours.questions(plan.questions)
    store = folder / "shipped"
    found: list[Measured] = []
    with Library(Settings(store=str(store))) as library:
        library.add_shipped()
        (article,) = library.articles()
        embedder = library.embedder
    tell("cold starts")
    found += ours.cold(store, plan.cold)
    profiles = {"cold, Byline": ours.cold_stages(store)}
    tell("the page")
    found += ours.page(store, plan.pages)
    tell("warm questions")
    with Library(Settings(store=str(store))) as library:
        library.embedder = embedder
        engine = Engine(library=library)
        found += ours.warm(engine, asked)
        profiles["warm, Byline"] = profile.warm(engine, asked)
        found.append(limits.forward(engine, asked))
        found.append(limits.search(engine, asked))
        found.append(limits.chroma(folder / "bare", embedder, [article], asked))
        if rivals:
            tell("warm questions of others, with a language model")
            with LlamaServer() as server:
                few = asked[: plan.model_questions]
                found += theirs.warm(plan.rivals, library, article, few, server.endpoint)
                tell("cold starts of others")
                measured, stages = theirs.cold(
                    folder / "pipeline", article, ours.QUESTION, server.endpoint, plan.rival_cold
                )
            found += measured
            profiles["cold, llama-index citation"] = stages
    tell("indexing")
    articles, count = _enough(plan.passages, data, embedder.counts)
    found.append(ours.indexing(folder, embedder, articles, plan.indexings))
    found += limits.embedding(embedder, articles, plan.indexings)
    if rivals and plan.rival_indexings:
        found.append(theirs.indexing(folder / "their-indexing", articles, plan.rival_indexings))
    tell("added articles")
    small, most = list(islice(endless(originals(data)), HELD)), max(len(articles), HELD)
    new = list(islice(endless(originals(data)), most, most + plan.added))
    for held in (small, articles) if len(articles) > HELD else (small,):
        found += ours.adding(folder, embedder, held, new)
    return Report(about, plan.name, count, tuple(found), profiles)


def _enough(count: int, data: Path | None, counts: Callable[..., list[int]]) -> tuple[list[Article], int]:
    """As many articles as hold some passages, and how many those are."""
    chosen, held = [], 0
    for article in endless(originals(data)):
        if held >= count:
            break
        chosen.append(article)
        held += len(passages(article, counts))
    return chosen, held
