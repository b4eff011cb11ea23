"""Stages of a question: what is inside another stage counts once, and every hooked function is there."""

from __future__ import annotations

import sys
import time
from types import ModuleType

import pytest

from eval.bench.stages import HOOKS, STAGES, watching
from rag import Engine


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    made = ModuleType("made_for_stages")

    def inner() -> str:
        time.sleep(0.05)
        return "inner"

    def outer() -> str:
        time.sleep(0.1)
        return made.inner()

    made.inner, made.outer = inner, outer
    monkeypatch.setitem(sys.modules, "made_for_stages", made)
    return made


def test_a_stage_inside_another_counts_for_itself_alone(module: ModuleType) -> None:
    hooks = {"embed": ("made_for_stages:inner",), "read": ("made_for_stages:outer",)}
    before = module.outer
    with watching({**dict.fromkeys(HOOKS, ()), **hooks}) as watch:
        began = time.perf_counter()
        assert module.outer() == "inner"
        whole = time.perf_counter() - began
    # both sleeps last at least as long as they say; the stages together are never more than the whole
    assert watch.seconds["embed"] >= 0.05
    assert watch.seconds["read"] >= 0.1
    assert watch.seconds["read"] + watch.seconds["embed"] <= whole
    assert module.outer is before


def test_a_function_that_has_moved_is_noticed(module: ModuleType) -> None:
    with pytest.raises(AttributeError, match="gone"), watching({"read": ("made_for_stages:gone.away",)}):
        pass


def test_a_question_goes_through_the_stages(shipped_engine: Engine) -> None:
    shipped_engine.query("Who is Andrei Kortunov?")
    with watching() as watch:
        shipped_engine.query("Who is Dmitry Suslov?")
    assert set(watch.seconds) <= set(STAGES)
    assert {stage for stage in ("embed", "search", "read") if watch.seconds[stage] > 0} == {
        "embed",
        "search",
        "read",
    }
