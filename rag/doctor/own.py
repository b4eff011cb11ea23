"""What Byline needs without a language model: settings that agree, its models, and the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from index import Library, Settings
from rag.errors import BylineError
from rag.models import reranker, supporter
from rag.nets.processor import processor
from rag.nets.saturation import products_saturate
from rag.retrieve.fusion import Fusion
from rag.retrieve.reader import Reader

from .check import Check

FEW = 50
"""Most articles that are compared with their passages, which takes seconds."""


def check_settings(settings: Settings) -> Check:
    """Where the store is and who writes, or which settings contradict each other."""
    if wrong := _contradiction(settings):
        return Check("settings", False, wrong)
    return Check("settings", True, f"the store is {settings.store}; {_who(settings)}")


def check_processor() -> Check:
    """What the processor can do, and whether int8 products are exact by themselves; no fault either way."""
    how = "made exact by unsigned weights, at some speed" if products_saturate() else "exact"
    return Check("processor", True, f"{processor()}; int8 products are {how}")


def check_models(settings: Settings, library: Library) -> Iterator[Check]:
    """Whether the models that every answer needs can be loaded."""
    used: dict[str, tuple[str, Callable[[], object]]] = {
        "embedding": (settings.embed_model, lambda: library.embedder.encode(["once"])),
        "reader": ("built-in", lambda: (Fusion.load(), Reader().read("Who?", [["Ann."]]))),
        "verifier": (settings.verifier_model, lambda: supporter(settings).supports([("Ann.", ["Ann."])])),
        "reranker": (settings.reranker_model, lambda: reranker(settings)),
    }
    for name, (model, load) in used.items():
        try:
            load()
        except BylineError as error:
            yield Check(name, False, str(error))
        else:
            yield Check(name, True, f"{model} loads")


def check_store(library: Library) -> Check:
    """Whether the store can be opened and holds sound articles; one that is not there yet is not made."""
    settings = library.settings
    if not settings.is_remote and not Path(settings.store).expanduser().exists():
        return Check("store", True, "is not made yet: the first question makes it, with the shipped article")
    try:
        ids = library.ids()
        problems = library.check() if len(ids) <= FEW else ()
        if not problems:
            library.matching("anything", 1)
    except BylineError as error:
        return Check("store", False, str(error))
    if problems:
        more = f" (and {len(problems) - 1} more: `byline index check`)" if len(problems) > 1 else ""
        return Check("store", False, f"{problems[0]}{more}")
    if not ids:
        return Check("store", False, "holds no article: add one with `byline index add PATH|URL`")
    how = "sound" if len(ids) <= FEW else "opened, not compared: that is `byline index check`"
    return Check("store", True, f"{len(ids)} article{'' if len(ids) == 1 else 's'}, {how}")


def address(url: str) -> str:
    """An address without the name and password that it may hold."""
    name, at, _ = urlsplit(url).netloc.rpartition("@")
    return url.replace(f"{name}{at}", "…@", 1) if at else url


def _contradiction(settings: Settings) -> str | None:
    return _idle(settings) or _of_the_writer(settings)


def _idle(settings: Settings) -> str | None:
    """What is said to a server of which nobody says where it is."""
    if settings.embed_api_key and not settings.embed_base_url:
        return "embed_api_key is set without embed_base_url, so this machine embeds: set embed_base_url too"
    names = ("store_tenant", "store_database", "store_api_key", "store_headers")
    given = [name for name in names if getattr(settings, name)]
    if given and not settings.is_remote:
        return f"{given[0]} is set, but the store is a folder: set store to the address of a Chroma server"
    return None


def _of_the_writer(settings: Settings) -> str | None:
    url, path = settings.llm_base_url, settings.llm_path
    if url and path:
        return "llm_path and llm_base_url are both set: unset one of them"
    if url and not _is_address(url):
        got = url.rpartition("@")[2]
        return f"llm_base_url must be an http(s) address, such as http://127.0.0.1:11434/v1, got {got!r}"
    if url or path:
        return None
    if settings.generator == "llm":
        return "generator is 'llm', but neither llm_base_url nor llm_path is set: set one of them"
    idle = [name for name in ("llm_model", "llm_api_key") if getattr(settings, name)]
    if idle:
        return f"{idle[0]} is set without llm_base_url, so no language model is asked: set llm_base_url too"
    return None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as a port that is no number
        return False


def _who(settings: Settings) -> str:
    named = address(settings.llm_base_url) if settings.llm_base_url else settings.llm_path
    if settings.generator == "quote" or not named:
        who = "answers are in the articles' own words"
    elif settings.llm_base_url:
        who = f"the language model {settings.llm_model or '(none named)'} at {named} writes"
    else:
        who = f"the language model in {named} writes"
    return f"{who} (generator {settings.generator})"
