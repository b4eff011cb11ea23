"""An engine in, the Gradio page out: its parts, and which event calls which handler.

What Gradio has that does the job is Gradio's: events, queue, session state, question box, choices, buttons
and the timer. These are ours, drawn by `gr.HTML`, each for its reason:
- the chat and the article: `gr.Chatbot` and `gr.Markdown` read text as Markdown, and know no span of a text;
- the settings' drawer, a `<dialog>`: `gr.Sidebar` stays in the order of the Tab key while it is closed, and
  does not close at Escape;
- what the browser keeps: `gr.BrowserState` is encrypted, out of reach of the scripts that need it;
- files that leave, or come to the evaluation: `gr.DownloadButton` and `gr.File` put them among the server's
  own, where those that become articles are gone as soon as they are read;
- the evaluation, a page beside this one (`Blocks.route`): a `gr.Tab` would be loaded with every chat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from index import Settings
from rag.compose import MAX_QUESTION_CHARS
from rag.doors.http.app import QUOTED_AT_ONCE

from .buttons import BUTTONS
from .chat import WELCOME, Chat
from .drawer import OPENER, render_drawer
from .export import MENU
from .first import CLAIM
from .handlers import ASK, Page
from .health import Health
from .history import MENU as HISTORY
from .judging import Judging
from .measuring.tab import LINK, add_page
from .scripts import script
from .side import Side
from .wishes import USUAL

if TYPE_CHECKING:
    from rag.engine import Engine

HEADER = f"<h1>Byline</h1><p>{CLAIM}</p>{BUTTONS}{HISTORY}{MENU}{OPENER}{LINK}"


def build(engine: Engine, login: tuple[str, str] | None = None) -> gr.Blocks:
    """The page over an engine, to be launched with `look()`; a visitor's chat stays in their session.

    :param login: name and password that visitors give; None: none.
    """
    page, settings = Page(engine, login), engine.settings
    judging = Judging(settings)
    plain = {"apply_default_css": False}
    asked = Health(settings)

    def health() -> str:
        return asked.told()

    def show_article(article_id: str, request: gr.Request) -> str:  # Gradio marks it, as it cannot a method
        return page.show_article(str(article_id), request)

    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    with gr.Blocks(title="Byline", analytics_enabled=False, fill_width=True) as blocks:
        chat = gr.State(Chat(), time_to_live=24 * 3600)
        with gr.Column(elem_id="byline"):
            on_header = script("export", "history")
            header = gr.HTML(HEADER, elem_id="byline-header", js_on_load=on_header, **plain)
            file = gr.HTML(elem_id="byline-file", js_on_load=script("file"), **plain)
            wishes = gr.State(USUAL, time_to_live=24 * 3600)
            drawer = gr.HTML(
                render_drawer(engine),
                elem_id="byline-settings",
                js_on_load=script("settings"),
                server_functions=[health],
                **plain,
            )
            with gr.Row(elem_id="byline-panes"):
                side = Side.build(page)
                with gr.Column(elem_id="byline-chat"):
                    on_log = script("log", "thumb", "turn", "preview", "suggestions")
                    turns = gr.HTML(WELCOME, elem_id="byline-log", js_on_load=on_log, **plain)
                    word = gr.HTML(elem_id="byline-word", js_on_load=script("noted"), **plain)
                    kept = gr.HTML(elem_id="byline-kept", js_on_load=script("kept"), **plain)
                    examples = gr.HTML(elem_id="byline-examples", js_on_load=script("examples"), **plain)
                    line = gr.HTML(elem_id="byline-scope", **plain)
                    question = gr.Textbox(
                        placeholder="Ask the article…",
                        label="Question",
                        show_label=False,
                        max_lines=5,
                        max_length=MAX_QUESTION_CHARS,
                        submit_btn=ASK,
                        elem_id="byline-question",
                    )
                with gr.Column(elem_id="byline-article"):
                    shown = gr.HTML(
                        elem_id="byline-shown",
                        js_on_load=script("article", "reading", "first"),
                        server_functions=[show_article],
                        **plain,
                    )
        at_any_time = {"queue": False, **quiet}
        scope = side.scope
        loaded = blocks.load(page.open, None, [examples, shown], **at_any_time)
        loaded.then(page.examples, scope, examples, **at_any_time)  # they take their time: nothing waits
        side.wire(line, shown, examples, loaded, quiet)
        parts = [chat, turns, question]
        one_by_one = {"concurrency_id": "begin", "concurrency_limit": 1, **quiet}
        so_many = {"concurrency_id": "reply", "concurrency_limit": at_once(settings)}
        for begun in (
            question.submit(page.begin, [question, scope, chat], parts, **one_by_one),
            examples.select(page.begin_pressed, [scope, chat], parts, **one_by_one),
            turns.example_select(page.begin_pressed, [scope, chat], parts, **one_by_one),
            turns.linked(page.begin_linked, chat, parts, **one_by_one),
            turns.again(page.begin_again, chat, parts, **one_by_one),
        ):
            replied = begun.success(page.reply, [chat, wishes], parts, **so_many, **quiet)
            replied.failure(page.give_up, chat, parts, **at_any_time)
            replied.then(page.keep, chat, kept, **at_any_time)
        question.stop(page.stop, chat, parts, **at_any_time)
        turns.judge(judging.judge, chat, [chat, word], **one_by_one)
        turns.explain(judging.explain, chat, [chat, word], **one_by_one)
        header.renew(page.renew, chat, [chat, turns], **at_any_time)
        header.reopen(page.reopen, chat, [chat, turns], **at_any_time)
        drawer.wish(page.wish, None, wishes, **at_any_time)
        header.select(page.export, chat, file, **at_any_time)
        gr.Navbar(visible=False)
    add_page(blocks, engine)
    return blocks.queue(max_size=max(1, settings.queue_limit), api_open=False)  # a question passes through it


def at_once(settings: Settings) -> int:
    """Questions that are answered at once, each by a thread of its own."""
    written = settings.generator != "quote" and (settings.llm_base_url or settings.llm_path)
    return settings.llm_parallel if written else QUOTED_AT_ONCE
