"""An article that was renamed is asked by its new title at once."""

from pathlib import Path
from typing import Any, cast

from index import Article, Library, Settings
from rag.retrieve.retriever import Retriever
from tests.index.hashing import HashingEmbedder

TEXT = "The new bridge was opened on Sunday by Ann Lee, the mayor. Two hundred people came."


def test_a_word_of_the_new_title_is_one_of_the_articles(tmp_path: Path) -> None:
    nobody: Any = None
    with Library(Settings(store=str(tmp_path))) as library:
        library.embedder = cast(Any, HashingEmbedder())
        article = library.add(Article(TEXT, "A bridge"))
        retriever = Retriever(library, reader=nobody, fusion=nobody)
        for title, spoken_of in (("A bridge for Zelbry", True), ("", False)):
            library.rename(article.id, title)
            for articles in (None, [article.id]):
                assert retriever.speaks_of("Zelbry", articles) is spoken_of
