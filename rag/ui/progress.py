"""How far an adding has come, source by source, and how it looks on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from index import Article
from index.progress import Progress
from index.read.source import is_address
from rag.errors import BylineError

from .escaping import escape


@dataclass
class Adding:
    """All that is added at once, by the names that the library has for them; an archive's members are more.

    `results` are what became of those that have ended, an article or an error's words; `progress` is what
    the library has said last, None before that. `names` are what the page calls them, where that is not the
    end of the library's name.
    """

    sources: list[str]
    names: dict[str, str] = field(default_factory=dict)
    results: dict[str, Article | str] = field(default_factory=dict)
    progress: Progress | None = None

    def ended(self, name: str, result: Article | BylineError, words: str = "") -> None:
        """Note what became of one.

        :param words: of the error.
        """
        self.results[name] = result if isinstance(result, Article) else words or str(result)

    @property
    def articles(self) -> list[Article]:
        """Those that are there, in their order."""
        return [one for one in self.results.values() if isinstance(one, Article)]

    def name(self, source: str) -> str:
        """What the page calls one: an address, or a file's name without its folder."""
        return self.names.get(source) or (source if is_address(source) else PurePath(source).name)


def render_adding(adding: Adding) -> str:
    """The bar, and a line for each source."""
    at = adding.progress
    share, said = 0.0, "Beginning…"
    if at:
        before = (at.file - 1) / at.files
        share = min(1.0, at.passages / at.expected) if at.expected else before
        passages = f", {at.passages} of about {at.expected} passages" if at.expected else ""
        left = f", {_span(at.seconds_left)} left" if at.seconds_left is not None else ""
        said = f"File {at.file} of {at.files}{passages}{left}"
    waiting = [one for one in adding.sources if one not in adding.results and (not at or one != at.name)]
    rows = [*map(_ended, *_names(adding)), *([_row(adding.name(at.name), "begun", "Reading…")] if at else [])]
    rows += [_row(adding.name(one), "waits", "Waiting") for one in waiting]
    return (
        f'<div class="byline-progress"><progress max="1" value="{share:.3f}" aria-label="Adding"></progress>'
        f'<p class="byline-meta">{said}</p>{_rows(rows)}</div>'
    )


def render_added(adding: Adding) -> str:
    """What became of all, in words that a screen reader says once, and a line for each."""
    there = len(adding.articles)
    failed = len(adding.results) - there
    said = f"{there} article{'' if there == 1 else 's'} added" if there else "Nothing was added"
    said += f", {failed} not" if there and failed else ""
    rows = _rows(map(_ended, *_names(adding)))
    return f'<div class="byline-progress"><p role="status"><b>{said}.</b></p>{rows}</div>'


def _names(adding: Adding) -> tuple[list[str], list[Article | str]]:
    return [adding.name(one) for one in adding.results], list(adding.results.values())


def _ended(name: str, result: Article | str) -> str:
    if isinstance(result, Article):
        return _row(name, "there", result.title or "Added")
    return _row(name, "failed", f"Not added: {result}")


def _row(name: str, state: str, words: str) -> str:
    second = f' <span dir="auto">{escape(words)}</span>' if words != name else ""
    return f'<li data-state="{state}"><b dir="auto">{escape(name)}</b>{second}</li>'


def _rows(rows: Iterable[str]) -> str:
    return f'<ul class="byline-brought">{"".join(rows)}</ul>'


def _span(seconds: float) -> str:
    if seconds < 60:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min"
