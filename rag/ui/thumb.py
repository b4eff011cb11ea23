"""The thumbs under an answer that say it is right or wrong, with a note, and what became of a press.

A press asks the server, which writes it down and sends a word; only that word changes the buttons, in place,
so that the focus, the highlight and the place in the chat stay as they are (`js/thumb.js`, `js/noted.js`).
"""

from __future__ import annotations

from rag.feedback import Verdict

from .escaping import escape
from .tools import tool

LABELS: dict[Verdict, str] = {"right": "This answer is right", "wrong": "This answer is wrong"}
NOTED = "Noted, and kept only where Byline runs."
TAKEN_BACK = "Taken back."
THANKS = "Your note is kept with it."
ENDED = "Not noted: this chat has ended. Ask again first."
MAX_NOTE = 1000
"""Characters of a reader's note, at most."""
_DOWN = (
    '<path d="M14 3.5h2a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2zM14 11.5l-3.2 5.9a1.9 1.9 0 0 1-1.9-2.2l.6-3.2H4.6a'
    '1.7 1.7 0 0 1-1.7-2l1-5a1.9 1.9 0 0 1 1.9-1.5H14z"/>'
)
_GLYPHS: dict[Verdict, str] = {"right": f'<g transform="rotate(180 10 10)">{_DOWN}</g>', "wrong": _DOWN}


def render_thumbs(verdict: Verdict | None) -> str:
    """Both buttons, of which one is pressed where the reader has said so."""
    return "".join(
        tool(
            "thumb",
            LABELS[each],
            _GLYPHS[each],
            f' data-verdict="{each}" aria-pressed="{str(each == verdict).lower()}"',
        )
        for each in LABELS
    )


def render_noted(verdict: Verdict | None, note: str) -> str:
    """The line below, which says what became of the last press and is spoken, and a place for a note."""
    open_ = "" if verdict and not note else " hidden"
    return (
        f'<p class="byline-noted" aria-live="polite">{NOTED if verdict else ""}</p>'
        f'<form class="byline-why"{open_}><label>What about it? <small>(you need not say)</small>'
        f'<input type="text" name="note" maxlength="{MAX_NOTE}" autocomplete="off" dir="auto"></label>'
        '<button type="submit">Send</button></form>'
    )


def render_word(turn: int, verdict: Verdict | None, words: str, at: str, asks: bool = False) -> str:
    """What became of a press.

    :param turn: place in the chat, from 0.
    :param verdict: the button that is to look pressed; None for neither.
    :param at: the time, so that no two are the same and each is shown.
    :param asks: whether there is still a note to be asked for.
    """
    state = f'data-turn="{turn}" data-verdict="{verdict or ""}" data-at="{escape(at)}"'
    return f"<p {state}{' data-asks' if asks else ''}>{escape(words)}</p>"
