"""What one browser session has asked and been told; immutable, so that no two can come to share it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from rag.answer import Answer
from rag.feedback import Feedback, about

from .answer import render_answer, render_trouble, render_turn
from .thumb import render_thumb

WELCOME = (
    '<p class="byline-welcome">Press a number in an answer to see its quote in the article. '
    "Where the article does not say, neither does Byline.</p>"
)


@dataclass(frozen=True)
class Turn:
    """A question and what became of it: `answer`, `trouble`, or neither while it is being answered.

    `scope` holds the ids of the articles that it was asked of, with spaces between; empty: of all. `begun`:
    it waits for its turn no more. `wrong`: the visitor says that the answer is.
    """

    question: str
    scope: str = ""
    answer: Answer | None = None
    trouble: str | None = None
    begun: bool = False
    wrong: bool = False

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the articles that were asked; () for all."""
        return tuple(self.scope.split())

    @property
    def pending(self) -> bool:
        """Whether it is still being answered."""
        return self.answer is None and self.trouble is None

    def render(self, progress: str) -> str:
        """The turn as HTML; `progress` stands in for an answer that is not there yet."""
        if self.answer:
            thumb = render_thumb(self.wrong) if about(self.answer, self.asked) else ""
            return render_turn(self.question, render_answer(self.answer, thumb))
        return render_turn(self.question, render_trouble(self.trouble) if self.trouble else progress)


@dataclass(frozen=True)
class Chat:
    """The turns of a session, oldest first."""

    turns: tuple[Turn, ...] = ()

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
        return Chat((*self.turns, Turn(question, scope)))

    def last(self, **changes: Any) -> Chat:
        """The same chat with its last turn changed."""
        return Chat((*self.turns[:-1], replace(self.turns[-1], **changes)))

    def turned_down(self, place: int, wrong: bool) -> Chat:
        """The same chat with an answer said to be wrong, or no longer."""
        turns = list(self.turns)
        turns[place] = replace(turns[place], wrong=wrong)
        return Chat(tuple(turns))

    def feedback(self, place: int, wrong: bool, at: str) -> Feedback | None:
        """What `turned_down` adds to the feedback file.

        :param place: of a turn, from 0.
        :return: None where the chat says so already, or no answer about an article stands there.
        """
        turn = self.turns[place] if 0 <= place < len(self.turns) else None
        if turn is None or turn.answer is None or turn.wrong == wrong:
            return None
        before = tuple((question, answer.text) for question, answer in Chat(self.turns[:place]).history)
        feedback = Feedback(turn.question, before, turn.asked, turn.answer, at, withdrawn=not wrong)
        return feedback if feedback.article_id else None

    def render(self, progress: str = "") -> str:
        """The chat as HTML, or a word of welcome."""
        return "".join(turn.render(progress) for turn in self.turns) or WELCOME
