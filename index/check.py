"""What is wrong with a store, compared with its articles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from . import split
from .article import Passage
from .errors import ArticleError
from .heads import Head, current

if TYPE_CHECKING:
    from .catalogue import Catalogue
    from .store import Store


def problems(
    store: Store, catalogue: Catalogue, counts: Callable[[Sequence[str]], Sequence[int]]
) -> Iterator[str]:
    """A line for each problem: articles that are damaged, passages that are not what splitting gives today,
    passages of articles that are not stored or that a newer version replaces, and a catalogue that says
    anything else.

    :param counts: word pieces of texts, as for `split.passages`.
    """
    heads = store.heads()
    searched = {head.article_id for head in current(heads)}
    stored: dict[str, list[Passage]] = {}
    for passage in store.passages():
        stored.setdefault(passage.article_id, []).append(passage)
    found = list(_of_store(store, heads, searched, stored, counts))
    yield from found
    whole = {passage for article_id in searched for passage in stored.get(article_id, [])}
    if not found and (catalogue.heads() != heads or set(catalogue.passages()) != whole):
        yield f"the catalogue of {store.location} is not what is stored: run `python -m index rebuild`"


def _of_store(
    store: Store,
    heads: Collection[Head],
    searched: Collection[str],
    stored: Mapping[str, Sequence[Passage]],
    counts: Callable[[Sequence[str]], Sequence[int]],
) -> Iterator[str]:
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
