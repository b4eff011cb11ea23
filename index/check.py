"""What is wrong with a store, compared with its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from . import split
from .article import Passage
from .errors import ArticleError
from .heads import current

if TYPE_CHECKING:
    from .store import Store


def problems(store: Store, counts: Callable[[Sequence[str]], Sequence[int]]) -> Iterator[str]:
    """A line for each problem: articles that are damaged, passages that are not what splitting gives today,
    and passages of articles that are not stored or that a newer version replaces.

    :param counts: word pieces of texts, as for `split.passages`.
    """
    stored: dict[str, list[Passage]] = {}
    for passage in store.passages():
        stored.setdefault(passage.article_id, []).append(passage)
    heads = store.heads()
    searched = {head.article_id for head in current(heads)}
    for head in heads:
        article_id = head.article_id
        try:
            article = store.article(article_id)
        except ArticleError as error:
            yield str(error)
            continue
        found = stored.get(article_id, [])
        expected = split.passages(article, counts) if article_id in searched else ()
        if any(article.text[p.start : p.end] != p.text for p in found):
            yield f"article {article_id}: a passage is not the slice of the text that it claims to be"
        elif found and not expected:
            yield f"article {article_id}: a newer version replaces it: run `python -m index rebuild`"
        elif tuple(found) != expected:
            yield f"article {article_id}: its passages are not complete: run `python -m index rebuild`"
    for article_id in sorted(set(stored) - {head.article_id for head in heads}):
        yield f"passages of an article {article_id} that is not stored: run `python -m index rebuild`"
