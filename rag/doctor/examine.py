"""All checks, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index import Library, Settings
from rag.write.llm.call_error import secretless

from .check import Check
from .llm import check_llm
from .own import check_models, check_processor, check_settings, check_store


def examine(settings: Settings) -> Iterator[Check]:
    """Look at everything, each check as soon as it is made; what an earlier failure makes pointless is left
    out. The key of the settings stands in none.
    """
    secret = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    for check in _all(settings):
        yield replace(check, says=secretless(check.says, secret))


def _all(settings: Settings) -> Iterator[Check]:
    library = Library(settings)
    yield check_settings(settings)
    yield check_processor()
    yield from check_models(settings, library)
    yield check_store(library)
    yield from check_llm(settings)
