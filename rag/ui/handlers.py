"""What the page does at each event: what is shown, asked, answered and noted."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.answer import AnswerSentence
from rag.doors.export import by_name, render
from rag.errors import BylineError
from rag.events import AnswerEvent, FallbackEvent, PassagesEvent, SentenceEvent, TokenEvent
from rag.feedback import append, feedback_file

from .answer import render_progress, render_trouble
from .article import render_article, render_contents
from .chat import Chat
from .export import render_file
from .suggestions import render_examples
from .thumb import ENDED, NOTED, TAKEN_BACK, render_note
from .wishes import USUAL, Wishes, engine_for, passages

if TYPE_CHECKING:
    from rag.engine import Engine

EVERYTHING = ""
"""The choice that stands for all articles; no article has it as its id."""
EXAMPLES = 4
"""Questions shown over the box, at most."""
WAITING = "Waiting for a turn…"
READING = "Reading…"
DRAFTING = "Drafting…"
CHECKING = "Checking…"
QUOTING = "Looking for the article’s own words…"
BUSY = "Too many questions are being answered at the moment. Please ask again in a minute."
UNEXPECTED = "Something went wrong while this was being answered. Please ask again; the log says more."

log = logging.getLogger(__name__)


class Page:
    """What the page does at each event. It holds the engine and nothing about any visitor."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def choices(self) -> list[tuple[str, str]]:
        """What can be asked: everything, or one article."""
        each = ((article.title or article.id, article.id) for article in self.engine.library.articles())
        return [("All articles", EVERYTHING), *each]

    def open(self) -> tuple[Any, str, str]:
        """Fill a page that has just been loaded; `examples` follow."""
        choices = self.choices()
        scope = gr.update(choices=choices, value=EVERYTHING, visible=len(choices) > 2)
        return scope, "", self.show_article(EVERYTHING)

    def choose(self, scope: str) -> tuple[str, str]:
        """Show what is asked from now on; `examples` follow."""
        return "", self.show_article(scope)

    def show_article(self, article_id: str) -> str:
        """The article as HTML, or the list of all where there are several and none is named."""
        try:
            found = self.engine.library.articles()
            if article_id == EVERYTHING and len(found) != 1:
                return render_contents(found)
            chosen = self.engine.library.get(article_id or found[0].id)
        except BylineError as error:
            return render_trouble(f"{error}.")
        return render_article(chosen, among=len(found))

    def examples(self, scope: str) -> str:
        """Questions that the article answers; of all articles, some of each of the first few.

        They are made and tried at the first call, which takes seconds; where that fails, there are none.
        """
        ids = [scope] if scope else [article.id for article in self.engine.library.articles()][:EXAMPLES]
        try:
            each = [self.engine.suggest(article_id, -(-EXAMPLES // len(ids))) for article_id in ids]
        except BylineError as error:
            log.warning("there are no example questions: %s", error)
            return ""
        return render_examples([question for some in each for question in some][:EXAMPLES])

    def begin(self, question: str, scope: str, chat: Chat) -> tuple[Any, ...]:
        """Put a question into the chat and close the box.

        :raises gr.Error: unseen by the visitor, if there is nothing to ask or an answer is still on its
            way; so only a question that was put into the chat gets a reply.
        """
        if chat.busy or not question.strip():
            raise gr.Error("nothing to ask now", visible=False, print_exception=False)
        return _parts(chat.asking(question.strip(), scope), render_progress(WAITING))

    def begin_pressed(self, scope: str, chat: Chat, event: gr.SelectData) -> tuple[Any, ...]:
        """`begin` with a question that was pressed, an example or a suggestion."""
        return self.begin(str(event.value), scope, chat)

    def wish(self, event: gr.SelectData) -> Wishes:
        """What a visitor has chosen in the settings, from now on."""
        return Wishes.of(str(event.value), max(passages(self.engine.settings.k)))

    def reply(self, chat: Chat, wishes: Wishes = USUAL) -> Iterator[tuple[Any, ...]]:
        """Answer the question that waits, sentence by sentence; nothing unchecked is shown."""
        turn = chat.turns[-1]
        stage, sentences = READING, list[AnswerSentence]()
        chat = chat.last(begun=True)
        engine = engine_for(self.engine, wishes)
        yield _parts(chat, render_progress(stage))
        try:
            for event in engine.stream(turn.question, turn.asked or None, chat.history, wishes.passages):
                match event:
                    case AnswerEvent(answer):
                        chat = chat.last(answer=answer)
                    case PassagesEvent(passages):
                        stage = f"Reading {len(passages)} passages…"
                    case TokenEvent() if stage == DRAFTING:
                        continue  # nothing that is to be seen has changed
                    case TokenEvent():
                        stage = DRAFTING
                    case SentenceEvent(sentence):
                        stage = CHECKING
                        sentences.append(sentence)
                    case FallbackEvent():
                        stage = QUOTING
                        sentences.clear()
                yield _parts(chat, render_progress(stage, sentences))
        except BylineError as error:
            log.warning("a question could not be answered: %s", error)
            yield _parts(chat.last(trouble=f"Byline could not answer this: {error}."))

    def give_up(self, chat: Chat) -> tuple[Any, ...]:
        """Say that a question found no place in the queue, or that its reply failed for a reason that nobody
        foresaw, and open the box again.
        """
        return _parts(chat.last(trouble=UNEXPECTED if chat.turns[-1].begun else BUSY))

    def turn_down(self, chat: Chat, event: gr.SelectData) -> tuple[Any, Any]:
        """Write down that an answer is wrong, or is not after all, and say so under it.

        Nothing changes while another answer is on its way, which would bring the chat back as it was.
        """
        place, wrong = int(event.index), event.value is True
        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        if not chat.turns:
            return gr.skip(), render_note(place, False, ENDED, at)
        feedback = None if chat.busy else chat.feedback(place, wrong, at)
        if feedback is None:
            return gr.skip(), gr.skip()
        try:
            append(feedback_file(self.engine.settings), feedback)
        except BylineError as error:
            log.warning("feedback was lost: %s", error)
            return gr.skip(), render_note(place, not wrong, f"Byline could not note this: {error}.", at)
        words = NOTED if wrong else TAKEN_BACK
        return chat.turned_down(place, wrong), render_note(place, wrong, words, at)

    def export(self, chat: Chat, event: gr.SelectData) -> Any:
        """The chat in a format, as a file for the browser to save, without what was not answered."""
        try:
            chosen = by_name(str(event.value))
            data = render([answer for _, answer in chat.history], chosen, self.engine.library)
        except BylineError as error:
            log.warning("a chat could not be exported: %s", error)
            gr.Warning(f"Byline could not write this down: {error}.")
            return gr.skip()
        return render_file(chosen, data, datetime.datetime.now(datetime.UTC))


def _parts(chat: Chat, progress: str = "") -> tuple[Any, ...]:
    """The chat, its turns and the box, which is closed while the chat is busy."""
    box = gr.update(value="", interactive=False) if chat.busy else gr.update(interactive=True)
    return chat, chat.render(progress), box
