"""One engine over the shipped article for all tests of the chain."""

import pytest

from rag import Engine


@pytest.fixture(scope="session")
def engine(shipped_engine: Engine) -> Engine:
    return shipped_engine
