"""What a visitor has chosen in the settings, and the engine that answers so: them, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

from pydantic import TypeAdapter, ValidationError

if TYPE_CHECKING:
    from rag.engine import Engine

MOST_PASSAGES = 100


@dataclass(frozen=True, slots=True)
class Step:
    """How much is asked of an answer: least confidence, and least support of its sentences, each 0 to 1."""

    name: str
    label: str
    min_answerable: float = 0.0
    min_support: float = 0.0


STEPS = (
    Step("usual", "Usual"),
    Step("strict", "Strict", 0.7, 0.9),
    Step("strictest", "Strictest", 0.9, 0.95),
)
"""0 leaves a threshold to the server's settings, which none of them lowers."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """A visitor's settings. `writer` is whose words answers are in: those of the server's settings, or the
    articles' own; `passages` None: as many as in the server's settings.
    """

    writer: Literal["usual", "quotes"] = "usual"
    strictness: Literal["usual", "strict", "strictest"] = "usual"
    passages: int | None = None

    @classmethod
    def of(cls, text: str, most: int) -> Self:
        """What a browser sends, as JSON; what cannot be read is as if nothing were wished.

        :param most: passages that may be wished.
        """
        try:
            wishes: Self = TypeAdapter(cls).validate_json(text)
        except ValidationError:
            return cls()
        return wishes if wishes.passages is None or 1 <= wishes.passages <= most else cls()

    @property
    def step(self) -> Step:
        """The strictness in figures."""
        return next(step for step in STEPS if step.name == self.strictness)


USUAL = Wishes()
"""Nothing is wished."""


def passages(usual: int) -> tuple[int, ...]:
    """How many passages may be chosen: half, as many, or twice as many as the server's settings have it."""
    return tuple(sorted({max(1, usual // 2), usual, min(MOST_PASSAGES, 2 * usual)}))


def engine_for(engine: Engine, wishes: Wishes) -> Engine:
    """The engine that answers a visitor; the server's own where they wish nothing of it."""
    step, quotes = wishes.step, wishes.writer == "quotes"
    if not quotes and not step.min_answerable:
        return engine
    return engine.stricter(quotes, step.min_answerable, step.min_support)
