"""How often everything is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Numbers of runs; the `model_questions` are asked of the systems with a language model.

    `passages` are indexed in each of `indexings` runs; of articles that are added to a library, `added` are
    new and as many are there already.
    """

    name: str
    cold: int
    rival_cold: int
    questions: int
    model_questions: int
    passages: int
    indexings: int
    added: int
    pages: int


FULL = Plan(
    "full",
    cold=10,
    rival_cold=3,
    questions=100,
    model_questions=12,
    passages=2000,
    indexings=3,
    added=20,
    pages=5,
)
QUICK = Plan(
    "quick",
    cold=3,
    rival_cold=1,
    questions=20,
    model_questions=1,
    passages=60,
    indexings=2,
    added=4,
    pages=2,
)
"""Under two minutes on two idle cores."""
