"""What happens when an answer is judged, right or wrong: it is written down, and said under the answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import gradio as gr

from index import Settings
from rag.errors import BylineError
from rag.feedback import Feedback, Verdict, append, feedback_file

from .chat import Chat, now
from .thumb import ENDED, LABELS, MAX_NOTE, NOTED, TAKEN_BACK, THANKS, render_word

log = logging.getLogger(__name__)


class Judging:
    """What the thumbs do. It holds the settings, which say where feedback goes, and no visitor’s state."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def judge(self, chat: Chat, event: gr.SelectData) -> tuple[Any, Any]:
        """Write down what the visitor says of an answer, or that they take it back, and say so under it.

        Nothing changes while another answer is on its way, which would bring the chat back as it was.

        :param event: `index` is the turn's place, `value` the verdict that is to hold, "" for none.
        """
        place, verdict, at = int(event.index), _verdict(event.value), now()
        if not chat.turns:
            return gr.skip(), render_word(place, None, ENDED, at)
        feedback = () if chat.busy else chat.feedback(place, verdict, at)
        if not feedback:
            return gr.skip(), gr.skip()
        before = chat.turns[place].verdict
        if failed := self._wrote(feedback):
            return gr.skip(), render_word(place, before, failed, at)
        words = NOTED if verdict else TAKEN_BACK
        return chat.judged(place, verdict), render_word(place, verdict, words, at, asks=verdict is not None)

    def explain(self, chat: Chat, event: gr.SelectData) -> tuple[Any, Any]:
        """Write down the note of a visitor on an answer that they have judged; `value` is its text."""
        place, note, at = int(event.index), str(event.value).strip()[:MAX_NOTE], now()
        if not chat.turns:
            return gr.skip(), render_word(place, None, ENDED, at)
        if chat.busy or not note or not 0 <= place < len(chat.turns):
            return gr.skip(), gr.skip()
        verdict = chat.turns[place].verdict
        feedback = chat.feedback(place, verdict, at, note)
        if not feedback:
            return gr.skip(), gr.skip()
        if failed := self._wrote(feedback):
            return gr.skip(), render_word(place, verdict, failed, at, asks=True)
        return chat.changed(place, note=note), render_word(place, verdict, THANKS, at)

    def _wrote(self, feedback: Sequence[Feedback]) -> str:
        """ "", or why it could not be written."""
        try:
            for one in feedback:
                append(feedback_file(self._settings), one)
        except BylineError as error:
            log.warning("feedback was lost: %s", error)
            return f"Byline could not note this: {error}."
        return ""


def _verdict(value: object) -> Verdict | None:
    return next((one for one in LABELS if one == value), None)
