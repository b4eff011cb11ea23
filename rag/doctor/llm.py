"""Whether a language model can write: its server, key, name, window and speed, and what it replies."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from index import Settings
from rag.errors import BylineError, EndpointError
from rag.write.llm import Endpoint, LlmWriter, endpoint_of
from rag.write.llm.call_error import CallError
from rag.write.llm.endpoint import DEFAULT_CONTEXT
from rag.write.llm.models import window
from rag.write.llm.prompt import ASK, OVERHEAD, REPLY_TOKENS, SYSTEM, tokens

from .check import Check
from .own import check_settings
from .server import SECONDS, check_model, check_server, refused_key, some
from .trial import Trial, check_speed

PASSAGE_TOKENS = 250
"""Of a passage with its title, as a rule."""


def check_llm(settings: Settings) -> Iterator[Check]:
    """What holds for the language model that the settings name; one line if they name none."""
    if not settings.llm_base_url and not settings.llm_path:
        yield Check("llm", True, "none is set")
        return
    if not check_settings(settings).ok:
        return
    if settings.llm_path:
        yield from _check_file(settings)
        return
    assert settings.llm_base_url
    models = yield from check_server(settings, settings.llm_base_url)
    if models is None:
        return
    endpoint = Endpoint.at(settings, settings.llm_base_url)
    named = check_model(endpoint.model, models)
    yield named
    if endpoint.model:
        yield from _check_use(endpoint, settings, models, named.ok)


def check_window(given: int | None, told: int | None, k: int) -> Check:
    """Whether the prompt of a question fits.

    :param given: tokens as the settings have it.
    :param told: tokens as the server has it.
    :param k: passages of a question.
    """
    size = given or told or DEFAULT_CONTEXT
    origin = (
        "as llm_context has it" if given else "as the server says" if told else "assumed, set llm_context"
    )
    if given and told and given > told:
        return Check("window", False, f"llm_context is {given}, but the server's is {told}: lower it")
    room = size - REPLY_TOKENS - OVERHEAD - tokens(SYSTEM) - tokens(ASK)
    fit = max(0, room // PASSAGE_TOKENS)
    if fit < k:
        what = f"holds about {fit} of the {k} passages of a question"
        return Check(
            "window", False, f"{size} tokens ({origin}) {what}: raise the server's context, or lower k"
        )
    return Check("window", True, f"{size} tokens ({origin}), enough for {k} passages")


def check_habits(endpoint: Endpoint) -> Iterator[Check]:
    """What the server was found to want, and is given; nothing for one that takes every request as it is."""
    if found := endpoint.habits.told():
        yield Check("habits", True, f"the server {'; '.join(found)}")


def _check_file(settings: Settings) -> Iterator[Check]:
    began = time.monotonic()
    try:
        endpoint = endpoint_of(settings)
    except BylineError as error:
        yield Check("file", False, str(error))
        return
    name = Path(settings.llm_path or "").name
    yield Check("file", True, f"{name} is loaded, in {time.monotonic() - began:.1f} s")
    yield from _check_use(endpoint, settings, (), True)


def _check_use(
    endpoint: Endpoint, settings: Settings, models: Collection[str], known: bool
) -> Iterator[Check]:
    """Window, key, speed and reply of a model.

    :param known: whether its name was found, or could not be looked for.
    """
    endpoint.context(SECONDS)  # asked for now, so that the trial measures nothing else
    yield check_window(settings.llm_context, _told_window(endpoint), settings.k)
    is_first = endpoint.habits.thinks is None
    try:
        trial = Trial.of(LlmWriter(endpoint, settings.llm_timeout))
        if is_first and endpoint.habits.thinks:  # it was held to its end, which tells no speed
            trial = Trial.of(LlmWriter(endpoint, settings.llm_timeout))
    except EndpointError as error:
        yield from check_habits(endpoint)
        kind = error.__cause__.kind if isinstance(error.__cause__, CallError) else ""
        if kind == "key":
            yield refused_key(endpoint)
        elif kind in ("model", "address"):
            if models and known:
                yield Check(
                    "model", False, f"{endpoint.model!r} is listed, but cannot be called: {some(models)}"
                )
            elif not models:
                what = f"does not answer for {endpoint.model!r} (HTTP 404)"
                yield Check("server", False, f"{what}: check llm_base_url and llm_model")
        elif kind == "slow":
            what = "take a smaller model, or raise llm_timeout"
            yield Check("speed", False, f"no sentence came in {settings.llm_timeout:g} s: {what}")
        else:
            yield Check("reply", False, str(error))
        return
    yield from check_habits(endpoint)
    if not settings.llm_path:
        yield Check("key", True, "is taken" if endpoint.headers else "none is set, and none is asked for")
    yield check_speed(trial, settings.llm_timeout)
    short = textwrap.shorten(trial.sentence, 80, placeholder=" …")
    said = f"comes as sentences: {short}" if short else "comes as a sentence, which finds no answer"
    yield Check("reply", True, said)


def _told_window(endpoint: Endpoint) -> int | None:
    try:
        return window(endpoint, SECONDS)
    except CallError:
        return None
