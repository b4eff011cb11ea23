"""One engine over the shipped article for all tests of the chain."""

import pytest

from index import Settings
from rag import Engine


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    store = tmp_path_factory.mktemp("store")
    return Engine(Settings(store=str(store), generator="quote"))
