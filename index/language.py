"""A text in, the language that it is written in out, without a network."""

from __future__ import annotations

ENOUGH = 2_000
"""Characters, from its start, that tell the language of a text."""
LEAST_WORDS = 8
"""Words under which a guess would be worth little."""


def detect(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, by py3langid; None for a text of fewer than eight words."""
    if len(text.split()) < LEAST_WORDS:
        return None
    import py3langid

    return str(py3langid.classify(text[:ENOUGH])[0])
