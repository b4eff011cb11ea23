"""What Gradio is told about the page's looks; `style.css` and `css/` say the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

SANS = ("Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Liberation Sans", "Arial", "sans-serif")
DESK, PAPER, ACCENT = ("#f3f1eb", "#131416"), ("#fcfbf8", "#191a1d"), ("#1b5086", "#8fbbe8")
SOFT = ("#68645b", "#a19d92")
COLOURS = {
    f"{name}{suffix}": pair[place]
    for name, pair in {
        "body_background_fill": DESK,
        "background_fill_primary": DESK,
        "background_fill_secondary": DESK,
        "block_background_fill": DESK,
        "input_background_fill": PAPER,
        "body_text_color_subdued": SOFT,
        "button_primary_background_fill": ACCENT,
        "button_primary_background_fill_hover": ACCENT,
        "button_primary_text_color": PAPER,
    }.items()
    for place, suffix in enumerate(("", "_dark"))
}
"""For what Gradio draws itself, such as the login; light and dark, as in `style.css`."""

FOLDER = Path(__file__).parent


def _parts() -> list[Path]:
    return sorted((FOLDER / "css").glob("*.css"))


def css() -> str:
    """The whole style sheet."""
    return "\n".join(path.read_text("utf-8") for path in (FOLDER / "style.css", *_parts()))


def look() -> dict[str, Any]:
    """Arguments of `launch` that give the page its looks, all of it from this machine."""
    return {
        "theme": gr.themes.Base(font=SANS, font_mono=("ui-monospace", "monospace")).set(**COLOURS),
        "css": css(),
        "footer_links": [],
    }
