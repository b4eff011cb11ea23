"""Foreign text in, HTML out: the one place where it is made harmless."""

from __future__ import annotations

import html

_UNRENDERABLE = dict.fromkeys((0, *range(0xD800, 0xE000)), "\ufffd") | {0x0D: " "}
"""What HTML or JSON cannot carry, one code point for one, so that offsets stay true."""


def escape(text: str) -> str:
    """Text as HTML, for content and for attributes; as many code points on the page as in `text`."""
    return html.escape(text.translate(_UNRENDERABLE), quote=True)
