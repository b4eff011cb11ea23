"""What happens on the panel of sources: which are asked, what is done with one, and what is added."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from rag.doors import bringing
from rag.doors.shelf import Shelf
from rag.errors import BylineError

from . import adding
from .handlers import EVERYTHING, NOTHING
from .listing import Row, render_changes, render_listing, render_removed, render_said, render_scope
from .progress import Adding, render_added, render_adding

if TYPE_CHECKING:
    from .handlers import Page

UNEXPECTED = "Something went wrong while this was added. Please try again; the log says more."
NO_UNDO = "There is nothing to undo."

log = logging.getLogger(__name__)


class Panel:
    """What the panel does at each event. It holds the page and nothing about any visitor.

    A scope is what `Turn.scope` is: ids with spaces between, "" for all that the visitor may see.
    """

    def __init__(self, page: Page) -> None:
        self._page = page

    def show(self, scope: str, request: gr.Request | None = None) -> tuple[str, str]:
        """The list and the line that says what is asked."""
        return self._drawn(self._page.shelf(request), scope)

    def act(
        self,
        scope: str,
        removed: bringing.Removed | None,
        event: gr.SelectData,
        request: gr.Request | None = None,
    ) -> tuple[Any, ...]:
        """Do what was pressed; returns scope, what can be undone, list, line, article, and the id of the one
        that is open now, "" for none.
        """
        shelf, asked = self._page.shelf(request), dict(event.value)
        one = str(asked.get("id", ""))
        shown: Any = gr.skip()
        try:
            match asked.get("do"):
                case "ask":
                    scope = _scope(shelf, [str(each) for each in asked.get("ids", ())])
                    return scope, removed, gr.skip(), self._line(shelf, scope), gr.skip(), ""
                case "open":
                    return scope, removed, gr.skip(), gr.skip(), self._page.show_article(one, request), one
                case "rename":
                    now = bringing.rename(shelf, one, str(asked["title"]))
                    note = render_said(f"Now called “{now.title}”.")
                    shown = self._page.show_article(one, request)
                case "refresh":
                    new, changed = bringing.refresh(shelf, one)
                    note = render_changes(new.title, changed)
                    scope = " ".join(new.id if each == one else each for each in scope.split())
                    shown = self._page.show_article(new.id, request)
                case "remove":
                    removed = bringing.remove(shelf, one)
                    note = render_removed(removed.article.title)
                    scope = _without(shelf, scope, one)
                    shown = self._page.show_article(EVERYTHING, request)
                case "undo" if removed:
                    back = bringing.put_back(shelf, removed)
                    removed, note = None, render_said(f"“{back.title}” is back.")
                    scope = f"{scope} {back.id}" if scope not in (EVERYTHING, NOTHING) else scope
                    shown = self._page.show_article(back.id, request)
                case _:
                    note = render_said(NO_UNDO)
        except BylineError as error:
            log.info("%s of a source: %s", asked.get("do"), error)
            note = render_said(f"That did not work: {error}.", trouble=True)
        return scope, removed, *self._drawn(shelf, scope, note), shown, ""

    def add_files(
        self, paths: Sequence[str] | None, scope: str, request: gr.Request | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Add uploaded files; as `_adding`."""
        shelf = self._page.shelf(request)
        yield from self._adding(shelf, scope, adding.files(shelf, list(paths or ())), request)

    def add_address(
        self, text: str, scope: str, request: gr.Request | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Add the page at an address; as `_adding`."""
        shelf = self._page.shelf(request)
        each = adding.address(shelf, text) if text.strip() else iter(())
        yield from self._adding(shelf, scope, each, request)

    def add_text(
        self, text: str, title: str, scope: str, request: gr.Request | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Add a text; as `_adding`."""
        shelf = self._page.shelf(request)
        each = adding.pasted(shelf, text, title) if text.strip() else iter(())
        yield from self._adding(shelf, scope, each, request)

    def examples(self, scope: str, open_: str, request: gr.Request | None = None) -> str:
        """Suggestions of the article that was opened, where it is asked; else of what is asked.

        :param open_: its id, or "".
        """
        asked = open_ and (scope == EVERYTHING or open_ in scope.split())
        return self._page.examples(open_ if asked else scope, request)

    def gave_up(self) -> str:
        """Say that an adding failed for a reason that nobody foresaw."""
        return render_said(UNEXPECTED, trouble=True)

    def emptied(self, new: str) -> Any:
        """A box whose words have become an article is empty again; the id is "" where they have not."""
        return "" if new else gr.skip()

    def _adding(
        self, shelf: Shelf, scope: str, each: Iterator[Adding], request: gr.Request | None
    ) -> Iterator[tuple[Any, ...]]:
        """Progress, scope, list, line, article, id of the new one, examples; at last the first new article is
        shown."""
        last: Adding | None = None
        for last in each:
            yield render_adding(last), *(gr.skip(),) * 6
        if last is None:
            yield (gr.skip(),) * 7
            return
        self._page.visitors.seen(shelf.owner)
        new = last.articles
        if new and scope == NOTHING:
            scope = ""
        ids = [article.id for article in new]
        scope = " ".join(dict.fromkeys([*scope.split(), *ids])) if scope else EVERYTHING
        shown = self._page.show_article(ids[0], request) if ids else gr.skip()
        first = ids[0] if ids else ""
        gone = "" if ids else gr.skip()
        yield render_added(last), scope, *self._drawn(shelf, scope), shown, first, gone

    def _drawn(self, shelf: Shelf, scope: str, note: str = "") -> tuple[str, str]:
        asked = set(scope.split())
        each, writes = shelf.library.holders(), bringing.refreshable(shelf)
        rows = []
        for article in shelf.articles():
            holders = each.get(article.id, ())
            mine = shelf.mine(holders)
            rows.append(
                Row(
                    article,
                    scope == EVERYTHING or article.id in asked,
                    own=mine is not None,
                    changeable=bringing.may_change(shelf, holders),
                    refreshable=article.id in writes,
                    added=mine.added if mine else "",
                )
            )
        return render_listing(rows, note), self._line(shelf, scope)

    def _line(self, shelf: Shelf, scope: str) -> str:
        articles = shelf.articles()
        asked = [one.title for one in articles if scope == EVERYTHING or one.id in scope.split()]
        return render_scope(asked, len(articles))


def _scope(shelf: Shelf, ids: Sequence[str]) -> str:
    """The scope of what is ticked."""
    known = set(shelf.ids())
    chosen = [one for one in ids if one in known]
    if not chosen:
        return NOTHING
    return EVERYTHING if len(set(chosen)) == len(known) else " ".join(dict.fromkeys(chosen))


def _without(shelf: Shelf, scope: str, gone: str) -> str:
    left = [one for one in scope.split() if one != gone]
    return _scope(shelf, left) if scope not in (EVERYTHING, NOTHING) else scope
