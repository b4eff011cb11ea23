"""What is put under load: app processes over a folder or a Chroma server, with or without a model server."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from eval.baselines import LlamaServer
from eval.questions import load
from index import Library, Settings
from rag.errors import BylineError

from ..child import serving
from ..speed.ours import free_port

SETS = Path(__file__).parents[2] / "sets"
LLM_SLOTS = 4


@contextmanager
def apps(store: str, count: int, llm: bool) -> Iterator[tuple[list[str], list[int]]]:
    """Addresses and process ids of pages over one store, all ready.

    :param store: as in the settings.
    :param count: how many processes.
    :param llm: whether SmolLM2 writes, on a llama.cpp server that they share.
    """
    with ExitStack() as stack:
        environment = {"BYLINE_STORE": store}
        if llm:
            server = stack.enter_context(LlamaServer(slots=LLM_SLOTS, context=4096))
            environment |= {"BYLINE_LLM_BASE_URL": server.base_url, "BYLINE_LLM_MODEL": server.model}
            environment |= {"BYLINE_LLM_TIMEOUT": "120"}
        urls, pids = [], []
        for _ in range(count):
            command = [sys.executable, "app.py", "--port", str(free_port())]
            pid, _, line = stack.enter_context(serving(command, "Byline is ready", environment))
            urls.append(line.split()[-1].rstrip("/"))
            pids.append(pid)
        yield urls, pids


@contextmanager
def chroma(folder: Path, wait: float = 60.0) -> Iterator[tuple[str, int]]:
    """Address and process id of a `chroma run` over a folder.

    :raises BylineError: if it does not answer in time.
    """
    program = Path(sys.executable).with_name("chroma")
    port = free_port()
    command = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with serving(command, "Connect to Chroma", wait=wait) as (pid, _, _):
        end = time.perf_counter() + wait
        while not _beats(url):
            if time.perf_counter() > end:
                raise BylineError(f"chroma did not answer at {url} after {wait:.0f} s")
            time.sleep(0.1)
        yield url, pid


def stocked(store: str) -> list[str]:
    """Fill an empty store with the reports, and give the questions about what is in it.

    A store that holds articles already is left as it is, and asked the reports' questions.
    """
    with Library(Settings(store=store)) as library:
        if not library.ids():
            reports: Sequence[Path] = sorted((SETS / "reports").iterdir())
            for _, stored in library.add_all([path for path in reports if path.suffix in (".txt", ".html")]):
                if isinstance(stored, BylineError):
                    raise stored
    return [one.question for one in load(SETS / "reports.jsonl")]


def _beats(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/v2/heartbeat", timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False
