"""What the evaluation's page does at each event."""

from __future__ import annotations

import datetime
import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import gradio as gr

from rag.doors.listen import is_local
from rag.errors import BylineError

from ..answer import render_trouble
from .changes import render_changes
from .failing import render_failing
from .figures import load, render_figures
from .kept import folder_of, kept, new_folder
from .progress import render_progress
from .run import Runner, State
from .sets import QuestionSet, folder, known, taken

if TYPE_CHECKING:
    from rag.engine import Engine

SAMPLE = 10
"""Questions of each article in a sample."""
FEW, ALL = "sample", "all"
NONE = "Evaluation is not here: Byline came without its question sets."
NO_RIGHT = "Sets are run, and seen, by who is signed in or sits at the machine that serves this page."

FORWARDED = frozenset({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"})
"""Headers by which a proxy is known."""

log = logging.getLogger(__name__)


class Measuring:
    """Runs sets with an engine's settings, one at a time, and shows what came of them."""

    def __init__(self, engine: Engine) -> None:
        self._library = engine.library
        self._settings = engine.settings
        self._runner = Runner(engine.settings)

    def open(self, request: gr.Request) -> tuple[Any, ...]:
        """Fill a page that has just been loaded: sets, whether one may be run, what is kept, and `tick`."""
        may, here = may_run(request), folder() is not None
        sets = [(f"{one.label} ({one.count} questions)", str(one.path)) for one in self._sets()]
        told = "" if here and may else f'<p class="byline-effect">{NO_RIGHT if here else NONE}</p>'
        choices = self._runs(request)
        newest = choices[0][1] if choices else None
        before = choices[1][1] if len(choices) > 1 else None
        return (
            gr.update(choices=sets, value=sets[0][1] if sets else None, interactive=may),
            told,
            gr.update(visible=may and here),
            gr.update(choices=choices, value=newest),
            gr.update(choices=choices, value=before),
            gr.update(choices=choices, value=newest),
            *self.tick(request),
        )

    def start(self, path: str | None, much: str, request: gr.Request) -> tuple[Any, ...]:
        """Begin to run a set that is offered."""
        found = next((one for one in self._sets() if str(one.path) == path), None)
        if found is None:
            return self._refused("Choose a question set first.", request)
        return self._start(found, much, request)

    def start_own(self, much: str, request: gr.Request, event: gr.SelectData) -> tuple[Any, ...]:
        """Begin to run a set that a visitor brings; `event.value` is JSON of its `name` and `text`."""
        if not may_run(request):
            return self._refused(NO_RIGHT, request)
        try:
            given = json.loads(str(event.value))
            name, text = str(given["name"]), str(given["text"])
        except (ValueError, KeyError, TypeError):
            return self._refused("The file did not come whole: choose it again.", request)
        at = new_folder(self._settings, name, datetime.datetime.now()) / "set.jsonl"
        try:
            found = taken(text, name, at, self._everybodys())
        except BylineError as error:
            return self._refused(f"{error}.", request)
        return self._start(found, much, request)

    def stop(self, request: gr.Request) -> tuple[Any, ...]:
        """End the run that goes on."""
        if may_run(request):
            self._runner.stop()
        return self.tick(request)

    def tick(self, request: gr.Request) -> tuple[Any, ...]:
        """Where the run stands: its bar, whether to look again, and which button is to be pressed.

        Nothing for those who may not run one: it says which set it is, and what went wrong on this machine.
        """
        state = self._runner.state() if may_run(request) else State()
        on = state.goes_on
        return (
            render_progress(state),
            gr.Timer(active=on),
            gr.update(interactive=not on),
            gr.update(visible=on),
        )

    def after(self, shown: str | None, request: gr.Request) -> tuple[Any, ...]:
        """Offer a run that has ended, show it, and offer to compare it with the one before; nothing changes
        while it goes on.
        """
        if self._runner.state().goes_on:
            return (gr.skip(),) * 3
        choices = self._runs(request)
        names = [name for _, name in choices]
        out = self._runner.state().folder
        newest = out.name if out and out.name in names else shown
        before = next((name for name in names if name != newest), None)
        return tuple(gr.update(choices=choices, value=value) for value in (newest, before, newest))

    def show(self, name: str | None, request: gr.Request) -> tuple[str, str]:
        """A run's figures, and its questions that were not answered rightly."""
        found = self._folder(name, request)
        if found is None:
            return '<p class="byline-effect">There is no run to show yet.</p>', ""
        try:
            return render_figures(found), render_failing(load(found), self._everybodys())
        except BylineError as error:
            return render_trouble(f"{error}."), ""

    def compare(self, first: str | None, second: str | None, request: gr.Request) -> str:
        """What differs between two runs."""
        a, b = self._folder(first, request), self._folder(second, request)
        if a is None or b is None or a == b:
            return '<p class="byline-effect">Choose two runs of the same set.</p>'
        try:
            return render_changes(load(a), load(b))
        except BylineError as error:
            return render_trouble(f"{error}.")

    def _refused(self, why: str, request: gr.Request) -> tuple[Any, ...]:
        """`tick` with a line in the bar's place, where no run goes on that would take it away again."""
        return render_trouble(why), *self.tick(request)[1:]

    def _runs(self, request: gr.Request) -> list[tuple[str, str]]:
        """Labels and names; a run may hold what other readers asked, so it is not for everybody."""
        return [(one.label, one.name) for one in kept(self._settings)] if may_run(request) else []

    def _folder(self, name: str | None, request: gr.Request) -> Path | None:
        return folder_of(self._settings, name) if name and may_run(request) else None

    def _everybodys(self) -> set[str]:
        """Ids of the articles that any visitor sees."""
        return {article_id for article_id, whose in self._library.holders().items() if not whose}

    def _sets(self) -> tuple[QuestionSet, ...]:
        return known(self._settings)

    def _start(self, found: QuestionSet, much: str, request: gr.Request) -> tuple[Any, ...]:
        if not may_run(request):
            return self._refused(NO_RIGHT, request)
        own = found.path.name == "set.jsonl"
        now = datetime.datetime.now()
        out = found.path.parent if own else new_folder(self._settings, found.path.name, now)
        try:
            self._runner.start(found.path, out, found.label, SAMPLE if much == FEW else None)
        except BylineError as error:
            log.warning("a set was not run: %s", error)
            return self._refused(f"{error}.", request)
        return self.tick(request)


def may_run(request: gr.Request) -> bool:
    """Whether a visitor may run a set: it keeps the machine busy for long.

    Behind a proxy everybody comes from this machine, so what a proxy passed on is nobody's who sits at it. A
    proxy that says nothing of itself is told by the name that was asked for, or the page that asks.
    """
    client, headers = request.client, {str(name).lower(): str(v) for name, v in request.headers.items()}
    asked = (f"//{headers.get('host', '')}", headers.get("origin", ""))
    names = [name for name in map(_host, asked) if name]
    here = client is not None and all(map(is_local, [str(client.host), *names]))
    return bool(request.username) or (here and not FORWARDED & headers.keys())


def _host(address: str) -> str | None:
    """The name in an address, in lower case; None without one, "?" for one that cannot be read."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return "?"
