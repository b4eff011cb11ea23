"""What the page does at each event: what is shown, asked and answered."""

from __future__ import annotations

import datetime
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import gradio as gr
from starlette.requests import Request

from rag.answer import AnswerSentence
from rag.compose import MAX_QUESTION_CHARS
from rag.doors.export import by_name, render
from rag.doors.http.desk import BUSY
from rag.doors.http.trouble import UNEXPECTED
from rag.doors.shelf import Shelf
from rag.doors.visitors import Visitors
from rag.errors import ArticleError, BylineError
from rag.events import AnswerEvent, FallbackEvent, PassagesEvent, SentenceEvent, TokenEvent

from .answer import render_progress, render_trouble
from .article import render_article, render_contents
from .chat import Chat, Turn, now
from .export import render_file
from .history import render_kept, reopened
from .stop import until
from .suggestions import render_examples
from .wishes import USUAL, Wishes, engine_for, passages

if TYPE_CHECKING:
    from rag.engine import Engine

EVERYTHING = ""
"""The choice that stands for all articles; no article has it as its id."""
NOTHING = "-"
"""The choice that stands for no article."""
EXAMPLES = 4
"""Questions shown over the box, at most."""
ASK, STOP = "Ask", "Stop"
WAITING = "Waiting for a turn…"
READING = "Looking through the text…"
DRAFTING = "Drafting…"
CHECKING = "Checking each sentence…"
FOUND = "{} passage{} found. Reading them…"
QUOTING = "Looking for the article’s own words…"

log = logging.getLogger(__name__)


class Page:
    """What the page does at each event. It holds the engine and nothing about any visitor."""

    def __init__(self, engine: Engine, login: tuple[str, str] | None = None) -> None:
        self.engine = engine
        self.visitors = Visitors(engine.library, login, engine.settings.api_write)

    def shelf(self, request: gr.Request | Request | None) -> Shelf:
        """What a visitor sees of the library; None: what is everybody's."""
        inner = request.request if isinstance(request, gr.Request) else request
        return self.visitors.shelf(inner.scope if inner else None)

    def open(self, request: gr.Request | None = None) -> tuple[str, str]:
        """Fill a page that has just been loaded; `examples` follow."""
        try:
            self.visitors.seen(self.shelf(request).owner)
        except BylineError as error:  # what is shown says what is wrong
            log.warning("what visitors have left was not looked through: %s", error)
        return "", self.show_article(EVERYTHING, request)

    def show_article(self, article_id: str, request: gr.Request | Request | None = None) -> str:
        """The article as HTML, or the list of all where there are several and none is named."""
        shelf = self.shelf(request)
        try:
            found = shelf.articles()
            if article_id == EVERYTHING and len(found) != 1:
                return render_contents(found)
            chosen = shelf.get(article_id or found[0].id)
            sentences = self.engine.library.sentences(chosen.id)
        except BylineError as error:
            return render_trouble(f"{error}.")
        return render_article(chosen, among=len(found), sentences=sentences)

    def examples(self, scope: str, request: gr.Request | None = None) -> str:
        """Questions that the article answers; of several articles, some of each of the first few.

        They are made and tried at the first call, which takes seconds; where that fails, there are none.
        """
        if scope == NOTHING:
            return ""
        try:
            seen = self.shelf(request).articles()
            wanted = set(scope.split()) or {article.id for article in seen}
            ids = [article.id for article in seen if article.id in wanted][:EXAMPLES]
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
        return self._begun(chat.asking(question.strip(), scope), chat.busy)

    def begin_pressed(self, scope: str, chat: Chat, event: gr.SelectData) -> tuple[Any, ...]:
        """`begin` with a question that was pressed, an example or a suggestion."""
        return self.begin(str(event.value), scope, chat)

    def begin_linked(self, chat: Chat, event: gr.SelectData) -> tuple[Any, ...]:
        """`begin` with the question of a link, and the articles that it names: `index` has commas between."""
        scope = str(event.index or EVERYTHING).replace(",", " ")
        return self.begin(str(event.value)[:MAX_QUESTION_CHARS], scope, chat)

    def begin_again(self, chat: Chat, event: gr.SelectData) -> tuple[Any, ...]:
        """`begin` with an earlier question that was edited, in its place; what came after it goes."""
        place, question = int(event.index), str(event.value).strip()[:MAX_QUESTION_CHARS]
        if chat.busy or not 0 <= place < len(chat.turns):
            return self._begun(chat, busy=True)
        return self._begun(chat.again(place, question), busy=False)

    def _begun(self, chat: Chat, busy: bool) -> tuple[Any, ...]:
        if busy or not chat.turns[-1].question:
            raise gr.Error("nothing to ask now", visible=False, print_exception=False)
        return _parts(chat, render_progress(WAITING))

    def wish(self, event: gr.SelectData) -> Wishes:
        """What a visitor has chosen in the settings, from now on."""
        return Wishes.of(str(event.value), max(passages(self.engine.settings.k)))

    async def reply(
        self, chat: Chat, wishes: Wishes = USUAL, request: gr.Request | None = None
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Answer the question that waits, sentence by sentence, until it is stopped; nothing unchecked is
        shown. Nothing happens where none waits, since it was stopped before its turn.
        """
        if not chat.busy:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        turn = chat.turns[-1]
        stage, sentences = READING, list[AnswerSentence]()
        chat = chat.last(begun=True)
        yield _parts(chat, render_progress(stage))
        try:
            shelf = self.shelf(request)
            engine = engine_for(self.engine, wishes)
            asked = self._asked(shelf, turn)
            events = engine.stream(turn.question, asked, chat.history, wishes.passages)
            async for event in until(turn.stop, events):
                match event:
                    case AnswerEvent(answer):
                        chat = chat.last(answer=shelf.named(answer))
                    case PassagesEvent(passages):
                        stage = FOUND.format(len(passages), "" if len(passages) == 1 else "s")
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
            chat = chat.last(trouble=f"Byline could not answer this: {error}.")
            yield _parts(chat)
        if chat.busy:  # no answer came: it was stopped
            yield _parts(chat.last(stopped=True))

    async def stop(self, chat: Chat) -> tuple[Any, ...]:
        """End the answering; a reply that has begun says so itself, and one that waits never begins."""
        if not chat.busy:
            return gr.skip(), gr.skip(), gr.skip()
        chat.turns[-1].stop.set()
        return (gr.skip(),) * 3 if chat.turns[-1].begun else _parts(chat.last(stopped=True))

    def keep(self, chat: Chat) -> Any:
        """The last turn, for the browser to keep."""
        return gr.skip() if chat.busy else render_kept(chat, now())

    def renew(self, chat: Chat) -> tuple[Any, ...]:
        """A new chat; nothing happens while an answer is on its way, which would bring the old one back."""
        return (gr.skip(), gr.skip()) if chat.busy else (new := Chat(), new.render())

    def reopen(self, chat: Chat, event: gr.SelectData, request: gr.Request | None = None) -> tuple[Any, ...]:
        """The chat that the browser kept."""
        if chat.busy:
            return gr.skip(), gr.skip()
        try:
            old = reopened(event.value, self.shelf(request))
        except BylineError as error:
            log.warning("a chat could not be opened again: %s", error)
            gr.Warning("Byline could not open this conversation again.")
            return gr.skip(), gr.skip()
        return old, old.render()

    def _asked(self, shelf: Shelf, turn: Turn) -> tuple[str, ...]:
        """Ids to ask: never more than the visitor may see."""
        if turn.scope == NOTHING:
            raise ArticleError("no source is ticked: tick one at least")
        return shelf.asked(turn.asked or None)

    def give_up(self, chat: Chat) -> tuple[Any, ...]:
        """Say that a question found no place in the queue, or that its reply failed for a reason that nobody
        foresaw, and open the box again.
        """
        return _parts(chat.last(trouble=UNEXPECTED if chat.turns[-1].begun else BUSY))

    def export(self, chat: Chat, event: gr.SelectData, request: gr.Request | None = None) -> Any:
        """The chat in a format, as a file for the browser to save, without what was not answered."""
        try:
            chosen = by_name(str(event.value))
            data = render([answer for _, answer in chat.history], chosen, self.shelf(request))
        except BylineError as error:
            log.warning("a chat could not be exported: %s", error)
            gr.Warning(f"Byline could not write this down: {error}.")
            return gr.skip()
        return render_file(chosen, data, datetime.datetime.now(datetime.UTC))


def _parts(chat: Chat, progress: str = "") -> tuple[Any, ...]:
    """The chat, its turns and the box, which is closed while the chat is busy and offers to stop then."""
    shut = gr.update(value="", interactive=False, submit_btn=False, stop_btn=STOP)
    opened = gr.update(interactive=True, submit_btn=ASK, stop_btn=False)
    return chat, chat.render(progress), shut if chat.busy else opened
