"""A queue: its order, its places, and how long one stands in it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from rag import EndpointError
from rag.write.llm.gate import Gate

AMPLE = 20.0


@contextmanager
def inside(gate: Gate) -> Iterator[None]:
    """Somebody else holds a place."""
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with gate.turn(AMPLE):
            entered.set()
            leave.wait(AMPLE)

    thread = threading.Thread(target=hold)
    thread.start()
    assert entered.wait(AMPLE)
    try:
        yield
    finally:
        leave.set()
        thread.join(AMPLE)


def wait_until_queue_holds(gate: Gate, count: int) -> None:
    with gate._moved:
        assert gate._moved.wait_for(lambda: len(gate._queue) >= count, AMPLE)


def test_a_place_is_free_again_afterwards_even_after_an_error() -> None:
    gate = Gate(1, 0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), gate.turn(0):
            _ = 1 / 0
    with gate.turn(0):
        pass


def test_so_many_at_once_and_no_more() -> None:
    gate = Gate(2, 9)
    now, most, lock = 0, 0, threading.Lock()

    def work() -> None:
        nonlocal now, most
        with gate.turn(AMPLE):
            with lock:
                now += 1
                most = max(most, now)
            both.wait(AMPLE)
            with lock:
                now -= 1

    both = threading.Barrier(2)  # passed only if two are inside at once
    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(AMPLE)
    assert most == 2


def test_first_come_first_served() -> None:
    gate = Gate(1, 9)
    order: list[int] = []

    def work(number: int) -> None:
        with gate.turn(AMPLE):
            order.append(number)

    threads = []
    with inside(gate):
        for number in range(5):
            threads.append(threading.Thread(target=work, args=(number,)))
            threads[-1].start()
            wait_until_queue_holds(gate, number + 1)
        assert order == []
    for thread in threads:
        thread.join(AMPLE)
    assert order == [0, 1, 2, 3, 4]


def test_who_comes_when_the_queue_is_full_is_turned_away_at_once() -> None:
    gate = Gate(1, 1)
    with inside(gate):
        waits = threading.Thread(target=lambda: gate.turn(AMPLE).__enter__())
        waits.start()
        wait_until_queue_holds(gate, 1)
        with pytest.raises(EndpointError, match=r"^Too many questions wait .* queue_limit is 1\.$"):
            gate.turn(AMPLE).__enter__()
    waits.join(AMPLE)


def test_a_queue_of_nobody() -> None:
    gate = Gate(1, 0)
    with inside(gate), pytest.raises(EndpointError, match="queue_limit is 0"), gate.turn(AMPLE):
        pass
    with gate.turn(0):
        pass


def test_who_waits_too_long_leaves_and_the_next_gets_the_place() -> None:
    gate = Gate(1, 9)
    with inside(gate):
        start = time.monotonic()
        with (
            pytest.raises(EndpointError, match=r"^Other questions kept .* for 0\.2 s \(llm_timeout\)\.$"),
            gate.turn(0.2),
        ):
            pass
        assert 0.2 <= time.monotonic() - start < 5
    with gate.turn(0):
        pass


def test_who_gives_up_in_the_midst_of_the_queue_keeps_nobody_back() -> None:
    gate = Gate(1, 9)
    done: list[str] = []

    def work(name: str, seconds: float) -> None:
        try:
            with gate.turn(seconds):
                done.append(name)
        except EndpointError:
            done.append(f"{name} gave up")

    with inside(gate):
        first = threading.Thread(target=work, args=("first", 0.1))
        first.start()
        wait_until_queue_holds(gate, 1)
        second = threading.Thread(target=work, args=("second", AMPLE))
        second.start()
        first.join(AMPLE)
        assert done == ["first gave up"]
    second.join(AMPLE)
    assert done == ["first gave up", "second"]
