"""A question in, the days and outlets that it names out: softly, since articles tell of other times, too."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index import Article
from rag.dateline import iso_day
from rag.where import outlet_keys

AFTER = datetime.timedelta(days=31)
"""How long after something happened an article that tells of it is expected, at the latest."""
BEFORE = datetime.timedelta(days=2)
"""How long before: a day in one place is another one elsewhere."""
_DIGIT = re.compile(r"(?:1[6-9]|20)\d\d")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_MOST_WORDS = 4
"""Words of an outlet's name."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a question says of the articles that it wants: the first and last day of each time that it names,
    and the outlets, by their keys; () where it says nothing of them.
    """

    days: tuple[tuple[datetime.date, datetime.date], ...] = ()
    outlets: frozenset[str] = frozenset()

    def day(self, article: Article) -> float:
        """1 where an article is of a time that is named, -1 where it is from before all of them, else 0."""
        when = iso_day(article.published)
        if when is None or not self.days:
            return 0.0
        if any(first - BEFORE <= when <= last + AFTER for first, last in self.days):
            return 1.0
        return -1.0 if all(when < first - BEFORE for first, _ in self.days) else 0.0

    def outlet(self, article: Article) -> float:
        """1 where it is of an outlet that is named, -1 where it is of another, else 0."""
        if not self.outlets or not article.outlet:
            return 0.0
        return 1.0 if outlet_keys(article.outlet) & self.outlets else -1.0


def narrowed(question: str, outlets: Collection[str]) -> Narrowed:
    """What a question names of days, with a year, and of a library's outlets.

    :param outlets: as the articles have them.
    """
    known = {key for outlet in outlets for key in outlet_keys(outlet)}
    return Narrowed(tuple(_days(question)), frozenset(_named(question, known)))


def _days(question: str) -> Iterator[tuple[datetime.date, datetime.date]]:
    """The times by dateparser, as wide as they are said: a day, a month or a year."""
    if not _DIGIT.search(question):
        return
    search, parser = _dateparser()
    settings = {"REQUIRE_PARTS": ["year"], "PREFER_DAY_OF_MONTH": "first", "RETURN_AS_TIMEZONE_AWARE": False}
    for text, when in search(question, languages=["en"], settings=settings) or ():
        if not _DIGIT.search(text):
            continue
        day, period = when.date(), parser.get_date_data(text).period
        if period == "year":
            yield datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31)
        elif period == "month":
            yield day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
        else:
            yield day, day


@lru_cache(maxsize=1)
def _dateparser() -> tuple[Any, Any]:
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    return search_dates, DateDataParser(languages=["en"])


def _named(question: str, known: Collection[str]) -> Iterator[str]:
    """The outlets whose whole name stands there with capitals: "The Week", not "the week"."""
    found = [match.group() for match in _WORD.finditer(question)]
    for start in range(len(found)):
        for end in range(start + 1, min(len(found), start + _MOST_WORDS) + 1):
            run = found[start:end]
            key = re.sub(r"[\W_]", "", "".join(run).casefold())
            if key in known and all(word[0].isupper() or word[0].isdigit() for word in run):
                yield key
