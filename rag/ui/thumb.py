"""The thumb under an answer that says it is wrong: a toggle, its note, and what they do in the browser.

A press asks the server, which writes it down and sends a note; only the note changes the button, in
place, so that the focus, the highlight and the place in the chat stay as they are.
"""

from __future__ import annotations

from .escaping import escape

LABEL = "This answer is wrong"
NOTED = "Noted, and kept only where Byline runs."
TAKEN_BACK = "Taken back."
ENDED = "Not noted: this chat has ended. Ask again first."
_GLYPH = (
    '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M14 3.5h2a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2zM14 11.5'
    'l-3.2 5.9a1.9 1.9 0 0 1-1.9-2.2l.6-3.2H4.6a1.7 1.7 0 0 1-1.7-2l1-5a1.9 1.9 0 0 1 1.9-1.5H14z"/></svg>'
)


def render_thumb(pressed: bool) -> str:
    """The button, and the note that belongs to its state; a screen reader hears it change, as of the log."""
    return (
        f'<button type="button" class="byline-thumb" aria-pressed="{str(pressed).lower()}" '
        f'aria-label="{LABEL}" title="{LABEL}">{_GLYPH}</button>'
        f'<p class="byline-noted">{NOTED if pressed else ""}</p>'
    )


def render_note(turn: int, pressed: bool, words: str, at: str) -> str:
    """What became of a press.

    :param turn: place in the chat, from 0.
    :param pressed: how the button is to look.
    :param at: the time, so that no two notes are the same and each is shown.
    """
    state = f'data-turn="{turn}" data-pressed="{str(pressed).lower()}" data-at="{escape(at)}"'
    return f"<p {state}>{escape(words)}</p>"
