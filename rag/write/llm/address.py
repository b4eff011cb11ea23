"""What both the calls and the plain look-ups need to know of an endpoint."""

from __future__ import annotations

from typing import Protocol


class Address(Protocol):
    """Where a language model answers, and under which name."""

    base_url: str
    model: str

    @property
    def headers(self) -> dict[str, str]:
        """What a plain request to the server has to carry."""
        ...
