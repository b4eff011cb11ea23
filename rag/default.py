"""`query` over the default library, with one engine made at the first call."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from .answer import Answer
from .engine import Engine
from .where import Filter


def query(
    question: str,
    articles: Collection[str] | None = None,
    history: Sequence[tuple[str, Answer]] = (),
    k: int | None = None,
    where: Filter | None = None,
) -> Answer:
    """Answer a question from the default library; see `Engine.query`.

    The engine reads its settings from the environment and `byline.toml` at the first call, and is
    kept from then on.
    """
    return _engine().query(question, articles, history, k, where)


@cache
def _engine() -> Engine:
    return Engine()
