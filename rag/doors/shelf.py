"""What one visitor may see of a library: the page and the HTTP API look at it no other way.

An article is everybody's, or held by those who brought it (`index.holders`). Whoever is not one of them is
told of it as of one that is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from index import Article, Library
from index.holders import Holder, Holders, as_brought, held_by
from rag.answer import Answer
from rag.errors import unknown_article
from rag.events import AnswerEvent, Event


@dataclass(frozen=True)
class Shelf:
    """A library as one visitor sees it.

    `owner` names the visitor, None: nobody knows who it is. `shared`: what they bring is everybody's.
    `writes`: they may change what is everybody's. `limit` is how many articles they may hold.
    """

    library: Library
    owner: str | None = None
    shared: bool = False
    writes: bool = False
    limit: int = 200

    def ids(self, superseded: bool = False) -> tuple[str, ...]:
        """Ids of all articles that the visitor may see, sorted.

        :param superseded: whether those are among them that are read no more, as a newer version is.
        """
        each = self.library.holders(superseded)
        return tuple(one for one, holders in each.items() if self.sees(holders, superseded))

    def own(self, superseded: bool = False) -> frozenset[str]:
        """Ids of those among them that the visitor holds; `superseded` as for `ids`."""
        each = self.library.holders(superseded)
        return frozenset(one for one, holders in each.items() if holders and self.sees(holders, superseded))

    def articles(self) -> tuple[Article, ...]:
        """Those of `ids`, by title, called as the visitor calls them, with what came with their copies."""
        each = self.library.holders()
        found = [self._called(self.library.get(one), each[one]) for one in each if self.sees(each[one])]
        return tuple(sorted(found, key=lambda article: (article.title, article.id)))

    def get(self, article_id: str) -> Article:
        """An article that the visitor may see, also one that is read no more.

        :raises UnknownArticleError: if there is none, or it is somebody else's.
        """
        holders = self.holders(article_id)
        return self._called(self.library.get(article_id), holders)

    def asked(self, articles: Collection[str] | None = None) -> tuple[str, ...]:
        """Ids to ask, sorted: never more than the visitor may see.

        :param articles: those that are wanted; None: all.
        :raises UnknownArticleError: if one of them is not there, or somebody else's.
        """
        known = self.ids()
        for one in sorted(set(articles or ()) - set(known)):
            raise unknown_article(one)
        return known if articles is None else tuple(sorted(set(articles)))

    def named(self, answer: Answer) -> Answer:
        """An answer whose sources are called as the visitor calls them."""
        each = self.library.holders(superseded=True)
        names = {
            one: mine.title or dict(mine.about or ()).get("title", "")
            for one in each
            if (mine := self.mine(each[one]))
        }
        return _named(answer, names) if names else answer

    def streamed(self, events: Iterator[Event]) -> Iterator[Event]:
        """The events of a question, the answer with its sources as `named`."""
        for event in events:
            yield AnswerEvent(self.named(event.answer)) if isinstance(event, AnswerEvent) else event

    def holders(self, article_id: str) -> Holders:
        """Those who hold an article that the visitor may see; () for one of everybody's.

        :raises UnknownArticleError: if there is none, or it is somebody else's.
        """
        holders = self.library.holders(superseded=True).get(article_id)
        if holders is None or not self.sees(holders, superseded=True):
            raise unknown_article(article_id)
        return holders

    def mine(self, holders: Holders) -> Holder | None:
        """How the visitor holds an article, if at all."""
        return held_by(self.owner, holders)

    def sees(self, holders: Holders, superseded: bool = False) -> bool:
        """Whether an article of these holders is there for the visitor; `superseded` as for `ids`."""
        mine = self.mine(holders)
        return not holders or (mine is not None and (superseded or mine.replaced_by is None))

    def _called(self, article: Article, holders: Holders) -> Article:
        mine = self.mine(holders)
        if mine is None:
            return article
        own = as_brought(article, mine)
        return replace(own, title=mine.title or own.title)


def _named(answer: Answer, names: dict[str, str]) -> Answer:
    return replace(
        answer,
        citations=tuple(replace(c, title=names.get(c.article_id, c.title)) for c in answer.citations),
        passages=tuple(replace(p, title=names.get(p.article_id, p.title)) for p in answer.passages),
        parts=tuple(_named(part, names) for part in answer.parts),
    )
