"""Distinct news articles out of RealTime QA's search results (Kasai et al., 2023), the same ones every time.

The texts may not be shipped, so the library is made where the data are: files in name order, lines in file
order, and the first article of each address and of each wording. It is what `sets/library.jsonl` asks about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index import Article
from index.clean import clean
from rag.errors import BylineError

FOLDER = "realtimeqa"
"""Folder of the search results in the development data."""
SHORTEST, LONGEST = 800, 60_000
"""Characters of a page that is taken for an article."""
ALIKE = 0.4
"""Share of the shorter text's word sextuples in another text, from which they are one story twice."""
LONG_LINE = 60
"""Characters of a line that is prose, and no headline of a list."""
_WALL = re.compile(r"accept (all )?cookies|enable javascript|before you continue|are you a robot", re.I)
_NOT_NEWS = re.compile(  # by address: quizzes, galleries, round-ups, paid pieces, things to do or to buy
    r"quiz|trivia|/gallery/|/picture-gallery/|/50-states/|ten-things-you-need|five-things-|/5-things-you-need|"
    r"sponsor-|fast-facts|things-(discover|montana)|photos-|essential-academy|"
    r"thursdays-news|jan-6-committee-hearing-shinzo|2022/10/05/ukraine-hershel|impeachment-trial-world-economic|"
    r"measles-ice-savannah|memphis-bicentennial|line-of-succession|every-skype|spring-break|"
    r"-deals-2025|best-christmas-hotels|kewaunee-county-star|corpus-christi-coronavirus|muncie-mall-50|"
    r"watch-stream-oscar|stream-oscar-nominated|where-how-watch-stream|listings|crossword|horoscope",
    re.I,
)
_Words = frozenset[tuple[str, ...]]


def articles(data: Path) -> dict[str, Article]:
    """The articles by their addresses, with title, outlet (the site's host) and day as the data give them.

    :param data: folder of the development data.
    :raises BylineError: if it holds none of the files.
    """
    found: dict[str, Article] = {}
    seen: list[_Words] = []
    for page in _pages(data / FOLDER):
        url, text = page["url"], page.get("text") or ""
        if url in found or not _is_news(url, text):
            continue
        own = _sextuples(text)
        if any(len(own & other) >= ALIKE * min(len(own), len(other)) for other in seen):
            continue
        seen.append(own)
        day = (page.get("publish_date") or "").replace("/", "-")
        outlet = (urlsplit(url).hostname or "").removeprefix("www.")
        found[url] = clean(text, title=page["title"], source=url, outlet=outlet, published=day or None)
    return found


def _pages(folder: Path) -> Iterator[dict[str, Any]]:
    files = sorted(folder.glob("*_gcs.jsonl"))
    if not files:
        raise BylineError(f"{folder} holds no *_gcs.jsonl: name the folder of the data with --data")
    for path in files:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.strip():
                yield from json.loads(line).get("search_result", [])


def _is_news(url: str, text: str) -> bool:
    """Whether a page is a single article, most of it in lines as long as a sentence."""
    if not SHORTEST <= len(text) <= LONGEST or _NOT_NEWS.search(url) or _WALL.search(text[:2000]):
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    return sum(len(line) for line in lines if len(line) >= LONG_LINE) >= 0.5 * len(text)


def _sextuples(text: str) -> _Words:
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[at : at + 6]) for at in range(len(words) - 5))
