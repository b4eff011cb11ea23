"""Settings in, the models that they name out."""

from __future__ import annotations

from index import Settings
from index.settings import BUILT_IN

from .ask.followup import Condenser, RuleCondenser
from .nets.hub import CrossEncoder, HubReranker, HubSupporter
from .retrieve.evidence import Generator
from .retrieve.retriever import Reranker
from .verify.support import Supporter, Verifier
from .write.llm.gate import Gate


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


def writer(settings: Settings) -> Generator | None:
    """The language model that writes; None: the settings want none.

    :raises SettingsError: if they want one and do not say where it answers, or its name.
    :raises EndpointError: if a model file cannot be loaded.
    """
    named = settings.llm_base_url or settings.llm_path
    if settings.generator == "quote" or (settings.generator == "auto" and not named):
        return None
    from .write.llm import LlmWriter, endpoint_of

    gate = Gate(settings.llm_parallel, settings.queue_limit)
    return LlmWriter(endpoint_of(settings), settings.llm_timeout, gate)


def condenser(settings: Settings, generator: Generator) -> Condenser:
    """Who makes a follow-up a question by itself: the language model where one writes, else rules."""
    if generator.name == "quote":
        return RuleCondenser()
    from .write.llm import LlmCondenser, LlmWriter

    return (
        LlmCondenser(generator, settings.llm_timeout) if isinstance(generator, LlmWriter) else RuleCondenser()
    )
