"""The two collections of a store in Chroma: made, looked up, and the passages made anew beside themselves."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..errors import StoreError
from .record import Record

PASSAGES = "byline-passages"
ARTICLES = "byline-articles"
_FRESH = f"{PASSAGES}-new"


class Collections:
    """Both, by Chroma's client; what that raises is raised.

    :param location: of the store, for messages.
    :param record: what the passages must have been made with.
    """

    def __init__(self, client: Any, location: str, record: Record) -> None:
        self._client = client
        self._location = location
        self._record = record

    def make(self) -> None:
        """Make those that are not there."""
        names = self._names()
        if PASSAGES not in names and _FRESH in names:  # a rebuild was cut off at its last step
            self._client.get_collection(_FRESH, embedding_function=None).modify(name=PASSAGES)
        for name, metadata in ((ARTICLES, None), (PASSAGES, asdict(self._record))):
            if name not in self._names():
                self._create(name, metadata)

    def misfit(self, passages: Any = None) -> str | None:
        """Why the passages do not fit the record, with the mending command; None if they do.

        :param passages: the collection; None: it is looked up.
        """
        meta = (self.passages if passages is None else passages).metadata or {}
        try:
            found = Record(int(meta["schema"]), str(meta["embed_model"]), int(meta["passage_pieces"]))
        except (KeyError, TypeError, ValueError):
            return (
                f"store {self._location} has a collection {PASSAGES!r} that Byline did not make: "
                "name another folder in `store`"
            )
        if found == self._record:
            return None
        return (
            f"store {self._location} was made with {found.describe()}; these settings say "
            f"{self._record.describe()}: run `python -m index rebuild`, or change the settings back"
        )

    def fresh(self) -> Any:
        """An empty collection for passages, beside those that are searched."""
        self.drop_fresh()
        return self._create(_FRESH, asdict(self._record))

    def drop_fresh(self) -> None:
        """Delete what was begun beside them, if anything was."""
        if _FRESH in self._names():
            self._client.delete_collection(_FRESH)

    def put_in_place(self, fresh: Any) -> None:
        """Search fresh passages from now on, and the former ones no more."""
        self._client.delete_collection(PASSAGES)
        fresh.modify(name=PASSAGES)

    @property
    def articles(self) -> Any:
        """The articles' snapshots."""
        return self._client.get_collection(ARTICLES, embedding_function=None)

    @property
    def passages(self) -> Any:
        """The passages, looked up at every use: another process may have put a rebuilt collection there."""
        return self._client.get_collection(PASSAGES, embedding_function=None)

    def fitting(self) -> Any:
        """The passages, if they were made by these settings.

        :raises StoreError: if they were not.
        """
        collection = self.passages
        if reason := self.misfit(collection):
            raise StoreError(reason)
        return collection

    def _names(self) -> list[str]:
        return [collection.name for collection in self._client.list_collections()]

    def _create(self, name: str, metadata: dict[str, Any] | None) -> Any:
        try:
            return self._client.create_collection(
                name, metadata=metadata, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        except Exception:
            if name not in self._names():  # else somebody on another machine was faster
                raise
            return self._client.get_collection(name, embedding_function=None)
