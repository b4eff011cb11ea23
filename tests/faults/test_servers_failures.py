"""Servers as they are: in which words they fail, and what is said of it. A row for each habit."""

from __future__ import annotations

import pytest

from rag import EndpointError
from rag.write.llm import Endpoint, Message

from . import servers as a
from .asking import KEY, TRUE, reply
from .scripted import DONE, Act, Server, answers, chunk, sse

# --- windows, names, keys and the rest: of the right thing ------------------------------------------------

OVERFLOWS: dict[str, Act] = {
    "OpenAI": a.openai("This model's maximum context length is 4097 tokens. However, your messages resulted in 5000 tokens. Please reduce the length of the messages.", "context_length_exceeded", "messages"),
    "OpenAI, by input": a.openai("Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300000 tokens. Please reduce the length of the messages."),
    "Azure": a.openai("This model's maximum context length is 8192 tokens, however you requested 9000 tokens (8600 in your prompt; 400 for the completion). Please reduce your prompt; or completion length."),
    "vLLM": a.vllm("This model's maximum context length is 2048 tokens. However, you requested 2400 tokens (2000 in the messages, 400 in the completion). Please reduce the length of the messages or completion."),
    "vLLM, by parameter": a.vllm("This model's maximum context length is 2048 tokens. However, your request has 1900 input tokens. Please reduce the length of the input messages. (parameter=input_tokens, value=1900)", param="input_tokens"),
    "vLLM, by its answer": a.vllm("'max_tokens' or 'max_completion_tokens' is too large: 400. This model's maximum context length is 2048 tokens and your request has 1900 input tokens (400 > 2048 - 1900)."),
    "vLLM, early": a.vllm("The decoder prompt (length 5000) is longer than the maximum model length of 4096. Make sure that `max_model_len` is no smaller than the number of text tokens."),
    "llama.cpp": a.llama_cpp("request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it", "exceed_context_size_error", n_ctx=4096),
    "llama.cpp, old": a.llama_cpp("input is too large to process. increase the physical batch size", "server_error", 500),
    "Ollama": a.ollama("the input length exceeds the context length"),
    "Ollama, newer": a.ollama("prompt too long; exceeded max context length by 12 tokens"),
    "LM Studio": a.lm_studio("Trying to keep the first 11149 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input"),
    "LM Studio, in the stream": sse(b'event: error\ndata: {"error":{"message":"Reached context length of 4096 tokens with model (arch: qwen3) that does not currently support mid-generation context overflow."}}\n\n'),
    "LM Studio, kept": a.lm_studio("The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 5000>= n_ctx: 4096)."),
    "TGI": a.tgi("Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 400 `max_new_tokens`"),
    "TGI, by input": a.tgi("Input validation error: `inputs` must have less than 1024 tokens. Given: 5000"),
    "Mistral": answers(400, {"object": "error", "message": "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length", "type": "invalid_request_error", "param": None, "code": "3051"}),
    "Anthropic": a.anthropic("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
    "Anthropic, by its answer": a.anthropic("invalid_request_error", "input length and `max_tokens` exceed context limit: 199800 + 400 > 200000, decrease input length or `max_tokens` and try again"),
    "Anthropic, by bytes": a.anthropic("request_too_large", "Request exceeds the maximum size", 413),
    "Google": answers(400, [{"error": {"code": 400, "message": "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", "status": "INVALID_ARGUMENT"}}]),
    "Groq": a.openai("Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 8000, please reduce your message size and try again.", "rate_limit_exceeded", status=413),
    "OpenRouter": a.openai("This endpoint's maximum context length is 8192 tokens. However, you requested about 9000 tokens."),
    "llama-cpp-python": a.openai("Requested tokens (5000) exceed context window of 4096"),
}  # fmt: skip


@pytest.mark.parametrize("refusal", OVERFLOWS.values(), ids=OVERFLOWS)
def test_a_window_that_is_too_small_is_known_in_every_servers_words(refusal: Act) -> None:
    with Server(refusal) as running:
        with pytest.raises(EndpointError, match="has too small a window for this question"):
            reply(running.url)
        assert len(running.chats) == 1


NOT_LISTED = "is not known at the endpoint"
KEY_WRONG = "does not take the key"
QUOTA = "is out of quota or credit"
BUSY = "is asked too much at the moment"
LOADING = "is overloaded, or still being loaded"
ADDRESS = "is not found at its address"
ECHO = f"Incorrect API key provided: {KEY}. You can find your API key at https://example.org."

FAULTS: dict[str, tuple[Act, str]] = {
    "OpenAI: key": (a.openai(ECHO, "invalid_api_key", status=401), KEY_WRONG),
    "xAI: key": (a.openai(ECHO), KEY_WRONG),
    "Azure: key": (a.azure("401", "Access denied due to invalid subscription key or wrong API endpoint.", 401), KEY_WRONG),
    "Google: key": (a.openai("API key not valid. Please pass a valid API key."), KEY_WRONG),
    "Anthropic: key": (a.anthropic("authentication_error", "invalid x-api-key", 401), KEY_WRONG),
    "vLLM: key": (answers(401, {"error": "Unauthorized"}), KEY_WRONG),
    "OpenAI: model": (a.openai("The model `m` does not exist or you do not have access to it.", "model_not_found", status=404), NOT_LISTED),
    "OpenAI: no right to the model": (a.openai("Project `p` does not have access to model `m`", "model_not_found", status=403), NOT_LISTED),
    "Azure: deployment": (a.azure("DeploymentNotFound", "The API deployment for this resource does not exist.", 404), NOT_LISTED),
    "vLLM: model": (a.vllm("The model `m` does not exist.", 404, "NotFoundError"), NOT_LISTED),
    "Ollama: model": (a.ollama('model "m" not found, try pulling it first', "api_error", 404), NOT_LISTED),
    "LM Studio: model": (a.lm_studio("No models loaded. Please load a model in the developer page."), NOT_LISTED),
    "Mistral: model": (answers(400, {"object": "error", "message": "Invalid model: m", "type": "invalid_model", "code": "1500"}), NOT_LISTED),
    "Anthropic: model": (a.anthropic("not_found_error", "model: m", 404), NOT_LISTED),
    "LiteLLM: model": (a.openai("Invalid model name passed in model=m. Call `/v1/models` to view available models"), NOT_LISTED),
    "OpenRouter: model": (a.openai("m is not a valid model ID"), NOT_LISTED),
    "OpenAI: quota": (a.openai("You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", status=429), QUOTA),
    "Anthropic: credit": (a.anthropic("invalid_request_error", "Your credit balance is too low to access the Anthropic API."), QUOTA),
    "DeepSeek: balance": (a.openai("Insufficient Balance", status=402), QUOTA),
    "OpenAI: rate": (a.openai("Rate limit reached for m on tokens per min (TPM): Limit 10000, Used 9000, Requested 2000. Please try again in 6s.", "rate_limit_exceeded", status=429), BUSY),
    "Google: rate": (a.openai("You exceeded your current quota, please check your plan. Please retry in 20s.", status=429), BUSY),
    "Azure: rate": (a.azure("429", "Requests have exceeded token rate limit of your current pricing tier. Please retry after 6 seconds.", 429), BUSY),
    "TGI: rate": (a.tgi("Model is overloaded", "overloaded", 429), BUSY),
    "Anthropic: overloaded": (a.anthropic("overloaded_error", "Overloaded", 529), LOADING),
    "llama.cpp: loading": (a.llama_cpp("Loading model", "unavailable_error", 503), LOADING),
    "Ollama: busy": (a.ollama("server busy, please try again. maximum pending requests exceeded", "api_error", 503), LOADING),
    "Ollama: memory": (a.ollama("model requires more system memory (8.0 GiB) than is available (4.0 GiB)", "api_error", 500), "does not fit into its server's memory"),
    "vLLM: another path": (answers(404, {"detail": "Not Found"}), ADDRESS),
    "llama.cpp: another path": (a.llama_cpp("File Not Found", "not_found_error", 404), ADDRESS),
    "Ollama: another path": (answers(404, "404 page not found", "text/plain"), ADDRESS),
    "Azure: another path": (a.azure("404", "Resource not found", 404), ADDRESS),
    "LM Studio: another path": (a.lm_studio("Unexpected endpoint or method. (POST /v1/chat/completions)", 200), ADDRESS),
    "a web server": (answers(404, "<h1>404 Not Found</h1>", "text/html"), ADDRESS),
    "one that takes no POST": (answers(405, {"detail": "Method Not Allowed"}), ADDRESS),
    "one that has moved": (answers(308, "", location="https://example.org"), "has moved to another address (HTTP 308)"),
    "one that speaks TLS only": (answers(400, "<center>The plain HTTP request was sent to HTTPS port</center>", "text/html"), "has a server that speaks TLS only there"),
    "Azure: filter": (a.openai("The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", "content_filter"), "was stopped by the content filter"),
    "Azure: filter, in the stream": (sse(a.EMPTY_FIRST, chunk(finish="content_filter"), DONE), "was stopped by the content filter"),
    "OpenRouter: an error at the end": (sse(chunk(TRUE), a.event(error={"code": 502, "message": "Provider died"}, choices=[{"delta": {}, "finish_reason": "error"}])), "broke off"),
}  # fmt: skip


@pytest.mark.parametrize(("fault", "says_so"), FAULTS.values(), ids=FAULTS)
def test_every_failure_says_what_is_wrong(fault: Act, says_so: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with Server(fault) as running:
        endpoint = Endpoint(running.url, "m", KEY)
        with pytest.raises(EndpointError) as caught:
            list(endpoint.stream([Message("user", "What did the mill cost?")], 2.5, 400))
    assert str(caught.value).startswith(f"The language model 'm' {says_so}")
    assert KEY not in f"{caught.value}{caplog.text}"


def test_a_key_that_is_asked_for_is_asked_for() -> None:
    wrong = pytest.raises(EndpointError, match="asks for a key: set llm_api_key")
    with Server(answers(401, {"error": "Unauthorized"})) as running, wrong:
        reply(running.url, key=None)
