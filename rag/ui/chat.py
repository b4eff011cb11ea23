"""What one browser session has asked and been told; immutable, so that no two can come to share it."""

from __future__ import annotations

import asyncio
import datetime
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from rag.answer import Answer
from rag.feedback import Feedback, Verdict, about

from .answer import render_answer, render_stopped, render_trouble, render_turn
from .thumb import render_noted, render_thumbs
from .tools import render_tools

WELCOME = (
    '<p class="byline-welcome">Press a number in an answer to see its quote in the article. '
    "Where the article does not say, neither does Byline.</p>"
)


@dataclass(frozen=True)
class Turn:
    """A question and what became of it: `answer`, `trouble`, `stopped`, or none while it is being answered.

    `scope` holds the ids of the articles that it was asked of, with spaces between; empty: of all. `begun`:
    it waits for its turn no more. `verdict` is what the visitor says of the answer, `note` why. `stop`, once
    set, ends the answering; `stopped`: it did.
    """

    question: str
    scope: str = ""
    answer: Answer | None = None
    trouble: str | None = None
    begun: bool = False
    verdict: Verdict | None = None
    note: str = ""
    stopped: bool = False
    stop: asyncio.Event = field(default_factory=asyncio.Event, compare=False, repr=False)

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the articles that were asked; () for all."""
        return tuple(self.scope.split())

    @property
    def pending(self) -> bool:
        """Whether it is still being answered."""
        return self.answer is None and self.trouble is None and not self.stopped

    def render(self, progress: str) -> str:
        """The turn as HTML; `progress` stands in for an answer that is not there yet."""
        if self.pending:
            return render_turn(self.question, progress, self.asked, editable=False)
        if self.answer:
            return render_turn(self.question, self._answered(self.answer), self.asked)
        reply = render_trouble(self.trouble) if self.trouble else render_stopped()
        return render_turn(self.question, reply, self.asked)

    def _answered(self, answer: Answer) -> str:
        judged = about(answer, self.asked) is not None
        tools = render_tools(answer) + (render_thumbs(self.verdict) if judged else "")
        noted = render_noted(self.verdict, self.note) if judged else ""
        return render_answer(answer, f'<div class="byline-tools">{tools}</div>{noted}')


@dataclass(frozen=True)
class Chat:
    """The turns of a session, oldest first. `id` tells it from others that a browser keeps."""

    turns: tuple[Turn, ...] = ()
    id: str = field(default_factory=lambda: secrets.token_hex(8), compare=False)

    @property
    def busy(self) -> bool:
        """Whether the last question is still being answered."""
        return bool(self.turns) and self.turns[-1].pending

    @property
    def history(self) -> tuple[tuple[str, Answer], ...]:
        """The questions that were answered, or abstained from, as an engine takes them."""
        return tuple((turn.question, turn.answer) for turn in self.turns if turn.answer)

    def asking(self, question: str, scope: str) -> Chat:
        """The same chat with a new question at its end."""
        return replace(self, turns=(*self.turns, Turn(question, scope)))

    def again(self, place: int, question: str) -> Chat:
        """The same chat with a question in place of an earlier one, and without all that came after that."""
        return replace(self, turns=self.turns[:place]).asking(question, self.turns[place].scope)

    def last(self, **changes: Any) -> Chat:
        """The same chat with its last turn changed."""
        return self.changed(len(self.turns) - 1, **changes)

    def changed(self, place: int, **changes: Any) -> Chat:
        """The same chat with a turn changed."""
        turns = list(self.turns)
        turns[place] = replace(turns[place], **changes)
        return replace(self, turns=tuple(turns))

    def judged(self, place: int, verdict: Verdict | None) -> Chat:
        """The same chat with an answer said to be right or wrong, or neither any longer."""
        return self.changed(place, verdict=verdict, note="")

    def feedback(self, place: int, verdict: Verdict | None, at: str, note: str = "") -> tuple[Feedback, ...]:
        """What `judged` adds to the feedback file: what is taken back, and what is said.

        :param place: of a turn, from 0.
        :param note: to be added to what the chat says already.
        :return: () where the chat says so already, or no answer about an article stands there.
        """
        turn = self.turns[place] if 0 <= place < len(self.turns) else None
        if turn is None or turn.answer is None or about(turn.answer, turn.asked) is None:
            return ()
        before = tuple((one, answer.text) for one, answer in Chat(self.turns[:place]).history)
        said = Feedback(turn.question, before, turn.asked, turn.answer, at)
        if note:
            return (replace(said, verdict=verdict, note=note),) if verdict and verdict == turn.verdict else ()
        if verdict == turn.verdict:
            return ()
        back = [replace(said, verdict=turn.verdict, withdrawn=True)] if turn.verdict else []
        return (*back, *([replace(said, verdict=verdict)] if verdict else []))

    def render(self, progress: str = "") -> str:
        """The chat as HTML, or a word of welcome."""
        return "".join(turn.render(progress) for turn in self.turns) or WELCOME


def now() -> str:
    """The time, as it stands in what is kept of a chat."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
