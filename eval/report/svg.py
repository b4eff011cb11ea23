"""A drawing on matplotlib axes in, an SVG for inside a page out: in the page's colours, with its own ids."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, SOFT, RULE, ACCENT, WASH = "#010101", "#020202", "#030303", "#040404", "#050505"
"""Stand-ins for the page's colours, which differ between dark and light; a drawing uses no others."""
_COLOURS = {
    INK: "currentColor",
    SOFT: "var(--soft)",
    RULE: "var(--rule)",
    ACCENT: "var(--accent)",
    WASH: "var(--wash)",
}
_SIZE = (4.6, 3.1)  # inches: at 390 px of page width the text is still about 10 px high
_LOOK: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "byline",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.unicode_minus": False,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "legend.frameon": False,
    "legend.labelcolor": INK,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_FONT = re.compile(r"font-family:[^;\"]*;? ?|font: ([\d.]+px)[^;\"]*")
_HEAD = re.compile(r"<svg [^>]*viewBox=\"([^\"]+)\"[^>]*>")
_GLOBAL_STYLE = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.S)
_ID = re.compile(r"(\bid=\"|url\(#|href=\"#)")


def draw(name: str, title: str, description: str, onto: Callable[[Axes], None]) -> str:
    """An `<svg>` element for HTML, the same bytes for the same drawing.

    :param name: unique on the page; it leads every id.
    :param title: read out by screen readers, and then `description`.
    :param onto: draws, with the stand-in colours only; it runs once.
    """
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_LOOK), io.StringIO() as out:
        figure = Figure(figsize=_SIZE, layout="constrained")
        onto(figure.subplots())
        figure.savefig(out, format="svg", transparent=True, metadata=_NO_METADATA)
        drawn = out.getvalue()
    return _inline(drawn, name, title, description)


def _inline(drawn: str, name: str, title: str, description: str) -> str:
    """Without prologue and page-wide style, in the page's font and colours."""
    text = _ID.sub(rf"\g<1>{name}-", drawn[drawn.index("<svg") :])
    text = _GLOBAL_STYLE.sub("", text, count=1)
    text = _FONT.sub(lambda m: f"font-size: {m[1]}" if m[1] else "", text)
    for stand_in, colour in _COLOURS.items():
        text = text.replace(stand_in, colour)
    head = (
        rf'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        rf'viewBox="\g<1>" role="img" aria-labelledby="{name}-title {name}-desc">'
    )
    named = (
        f'<title id="{name}-title">{html.escape(title)}</title>'
        f'<desc id="{name}-desc">{html.escape(description)}</desc>'
    )
    text = _HEAD.sub(head, text, count=1)
    start = text.index(">") + 1
    return text[:start] + named + re.sub(r"\s*\n\s*", " ", text[start:]).strip()
