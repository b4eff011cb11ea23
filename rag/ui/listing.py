"""Articles in, the list of sources out: what each is, whether it is asked, and what can be done with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index import Article
from index.changes import Change

from .article import about, day
from .escaping import escape

MOST_CHANGES = 12
"""Changes that are shown of a source that was read again."""


@dataclass(frozen=True)
class Row:
    """A source: `own`, it is the visitor's alone; `added`, an ISO time, "" where nobody knows."""

    article: Article
    asked: bool
    own: bool = False
    changeable: bool = False
    refreshable: bool = False
    added: str = ""

    @property
    def state(self) -> str:
        """Whose it is, since when, and in which version."""
        whose = "only you see it" if self.own else "everybody’s"
        since = f", added {day(self.added)}" if self.added else ""
        version = f", version {self.article.version}" if self.article.version > 1 else ""
        return f"{whose}{since}{version}"


def render_listing(rows: Sequence[Row], note: str = "") -> str:
    """The list, with a search, an order and one box for all.

    :param note: HTML of what has just been done.
    """
    few = " hidden" if len(rows) < 2 else ""
    every = " checked" if all(row.asked for row in rows) else ""
    return (
        f'<div class="byline-sources-said" role="status">{note}</div>'
        f'<div class="byline-seek"{few}>'
        '<input type="search" aria-label="Find a source" placeholder="Find a source" autocomplete="off">'
        '<select aria-label="Order of the sources"><option value="title">By title</option>'
        '<option value="published">Newest first</option><option value="added">Lately added</option>'
        '<option value="outlet">By outlet</option></select></div>'
        f'<label class="byline-every"{few}><input type="checkbox"{every}> <span>Ask all {len(rows)}</span>'
        '<span class="byline-found" aria-live="polite"></span></label>'
        f'<ul class="byline-rows" aria-label="Sources">{"".join(map(_row, rows))}</ul>'
    )


def render_scope(titles: Sequence[str], among: int) -> str:
    """What will be asked, as a button that shows the sources; nothing where there is one.

    :param titles: of the articles that are asked.
    """
    if among < 2:
        return ""
    if len(titles) == among:
        words = f"Asking all {among} sources"
    elif len(titles) == 1:
        words = f"Asking only “{titles[0]}”"
    else:
        words = f"Asking {len(titles)} of {among} sources" if titles else "No source is ticked"
    return f'<button type="button" class="byline-asking" data-panel dir="auto">{escape(words)}</button>'


def render_removed(title: str) -> str:
    """That a source went, and the way back."""
    return (
        f"<p>Removed “{escape(title)}”. "
        '<button type="button" class="byline-undo" data-do="undo">Undo</button></p>'
    )


def render_said(words: str, trouble: bool = False) -> str:
    """What became of a press."""
    return f'<p class="{"byline-alarm" if trouble else "byline-said-so"}">{escape(words)}</p>'


def render_changes(title: str, changed: Collection[Change]) -> str:
    """What differs between what stood there and what stands there now."""
    if not changed:
        return render_said(f"Nothing has changed in “{title}”.")
    names = {"-": ("del", "Gone: "), "+": ("ins", "New: ")}
    each = "".join(
        f'<li dir="auto"><{tag}><span class="byline-unseen">{spoken}</span>{escape(one.text)}</{tag}></li>'
        for one in list(changed)[:MOST_CHANGES]
        for tag, spoken in [names[one.sign]]
    )
    more = f"<li>… and {len(changed) - MOST_CHANGES} more</li>" if len(changed) > MOST_CHANGES else ""
    return (
        f"<details open><summary>“{escape(title)}” has changed</summary>"
        f'<ul class="byline-changes">{each}{more}</ul></details>'
    )


def _row(row: Row) -> str:
    article = row.article
    title = article.title or "Untitled"
    keys = {
        "id": article.id,
        "title": title,
        "published": article.published or "",
        "added": row.added,
        "outlet": article.outlet or "",
    }
    data = " ".join(f'data-{key}="{escape(value)}"' for key, value in keys.items())
    ticked = " checked" if row.asked else ""
    return (
        f'<li class="byline-row" {data}><input type="checkbox" aria-label="Ask {escape(title)}"{ticked}>'
        '<div class="byline-source"><button type="button" class="byline-source-title" data-do="open" '
        f'dir="auto">{escape(title)}</button>'
        f'<p class="byline-meta">{" · ".join(_told(row))}</p></div>{_menu(row, title)}</li>'
    )


def _told(row: Row) -> list[str]:
    pages = len(row.article.pages)
    count = [f"<span>{pages} page{'' if pages == 1 else 's'}</span>"] if pages else []
    return [*about(row.article, brief=True), *count, f"<span>{escape(row.state)}</span>"]


def _menu(row: Row, title: str) -> str:
    doings = [("only", "Ask only this")]
    if row.changeable:
        doings.append(("rename", "Rename"))
    if row.refreshable:
        doings.append(("refresh", "Read again"))
    if row.changeable:
        doings.append(("remove", "Remove"))
    items = "".join(f'<button type="button" data-do="{do}">{words}</button>' for do, words in doings)
    return (
        f'<details class="byline-more"><summary aria-label="More for {escape(title)}">⋯</summary>'
        f"<div>{items}</div></details>"
    )
