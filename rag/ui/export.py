"""The menu that writes the chat down, and what it does in the browser.

A press asks the server, which sends the file into an unseen pane; the browser saves it from there, so that
nothing is left on the server's disk and nobody else can fetch it.
"""

from __future__ import annotations

import base64
import datetime

from rag.doors.export import FORMATS, Format

from .escaping import escape

_ROWS = "".join(
    f'<li><button type="button" data-format="{one.name}">{escape(one.label)} '
    f"<small>{escape(one.endings[0])}</small></button></li>"
    for one in FORMATS
)
MENU = f'<details class="byline-export"><summary>Export</summary><ul>{_ROWS}</ul></details>'


def render_file(format_: Format, data: bytes, at: datetime.datetime) -> str:
    """A file on its way to the browser, named by its day.

    :param at: the time, so that no two are the same and each is saved.
    """
    name = f"byline-{at.date().isoformat()}{format_.endings[0]}"
    about = f'data-name="{name}" data-type="{format_.media_type}" data-at="{at.isoformat()}"'
    return f"<p {about}>{base64.b64encode(data).decode('ascii')}</p>"
