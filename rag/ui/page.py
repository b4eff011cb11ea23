"""An engine in, the Gradio page out. The only module that knows Gradio."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from index import Settings
from index.library import shipped_articles
from index.read import read
from rag.answer import AnswerSentence
from rag.compose import MAX_QUESTION_CHARS
from rag.errors import BylineError
from rag.events import AnswerEvent, FallbackEvent, PassagesEvent, SentenceEvent, TokenEvent
from rag.feedback import append, feedback_file

from .answer import render_progress, render_trouble
from .article import escape, render_article, render_contents
from .chat import WELCOME, Chat
from .thumb import ENDED, NOTE_SCRIPT, NOTED, TAKEN_BACK, THUMB_SCRIPT, render_note

if TYPE_CHECKING:
    from rag.engine import Engine

FOLDER = Path(__file__).parent
HEADER = "<h1>Byline</h1><p>Ask the news: every sentence of an answer shows the words behind it.</p>"
EVERYTHING = ""
"""The choice that stands for all articles; no article has it as its id."""
QUOTED_AT_ONCE = 4
"""Questions answered at once where no language model writes."""
EXAMPLES = (
    "What should the guarantees include, according to Grushko?",
    "Who is Andrei Kortunov?",
    "How many prisoners were exchanged?",
    "What does Moscow insist on in Donbas?",
    "What did Moscow offer Europe at the end of 2025?",
    "How many soldiers has Europe promised to send?",
)
"""Questions about the shipped article; it does not answer the last one."""
EXAMPLES_SCRIPT = """
element.addEventListener("click", (event) => {
  const index = [...element.querySelectorAll("button")].indexOf(event.target);
  const busy = document.querySelector("#byline-log [data-pending]");
  if (index >= 0 && !busy) trigger("select", { index, value: event.target.textContent });
});
"""
LOG_SCRIPT = """
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
element.setAttribute("role", "log");
element.setAttribute("aria-live", "polite");
element.setAttribute("aria-label", "Questions and answers");
watch("value", () => {
  const turn = element.querySelector(".byline-turn:last-child");
  turn?.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
});
"""
WAITING = "Waiting for a turn…"
READING = "Reading…"
DRAFTING = "Drafting…"
CHECKING = "Checking…"
QUOTING = "Looking for the article’s own words…"
BUSY = "Too many questions are being answered at the moment. Please ask again in a minute."
UNEXPECTED = "Something went wrong while this was being answered. Please ask again; the log says more."
SANS = ("Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Liberation Sans", "Arial", "sans-serif")
DESK, PAPER, ACCENT = ("#f3f1eb", "#131416"), ("#fcfbf8", "#191a1d"), ("#1b5086", "#8fbbe8")
COLOURS = {
    f"{name}{suffix}": pair[place]
    for name, pair in {
        "body_background_fill": DESK,
        "background_fill_primary": DESK,
        "background_fill_secondary": DESK,
        "block_background_fill": DESK,
        "input_background_fill": PAPER,
        "button_primary_background_fill": ACCENT,
        "button_primary_background_fill_hover": ACCENT,
        "button_primary_text_color": PAPER,
    }.items()
    for place, suffix in enumerate(("", "_dark"))
}
"""For what Gradio draws itself, such as the login; light and dark, as in `style.css`."""

log = logging.getLogger(__name__)


def build(engine: Engine) -> gr.Blocks:
    """The page over an engine, to be launched with `look()`; a visitor's chat stays in their session."""
    page, settings = Page(engine), engine.settings
    choices = page.choices()
    script = (FOLDER / "page.js").read_text("utf-8")
    plain = {"apply_default_css": False}

    def show_article(article_id: str) -> str:  # Gradio marks it, which a bound method does not allow
        return page.show_article(str(article_id))

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    with gr.Blocks(title="Byline", analytics_enabled=False, fill_width=True) as blocks:
        chat = gr.State(Chat(), time_to_live=24 * 3600)
        with gr.Column(elem_id="byline"):
            gr.HTML(HEADER, elem_id="byline-header", **plain)
            with gr.Row(elem_id="byline-panes"):
                with gr.Column(elem_id="byline-chat"):
                    scope = gr.Dropdown(
                        choices,
                        value=EVERYTHING,
                        label="Ask",
                        visible=len(choices) > 2,
                        elem_id="byline-scope",
                    )
                    on_log = LOG_SCRIPT + THUMB_SCRIPT
                    turns = gr.HTML(WELCOME, elem_id="byline-log", js_on_load=on_log, **plain)
                    note = gr.HTML(elem_id="byline-note", js_on_load=NOTE_SCRIPT, **plain)
                    examples = gr.HTML(elem_id="byline-examples", js_on_load=EXAMPLES_SCRIPT, **plain)
                    question = gr.Textbox(
                        placeholder="Ask the article…",
                        label="Question",
                        show_label=False,
                        max_lines=5,
                        max_length=MAX_QUESTION_CHARS,
                        submit_btn="Ask",
                        elem_id="byline-question",
                    )
                with gr.Column(elem_id="byline-article"):
                    shown = gr.HTML(
                        elem_id="byline-shown", js_on_load=script, server_functions=[show_article], **plain
                    )
        at_any_time = {"queue": False, **quiet}
        blocks.load(page.open, None, [scope, examples, shown], **at_any_time)
        scope.input(page.choose, scope, [examples, shown], **at_any_time)
        parts = [chat, turns, question]
        one_by_one = {"concurrency_id": "begin", "concurrency_limit": 1, **quiet}
        so_many = {"concurrency_id": "reply", "concurrency_limit": at_once(settings)}
        for begun in (
            question.submit(page.begin, [question, scope, chat], parts, **one_by_one),
            examples.select(page.begin_example, [scope, chat], parts, **one_by_one),
        ):
            replied = begun.success(page.reply, chat, parts, **so_many, **quiet)
            replied.failure(page.give_up, chat, parts, **at_any_time)
        turns.select(page.turn_down, chat, [chat, note], **one_by_one)
    return blocks.queue(max_size=max(1, settings.queue_limit), api_open=False)  # a question passes through it


def at_once(settings: Settings) -> int:
    """Questions that are answered at once, each by a thread of its own."""
    written = settings.generator != "quote" and (settings.llm_base_url or settings.llm_path)
    return settings.llm_parallel if written else QUOTED_AT_ONCE


def look() -> dict[str, Any]:
    """Arguments of `launch` that give the page its looks, all of it from this machine."""
    return {
        "theme": gr.themes.Base(font=SANS, font_mono=("ui-monospace", "monospace")).set(**COLOURS),
        "css": (FOLDER / "style.css").read_text("utf-8"),
        "footer_links": [],
    }


class Page:
    """What the page does at each event. It holds the engine and nothing about any visitor."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shipped = {read(path, engine.settings).id for path in shipped_articles()}

    def choices(self) -> list[tuple[str, str]]:
        """What can be asked: everything, or one article."""
        each = ((article.title or article.id, article.id) for article in self.engine.library.articles())
        return [("All articles", EVERYTHING), *each]

    def open(self) -> tuple[Any, str, str]:
        """Fill a page that has just been loaded."""
        choices = self.choices()
        scope = gr.update(choices=choices, value=EVERYTHING, visible=len(choices) > 2)
        return scope, self.examples(EVERYTHING), self.show_article(EVERYTHING)

    def choose(self, scope: str) -> tuple[str, str]:
        """Show what is asked from now on."""
        return self.examples(scope), self.show_article(scope)

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
        """Example questions, while the shipped article is among those asked."""
        asked = {scope} if scope else {article.id for article in self.engine.library.articles()}
        if not asked & self.shipped:
            return ""
        chips = (f'<button type="button">{escape(text)}</button>' for text in EXAMPLES)
        return f'<div role="group" aria-label="Example questions">{"".join(chips)}</div>'

    def begin(self, question: str, scope: str, chat: Chat) -> tuple[Any, ...]:
        """Put a question into the chat and close the box.

        :raises gr.Error: unseen by the visitor, if there is nothing to ask or an answer is still on its
            way; so only a question that was put into the chat gets a reply.
        """
        if chat.busy or not question.strip():
            raise gr.Error("nothing to ask now", visible=False, print_exception=False)
        return _parts(chat.asking(question.strip(), scope), render_progress(WAITING))

    def begin_example(self, scope: str, chat: Chat, event: gr.SelectData) -> tuple[Any, ...]:
        """`begin` with an example question, named by its place."""
        return self.begin(EXAMPLES[int(event.index) % len(EXAMPLES)], scope, chat)

    def reply(self, chat: Chat) -> Iterator[tuple[Any, ...]]:
        """Answer the question that waits, sentence by sentence; nothing unchecked is shown."""
        turn = chat.turns[-1]
        stage, sentences = READING, list[AnswerSentence]()
        chat = chat.last(begun=True)
        yield _parts(chat, render_progress(stage))
        try:
            for event in self.engine.stream(turn.question, turn.asked or None, chat.history):
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


def _parts(chat: Chat, progress: str = "") -> tuple[Any, ...]:
    """The chat, its turns and the box, which is closed while the chat is busy."""
    box = gr.update(value="", interactive=False) if chat.busy else gr.update(interactive=True)
    return chat, chat.render(progress), box
