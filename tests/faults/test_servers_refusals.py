"""Servers as they are: what each refuses, and what it is sent in the end. A row for each habit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rag import EndpointError

from . import servers as a
from .asking import ANSWER, KEY, TRUE, reply
from .scripted import DONE, Act, Server, answers, chunk, sse


def lacks(*fields: str) -> Callable[[dict[str, Any]], bool]:
    return lambda sent: not set(fields) & set(sent) and "messages" in sent


def renames(sent: dict[str, Any]) -> bool:
    return sent.get("max_completion_tokens") == 400 and "max_tokens" not in sent


def folds(sent: dict[str, Any]) -> bool:
    [turn] = sent["messages"]
    return turn == {"role": "user", "content": "Answer from the passages.\n\nWhat did the mill cost?"}


def as_usual(sent: dict[str, Any]) -> bool:
    return {"seed", "temperature", "max_tokens", "stream"} <= set(sent) and len(sent["messages"]) == 2


# --- what they refuse ------------------------------------------------------------------------------------

NO_MAX = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
NO_ZERO = "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported."
NO_SYSTEM = "Unsupported value: 'messages[0].role' does not support 'system' with this model."
ALTERNATE = "Conversation roles must alternate user/assistant/user/assistant/..."
SERDE = "Failed to deserialize the JSON body into the target type: unknown field `seed`, expected one of `model`, `messages`, `temperature`, `max_tokens` at line 1 column 99"
Sent = Callable[[dict[str, Any]], bool]

REFUSALS: dict[str, tuple[Act, Sent, int]] = {
    # whose, and what            how it refuses                                      what is sent in the end, calls
    "OpenAI: max_tokens": (
        a.model(ANSWER, a.if_sent("max_tokens", a.openai(NO_MAX, "unsupported_parameter", "max_tokens"))),
        renames,
        2,
    ),
    "OpenAI: temperature 0": (
        a.model(ANSWER, a.if_sent("temperature", a.openai(NO_ZERO, "unsupported_value", "temperature"), 0.0)),
        lacks("temperature"),
        2,
    ),
    "OpenAI: a system's turn": (
        a.model(ANSWER, a.if_role(a.openai(NO_SYSTEM, "unsupported_value", "messages[0].role"))),
        folds,
        2,
    ),
    "OpenAI: to stream": (
        a.model(
            a.whole(TRUE),
            a.if_sent(
                "stream", a.openai("'stream' does not support true", "unsupported_value", "stream"), True
            ),
        ),
        lacks("stream"),
        2,
    ),
    "OpenAI: all of them": (
        a.model(
            ANSWER,
            a.if_sent("max_tokens", a.openai(NO_MAX, "unsupported_parameter", "max_tokens")),
            a.if_sent("temperature", a.openai(NO_ZERO, "unsupported_value", "temperature"), 0.0),
            a.if_role(a.openai(NO_SYSTEM, "unsupported_value", "messages[0].role")),
        ),
        lambda sent: renames(sent) and folds(sent) and lacks("temperature")(sent),
        4,
    ),
    "Azure: seed": (
        a.model(ANSWER, a.if_sent("seed", a.openai("Unrecognized request argument supplied: seed"))),
        lacks("seed"),
        2,
    ),
    "Mistral: seed": (a.model(ANSWER, a.if_sent("seed", a.mistral("seed"))), lacks("seed"), 2),
    "Mistral: seed, by a gateway": (
        a.model(ANSWER, a.if_sent("seed", a.mistral_text("seed"))),
        lacks("seed"),
        2,
    ),
    "FastAPI: seed": (a.model(ANSWER, a.if_sent("seed", a.fastapi("seed"))), lacks("seed"), 2),
    "FastAPI: roles": (
        a.model(ANSWER, a.if_role(a.fastapi("messages", 0, "role", message="Input should be 'user'"))),
        folds,
        2,
    ),
    "Groq: seed": (
        a.model(ANSWER, a.if_sent("seed", a.openai("property 'seed' is unsupported"))),
        lacks("seed"),
        2,
    ),
    "TGI: temperature 0": (
        a.model(
            ANSWER,
            a.if_sent(
                "temperature", a.tgi("Input validation error: `temperature` must be strictly positive"), 0.0
            ),
        ),
        lacks("temperature"),
        2,
    ),
    "TGI: as many tokens": (
        a.model(
            ANSWER,
            a.if_sent(
                "max_tokens", a.tgi("Input validation error: `max_new_tokens` must be <= 256. Given: 400")
            ),
        ),
        lacks("max_tokens"),
        2,
    ),
    "TGI: a field that serde does not know": (
        a.model(ANSWER, a.if_sent("seed", answers(422, SERDE, "text/plain"))),
        lacks("seed"),
        2,
    ),
    "TGI: a system's turn": (
        a.model(
            ANSWER,
            a.if_role(
                a.tgi(
                    "Template error: invalid operation: System role not supported (in <string>:1)",
                    "template_error",
                )
            ),
        ),
        folds,
        2,
    ),
    "vLLM: a system's turn": (a.model(ANSWER, a.if_role(a.vllm("System role not supported"))), folds, 2),
    "vLLM: turns that do not alternate": (a.model(ANSWER, a.if_role(a.vllm(ALTERNATE))), folds, 2),
    "llama.cpp: a system's turn": (
        a.model(
            ANSWER, a.if_role(a.llama_cpp("Jinja Exception: System role not supported", "server_error", 500))
        ),
        folds,
        2,
    ),
    "LM Studio: a system's turn": (
        a.model(
            ANSWER,
            a.if_role(
                a.lm_studio(
                    'Error rendering prompt with jinja template: "Only user and assistant roles are supported!".'
                )
            ),
        ),
        folds,
        2,
    ),
    "LM Studio: the same in the stream": (
        a.model(
            ANSWER,
            a.if_role(
                sse(
                    b'event: error\ndata: {"error":{"message":"Error rendering prompt with jinja template"}}\n\n'
                )
            ),
        ),
        folds,
        2,
    ),
    "Gemma at Google: a system's turn": (
        a.model(
            ANSWER, a.if_role(a.openai("Developer instruction is not enabled for models/gemma-3-27b-it"))
        ),
        folds,
        2,
    ),
    "Anthropic: a system's turn": (
        a.model(
            ANSWER,
            a.if_role(
                a.anthropic(
                    "invalid_request_error",
                    'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter.',
                )
            ),
        ),
        folds,
        2,
    ),
    "Ollama: seed": (
        a.model(ANSWER, a.if_sent("seed", a.ollama('json: unknown field "seed"'))),
        lacks("seed"),
        2,
    ),
    "a server in Python: seed": (
        a.model(
            ANSWER,
            a.if_sent(
                "seed", answers(500, "create() got an unexpected keyword argument 'seed'", "text/plain")
            ),
        ),
        lacks("seed"),
        2,
    ),
    "LiteLLM: two fields": (
        a.model(
            ANSWER,
            a.if_sent(
                "seed", a.openai("litellm.UnsupportedParamsError: m does not support parameters: ['seed']")
            ),
            a.if_sent("temperature", a.openai("litellm.UnsupportedParamsError: ['temperature']")),
        ),
        lacks("seed", "temperature"),
        3,
    ),
    "one that does not say which": (
        a.model(ANSWER, a.if_sent("seed", answers(400, {"error": "Bad Request"}))),
        lacks("seed"),
        2,
    ),
}


@pytest.mark.parametrize(("server", "sent", "calls"), REFUSALS.values(), ids=REFUSALS)
def test_what_is_refused_is_left_out_and_asked_again_once(server: Act, sent: Sent, calls: int) -> None:
    with Server(server) as running:
        assert reply(running.url) == TRUE
        assert as_usual(running.chats[0].json)
        assert sent(running.chats[-1].json)
        assert len(running.chats) == calls
        assert reply(running.url) == TRUE
        assert sent(running.chats[-1].json)
        assert len(running.chats) == calls + 1  # it is remembered


def test_of_another_model_there_nothing_is_known() -> None:
    with Server(a.model(ANSWER, a.if_sent("seed", a.mistral("seed")))) as running:
        reply(running.url)
        reply(running.url, model="n")
        assert ["seed" in request.json for request in running.chats] == [True, False, True, False]


def test_who_refuses_everything_is_left() -> None:
    with Server(answers(400, {"error": {"message": "no"}})) as running:
        with pytest.raises(EndpointError, match=r"refused the request \(HTTP 400\)"):
            reply(running.url)
        assert (
            len(running.chats) == 3
        )  # as usual, with nothing but the messages, and those without a system's


# --- where they are --------------------------------------------------------------------------------------

NOWHERE: dict[str, Act] = {
    "Ollama": answers(404, "404 page not found", "text/plain"),
    "vLLM": answers(404, {"detail": "Not Found"}),
    "LM Studio": a.lm_studio("Unexpected endpoint or method. (POST /chat/completions)", 200),
    "a web page": answers(200, "<html>Welcome</html>", "text/html"),
}


@pytest.mark.parametrize("nowhere", NOWHERE.values(), ids=NOWHERE)
@pytest.mark.parametrize("ending", ["", "/", "/chat/completions", "/v1/", "/v1/chat/completions"])
def test_an_address_without_its_version_is_found_out_and_remembered(ending: str, nowhere: Act) -> None:
    with Server(ANSWER, models=nowhere) as running:
        url = running.url.removesuffix("/v1") + ending
        assert reply(url) == TRUE
        first = len(running.requests)
        assert first == (1 if "v1" in ending else 2)
        assert reply(url) == TRUE
        assert len(running.requests) == first + 1


def test_where_nothing_is_at_either_address_the_given_one_is_wrong() -> None:
    with Server(models=answers(404, "404 page not found", "text/plain"), path="/none") as running:
        with pytest.raises(EndpointError, match="is not found at its address"):
            reply(running.url.removesuffix("/v1"))
        assert [request.path for request in running.requests] == ["/chat/completions", "/v1/chat/completions"]


def test_azures_own_form_of_address() -> None:
    path = "/openai/deployments/m/chat/completions?api-version=2024-06-01"
    with Server(sse(a.EMPTY_FIRST, chunk(TRUE), chunk(finish="stop"), DONE), path=path) as running:
        base = running.url.removesuffix("/v1")
        assert reply(f"{base}/openai/deployments/m?api-version=2024-06-01") == TRUE
        [request] = running.chats
    assert request.headers["api-key"] == KEY
