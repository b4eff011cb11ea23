"""What goes to a language model, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply; `cut`: the reply ends here for want of tokens, so in the middle of something."""

    text: str
    cut: bool = False
