"""How often everything is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Numbers of runs; the `model_questions` are asked of the `rivals`, baselines with a language model.

    `passages` are indexed in each of `indexings` runs, and of `rival_indexings` by llama-index; of articles
    that are added to a library, `added` are new and as many are there already.
    """

    name: str
    cold: int
    rival_cold: int
    questions: int
    model_questions: int
    rivals: tuple[str, ...]
    passages: int
    indexings: int
    rival_indexings: int
    added: int
    pages: int


FULL = Plan(
    "full",
    cold=10,
    rival_cold=3,
    questions=100,
    model_questions=12,
    rivals=("llama-index-citation", "llama-index-query", "verbatim-core"),
    passages=2000,
    indexings=3,
    rival_indexings=2,
    added=20,
    pages=5,
)
QUICK = Plan(
    "quick",
    cold=2,
    rival_cold=1,
    questions=12,
    model_questions=1,
    rivals=("llama-index-citation",),
    passages=60,
    indexings=2,
    rival_indexings=0,
    added=4,
    pages=1,
)
"""About two minutes on two idle cores."""
