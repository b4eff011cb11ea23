"""How far an adding has come, source by source, and how it looks on the page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from index import Article
from index.read.source import is_address
from rag.errors import BylineError

from .escaping import escape

SOON = 2.0
"""Seconds of work after which the time that is left can be told."""


@dataclass
class Source:
    """One of those that are added; `weight` is its size, or 1.

    `done` of `passages` are embedded, 0 of 0 before it is read. `article` or `error` end it.
    """

    name: str
    weight: float = 1.0
    done: int = 0
    passages: int = 0
    begun: bool = False
    article: Article | None = None
    error: str = ""

    @property
    def ended(self) -> bool:
        """Whether it is there, or will not be."""
        return self.article is not None or bool(self.error)

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        if self.ended:
            return 1.0
        return self.done / self.passages if self.passages else 0.0


@dataclass
class Progress:
    """All that are added at once, by the names that they are told by; an archive's members have their own."""

    sources: dict[str, Source]
    clock: Callable[[], float] = time.monotonic
    start: float = field(init=False)

    def __post_init__(self) -> None:
        self.start = self.clock()

    def told(self, name: str, done: int, passages: int) -> None:
        """Note what `Library.add_all` says."""
        one = self._source(name)
        one.begun, one.done, one.passages = True, done, passages

    def ended(self, name: str, result: Article | BylineError, words: str = "") -> None:
        """Note what became of one.

        :param words: of the error.
        """
        one = self._source(name)
        one.begun = True
        if isinstance(result, Article):
            one.article = result
        else:
            one.error = words or str(result)

    def finish(self) -> None:
        """What was never told of was an archive whose members were."""
        self.sources = {name: one for name, one in self.sources.items() if one.ended}

    @property
    def articles(self) -> list[Article]:
        """Those that are there, in their order."""
        return [one.article for one in self.sources.values() if one.article]

    @property
    def share(self) -> float:
        """How much of all is done, 0 to 1."""
        total = sum(one.weight for one in self.sources.values())
        return sum(one.weight * one.share for one in self.sources.values()) / total if total else 0.0

    def left(self) -> float | None:
        """Seconds that are left, by how it went so far; None where it cannot be told yet."""
        gone, share = self.clock() - self.start, self.share
        return gone * (1 - share) / share if gone >= SOON and share > 0.02 else None

    def _source(self, name: str) -> Source:
        return self.sources.setdefault(name, Source(name, 0.0))


def render_adding(progress: Progress) -> str:
    """The bar, and a line for each source."""
    share, left = progress.share, progress.left()
    time_left = f", {_span(left)} left" if left is not None else ""
    return (
        f'<div class="byline-progress"><progress max="1" value="{share:.3f}" aria-label="Adding"></progress>'
        f'<p class="byline-meta">{round(100 * share)} %{time_left}</p>'
        f"{_rows(progress.sources.values())}</div>"
    )


def render_added(progress: Progress) -> str:
    """What became of all, in words that a screen reader says once, and a line for each."""
    there, sources = len(progress.articles), list(progress.sources.values())
    failed = len(sources) - there
    said = f"{there} article{'' if there == 1 else 's'} added" if there else "Nothing was added"
    said += f", {failed} not" if there and failed else ""
    return f'<div class="byline-progress"><p role="status"><b>{said}.</b></p>{_rows(sources)}</div>'


def shown_name(name: str) -> str:
    """An address, or a file's name without its folder."""
    return name if is_address(name) else PurePath(name).name


def _rows(sources: Iterable[Source]) -> str:
    each = "".join(_row(one) for one in sources)
    return f'<ul class="byline-brought">{each}</ul>'


def _row(one: Source) -> str:
    if one.error:
        state, words = "failed", f"Not added: {one.error}"
    elif one.article:
        count = f", {one.passages} passage{'' if one.passages == 1 else 's'}" if one.passages else ""
        state, words = "there", f"{one.article.title or 'Added'}{count}"
    elif one.passages:
        state, words = "begun", f"{one.done} of {one.passages} passages"
    else:
        state, words = ("begun", "Reading…") if one.begun else ("waits", "Waiting")
    name = escape(shown_name(one.name))
    return f'<li data-state="{state}"><b dir="auto">{name}</b> <span dir="auto">{escape(words)}</span></li>'


def _span(seconds: float) -> str:
    if seconds < 60:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min"
