"""The page over two libraries, and visits to it in which nothing may fail or leave the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from index import Library, Settings
from tests.browser.serving import EMOJI, HOSTILE, chromium, serving, watched


@pytest.fixture(scope="module")
def browser():  # of a module: while Playwright runs, no asyncio test can
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page as it is at its first start: with the shipped article only."""
    with serving(tmp_path_factory.mktemp("site")) as url:
        yield url


@pytest.fixture(scope="session")
def mixed_site(tmp_path_factory: pytest.TempPathFactory, embedder) -> Iterator[str]:
    """The page over the shipped article, a hostile one and one full of emoji."""
    folder = tmp_path_factory.mktemp("mixed")
    library = Library(Settings(store=str(folder / "store")))
    library.embedder = embedder
    library.add_shipped()
    library.add(HOSTILE)
    library.add(EMOJI)
    with serving(folder) as url:
        yield url


@pytest.fixture
def visit(browser) -> Iterator[Callable]:
    """Open an address in a new session; afterwards nothing foreign was asked for and nothing had failed."""

    def ours(address: str, asked: str) -> bool:
        return urlsplit(asked).netloc in (urlsplit(address).netloc, "")

    size = {"width": 1440, "height": 900}
    with watched(browser, ours, {"selector": "[data-shown]"}, viewport=size) as opened:
        yield opened
