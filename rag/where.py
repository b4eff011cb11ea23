"""Which articles of a library are asked: by id, outlet, day and language, at every door."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from index import Article, Library
from index.language import detect

from .dateline import iso_day
from .errors import SettingsError

_HOST = re.compile(r"(?:https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?:/.*)?", re.I)
_SHORTEST = 3
"""Letters of a host's part that may name an outlet: "cnn", not the "co" of "co.uk"."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What an article must be to be asked; each field narrows, and () or None leaves all.

    `articles` are ids. `outlets` are names as people or hosts have them: "USA TODAY" is "usatoday.com".
    `since` and `until` are ISO days, both included, and leave out articles whose day is not known.
    `languages` are ISO 639-1 codes; an article that does not name its own is told by its text.
    """

    articles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, given in (("since", self.since), ("until", self.until)):
            if given is not None and iso_day(given) is None:
                raise SettingsError(f"{name} must be a day such as 2026-03-31, got {given!r}")
        first, last = self._days
        if first > last:
            raise SettingsError(f"since {self.since} is after until {self.until}: nothing is between")
        for code in self.languages:
            if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w+)*", code):
                raise SettingsError(f"a language must be a code such as 'en', got {code!r}")

    @property
    def _days(self) -> tuple[datetime.date, datetime.date]:
        """The first day and the last that pass."""
        return iso_day(self.since) or datetime.date.min, iso_day(self.until) or datetime.date.max

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return any((self.articles, self.outlets, self.since, self.until, self.languages))

    def ids(self, library: Library, among: Collection[str] | None = None) -> tuple[str, ...]:
        """The ids of the articles that pass, sorted.

        :param among: ids to restrict to besides; None: the whole library.
        """
        asked = library.ids() if among is None else among
        kept = set(asked) & set(self.articles) if self.articles else set(asked)
        return tuple(sorted(one for one in kept if self.passes(library.get(one))))

    def passes(self, article: Article) -> bool:
        """Whether an article is of such an outlet, day and language; its id is not looked at."""
        if self.outlets and not any(same_outlet(one, article.outlet) for one in self.outlets):
            return False
        if self.since or self.until:
            day = iso_day(article.published)
            first, last = self._days
            if day is None or not first <= day <= last:
                return False
        return not self.languages or _language(article) in {_base(code) for code in self.languages}


def same_outlet(name: str, outlet: str | None) -> bool:
    """Whether a name means an outlet: by its letters alone, by its host, or by a part of that."""
    return bool(outlet) and bool(outlet_keys(name) & outlet_keys(outlet or ""))


@lru_cache(maxsize=2_000)
def outlet_keys(name: str) -> frozenset[str]:
    """What an outlet may be called, in lower-case letters and digits without spaces or "the".

    >>> sorted(outlet_keys("www.usatoday.com")), sorted(outlet_keys("The Week"))
    (['usatoday', 'usatodaycom'], ['theweek', 'week'])
    """
    host = _HOST.fullmatch(name.strip())
    if host:
        parts = [part for part in host[1].lower().split(".")[:-1] if part != "www"]
        keys = {part.replace("-", "") for part in parts if len(part) >= _SHORTEST}
        keys.add(re.sub(r"[\W_]", "", host[1].lower().removeprefix("www.")))
    else:
        keys = {re.sub(r"[\W_]", "", name.casefold())}
    return frozenset(keys | {key.removeprefix("the") for key in keys}) - {""}


def _base(code: str) -> str:
    return re.split(r"[-_]", code.lower())[0]


def _language(article: Article) -> str | None:
    return _base(article.language) if article.language else _detected(article)


@lru_cache(maxsize=20_000)
def _detected(article: Article) -> str | None:
    return detect(article.text)
