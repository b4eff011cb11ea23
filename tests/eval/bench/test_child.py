"""Processes of the benches: timed whole, or until they serve, and said what is wrong with them."""

from __future__ import annotations

import os
import sys

import pytest

from eval.bench.child import ended, memory_mb, serving
from rag.errors import BylineError


def test_a_process_is_run_to_its_end() -> None:
    done = ended(
        [sys.executable, "-c", "import os; x = bytearray(64_000_000); print(os.environ['A'])"], {"A": "b"}
    )
    assert done.output == "b\n"
    assert done.seconds > 0
    assert done.peak_mb is None or done.peak_mb > 60


def test_one_that_fails_is_one_line() -> None:
    with pytest.raises(BylineError, match=r"ended with 3: no luck$"):
        ended([sys.executable, "-c", "import sys; print('no luck', file=sys.stderr); sys.exit(3)"])


def test_one_that_serves_runs_until_the_block_ends() -> None:
    code = "import time; print('starting'); print('ready at 5'); time.sleep(600)"
    with serving([sys.executable, "-c", code], "ready") as (pid, took, line):
        assert line == "ready at 5"
        assert took > 0
        assert memory_mb(pid) != 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_one_that_never_serves_says_so() -> None:
    with pytest.raises(BylineError, match="ended with 1: "), serving([sys.executable, "-c", "no"], "ready"):
        pass
    sleeps = [sys.executable, "-c", "import time; time.sleep(600)"]
    with pytest.raises(BylineError, match="not ready after 0 s"), serving(sleeps, "ready", wait=0.2):
        pass
