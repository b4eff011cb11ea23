"""The panel of sources as Gradio has it: its parts, and which event calls what of `panel.Panel`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from index.read.files import limit

from .panel import Panel
from .scripts import script

if TYPE_CHECKING:
    from .handlers import Page

CLOSE = '<button type="button" data-panel="close">Close</button>'


@dataclass(frozen=True)
class Side:
    """The parts of the panel that others wire: `scope` is what is asked."""

    scope: gr.State
    listed: gr.HTML
    _panel: Panel
    _opened: gr.State
    _removed: gr.State
    _paths: gr.State
    _progress: gr.HTML
    _ways: tuple[Any, ...]

    @classmethod
    def build(cls, page: Page) -> Side:
        """The panel, where it is called for."""
        settings = page.engine.settings
        with gr.Column(elem_id="byline-side"):
            gr.HTML(f'<h2 data-most="{limit(settings)}">Sources</h2>{CLOSE}', padding=False)
            with gr.Tabs(elem_id="byline-ways"):
                with gr.Tab("File"):
                    file = gr.File(
                        file_count="multiple",
                        label="Files",
                        show_label=False,
                        height=120,
                        elem_id="byline-files",
                    )
                with gr.Tab("Address"):
                    address = gr.Textbox(
                        label="Address of a page", placeholder="https://", max_length=2000, submit_btn="Add"
                    )
                with gr.Tab("Text"):
                    title = gr.Textbox(label="Title, if it has one", max_length=300)
                    text = gr.Textbox(label="Text", lines=6, max_lines=12)
                    add = gr.Button("Add the text", variant="primary")
            progress = gr.HTML(elem_id="byline-adding", apply_default_css=False)
            listed = gr.HTML(
                elem_id="byline-listing",
                js_on_load=script("panel", "files"),
                apply_default_css=False,
            )
        return cls(
            gr.State(""),
            listed,
            Panel(page),
            gr.State(""),
            gr.State(None, time_to_live=3600),
            gr.State(()),
            progress,
            (file, address, title, text, add),
        )

    def wire(
        self, line: gr.HTML, shown: gr.HTML, examples: gr.HTML, loaded: Any, quiet: dict[str, Any]
    ) -> None:
        """Let the panel's events do what they should.

        :param line: above the question, for what is asked.
        :param loaded: the page's load event.
        """
        panel, scope, opened = self._panel, self.scope, self._opened
        at_any_time = {"queue": False, **quiet}
        loaded.then(panel.show, scope, [self.listed, line], **at_any_time)
        acted = self.listed.select(
            panel.act,
            [scope, self._removed],
            [scope, self._removed, self.listed, line, shown, opened],
            concurrency_id="panel",
            concurrency_limit=2,
            **quiet,
        )
        acted.then(panel.examples, [scope, opened], examples, **at_any_time)
        file, address, title, text, add = self._ways
        told = [self._progress, scope, self.listed, line, shown, opened, examples]
        adding = {"concurrency_id": "adding", "concurrency_limit": 2, **quiet}
        taken = file.upload(lambda paths: (paths, None), file, [self._paths, file], **at_any_time)
        from_file = taken.then(panel.add_files, [self._paths, scope], told, **adding)
        from_address = address.submit(panel.add_address, [address, scope], told, **adding)
        from_text = add.click(panel.add_text, [text, title, scope], told, **adding)
        for added, boxes in ((from_address, [address]), (from_text, [text, title])):
            for box in boxes:
                added.then(panel.emptied, opened, box, **at_any_time)
        for added in (from_file, from_address, from_text):
            added.then(panel.examples, [scope, opened], examples, **at_any_time)
            added.failure(panel.gave_up, None, self._progress, **at_any_time)
