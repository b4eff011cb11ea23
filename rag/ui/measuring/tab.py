"""The evaluation's page: its parts, and which event calls which handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

import gradio as gr

from ..scripts import script
from .handlers import ALL, FEW, SAMPLE, Measuring

if TYPE_CHECKING:
    from rag.engine import Engine

PATH = "evaluation"
LINK = f'<a class="byline-page" href="{PATH}">Evaluation</a>'
"""For the chat's header."""
HEADER = (
    '<h1>Byline</h1><p>How well the articles’ questions are answered.</p><nav aria-label="Pages">'
    '<a class="byline-page" href="./">Ask</a>'
    '<a class="byline-page" href="evaluation" aria-current="page">Evaluation</a></nav>'
)
OWN = (
    '<label class="byline-own-set">Or a set of your own (.jsonl)'
    '<input type="file" accept=".jsonl,application/jsonl"></label>'
)
SECONDS = 1.0
"""Between two looks at a run."""


def add_page(blocks: gr.Blocks, engine: Engine) -> None:
    """Put the page beside the chat's."""
    does = Measuring(engine)
    plain = {"apply_default_css": False}
    quiet = {"show_progress": "hidden", "api_visibility": "private"}
    at_any_time = {"queue": False, **quiet}
    with blocks.route("Evaluation", PATH, show_in_navbar=False), gr.Column(elem_id="byline"):
        gr.Navbar(visible=False)
        gr.HTML(HEADER, elem_id="byline-header", js_on_load=script("look"), **plain)
        with gr.Column(elem_id="byline-evaluation"):
            gr.HTML("<h2>Run a question set</h2>", **plain)
            told = gr.HTML(**plain)
            with gr.Column(visible=False) as controls:
                sets = gr.Dropdown([], label="Question set", interactive=True)
                much = gr.Radio(
                    [(f"A sample, {SAMPLE} of each article", FEW), ("All questions", ALL)],
                    value=FEW,
                    label="How many",
                )
                with gr.Row(elem_id="byline-run-row"):
                    start = gr.Button("Run", variant="primary", elem_id="byline-run")
                    stop = gr.Button("Stop", visible=False, elem_id="byline-stop-run")
                    own = gr.HTML(OWN, js_on_load=script("own_set"), elem_id="byline-own", **plain)
            progress = gr.HTML(elem_id="byline-progress", **plain)
            gr.HTML("<h2>Figures</h2>", **plain)
            shown = gr.Dropdown([], label="Run", elem_id="byline-run-shown")
            figures = gr.HTML(elem_id="byline-figures", **plain)
            failing = gr.HTML(elem_id="byline-failing", **plain)
            gr.HTML("<h2>Compare two runs</h2>", **plain)
            with gr.Row():
                first = gr.Dropdown([], label="A, before", elem_id="byline-run-a")
                second = gr.Dropdown([], label="B, after", elem_id="byline-run-b")
            compare = gr.Button("Compare", elem_id="byline-compare")
            changes = gr.HTML(elem_id="byline-changes", **plain)
        timer = gr.Timer(SECONDS, active=False)
        parts = [progress, timer, start, stop]
        opened = blocks.load(
            does.open, None, [sets, told, controls, shown, first, second, *parts], **at_any_time
        )
        opened.then(does.show, shown, [figures, failing], **at_any_time)
        start.click(does.start, [sets, much], parts, **at_any_time)
        own.bring(does.start_own, much, parts, **at_any_time)
        stop.click(does.stop, None, parts, **at_any_time).then(
            does.after, shown, [shown, first, second], **at_any_time
        )
        timer.tick(does.tick, None, parts, **at_any_time).then(
            does.after, shown, [shown, first, second], **at_any_time
        )
        shown.change(does.show, shown, [figures, failing], **at_any_time)
        compare.click(does.compare, [first, second], changes, **at_any_time)
