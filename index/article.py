"""The records that everything else stands on: `Article`, `Sentence` and `Passage`.

All offsets count Unicode code points (Python string indices) in the article's snapshot.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import asdict, dataclass
from typing import Any, Literal

from .errors import ArticleError

ID_DIGITS = 16
Form = Literal["direct", "reported", "paraphrased"]
"""How a statement is given: in the speaker's quoted words; in the article's, beside a word that says that
they say it; or as what they think or want, or what they go on to say, in the article's words alone.
"""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading, the line `[start, end)` of the snapshot; never part of a passage."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One document as its reader sees it: an immutable snapshot and what is known about it.

    `text` holds paragraphs and headings, one a line, with a blank line between; the title is not
    part of it. `id` is derived from `text`, so equal text is the same article. None, or the empty
    string for `title`, means that the source did not say. `url` is the address that the page names as its
    own, `place` the one that a dateline names. `pages` holds `(offset, page number)` where each page
    begins, ascending; () without pages. `version` counts, from 1, what was read at one place, and `replaces`
    is the id of the version before; a library sets both when it stores the article.
    """

    text: str
    title: str = ""
    headings: tuple[Heading, ...] = ()
    outlet: str | None = None
    section: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    translation: str | None = None
    source: str | None = None
    url: str | None = None
    place: str | None = None
    pages: tuple[tuple[int, int], ...] = ()
    version: int = 1
    replaces: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            name = self.source or self.title or "the article"
            raise ArticleError(f"{name} holds no text after cleaning: expected at least a sentence")
        end = 0
        for heading in self.headings:
            if not end <= heading.start < heading.end <= len(self.text):
                raise ArticleError(f"{heading} must lie in the text of {len(self.text)} characters, in order")
            around = self.text[: heading.start][-1:] + self.text[heading.end : heading.end + 1]
            if "\n" in self.text[heading.start : heading.end] or around.strip("\n"):
                raise ArticleError(f"{heading} must be one whole line of the text")
            end = heading.end

    @property
    def id(self) -> str:
        """The first 16 hexadecimal digits of `sha256`."""
        return self.sha256[:ID_DIGITS]

    @property
    def sha256(self) -> str:
        """The SHA-256 of the snapshot in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def page(self, offset: int) -> int | None:
        """The number of the page on which a character of the text stands; None without pages."""
        at = bisect_right(self.pages, offset, key=lambda one: one[0])
        return self.pages[at - 1][1] if at else None

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form; `from_dict` gives back an equal article."""
        headings = [[heading.start, heading.end] for heading in self.headings]
        pages = [list(page) for page in self.pages]
        return {"id": self.id, **asdict(self), "headings": headings, "pages": pages}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Article:
        """The inverse of `to_dict`.

        :raises ArticleError: if the text does not have the recorded id.
        """
        fields = dict(data)
        recorded = fields.pop("id", None)
        fields["headings"] = tuple(Heading(*pair) for pair in fields.get("headings", ()))
        fields["pages"] = tuple((start, page) for start, page in fields.get("pages", ()))
        article = cls(**fields)
        if recorded is not None and recorded != article.id:
            raise ArticleError(f"article {recorded} is damaged: its text has the id {article.id}")
        return article


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of citation, the slice `[start, end)` of the snapshot.

    `speaker` is the person or body whose statement this is, None in the article's own voice;
    `direct` says whether it is (or holds) a quotation of theirs. `role` is what the article calls the speaker
    ("head of the port"), `form` how the statement is given, and `cue` the word of the sentence that says that
    they say it; each None without a speaker, or where the article does not say. `paragraph` counts from 0;
    `page` is the page that it begins on, None in an article without pages.
    """

    text: str
    start: int
    end: int
    paragraph: int
    heading: str | None = None
    speaker: str | None = None
    direct: bool = False
    page: int | None = None
    role: str | None = None
    form: Form | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one section: what is embedded and retrieved.

    `text` is exactly `article.text[start:end]`.
    """

    article_id: str
    text: str
    start: int
    end: int
    heading: str | None = None

    @property
    def id(self) -> str:
        """Unique in the store and the same at every indexing: `<article id>:<start>-<end>`."""
        return f"{self.article_id}:{self.start}-{self.end}"
