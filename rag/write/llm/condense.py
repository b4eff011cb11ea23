"""A follow-up and the turns before it in, a question that stands by itself out, by a language model.

It is asked with llama-index's prompt. What it writes
is taken only if it invents nothing: each of its names and numbers stands in the conversation. Else the rules
have the word.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rag.answer import Answer
from rag.ask.followup import standalone
from rag.errors import EndpointError
from rag.words import Vocabulary, names, numbers, terms

from .message import Message
from .prompt import fenced
from .writer import LlmWriter

TURNS = 3
"""Latest turns that are shown."""
LONGEST = 300
"""Characters of a question that is taken."""
REPLY_TOKENS = 80
SHARE = 0.25
"""Share of `llm_timeout` that this may take."""

log = logging.getLogger(__name__)


class LlmCondenser:
    """Asks the writer's model."""

    def __init__(self, writer: LlmWriter, seconds: float) -> None:
        self._writer = writer
        self._seconds = seconds * SHARE

    def standalone(self, question: str, history: Sequence[tuple[str, Answer]]) -> str:
        """The question as the model or, where that fails, as the rules complete it."""
        if not history:
            return question
        by_rule = standalone(question, history)
        try:
            said = self._asked(question, history)
        except EndpointError as error:
            log.info("a follow-up is completed by rules: %s", error)
            return by_rule
        return said if said and invents_nothing(said, question, history) else by_rule

    def _asked(self, question: str, history: Sequence[tuple[str, Answer]]) -> str:
        from llama_index.core.chat_engine.condense_question import DEFAULT_PROMPT

        shown = "\n".join(
            f"Human: {fenced(asked)}\nAssistant: {fenced(answer.text)}" for asked, answer in history[-TURNS:]
        )
        prompt = DEFAULT_PROMPT.format(chat_history=shown, question=fenced(question))
        with self._writer.gate.turn(self._seconds):
            pieces = self._writer.endpoint.stream([Message("user", prompt)], self._seconds, REPLY_TOKENS)
            reply = "".join(piece.text for piece in pieces)
        return " ".join(reply.strip().splitlines()[0].strip("\"'` ").split()) if reply.strip() else ""


def invents_nothing(said: str, question: str, history: Sequence[tuple[str, Answer]]) -> bool:
    """Whether a rewritten question keeps the asked one's terms, is one question, and names nothing new."""
    told = "\n".join([question, *(text for asked, answer in history for text in (asked, answer.text))])
    vocabulary = Vocabulary(told)
    known = all(vocabulary.holds_name(name, exact=True) for name in names(said, openers=False))
    counted = all(vocabulary.holds_number(number) for number in numbers(said))
    kept = set(terms(question)) <= set(terms(said))
    return known and counted and kept and len(said) <= LONGEST and said.count("?") <= 1
