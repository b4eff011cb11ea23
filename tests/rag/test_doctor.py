"""`byline doctor` on real servers: a small language model's, and ones that answer wrongly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eval.baselines import LlamaServer
from index import Article, Library, Settings
from rag.doctor import Check, examine
from rag.doctor.__main__ import main
from rag.doctor.llm import check_llm, check_window
from rag.doctor.own import address, check_models, check_settings, check_store
from rag.doctor.server import check_model, nearest
from rag.doctor.trial import Trial, check_speed
from tests.faults import servers as a
from tests.faults.scripted import Server, says

KEY = "sk-very-secret"
Reply = tuple[int, str, str]
"""Status, type and body."""


@pytest.fixture
def server(small_server: LlamaServer) -> LlamaServer:
    return small_server


def listing(*names: str) -> Reply:
    return 200, "application/json", json.dumps({"data": [{"id": name} for name in names]})


def speech(*pieces: str, finish: str = "stop") -> Reply:
    """A streamed reply in these pieces."""

    def row(delta: dict, reason: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        return f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n"

    rows = [row({"role": "assistant", "content": piece}) for piece in pieces]
    return 200, "text/event-stream", "".join([*rows, row({}, finish), "data: [DONE]\n\n"])


NOTHING_THERE: Reply = (404, "text/html", "<h1>Not Found</h1>")
NO_KEY: Reply = (401, "application/json", '{"error": {"message": "Incorrect API key: sk-very-secret"}}')


@contextmanager
def answering(replies: dict[str, Reply]) -> Iterator[str]:
    """A server that has a reply for each path; gives its address, without a path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = replies.get(self.path, NOTHING_THERE)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{served.server_port}"
    finally:
        served.shutdown()
        served.server_close()


def told(**values: object) -> dict[str, Check]:
    """What is said of the language model, by name."""
    return {check.name: check for check in check_llm(Settings(**{"llm_timeout": 600, **values}))}


def problems(checks: dict[str, Check]) -> dict[str, str]:
    return {name: check.says for name, check in checks.items() if not check.ok}


def test_a_language_model_that_works(server: LlamaServer) -> None:
    checks = told(llm_base_url=server.base_url, llm_model=server.model, llm_api_key=KEY, k=4)
    assert problems(checks) == {}
    assert list(checks) == ["server", "model", "window", "key", "speed", "reply"]
    assert checks["window"].says == "2048 tokens (as the server says), enough for 4 passages"
    assert "s to the first piece, then" in checks["speed"].says
    assert "The mill in Harlow will close in May" in checks["reply"].says


def test_without_a_models_name_it_lists_those_there_are(server: LlamaServer) -> None:
    checks = told(llm_base_url=server.base_url)
    assert problems(checks) == {"model": f"llm_model is not set: there is {server.model}"}


def test_a_name_that_is_not_there_gets_the_nearest_one(server: LlamaServer) -> None:
    wrong = told(llm_base_url=server.base_url, llm_model="smollm2-135m", k=4)
    assert problems(wrong) == {
        "model": f"'smollm2-135m' is not there: did you mean {server.model!r}; there is {server.model}"
    }
    assert "reply" in wrong  # what llama.cpp answers to any name


def test_a_window_larger_than_the_servers(server: LlamaServer) -> None:
    checks = told(llm_base_url=server.base_url, llm_model=server.model, llm_context=8192)
    assert problems(checks) == {"window": "llm_context is 8192, but the server's is 2048: lower it"}


def test_a_model_file(small_model: Path) -> None:
    checks = told(llm_path=str(small_model), llm_parallel=1, k=4)
    assert problems(checks) == {}
    assert list(checks) == ["file", "window", "speed", "reply"]


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "notes.gguf"
    path.write_text("These are notes.")
    assert "expected a GGUF file" in problems(told(llm_path=str(path)))["file"]


def test_no_language_model_is_no_problem() -> None:
    assert list(check_llm(Settings())) == [Check("llm", True, "none is set")]


def test_nobody_answers() -> None:
    checks = told(llm_base_url="http://127.0.0.1:1/v1", llm_model="m")
    assert problems(checks) == {
        "server": "no server answers at http://127.0.0.1:1/v1: start it, or set llm_base_url"
    }


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "llm_base_url should end in /v1: set llm_base_url to {url}/v1"),
        ("/api", "no model is listed at {url}/api: set llm_base_url to {url}/v1"),
    ],
)
def test_an_address_beside_the_right_one(path: str, says: str) -> None:
    with answering({"/v1/models": listing("m")}) as url:
        assert problems(told(llm_base_url=url + path, llm_model="m")) == {"server": says.format(url=url)}


def test_an_address_that_says_too_much_is_understood() -> None:
    replies = {"/v1/models": listing("m"), "/v1/chat/completions": speech("It ", "will ", "close in May.")}
    with answering(replies) as url:
        assert problems(told(llm_base_url=f"{url}/v1/chat/completions", llm_model="m")) == {}


def test_a_page_that_is_no_language_model() -> None:
    with answering({"/v1/models": (200, "text/html", "<h1>Welcome</h1>")}) as url:
        checks = told(llm_base_url=f"{url}/v1", llm_model="m")
    assert "sent something that is no chat completion" in problems(checks)["server"]


def test_a_server_that_has_neither_models_nor_chat() -> None:
    with answering({}) as url:
        checks = told(llm_base_url=f"{url}/v1", llm_model="m")
    assert "does not answer for 'm' (HTTP 404)" in checks["server"].says
    assert not checks["server"].ok


@pytest.mark.parametrize(("key", "says"), [(KEY, "does not take the key"), (None, "asks for a key")])
@pytest.mark.parametrize("path", ["/v1/models", "/v1/chat/completions"])
def test_a_key_that_is_missing_or_wrong(path: str, key: str | None, says: str) -> None:
    with answering({"/v1/models": listing("m"), path: NO_KEY}) as url:
        checks = told(llm_base_url=f"{url}/v1", llm_model="m", llm_api_key=key, llm_context=4096)
    assert says in problems(checks).pop("key")
    assert KEY not in str(checks)


def test_a_model_that_is_listed_and_cannot_be_called() -> None:
    with answering({"/v1/models": listing("m", "other")}) as url:
        checks = told(llm_base_url=f"{url}/v1", llm_model="m")
    assert problems(checks) == {"model": "'m' is listed, but cannot be called: m, other"}


def test_a_model_beside_a_list_that_is_not_given() -> None:
    with answering({"/v1/chat/completions": speech("It ", "will ", "close in May.")}) as url:
        checks = told(llm_base_url=f"{url}/v1", llm_model="m")
    assert problems(checks) == {}
    assert "does not list its models" in checks["model"].says
    assert "4096 tokens (assumed, set llm_context)" in checks["window"].says
    assert checks["reply"].says == "comes as sentences: It will close in May."


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (speech('{"answer": ', '"May"}'), "answered in data"),
        (speech("..."), "replied with nothing that is a sentence"),
        ((400, "application/json", '{"error": {"message": "no"}}'), "refused the request (HTTP 400)"),
    ],
)
def test_a_reply_that_is_of_no_use(reply: Reply, says: str) -> None:
    with answering({"/v1/models": listing("m"), "/v1/chat/completions": reply}) as url:
        assert says in problems(told(llm_base_url=f"{url}/v1", llm_model="m"))["reply"]


def test_it_says_what_a_server_wants() -> None:
    thought = a.model(
        says("Hm. In May?</think>", "It will close in May."), a.if_sent("seed", a.mistral("seed"))
    )
    with Server(thought) as server:
        checks = told(llm_base_url=server.url, llm_model="m")
    assert problems(checks) == {}
    assert checks["habits"].says == (
        "the server refuses seed; thinks aloud and marks only the end of it, so that no answer is shown "
        "before that"
    )


@pytest.mark.parametrize(
    ("address", "says"),
    [("https", "does not speak TLS there"), ("http", "speaks TLS only there")],
)
def test_tls_or_none(address: str, says: str) -> None:
    no = (400, "text/html", "The plain HTTP request was sent to HTTPS port")
    with answering({"/v1/models": no}) as url:
        checks = told(llm_base_url=f"{url.replace('http', address, 1)}/v1", llm_model="m")
    assert says in problems(checks)["server"]


def test_a_refusal_is_a_reply() -> None:
    reply = speech("The article ", "does not say.")
    with answering({"/v1/models": listing("m"), "/v1/chat/completions": reply}) as url:
        checks = told(llm_base_url=f"{url}/v1", llm_model="m")
    assert "finds no answer" in checks["reply"].says
    assert checks["reply"].ok


def test_the_key_stands_in_no_check(tmp_path: Path) -> None:
    """Not even where a server sends it back."""
    said = f"It will close, {KEY}."
    with answering({"/v1/models": listing("m", KEY), "/v1/chat/completions": speech(said)}) as url:
        settings = Settings(
            store=str(tmp_path / "s"), llm_base_url=f"{url}/v1", llm_api_key=KEY, llm_model="m"
        )
        assert KEY not in str(list(examine(settings)))


def test_names_that_are_near() -> None:
    known = ["llama3.2:3b", "Qwen2.5-7B-Instruct", "mistral:latest"]
    assert nearest("qwen2.5", known) == ["Qwen2.5-7B-Instruct"]
    assert nearest("llama3.2", known)[0] == "llama3.2:3b"
    assert nearest("zzz", known) == []
    assert check_model("mistral", known).ok
    assert "set llm_model to one that is" in check_model("zzz", known).says


def test_many_models_are_not_all_listed() -> None:
    says = check_model("", [f"model-{number:03}" for number in range(300)]).says
    assert says.endswith("model-011 and 288 more")


@pytest.mark.parametrize(
    ("given", "server_says", "k", "ok"),
    [(None, None, 8, True), (None, 2048, 8, False), (8192, None, 20, True), (256, None, 1, False)],
)
def test_the_window(given: int | None, server_says: int | None, k: int, ok: bool) -> None:
    assert check_window(given, server_says, k).ok is ok


def test_a_model_that_is_too_slow() -> None:
    assert check_speed(Trial(1.0, 20.0, "x"), 60).ok
    assert "raise llm_timeout" in check_speed(Trial(1.0, 1.0, "x"), 60).says
    assert check_speed(Trial(1.0, None, "x"), 60).ok


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"generator": "llm"}, "neither llm_base_url nor llm_path is set"),
        ({"llm_model": "m"}, "llm_model is set without llm_base_url"),
        ({"llm_base_url": "127.0.0.1:11434/v1"}, "must be an http(s) address"),
        ({"llm_base_url": "http://127.0.0.1:port/v1"}, "must be an http(s) address"),
        ({"llm_base_url": "http://[1/v1"}, "must be an http(s) address"),
        ({"llm_base_url": "http://a/v1", "llm_path": "x.gguf"}, "are both set"),
        ({"embed_api_key": "k"}, "embed_api_key is set without embed_base_url"),
        ({"store_database": "d"}, "store_database is set, but the store is a folder"),
    ],
)
def test_settings_that_contradict_each_other(values: dict, says: str) -> None:
    settings = Settings(**values)
    check = check_settings(settings)
    assert not check.ok
    assert says in check.says
    assert all(check.ok for check in check_llm(settings))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "own words (generator auto)"),
        ({"generator": "quote", "llm_base_url": "http://a/v1"}, "own words (generator quote)"),
        ({"llm_base_url": "http://me:pass@a/v1", "llm_model": "m"}, "model m at http://…@a/v1 writes"),
        ({"llm_path": "x.gguf"}, "model in x.gguf writes"),
    ],
)
def test_settings_say_who_writes(values: dict, says: str) -> None:
    check = check_settings(Settings(**values))
    assert check.ok
    assert says in check.says


def test_an_address_hides_a_password() -> None:
    assert address("https://me:pass@example.org/v1") == "https://…@example.org/v1"
    assert address("https://example.org/v1") == "https://example.org/v1"


def test_a_store_is_not_made(tmp_path: Path) -> None:
    check = check_store(Library(Settings(store=str(tmp_path / "store"))))
    assert check.ok
    assert "is not made yet" in check.says
    assert list(tmp_path.iterdir()) == []


def test_a_sound_store(shipped_library: Library) -> None:
    assert check_store(shipped_library) == Check("store", True, "1 article, sound")


def test_an_empty_store(library: Library) -> None:
    library.remove(library.add(Article("Ann sold the shop.")).id)
    assert check_store(library).says == "holds no article: add one with `byline index add PATH|URL`"


def test_a_store_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    assert "is a file" in check_store(Library(Settings(store=str(tmp_path / "store")))).says


def test_a_damaged_store(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add(Article("Ann sold the shop."))
    monkeypatch.setattr(library, "check", lambda: ("one is damaged", "another too"))
    assert check_store(library).says == "one is damaged (and 1 more: `byline index check`)"


def test_a_model_that_cannot_be_loaded(library: Library) -> None:
    settings = Settings(store=library.settings.store, verifier_model="./nowhere")
    checks = {check.name: check for check in check_models(settings, library)}
    assert list(checks) == ["embedding", "reader", "verifier", "reranker"]
    assert [name for name, check in checks.items() if not check.ok] == ["verifier"]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The command with these variables: exit code, output, errors."""

    def ran(*arguments: str, **variables: str) -> tuple[int, str, str]:
        for name, value in {"BYLINE_STORE": str(tmp_path / "store"), **variables}.items():
            monkeypatch.setenv(name, value)
        code = main(list(arguments))
        return code, *capsys.readouterr()

    return ran


def test_the_command_prints_a_line_for_each_check(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run()
    lines = out.splitlines()
    assert code == 0
    assert [line.split()[:2] for line in lines] == [
        ["ok", name]
        for name in ("settings", "processor", "embedding", "reader", "verifier", "reranker", "store", "llm")
    ]


def test_a_failed_check_is_exit_code_1(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run(BYLINE_LLM_BASE_URL="http://127.0.0.1:1/v1")
    assert code == 1
    assert out.splitlines()[-1].startswith("problem  server     no server answers")


def test_as_json(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run("--json", BYLINE_GENERATOR="llm")
    found = json.loads(out)
    assert (code, found["ok"]) == (1, False)
    assert found["checks"][0]["name"] == "settings"
    assert {type(check["ok"]) for check in found["checks"]} == {bool}


@pytest.mark.parametrize(("arguments", "variables"), [(["--x"], {}), ([], {"BYLINE_K": "many"})])
def test_wrong_use_is_exit_code_2(
    run: Callable[..., tuple[int, str, str]], arguments: list[str], variables: dict[str, str]
) -> None:
    code, out, err = run(*arguments, **variables)
    assert (code, out) == (2, "")
    assert err.startswith("byline: ")


def test_what_a_server_says_cannot_move_the_cursor(run: Callable[..., tuple[int, str, str]]) -> None:
    with answering({"/v1/models": listing("\x1b[2Jm\nok  model")}) as url:
        _, out, _ = run(BYLINE_LLM_BASE_URL=f"{url}/v1")
    assert "\x1b" not in out
    assert len(out.splitlines()) == 9  # a check a line, the model's among them
