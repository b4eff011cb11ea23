"""Load: what clients count, whether memory grows, and a page under two clients for a moment."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.bench.load.clients import Request, drive
from eval.bench.load.levels import level
from eval.bench.load.memory import growth, watched
from eval.bench.load.show import plot, table


class _Busy(BaseHTTPRequestHandler):
    """Answers every second question, and tells the others to come back."""

    asked: list[str]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(body["question"])
        self.send_response(200 if len(self.asked) % 2 else 429)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def busy() -> Iterator[str]:
    _Busy.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Busy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_clients_ask_in_turn_and_count_what_comes(busy: str) -> None:
    done = drive([busy], ["a", "b", "c"], clients=2, seconds=3)
    assert len(done) == len(_Busy.asked)
    assert {one.status for one in done} == {200, 429}
    assert set(_Busy.asked) == {"a", "b", "c"}


def test_nobody_there_is_a_failure_and_not_the_end() -> None:
    done = drive(["http://127.0.0.1:9"], ["a"], clients=1, seconds=0.1)
    assert {one.status for one in done} == {0}


def test_a_level_counts_answers_refusals_and_failures(tmp_path: Path) -> None:
    done = [Request(1.0, 200), Request(3.0, 200), Request(0.1, 429), Request(0.1, 429), Request(9.0, 0)]
    one = level(4, 2.0, done, [(0.0, 100.0), (4.0, 101.0)])
    assert one.rate == 0.5  # two answers in the four seconds until the last one came
    assert one.latency is not None
    assert one.latency.median == 2.0
    assert one.failed == {429: 2, 0: 1}
    assert "| 4 | 0.50 | 2 s | 2.9 s | 2 | 1 | 101 MB |  |" in table([one])
    plot([one], tmp_path / "a.svg")
    assert "questions a second" in (tmp_path / "a.svg").read_text()


def test_memory_that_grows_is_told_from_memory_that_filled_its_caches() -> None:
    filled = [(float(s), 100.0 + min(s, 50)) for s in range(120)]
    assert growth(filled) == pytest.approx(0)
    leaking = [(float(s), 100.0 + s / 6) for s in range(120)]
    assert growth(leaking) == pytest.approx(10)  # MB a minute
    assert growth(leaking[:4]) is None


def test_memory_is_looked_at_until_the_block_ends() -> None:
    with watched([os.getpid()], every=0.01) as points:
        threading.Event().wait(0.1)
    seen = len(points)
    threading.Event().wait(0.05)
    assert len(points) == seen
    assert seen == 0 or points[-1][1] > 1


@pytest.mark.slow
def test_a_page_under_load_over_a_folder_and_over_chroma(tmp_path: Path) -> None:
    few = ["--clients", "1,2", "--seconds", "2", "--out", str(tmp_path)]
    assert main(["bench", "load", *few]) == 0
    assert main(["bench", "load", *few, "--chroma", "--processes", "2"]) == 0
    found = json.loads((tmp_path / "load.json").read_text())
    assert [one["clients"] for one in found["levels"]] == [1, 2]
    assert all(one["rate"] > 0 and not one["failed"] for one in found["levels"])
    assert found["served"] == "2 app processes over a Chroma server, by quotes"


def test_batches_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "batches", "--runs", "1"]) == 0
    printed = capsys.readouterr().out
    assert "| embed 8 questions | one batch |" in printed
    assert "| read 8 passages | one by one |" in printed
