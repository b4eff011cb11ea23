"""Where a run stands, as HTML."""

from __future__ import annotations

from ..escaping import escape
from .run import State


def render_progress(state: State) -> str:
    """A bar with its numbers while it goes on, and a word when it has ended; nothing where none was begun."""
    if state.stage == "none":
        return ""
    words = escape(_words(state))
    if not state.goes_on:
        alarm = ' class="byline-trouble" role="alert"' if state.stage == "failed" else ' role="status"'
        return f"<p{alarm}>{words}</p>"
    value = f' value="{state.asked}" max="{state.count}"' if state.count else ""
    return (
        f'<label class="byline-running"><span>{escape(state.label)}</span>'
        f'<progress{value}></progress></label><p class="byline-effect">{words}</p>'
    )


def _words(state: State) -> str:
    of = f"{state.asked} of {state.count} questions"
    match state.stage:
        case "starting":
            return "Loading the models and the articles…"
        case "asking":
            return f"{of}{_left(state)}"
        case "stopped":
            return f"Stopped after {of}. What was asked is below."
        case "failed":
            return f"The run failed: {state.why}."
        case _:
            return f"Done: {state.label}, {of} in {_time(state.seconds)}."


def _left(state: State) -> str:
    if state.asked < 3:
        return ""
    return f", about {_time(state.seconds / state.asked * (state.count - state.asked))} left"


def _time(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"
