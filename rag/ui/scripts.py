"""Names of script files in, what a pane runs when it is loaded out."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "js"


def script(*names: str) -> str:
    """Files of `js/`, each in a scope of its own, that are given `element`, `trigger`, `props`, `server` and
    `watch` as Gradio has them.
    """
    texts = ((FOLDER / f"{name}.js").read_text("utf-8") for name in names)
    return "\n".join(f"(() => {{\n{text}\n}})();" for text in texts)
