"""Settings in, the models that they name out."""

from __future__ import annotations

from index import Settings
from index.settings import BUILT_IN

from .hub import CrossEncoder, HubReranker, HubSupporter
from .retrieve import Reranker
from .support import Supporter, Verifier


def supporter(settings: Settings) -> Supporter:
    """Who says how far quotes support a statement; our own is loaded at its first use, another one here.

    :raises ModelError: if `verifier_model` cannot be loaded, or cannot judge this.
    """
    if settings.verifier_model == BUILT_IN:
        return Verifier()
    return HubSupporter(CrossEncoder(settings.verifier_model, "verifier_model", settings.device))


def reranker(settings: Settings) -> Reranker | None:
    """Who scores sentences in the reader's place; None: nobody.

    :raises ModelError: if `reranker_model` cannot be loaded, or cannot judge this.
    """
    if settings.reranker_model == BUILT_IN:
        return None
    return HubReranker(CrossEncoder(settings.reranker_model, "reranker_model", settings.device))
