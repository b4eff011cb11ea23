"""The settings of a visitor, in a drawer: `js/settings.js` opens it, keeps what is chosen in the browser, and
sends what concerns answers to the server.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .escaping import escape
from .wishes import STEPS, Step, passages

if TYPE_CHECKING:
    from rag.engine import Engine

OPENER = (
    '<button type="button" class="byline-settings-opener" aria-haspopup="dialog" '
    'aria-controls="byline-drawer">Settings</button>'
)
"""For the header."""
USUAL = ("usual", "", "100", "system")
"""Values that are chosen at first, each the only one of its row."""
SIZES = (("100", "Usual", ""), ("112.5", "Large", ""), ("125", "Larger", ""))
"""Of the text, in per cent."""
LOOKS = (("system", "As the system", ""), ("light", "Light", ""), ("dark", "Dark", ""))
Choice = tuple[str, str, str]
"""A value, its label, and what it does, in a line; "" where there is nothing to say."""


def render_drawer(engine: Engine) -> str:
    """The drawer, closed, with the server's own settings chosen."""
    parts = (
        _writer(engine),
        _choices("strictness", "Strictness", _steps(engine)),
        _choices("passages", "Passages", _passages(engine.settings.k)),
        _choices("size", "Size of text", SIZES),
        _choices("look", "Light or dark", LOOKS),
    )
    return (
        '<dialog class="byline-drawer" id="byline-drawer" aria-labelledby="byline-drawer-title">'
        '<form method="dialog"><header><h2 id="byline-drawer-title">Settings</h2>'
        '<button type="submit" class="byline-close" aria-label="Close the settings">×</button></header>'
        f"{''.join(parts)}<footer><p>Kept in this browser, for you alone.</p>"
        '<button type="button" class="byline-reset">As at first</button></footer></form></dialog>'
    )


def _writer(engine: Engine) -> str:
    if engine.generator == "quote":
        line = "The article’s own words. No language model is set up here."
        return f'<section><h3>Who writes</h3><p class="byline-effect">{line}</p></section>'
    model = engine.generator.partition(":")[2]
    choices = (
        ("usual", model, f"{model} writes; what the article does not support is left out."),
        ("quotes", "Quotes", "Answers are the article’s own words; no language model is asked."),
    )
    return _choices("writer", "Who writes", choices, '<p class="byline-health" role="status"></p>')


def _steps(engine: Engine) -> list[Choice]:
    """The server's own, and those that ask for more."""
    usual = engine.min_answerable
    return [
        (step.name, step.label, _effect(engine, step))
        for step in STEPS
        if not step.min_answerable or step.min_answerable > usual
    ]


def _effect(engine: Engine, step: Step) -> str:
    least = max(step.min_answerable, engine.min_answerable)
    support = max(step.min_support, engine.settings.min_support)
    return (
        f"Answers from a likelihood of {round(100 * least)} %, in sentences that their quotes support to "
        f"{round(100 * support)} %."
    )


def _passages(usual: int) -> list[Choice]:
    return [
        ("" if count == usual else str(count), str(count), f"An answer may draw on {count} passages.")
        for count in passages(usual)
    ]


def _choices(name: str, title: str, choices: Iterable[Choice], below: str = "") -> str:
    """Radio buttons side by side, the first or the server's own of them chosen, and what that one does."""
    buttons, effect = "", ""
    for value, label, line in choices:
        checked = ""
        if value in USUAL:
            checked, effect = " checked", line
        buttons += (
            f'<label><input type="radio" name="{name}" value="{escape(value)}" '
            f'data-effect="{escape(line)}"{checked}><span>{escape(label)}</span></label>'
        )
    told = f'<p class="byline-effect" aria-live="polite">{escape(effect)}</p>' if effect else ""
    row = f'<div class="byline-choices">{buttons}</div>'
    return f"<fieldset><legend>{title}</legend>{row}{told}{below}</fieldset>"
