"""A question to an endpoint, and the true answer to it."""

from __future__ import annotations

from rag.write.llm import Endpoint, Message

from .scripted import says

KEY = "sk-secret-123"
TRUE = "The dairy of Ostby paid $36 million for the mill."
THOUGHT = "The user asks for a price. Let me look. Is it 30 million? Or is it 36? Hm. I check. Yes. Good."
"""Eight sentences, more than a whole answer has."""
ANSWER = says(TRUE[:9], TRUE[9:])
AMPLE = 30.0
"""Seconds within which a reply comes."""


def reply(url: str, key: str | None = KEY, model: str = "m") -> str:
    asked = [Message("system", "Answer from the passages."), Message("user", "What did the mill cost?")]
    return "".join(piece.text for piece in Endpoint(url, model, key).stream(asked, AMPLE, 400))
